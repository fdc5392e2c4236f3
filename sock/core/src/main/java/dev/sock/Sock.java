package dev.sock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Opens SCTP endpoints and knows all of them; the place to start. All state belongs to an
 * instance: two of them in one JVM know nothing of each other. Safe for use by several
 * threads.
 *
 * <pre class="code">
 * try (Sock sock = Sock.create()) {
 *     SctpEndpoint endpoint = sock.createEndpoint();
 *     SctpAssociation association = endpoint.connect(ConnectOptions.to("127.0.0.1", 30400));
 *     association.send("hello".getBytes(), SendOptions.DEFAULT);
 * }
 * </pre>
 */
public interface Sock extends AutoCloseable {

	/**
	 * Creates an instance with default options.
	 * @return the instance, which the caller closes
	 */
	static Sock create() {
		return builder().build();
	}

	/**
	 * Returns a builder with the defaults.
	 * @return a new builder
	 */
	static Builder builder() {
		return new Builder();
	}

	/**
	 * Opens an endpoint on loopback and a free port, which accepts no one.
	 * @return the endpoint, bound
	 * @throws SctpBindException if it cannot be bound
	 */
	default SctpEndpoint createEndpoint() {
		return createEndpoint(EndpointOptions.builder().build());
	}

	/**
	 * Opens an endpoint. Not to be called on an event loop.
	 * @param options where to bind, whom to accept, and the rest
	 * @return the endpoint, bound
	 * @throws SctpBindException if it cannot be bound, or there is no such transport
	 * @throws SctpOptionException if the name is taken or cannot be one
	 * @throws SctpClosedException if this instance is closed, or the endpoint ends by
	 * itself before this returns
	 */
	SctpEndpoint createEndpoint(EndpointOptions options);

	/**
	 * Opens an association that stands for itself, one-to-one (RFC 6458 §4): a port of
	 * its own is all that it has of an endpoint, and is free again when it ends.
	 * @param local where to bind, and the rest; whom to accept has no meaning
	 * @param peer whom to connect to
	 * @return the established association, peeled off
	 * @throws SctpBindException if it cannot be bound
	 * @throws SctpConnectException if it cannot be established
	 */
	default SctpAssociation connect(EndpointOptions local, ConnectOptions peer) {
		SctpEndpoint endpoint = createEndpoint(local);
		try {
			SctpAssociation association = endpoint.connect(peer);
			association.peelOff();
			return association;
		}
		finally {
			endpoint.close(Duration.ZERO);
		}
	}

	/**
	 * Returns the names of the transports on the class path, whether or not they can run
	 * on this machine.
	 * @return the names, without {@code auto}
	 */
	Set<String> transports();

	/**
	 * Returns counters that the operating system keeps for all that use its SCTP, other
	 * processes included: with {@code kernel} those of the network namespace
	 * ({@code /proc/net/sctp/snmp}).
	 * @return names and values by transport, of transports that have endpoints; empty for
	 * {@code userspace}, which shares nothing with others
	 */
	Map<String, Map<String, Long>> hostStatistics();

	/**
	 * Returns the endpoints that are open, in the order they were opened.
	 * @return the endpoints
	 */
	List<SctpEndpoint> endpoints();

	/**
	 * Finds an endpoint by its name.
	 * @param name the name
	 * @return the endpoint
	 */
	Optional<SctpEndpoint> endpoint(String name);

	/**
	 * Finds an endpoint by any of its addresses. An endpoint bound to a wildcard is found
	 * by the wildcard and by each address in use.
	 * @param localAddress an address of the endpoint
	 * @param localPort its SCTP port
	 * @return the endpoint
	 */
	Optional<SctpEndpoint> endpoint(SctpAddress localAddress, int localPort);

	/**
	 * Finds an association by any of the endpoint's addresses and any of the peer's, in
	 * constant time.
	 * @param localAddress an address of the endpoint
	 * @param localPort its SCTP port
	 * @param peerAddress an address of the peer
	 * @param peerPort the peer's SCTP port
	 * @return the association, which may be in the making or shutting down
	 */
	Optional<SctpAssociation> findAssociation(SctpAddress localAddress, int localPort, SctpAddress peerAddress,
			int peerPort);

	/**
	 * Closes every endpoint, as {@link SctpEndpoint#close()} does but all at the same
	 * time, then the transports. On an event loop of any of them it waits for nothing:
	 * every association of every endpoint is aborted at once. Harmless when repeated.
	 */
	@Override
	void close();

	/**
	 * Builds a {@link Sock}. Not safe for use by several threads.
	 */
	final class Builder {

		private String transport = "auto";

		private UserspaceOptions userspace = UserspaceOptions.DEFAULT;

		private Builder() {
		}

		/**
		 * Sets the transport of endpoints that say {@code auto}.
		 * @param transport {@code auto} for the first that can run here, {@code kernel}
		 * before {@code userspace}; or one of these
		 * @return this builder
		 */
		public Builder transport(String transport) {
			this.transport = transport;
			return this;
		}

		/**
		 * Sets the options of the {@code userspace} transport.
		 * @param options the options
		 * @return this builder
		 */
		public Builder userspace(UserspaceOptions options) {
			this.userspace = options;
			return this;
		}

		/**
		 * Returns an instance. It opens sockets and threads with its first endpoint.
		 * @return the instance, which the caller closes
		 */
		public Sock build() {
			return ServiceLoader.load(Factory.class, Sock.class.getClassLoader())
				.findFirst()
				.orElseThrow(() -> new IllegalStateException(
						"The implementation of sock-core was not found; keep META-INF/services when repackaging"))
				.create(this.transport, this.userspace);
		}

	}

	/**
	 * Creates instances. Implemented by this library, found through
	 * {@link ServiceLoader}; not for applications.
	 */
	interface Factory {

		/**
		 * Creates an instance.
		 * @param transport transport of endpoints that say {@code auto}
		 * @param userspace options of the {@code userspace} transport
		 * @return the instance
		 */
		Sock create(String transport, UserspaceOptions userspace);

	}

}
