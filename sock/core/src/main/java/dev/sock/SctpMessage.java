package dev.sock;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A message received from a peer: whole, or a part of one if the option
 * {@link SctpOptions#partialDeliveryPoint()} allows parts. It owns its payload: the array
 * belongs to whoever got the message. Safe for use by several threads as long as none
 * writes to the payload.
 */
public final class SctpMessage {

	private final SctpAssociation association;

	private final byte[] payload;

	private final int streamId;

	private final int streamSequenceNumber;

	private final int payloadProtocolId;

	private final int tsn;

	private final boolean unordered;

	private final boolean firstPart;

	private final boolean lastPart;

	/**
	 * Creates a message.
	 * @param association the association it came by
	 * @param payload the payload, which the message takes over
	 * @param streamId stream number, 0 to 65535
	 * @param streamSequenceNumber its number within the stream, 0 to 65535; without
	 * meaning if unordered
	 * @param payloadProtocolId payload protocol identifier, an unsigned 32-bit number
	 * @param tsn transmission sequence number of its first fragment
	 * @param unordered whether it was sent unordered
	 */
	public SctpMessage(SctpAssociation association, byte[] payload, int streamId, int streamSequenceNumber,
			int payloadProtocolId, int tsn, boolean unordered) {
		this(association, payload, streamId, streamSequenceNumber, payloadProtocolId, tsn, unordered, true, true);
	}

	/**
	 * Creates a message or a part of one.
	 * @param association the association it came by
	 * @param payload the payload, which the message takes over
	 * @param streamId stream number, 0 to 65535
	 * @param streamSequenceNumber its number within the stream, 0 to 65535; without
	 * meaning if unordered
	 * @param payloadProtocolId payload protocol identifier, an unsigned 32-bit number
	 * @param tsn transmission sequence number of its first fragment
	 * @param unordered whether it was sent unordered
	 * @param firstPart whether it begins with this part
	 * @param lastPart whether it ends with this part
	 */
	public SctpMessage(SctpAssociation association, byte[] payload, int streamId, int streamSequenceNumber,
			int payloadProtocolId, int tsn, boolean unordered, boolean firstPart, boolean lastPart) {
		this.association = association;
		this.payload = payload;
		this.streamId = streamId;
		this.streamSequenceNumber = streamSequenceNumber;
		this.payloadProtocolId = payloadProtocolId;
		this.tsn = tsn;
		this.unordered = unordered;
		this.firstPart = firstPart;
		this.lastPart = lastPart;
	}

	/**
	 * Returns the association that the message came by.
	 * @return the association
	 */
	public SctpAssociation association() {
		return this.association;
	}

	/**
	 * Returns the payload, not a copy.
	 * @return the payload
	 */
	public byte[] payload() {
		return this.payload;
	}

	/**
	 * Returns the payload as UTF-8 text.
	 * @return the text
	 */
	public String text() {
		return text(StandardCharsets.UTF_8);
	}

	/**
	 * Returns the payload as text.
	 * @param charset encoding of the text
	 * @return the text
	 */
	public String text(Charset charset) {
		return new String(this.payload, charset);
	}

	/**
	 * Returns the number of the stream.
	 * @return 0 to 65535
	 */
	public int streamId() {
		return this.streamId;
	}

	/**
	 * Returns the number of the message within its stream.
	 * @return 0 to 65535, without meaning if {@link #unordered()}
	 */
	public int streamSequenceNumber() {
		return this.streamSequenceNumber;
	}

	/**
	 * Returns the payload protocol identifier.
	 * @return 0 to 2^32 - 1
	 */
	public long payloadProtocolId() {
		return Integer.toUnsignedLong(this.payloadProtocolId);
	}

	/**
	 * Returns the protocol of the payload, by its identifier.
	 * @return the protocol, if the identifier is one that IANA has assigned
	 */
	public Optional<PayloadProtocol> payloadProtocol() {
		return PayloadProtocol.of(payloadProtocolId());
	}

	/**
	 * Returns the transmission sequence number of the first fragment.
	 * @return 0 to 2^32 - 1
	 */
	public long tsn() {
		return Integer.toUnsignedLong(this.tsn);
	}

	/**
	 * Returns whether the message was sent unordered.
	 * @return whether it may have overtaken others of its stream
	 */
	public boolean unordered() {
		return this.unordered;
	}

	/**
	 * Returns whether this is the whole message.
	 * @return {@code false} if it is a part of one
	 */
	public boolean isWhole() {
		return this.firstPart && this.lastPart;
	}

	/**
	 * Returns whether the message begins with this part. The parts of a message come one
	 * after the other, with the same stream and numbers; messages of other streams may
	 * come between them.
	 * @return {@code true} of a whole message, too
	 */
	public boolean isFirstPart() {
		return this.firstPart;
	}

	/**
	 * Returns whether the message ends with this part (MSG_EOR, RFC 6458 §3.1.4). If the
	 * rest does not come, {@link SctpEvent.PartialDeliveryAborted} says so.
	 * @return {@code true} of a whole message, too
	 */
	public boolean isLastPart() {
		return this.lastPart;
	}

	/**
	 * Returns options that send an answer on the same stream with the same payload
	 * protocol identifier.
	 * @return the options
	 */
	public SendOptions replyOptions() {
		return new SendOptions(this.streamId, this.payloadProtocolId, this.unordered, 0, null, false, Reliability.FULL);
	}

	/**
	 * Describes the message without its payload, which may be confidential.
	 */
	@Override
	public String toString() {
		return "SctpMessage[association=" + this.association.name() + ", stream=" + this.streamId + ", ppid="
				+ payloadProtocolId() + ", bytes=" + this.payload.length + (this.unordered ? ", unordered" : "")
				+ (isWhole() ? "]" : this.firstPart ? ", first part]" : this.lastPart ? ", last part]" : ", part]");
	}

}
