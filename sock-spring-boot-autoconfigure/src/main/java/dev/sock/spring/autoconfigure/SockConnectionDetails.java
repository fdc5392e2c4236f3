package dev.sock.spring.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where peers are, for test containers and the like. A bean of this type comes before the
 * properties {@code remote-addresses}, {@code remote-port} and {@code remote-udp-port} of
 * the associations that it knows.
 */
public interface SockConnectionDetails extends ConnectionDetails {

	/**
	 * Returns where a peer is.
	 * @param endpoint name of the endpoint
	 * @param association name of the association
	 * @return the peer, or {@code null} if the properties say
	 */
	@Nullable Peer peer(String endpoint, String association);

	/**
	 * A peer.
	 *
	 * @param addresses IP addresses or host names, the preferred one first
	 * @param port SCTP port, 1 to 65535
	 * @param udpPort UDP port for SCTP in UDP, or {@code null} for what the transport
	 * does by itself
	 */
	record Peer(List<String> addresses, int port, @Nullable Integer udpPort) {

		/**
		 * Copies the addresses.
		 */
		public Peer {
			addresses = List.copyOf(addresses);
		}

	}

}
