package dev.sock.spi;

import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.SctpOptions;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint binds, and with what options.
 *
 * @param name the endpoint's name, for messages
 * @param addresses local addresses, at least one, wildcards among them perhaps
 * @param port SCTP port, 0 for a free one, which the transport draws at random
 * @param udpPort UDP port, 0 for a free one, {@code null} for the transport's default
 * @param connectOnly whether the endpoint accepts no one as it is opened, so that another
 * UDP port will do when the default one is taken
 * @param options protocol options
 */
public record EndpointBinding(String name, List<SctpAddress> addresses, int port, @Nullable Integer udpPort,
		boolean connectOnly, SctpOptions options) {

	/**
	 * Copies the addresses.
	 */
	public EndpointBinding {
		addresses = List.copyOf(addresses);
	}

}
