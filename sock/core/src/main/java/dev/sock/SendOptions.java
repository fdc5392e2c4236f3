package dev.sock;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How one message is sent (RFC 6458 §5.3.4, {@code sctp_sndinfo}). Immutable; keep and
 * reuse an instance rather than making one for each message.
 *
 * @param streamId stream number, 0 to 65534, below the negotiated number of outbound
 * streams
 * @param payloadProtocolId payload protocol identifier, an unsigned 32-bit number that
 * the peer gets with the message
 * @param unordered whether the message may overtake others of its stream
 * @param context a value of the sender's own, given back in {@link SctpEvent.SendFailed};
 * never sent
 * @param destination path to use for the first transmission instead of the primary, or
 * {@code null}
 * @param immediateAck whether the peer is asked to acknowledge at once (the I bit, RFC
 * 9260 §3.3.1)
 * @param reliability how long its delivery is worth the trouble
 */
public record SendOptions(int streamId, int payloadProtocolId, boolean unordered, long context,
		@Nullable SctpAddress destination, boolean immediateAck, Reliability reliability) {

	/** Stream 0, identifier 0, ordered. */
	public static final SendOptions DEFAULT = new SendOptions(0, 0, false, 0, null, false, Reliability.FULL);

	/**
	 * Checks the stream number.
	 * @throws SctpOptionException if it is not between 0 and 65534
	 */
	public SendOptions {
		OptionChecks.between("stream", streamId, 0, 65534);
	}

	/**
	 * Returns the options for an ordered message on a stream.
	 * @param streamId stream number, 0 to 65534
	 * @return the options
	 */
	public static SendOptions stream(int streamId) {
		return new SendOptions(streamId, 0, false, 0, null, false, Reliability.FULL);
	}

	/**
	 * Returns these options with another stream.
	 * @param streamId stream number, 0 to 65534
	 * @return the options
	 */
	public SendOptions withStream(int streamId) {
		return new SendOptions(streamId, this.payloadProtocolId, this.unordered, this.context, this.destination,
				this.immediateAck, this.reliability);
	}

	/**
	 * Returns these options with another payload protocol identifier.
	 * @param payloadProtocolId identifier, an unsigned 32-bit number
	 * @return the options
	 * @throws SctpOptionException if it does not fit 32 bits
	 */
	public SendOptions withPayloadProtocolId(long payloadProtocolId) {
		OptionChecks.between("payload-protocol-id", payloadProtocolId, 0, 0xffffffffL);
		return new SendOptions(this.streamId, (int) payloadProtocolId, this.unordered, this.context, this.destination,
				this.immediateAck, this.reliability);
	}

	/**
	 * Returns these options with the payload protocol identifier of a protocol.
	 * @param protocol the protocol
	 * @return the options
	 */
	public SendOptions withPayloadProtocol(PayloadProtocol protocol) {
		return withPayloadProtocolId(protocol.id());
	}

	/**
	 * Returns these options, unordered or not.
	 * @param unordered whether the message may overtake others of its stream
	 * @return the options
	 */
	public SendOptions withUnordered(boolean unordered) {
		return new SendOptions(this.streamId, this.payloadProtocolId, unordered, this.context, this.destination,
				this.immediateAck, this.reliability);
	}

	/**
	 * Returns these options with another context.
	 * @param context a value of the sender's own
	 * @return the options
	 */
	public SendOptions withContext(long context) {
		return new SendOptions(this.streamId, this.payloadProtocolId, this.unordered, context, this.destination,
				this.immediateAck, this.reliability);
	}

	/**
	 * Returns these options with a path for the first transmission.
	 * @param destination an address of the peer, or {@code null} for the primary path
	 * @return the options
	 */
	public SendOptions withDestination(@Nullable SctpAddress destination) {
		return new SendOptions(this.streamId, this.payloadProtocolId, this.unordered, this.context, destination,
				this.immediateAck, this.reliability);
	}

	/**
	 * Returns these options, with or without the wish for an immediate acknowledgement.
	 * @param immediateAck whether the peer is asked to acknowledge at once
	 * @return the options
	 */
	public SendOptions withImmediateAck(boolean immediateAck) {
		return new SendOptions(this.streamId, this.payloadProtocolId, this.unordered, this.context, this.destination,
				immediateAck, this.reliability);
	}

	/**
	 * Returns these options with another reliability.
	 * @param reliability how long the delivery is worth the trouble
	 * @return the options
	 */
	public SendOptions withReliability(Reliability reliability) {
		return new SendOptions(this.streamId, this.payloadProtocolId, this.unordered, this.context, this.destination,
				this.immediateAck, reliability);
	}

	/**
	 * Returns these options with a lifetime, after which the message is given up.
	 * @param lifetime 1 ms to 2^32-1 ms, counted from when the message is accepted
	 * @return the options
	 * @throws SctpOptionException if it is out of its range
	 */
	public SendOptions withLifetime(Duration lifetime) {
		return withReliability(Reliability.lifetime(lifetime));
	}

}
