package dev.sock;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What an endpoint is opened with. Immutable; made with {@link #builder()}.
 *
 * @param name name, unique within its {@link Sock}, or {@code null} for one made from
 * address and port
 * @param transport {@code auto}, {@code userspace} or {@code kernel}
 * @param localAddresses IP addresses, host names, interface names such as {@code eth0},
 * or the wildcards {@code 0.0.0.0}, {@code ::} and {@code *}; several give multi-homing,
 * none gives loopback
 * @param port SCTP port, 0 to 65535; 0 takes a free one
 * @param udpPort local UDP port for a transport in UDP, 0 for any free one, or
 * {@code null} for the transport's default
 * @param accept which peers to accept
 * @param options protocol options of its associations
 * @param handler gets messages and events, or {@code null} to pull messages
 * @param executor where the handler runs, or {@code null} for the event loop, on which it
 * must be fast and never block
 * @param demand how many messages of each new association the handler is to get at first
 * @param naming gives an accepted association its name; may return {@code null} for one
 * made from the peer's address and port
 */
public record EndpointOptions(@Nullable String name, String transport, List<String> localAddresses, int port,
		@Nullable Integer udpPort, AcceptPolicy accept, SctpOptions options, @Nullable SctpHandler handler,
		@Nullable Executor executor, Demand demand, Function<AcceptRequest, @Nullable String> naming) {

	/**
	 * Checks the ports and copies the addresses.
	 * @throws SctpOptionException if a port is not between 0 and 65535
	 */
	public EndpointOptions {
		OptionChecks.between("port", port, 0, 65535);
		if (udpPort != null) {
			OptionChecks.between("udp-port", udpPort, 0, 65535);
		}
		localAddresses = List.copyOf(localAddresses);
	}

	/**
	 * Returns a builder with the defaults: loopback, a free port, no one accepted.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builds {@link EndpointOptions}. Not safe for use by several threads.
	 */
	public static final class Builder {

		private @Nullable String name;

		private String transport = "auto";

		private List<String> localAddresses = List.of();

		private int port;

		private @Nullable Integer udpPort;

		private AcceptPolicy accept = AcceptPolicy.none();

		private SctpOptions options = SctpOptions.DEFAULT;

		private @Nullable SctpHandler handler;

		private @Nullable Executor executor;

		private Demand demand = Demand.UNLIMITED;

		private Function<AcceptRequest, @Nullable String> naming = (request) -> null;

		private Builder() {
		}

		/**
		 * Sets the name.
		 * @param name name, unique within its {@link Sock}
		 * @return this builder
		 */
		public Builder name(@Nullable String name) {
			this.name = name;
			return this;
		}

		/**
		 * Sets the transport.
		 * @param transport {@code auto}, {@code userspace} or {@code kernel}
		 * @return this builder
		 */
		public Builder transport(String transport) {
			this.transport = transport;
			return this;
		}

		/**
		 * Sets the local addresses.
		 * @param addresses IP addresses, host names, interface names or wildcards
		 * @return this builder
		 */
		public Builder localAddresses(String... addresses) {
			this.localAddresses = List.of(addresses);
			return this;
		}

		/**
		 * Sets the local addresses.
		 * @param addresses IP addresses, host names, interface names or wildcards
		 * @return this builder
		 */
		public Builder localAddresses(List<String> addresses) {
			this.localAddresses = addresses;
			return this;
		}

		/**
		 * Sets the SCTP port.
		 * @param port 0 to 65535; 0 takes a free one
		 * @return this builder
		 */
		public Builder port(int port) {
			this.port = port;
			return this;
		}

		/**
		 * Sets the local UDP port for a transport in UDP.
		 * @param udpPort 0 to 65535, or {@code null} for the transport's default
		 * @return this builder
		 */
		public Builder udpPort(@Nullable Integer udpPort) {
			this.udpPort = udpPort;
			return this;
		}

		/**
		 * Sets which peers to accept.
		 * @param policy the policy
		 * @return this builder
		 */
		public Builder accept(AcceptPolicy policy) {
			this.accept = policy;
			return this;
		}

		/**
		 * Accepts up to a number of associations.
		 * @param max how many, 0 or more
		 * @return this builder
		 */
		public Builder accept(int max) {
			return accept(AcceptPolicy.upTo(max));
		}

		/**
		 * Sets the protocol options.
		 * @param options the options
		 * @return this builder
		 */
		public Builder options(SctpOptions options) {
			this.options = options;
			return this;
		}

		/**
		 * Sets the handler, which runs on the event loop unless there is an executor.
		 * @param handler the handler, or {@code null} to pull messages
		 * @return this builder
		 */
		public Builder handler(@Nullable SctpHandler handler) {
			this.handler = handler;
			return this;
		}

		/**
		 * Sets where the handler runs.
		 * @param executor the executor, or {@code null} for the event loop
		 * @return this builder
		 */
		public Builder executor(@Nullable Executor executor) {
			this.executor = executor;
			return this;
		}

		/**
		 * Sets how many messages of each new association the handler is to get at first.
		 * @param demand how many; unlimited unless it is set
		 * @return this builder
		 */
		public Builder demand(Demand demand) {
			this.demand = demand;
			return this;
		}

		/**
		 * Sets how accepted associations get their names.
		 * @param demand how many messages of each new association the handler is to get
		 * at first
		 * @param naming gives a name, or {@code null} for one made from address and port
		 * @return this builder
		 */
		public Builder naming(Function<AcceptRequest, @Nullable String> naming) {
			this.naming = naming;
			return this;
		}

		/**
		 * Returns the options.
		 * @return the options
		 * @throws SctpOptionException if a port is not between 0 and 65535
		 */
		public EndpointOptions build() {
			return new EndpointOptions(this.name, this.transport, this.localAddresses, this.port, this.udpPort,
					this.accept, this.options, this.handler, this.executor, this.demand, this.naming);
		}

	}

}
