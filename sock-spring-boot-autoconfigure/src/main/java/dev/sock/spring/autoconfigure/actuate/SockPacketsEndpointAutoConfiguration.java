package dev.sock.spring.autoconfigure.actuate;

import dev.sock.Sock;
import dev.sock.spring.autoconfigure.SockAutoConfiguration;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.packets.PacketLogs;
import dev.sock.spring.packets.SockPacketsDescriptor;
import dev.sock.spring.packets.SockPacketsEndpoint;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the actuator endpoint {@code sockpackets}.
 */
@AutoConfiguration(after = SockAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(SockPacketsEndpoint.class)
@ConditionalOnBean(Sock.class)
@RegisterReflectionForBinding(SockPacketsDescriptor.class)
public final class SockPacketsEndpointAutoConfiguration {

	@Bean
	PacketLogs sockPacketLogs(Sock sock, ObjectProvider<SctpEndpoints> endpoints) {
		return new PacketLogs(sock::endpoints,
				(endpoint,
						association) -> endpoint.association(association).isPresent() || endpoints.getObject()
							.find(endpoint.name())
							.filter((managed) -> managed.definition().names(association))
							.isPresent());
	}

	@Bean
	@ConditionalOnMissingBean
	SockPacketsEndpoint sockPacketsEndpoint(PacketLogs logs) {
		return new SockPacketsEndpoint(logs);
	}

}
