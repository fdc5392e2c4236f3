package dev.sock.spring.autoconfigure.actuate;

import dev.sock.Sock;
import dev.sock.spring.actuate.AssociationDescriptor;
import dev.sock.spring.actuate.EndpointDescriptor;
import dev.sock.spring.actuate.SockDescriptor;
import dev.sock.spring.actuate.SockEndpoint;
import dev.sock.spring.actuate.SockEndpointWebExtension;
import dev.sock.spring.autoconfigure.SockAutoConfiguration;
import dev.sock.spring.autoconfigure.SockProperties;
import dev.sock.spring.endpoint.SctpEndpoints;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the actuator endpoint {@code sock}.
 */
@AutoConfiguration(after = SockAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(SockEndpoint.class)
@RegisterReflectionForBinding({ SockDescriptor.class, EndpointDescriptor.class, AssociationDescriptor.class })
public final class SockEndpointAutoConfiguration {

	@Bean
	@ConditionalOnBean({ Sock.class, SctpEndpoints.class })
	@ConditionalOnMissingBean
	SockEndpoint sockEndpoint(Sock sock, SctpEndpoints endpoints, SockProperties properties) {
		return new SockEndpoint(sock::endpoints, endpoints, sock::hostStatistics, properties.getShutdownTimeout());
	}

	@Bean
	@ConditionalOnBean(SockEndpoint.class)
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	SockEndpointWebExtension sockEndpointWebExtension(SockEndpoint endpoint) {
		return new SockEndpointWebExtension(endpoint);
	}

}
