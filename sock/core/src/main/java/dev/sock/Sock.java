package dev.sock;

import java.util.List;
import java.util.Optional;

/** Stub: only the surface. */
public final class Sock implements AutoCloseable {

	private Sock() {
	}

	/** Uses default options. */
	public static Sock create() {
		return builder().build();
	}

	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Loopback and a free port, userspace UDP on a free port fallback; accepts no one.
	 */
	public SctpEndpoint createEndpoint() {
		return createEndpoint(EndpointOptions.builder().build());
	}

	public SctpEndpoint createEndpoint(EndpointOptions options) {
		throw new UnsupportedOperationException();
	}

	public List<SctpEndpoint> endpoints() {
		throw new UnsupportedOperationException();
	}

	/** By name. */
	public Optional<SctpEndpoint> endpoint(String name) {
		throw new UnsupportedOperationException();
	}

	public Optional<SctpEndpoint> endpoint(SctpAddress localAddress, int localPort) {
		throw new UnsupportedOperationException();
	}

	/** O(1). */
	public Optional<SctpAssociation> findAssociation(SctpAddress localAddress, int localPort, SctpAddress peerAddress,
			int peerPort) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void close() {
		throw new UnsupportedOperationException();
	}

	public static final class Builder {

		/** Default transport of endpoints that say auto: auto, userspace or kernel. */
		public Builder transport(String transport) {
			return this;
		}

		public Builder userspace(UserspaceOptions options) {
			return this;
		}

		public Sock build() {
			return new Sock();
		}

	}

}
