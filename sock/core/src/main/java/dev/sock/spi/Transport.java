package dev.sock.spi;

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
	 * Closes every endpoint at once, aborting its associations, and frees sockets and
	 * threads. Harmless when repeated.
	 */
	@Override
	void close();

}
