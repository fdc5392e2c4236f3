package dev.sock.spring.autoconfigure;

import java.util.concurrent.Executor;

import dev.sock.spring.config.SctpListenerBeanPostProcessor;
import dev.sock.spring.config.SctpListenerRegistry;
import dev.sock.spring.core.PayloadConverter;
import dev.sock.spring.core.PendingReplies;
import dev.sock.spring.core.SctpOperations;
import dev.sock.spring.core.SctpTemplate;
import dev.sock.spring.endpoint.EventMethods;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.endpoint.SctpListenersLifecycle;
import dev.sock.spring.listener.SctpListenerContainerCustomizer;
import dev.sock.spring.listener.SctpListenerContainerFactory;
import dev.sock.spring.listener.SctpListenerErrorHandler;
import dev.sock.spring.listener.SctpListenerMethods;
import dev.sock.spring.listener.SctpMessageRecoverer;
import dev.sock.spring.observation.SctpListenerObservationConvention;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.validation.Validator;

/**
 * Configuration of listener methods.
 */
@Configuration(proxyBeanMethods = false)
class SctpListenerConfiguration {

	/** A bean of this name and of type {@link Executor} calls the listener methods. */
	static final String EXECUTOR_BEAN = "sockListenerExecutor";

	@Bean
	ListenerThreads sockListenerThreads(SockProperties properties, Environment environment, BeanFactory beanFactory) {
		if (beanFactory.containsBean(EXECUTOR_BEAN)) {
			return ListenerThreads.of(beanFactory.getBean(EXECUTOR_BEAN, Executor.class));
		}
		return Threading.VIRTUAL.isActive(environment) ? ListenerThreads.virtual()
				: ListenerThreads.pool(properties.getListener().getThreads());
	}

	@Bean
	PendingReplies sctpPendingReplies(SockProperties properties, ListenerThreads threads) {
		int limit = properties.getTemplate().getMaxPendingReplies();
		if (limit < 1) {
			throw SockPropertyException.of("sock.template.max-pending-replies", limit, "is below 1",
					"Set the number of requests that may wait for a reply on one association.");
		}
		return new PendingReplies(limit, threads.executor());
	}

	@Bean
	@ConditionalOnMissingBean
	SctpListenerRegistry sctpListenerRegistry(EndpointDefinitions definitions, ListenerThreads threads,
			PendingReplies replies) {
		return new SctpListenerRegistry(definitions.associationNames(), threads.executor(), replies::take);
	}

	@Bean(SctpListenerBeanPostProcessor.DEFAULT_FACTORY)
	@ConditionalOnMissingBean(name = SctpListenerBeanPostProcessor.DEFAULT_FACTORY)
	SctpListenerContainerFactory sctpListenerContainerFactory(SctpListenerContainerFactoryConfigurer configurer) {
		return configurer.create();
	}

	@Bean
	@ConditionalOnMissingBean
	SctpListenerContainerFactoryConfigurer sctpListenerContainerFactoryConfigurer(SockProperties properties,
			ListenerThreads threads, EndpointDefinitions definitions,
			ObjectProvider<SctpListenerErrorHandler> errorHandlers, ObjectProvider<SctpMessageRecoverer> recoverers,
			ObjectProvider<SctpListenerContainerCustomizer> customizers,
			ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<SctpListenerObservationConvention> conventions) {
		return new SctpListenerContainerFactoryConfigurer(properties.getListener(), threads.executor(),
				DefaultBean.of(errorHandlers, SctpListenerErrorHandler.class,
						"name one at each @SctpListener by 'errorHandler'"),
				DefaultBean.of(recoverers, SctpMessageRecoverer.class, "hand one to an error handler of your own"),
				customizers.orderedStream().toList(), observations.getIfUnique(() -> ObservationRegistry.NOOP),
				conventions.getIfUnique(), definitions::isNamed);
	}

	@Bean
	@ConditionalOnMissingBean
	SctpListenerMethods sctpListenerMethods(PayloadConverter converter, ObjectProvider<SctpOperations> operations,
			SctpEndpoints endpoints, ObjectProvider<Validator> validators, BeanFactory beanFactory) {
		return new SctpListenerMethods(converter, operations.getIfUnique(() -> new SctpTemplate(endpoints)), endpoints,
				validators.getIfUnique(), beanFactory);
	}

	@Bean
	EventMethods sctpEventMethods() {
		return new EventMethods();
	}

	@Bean
	@ConditionalOnMissingBean
	static SctpListenerBeanPostProcessor sctpListenerBeanPostProcessor(ObjectProvider<SctpListenerRegistry> registry,
			ObjectProvider<SctpListenerMethods> methods, ObjectProvider<EventMethods> events) {
		return new SctpListenerBeanPostProcessor(registry, methods, events);
	}

	/** Messages would be taken for nobody's before somebody asks for the bean. */
	@Bean
	static LazyInitializationExcludeFilter sctpListenersAreNotLazy() {
		return (name, definition, type) -> SctpListenerBeanPostProcessor.hasListeners(type);
	}

	@Bean
	@ConditionalOnMissingBean
	SctpListenersLifecycle sctpListenersLifecycle(SctpEndpoints endpoints, EventMethods events,
			SockProperties properties) {
		return new SctpListenersLifecycle(endpoints, events, SockAutoConfiguration.shutdownTimeout(properties));
	}

}
