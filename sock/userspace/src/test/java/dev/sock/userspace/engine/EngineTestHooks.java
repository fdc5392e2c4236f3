package dev.sock.userspace.engine;

/**
 * What tests need of the engine that is not for users.
 */
final class EngineTestHooks {

	private EngineTestHooks() {
	}

	/**
	 * Sets the sequence numbers that the associations of an endpoint start with, so that
	 * they wrap soon. To be called before the first packet and the first connect.
	 * @param engine the endpoint
	 * @param initialTsn the first TSN that it sends
	 * @param initialSsn the first number in each stream, both of what it sends and of
	 * what it expects; the same on both sides
	 */
	static void startSequences(EndpointEngine engine, int initialTsn, int initialSsn) {
		engine.startSequences(initialTsn, initialSsn);
	}

}
