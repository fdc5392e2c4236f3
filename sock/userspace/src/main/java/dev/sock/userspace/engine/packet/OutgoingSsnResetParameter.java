package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The stream sequence numbers that its sender uses start anew (RFC 6525 §4.1).
 *
 * @param requestSequenceNumber the number of the request
 * @param responseSequenceNumber the number of the incoming SSN reset request that this
 * answers, else of the request of the peer that came last
 * @param lastAssignedTsn the last TSN of the old numbers
 * @param streams the streams; none stands for all
 */
public record OutgoingSsnResetParameter(int requestSequenceNumber, int responseSequenceNumber, int lastAssignedTsn,
		List<Integer> streams) implements ReconfigurationRequest {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 13;

	static final int FIXED_LENGTH = 12;

	/**
	 * Copies the list.
	 */
	public OutgoingSsnResetParameter {
		streams = List.copyOf(streams);
	}

	static OutgoingSsnResetParameter decode(TypeLengthValue item) {
		return new OutgoingSsnResetParameter(item.valueInt(0), item.valueInt(4), item.valueInt(8),
				ParameterCodec.numbers(item, 12));
	}

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public String describe() {
		return "reset " + Integer.toUnsignedString(this.requestSequenceNumber) + " of outgoing "
				+ ReConfigChunk.text(this.streams) + " after tsn=" + Integer.toUnsignedString(this.lastAssignedTsn)
				+ " answers " + Integer.toUnsignedString(this.responseSequenceNumber);
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + FIXED_LENGTH + 2 * this.streams.size();
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, TYPE, encodedLength());
		target.putInt(this.requestSequenceNumber);
		target.putInt(this.responseSequenceNumber);
		target.putInt(this.lastAssignedTsn);
		for (int stream : this.streams) {
			target.putShort((short) stream);
		}
		TypeLengthValue.putPadding(target, encodedLength());
	}

}
