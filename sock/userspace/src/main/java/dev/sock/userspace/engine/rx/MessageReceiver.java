package dev.sock.userspace.engine.rx;

/**
 * Takes messages in order.
 */
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

	/**
	 * A part of a message came.
	 * @param streamId stream number
	 * @param streamSequenceNumber number within the stream
	 * @param payloadProtocolId payload protocol identifier
	 * @param tsn TSN of the message's first fragment
	 * @param unordered whether it was sent unordered
	 * @param payload the payload, which the receiver takes over
	 * @param first whether the message begins with this part
	 * @param last whether it ends with this part
	 */
	void messagePart(int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn, boolean unordered,
			byte[] payload, boolean first, boolean last);

	/**
	 * The rest of a message that came in part does not come.
	 * @param streamId stream number
	 * @param streamSequenceNumber number within the stream
	 */
	void partialDeliveryAborted(int streamId, int streamSequenceNumber);

}
