package dev.sock.spi;

import java.util.Map;

/**
 * An open transport: owns sockets and threads. Safe for use by several threads.
 */
public interface Transport extends AutoCloseable {

	/**
	 * Opens an endpoint.
	 * @param binding where to bind and with what options
	 * @param listener is asked about peers
	 * @return the endpoint, bound
	 * @throws dev.sock.SctpBindException if it cannot be bound
	 */
	TransportEndpoint open(EndpointBinding binding, EndpointListener listener);

	/**
	 * Returns counters that the operating system keeps for all that use its SCTP, other
	 * processes included.
	 * @return names and values; empty if there are none
	 */
	default Map<String, Long> hostStatistics() {
		return Map.of();
	}

	/**
	 * Closes every endpoint at once, aborting its associations, and frees sockets and
	 * threads. Harmless when repeated.
	 */
	@Override
	void close();

}
