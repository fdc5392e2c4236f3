package dev.sock;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Whom to connect to, and how. Immutable; made with {@link #to}.
 *
 * @param name name of the association, unique within its endpoint, or {@code null} for
 * one made from address and port
 * @param addresses IP addresses or host names of the peer, at least one; names are looked
 * up at each connect
 * @param port the peer's SCTP port, 1 to 65535
 * @param remoteUdpPort the peer's UDP port, 1 to 65535, for SCTP in UDP (RFC 6951), or
 * {@code null} for what the transport does by itself: {@code userspace} calls
 * {@value #DEFAULT_UDP_PORT}, {@code kernel} speaks SCTP over IP
 * @param timeout how long to try, 1 ms to 1 h
 * @param options protocol options, or {@code null} for the endpoint's; what they leave
 * out of {@link IpOptions} and the linger time is the endpoint's in any case
 */
public record ConnectOptions(@Nullable String name, List<String> addresses, int port, @Nullable Integer remoteUdpPort,
		Duration timeout, @Nullable SctpOptions options) {

	/** UDP port that IANA has assigned to SCTP in UDP (RFC 6951 §6). */
	public static final int DEFAULT_UDP_PORT = 9899;

	/** Time that a connect takes at most unless said otherwise. */
	public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

	/**
	 * Checks the ports and the time-out.
	 * @throws SctpOptionException if one is out of its range, or there is no address
	 */
	public ConnectOptions {
		OptionChecks.between("remote-port", port, 1, 65535);
		if (remoteUdpPort != null) {
			OptionChecks.between("remote-udp-port", remoteUdpPort, 1, 65535);
		}
		OptionChecks.between("connect-timeout", timeout, Duration.ofMillis(1), Duration.ofHours(1));
		addresses = List.copyOf(addresses);
		if (addresses.isEmpty()) {
			throw new SctpOptionException("remote-addresses", "[]", "is empty; name at least one address of the peer");
		}
	}

	/**
	 * Returns options for a peer with one address.
	 * @param address IP address or host name
	 * @param port SCTP port, 1 to 65535
	 * @return the options
	 */
	public static ConnectOptions to(String address, int port) {
		return to(List.of(address), port);
	}

	/**
	 * Returns options for a multi-homed peer.
	 * @param addresses IP addresses or host names, at least one
	 * @param port SCTP port, 1 to 65535
	 * @return the options
	 */
	public static ConnectOptions to(List<String> addresses, int port) {
		return new ConnectOptions(null, addresses, port, null, DEFAULT_TIMEOUT, null);
	}

	/**
	 * Returns these options with a name for the association.
	 * @param name name, unique within the endpoint
	 * @return the options
	 */
	public ConnectOptions withName(@Nullable String name) {
		return new ConnectOptions(name, this.addresses, this.port, this.remoteUdpPort, this.timeout, this.options);
	}

	/**
	 * Returns these options with another UDP port of the peer.
	 * @param remoteUdpPort 1 to 65535, or {@code null} for what the transport does by
	 * itself
	 * @return the options
	 */
	public ConnectOptions withRemoteUdpPort(@Nullable Integer remoteUdpPort) {
		return new ConnectOptions(this.name, this.addresses, this.port, remoteUdpPort, this.timeout, this.options);
	}

	/**
	 * Returns these options with another time-out.
	 * @param timeout 1 ms to 1 h
	 * @return the options
	 */
	public ConnectOptions withTimeout(Duration timeout) {
		return new ConnectOptions(this.name, this.addresses, this.port, this.remoteUdpPort, timeout, this.options);
	}

	/**
	 * Returns these options with protocol options of their own.
	 * @param options the options, or {@code null} for the endpoint's
	 * @return the options
	 */
	public ConnectOptions withOptions(@Nullable SctpOptions options) {
		return new ConnectOptions(this.name, this.addresses, this.port, this.remoteUdpPort, this.timeout, options);
	}

}
