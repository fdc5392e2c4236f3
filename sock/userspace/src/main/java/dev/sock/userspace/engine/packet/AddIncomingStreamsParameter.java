package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

/**
 * Its sender wants to receive on more streams (RFC 6525 §4.6).
 *
 * @param requestSequenceNumber the number of the request
 * @param streams how many more, 0 to 65535
 */
public record AddIncomingStreamsParameter(int requestSequenceNumber, int streams) implements ReconfigurationRequest {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 18;

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public String describe() {
		return "add " + Integer.toUnsignedString(this.requestSequenceNumber) + " of " + this.streams + " incoming";
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + 8;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, TYPE, encodedLength());
		target.putInt(this.requestSequenceNumber);
		target.putShort((short) this.streams);
		target.putShort((short) 0);
	}

}
