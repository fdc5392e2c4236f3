package dev.sock.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.sock.AcceptPolicy;
import dev.sock.SctpEvent;
import dev.sock.SctpOptionException;
import dev.sock.Sock;
import dev.sock.UserspaceOptions;
import dev.sock.spring.config.SctpListenerRegistry;
import dev.sock.spring.core.MessageSender;
import dev.sock.spring.core.PayloadConverter;
import dev.sock.spring.core.PendingReplies;
import dev.sock.spring.core.SctpOperations;
import dev.sock.spring.core.SctpSendInterceptor;
import dev.sock.spring.core.SctpTemplate;
import dev.sock.spring.endpoint.PublishingObserver;
import dev.sock.spring.endpoint.SctpEndpointObserver;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.endpoint.SctpEndpointsLifecycle;
import dev.sock.spring.observation.SctpTemplateObservationConvention;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Auto-configuration of SCTP endpoints, listeners and the template.
 */
@AutoConfiguration
@ConditionalOnClass(Sock.class)
@EnableConfigurationProperties(SockProperties.class)
@Import(SctpListenerConfiguration.class)
public final class SockAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Sock sock(SockProperties properties) {
		SockProperties.Userspace userspace = properties.getUserspace();
		try {
			return Sock.builder()
				.transport(properties.getTransport())
				.userspace(new UserspaceOptions(userspace.getUdpPort(), userspace.getGso()))
				.build();
		}
		catch (SctpOptionException ex) {
			throw SockPropertyException.of(ex, "sock." + ex.option());
		}
	}

	@Bean
	EndpointDefinitions sockEndpointDefinitions(Sock sock, SockProperties properties, ListableBeanFactory beanFactory,
			ObjectProvider<SctpEndpointCustomizer> endpoints, ObjectProvider<SctpAssociationCustomizer> associations,
			ObjectProvider<SockConnectionDetails> details) {
		Map<String, AcceptPolicy> policies = beanFactory.getBeansOfType(AcceptPolicy.class);
		Set<String> transports = new TreeSet<>(Set.of("auto", "userspace", "kernel"));
		transports.addAll(sock.transports());
		return EndpointDefinitions.of(properties, policies, transports, new Customization(
				endpoints.orderedStream().toList(), associations.orderedStream().toList(), details.getIfAvailable()));
	}

	@Bean
	@ConditionalOnMissingBean
	SctpEndpoints sctpEndpoints(Sock sock, EndpointDefinitions definitions, SctpListenerRegistry registry,
			ObjectProvider<SctpEndpointObserver> observers) {
		return new SctpEndpoints(sock::createEndpoint, definitions.all(),
				(name) -> registry.endpoint(name).orElseThrow(), observers.orderedStream().toList());
	}

	@Bean
	PublishingObserver sctpPublishingObserver(ApplicationEventPublisher publisher) {
		return new PublishingObserver(publisher);
	}

	@Bean
	@ConditionalOnMissingBean
	SctpEndpointsLifecycle sctpEndpointsLifecycle(SctpEndpoints endpoints, SockProperties properties) {
		return new SctpEndpointsLifecycle(endpoints, shutdownTimeout(properties));
	}

	@Bean
	@ConditionalOnMissingBean
	PayloadConverter sctpPayloadConverter(ObjectProvider<MessageConverter> converters) {
		return new PayloadConverter(converters.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean(SctpOperations.class)
	SctpTemplate sctpTemplate(SctpEndpoints endpoints, PayloadConverter converter, PendingReplies replies,
			MessageSender sender) {
		return new SctpTemplate(endpoints, converter, replies, sender);
	}

	@Bean
	@ConditionalOnMissingBean
	MessageSender sctpMessageSender(SockProperties properties, EndpointDefinitions definitions,
			ObjectProvider<SctpSendInterceptor> interceptors, ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<SctpTemplateObservationConvention> conventions) {
		Duration timeout = properties.getTemplate().getSendTimeout();
		if (timeout != null && timeout.isNegative()) {
			throw SockPropertyException.of("sock.template.send-timeout", timeout, "is negative",
					"Set a time to wait, or remove the property to wait as long as it takes.");
		}
		return new MessageSender(interceptors.orderedStream().toList(), timeout,
				observations.getIfUnique(() -> ObservationRegistry.NOOP), conventions.getIfUnique(),
				definitions::isNamed);
	}

	@Bean
	SctpEndpointObserver sctpPendingRepliesObserver(PendingReplies replies) {
		return new SctpEndpointObserver() {

			@Override
			public void associationChanged(SctpEvent.AssociationChanged event) {
				replies.associationChanged(event);
			}

		};
	}

	static Duration shutdownTimeout(SockProperties properties) {
		Duration timeout = properties.getShutdownTimeout();
		if (timeout.isNegative() || timeout.compareTo(Duration.ofHours(1)) > 0) {
			throw SockPropertyException.of("sock.shutdown-timeout", timeout, "is not in the range 0 to 1 h",
					"Set a value in this range.");
		}
		return timeout;
	}

}
