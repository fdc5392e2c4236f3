package dev.sock.spring.autoconfigure;

import java.util.concurrent.Executor;

import dev.sock.spring.config.SctpListenerBeanPostProcessor;
import dev.sock.spring.config.SctpListenerRegistry;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.endpoint.SctpListenersLifecycle;
import dev.sock.spring.listener.SctpListenerMethods;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.messaging.converter.MessageConverter;

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
	@ConditionalOnMissingBean
	SctpListenerRegistry sctpListenerRegistry(EndpointDefinitions definitions, ListenerThreads threads) {
		return new SctpListenerRegistry(definitions.associationNames(), threads.executor());
	}

	@Bean
	@ConditionalOnMissingBean
	SctpListenerMethods sctpListenerMethods(ObjectProvider<MessageConverter> converters, ListenerThreads threads,
			BeanFactory beanFactory) {
		return new SctpListenerMethods(converters.orderedStream().toList(), threads.executor(), beanFactory);
	}

	@Bean
	@ConditionalOnMissingBean
	static SctpListenerBeanPostProcessor sctpListenerBeanPostProcessor(ObjectProvider<SctpListenerRegistry> registry,
			ObjectProvider<SctpListenerMethods> methods) {
		return new SctpListenerBeanPostProcessor(registry, methods);
	}

	@Bean
	@ConditionalOnMissingBean
	SctpListenersLifecycle sctpListenersLifecycle(SctpEndpoints endpoints, SockProperties properties) {
		return new SctpListenersLifecycle(endpoints, SockAutoConfiguration.shutdownTimeout(properties));
	}

}
