package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

/**
 * Its sender wants to send on more streams (RFC 6525 §4.5).
 *
 * @param requestSequenceNumber the number of the request
 * @param streams how many more, 0 to 65535
 */
public record AddOutgoingStreamsParameter(int requestSequenceNumber, int streams) implements ReconfigurationRequest {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 17;

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public String describe() {
		return "add " + Integer.toUnsignedString(this.requestSequenceNumber) + " of " + this.streams + " outgoing";
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
