package dev.sock.spring.autoconfigure.actuate;

import dev.sock.spring.actuate.ListenerDescriptor;
import dev.sock.spring.actuate.SockListenersDescriptor;
import dev.sock.spring.actuate.SockListenersEndpoint;
import dev.sock.spring.actuate.SockListenersEndpointWebExtension;
import dev.sock.spring.autoconfigure.SockAutoConfiguration;
import dev.sock.spring.autoconfigure.SockProperties;
import dev.sock.spring.config.SctpListenerRegistry;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the actuator endpoint {@code socklisteners}.
 */
@AutoConfiguration(after = SockAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(SockListenersEndpoint.class)
@RegisterReflectionForBinding({ SockListenersDescriptor.class, ListenerDescriptor.class })
public final class SockListenersEndpointAutoConfiguration {

	@Bean
	@ConditionalOnBean(SctpListenerRegistry.class)
	@ConditionalOnMissingBean
	SockListenersEndpoint sockListenersEndpoint(SctpListenerRegistry registry, SockProperties properties) {
		return new SockListenersEndpoint(registry, properties.getShutdownTimeout());
	}

	@Bean
	@ConditionalOnBean(SockListenersEndpoint.class)
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	SockListenersEndpointWebExtension sockListenersEndpointWebExtension(SockListenersEndpoint endpoint) {
		return new SockListenersEndpointWebExtension(endpoint);
	}

}
