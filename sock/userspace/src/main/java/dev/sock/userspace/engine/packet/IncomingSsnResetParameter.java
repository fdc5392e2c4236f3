package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The stream sequence numbers that its receiver uses are to start anew (RFC 6525 §4.2).
 *
 * @param requestSequenceNumber the number of the request
 * @param streams the streams; none stands for all
 */
public record IncomingSsnResetParameter(int requestSequenceNumber,
		List<Integer> streams) implements ReconfigurationRequest {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 14;

	static final int FIXED_LENGTH = 4;

	/**
	 * Copies the list.
	 */
	public IncomingSsnResetParameter {
		streams = List.copyOf(streams);
	}

	static IncomingSsnResetParameter decode(TypeLengthValue item) {
		return new IncomingSsnResetParameter(item.valueInt(0), ParameterCodec.numbers(item, 4));
	}

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public String describe() {
		return "reset " + Integer.toUnsignedString(this.requestSequenceNumber) + " of incoming "
				+ ReConfigChunk.text(this.streams);
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + FIXED_LENGTH + 2 * this.streams.size();
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, TYPE, encodedLength());
		target.putInt(this.requestSequenceNumber);
		for (int stream : this.streams) {
			target.putShort((short) stream);
		}
		TypeLengthValue.putPadding(target, encodedLength());
	}

}
