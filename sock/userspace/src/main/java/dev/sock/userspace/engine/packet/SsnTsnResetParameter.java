package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

/**
 * All sequence numbers of both sides are to start anew (RFC 6525 §4.3).
 *
 * @param requestSequenceNumber the number of the request
 */
public record SsnTsnResetParameter(int requestSequenceNumber) implements ReconfigurationRequest {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 15;

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public String describe() {
		return "reset " + Integer.toUnsignedString(this.requestSequenceNumber) + " of everything";
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + 4;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, TYPE, encodedLength());
		target.putInt(this.requestSequenceNumber);
	}

}
