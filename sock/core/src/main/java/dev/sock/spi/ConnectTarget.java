package dev.sock.spi;

import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.SctpOptions;
import org.jspecify.annotations.Nullable;

/**
 * Whom to connect to.
 *
 * @param addresses addresses of the peer, at least one, the preferred one first
 * @param port the peer's SCTP port
 * @param remoteUdpPort the peer's UDP port, or {@code null} if the user named none
 * @param options protocol options
 */
public record ConnectTarget(List<SctpAddress> addresses, int port, @Nullable Integer remoteUdpPort,
		SctpOptions options) {

	/**
	 * Copies the addresses.
	 */
	public ConnectTarget {
		addresses = List.copyOf(addresses);
	}

}
