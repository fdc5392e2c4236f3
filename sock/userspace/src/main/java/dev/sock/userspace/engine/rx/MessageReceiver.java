package dev.sock.userspace.engine.rx;

/**
 * Takes whole messages in order.
 */
@FunctionalInterface
public interface MessageReceiver {

	/**
	 * A message came.
	 * @param streamId stream number
	 * @param streamSequenceNumber number within the stream
	 * @param payloadProtocolId payload protocol identifier
	 * @param tsn TSN of its first fragment
	 * @param unordered whether it was sent unordered
	 * @param payload the payload, which the receiver takes over
	 */
	void message(int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn, boolean unordered,
			byte[] payload);

}
