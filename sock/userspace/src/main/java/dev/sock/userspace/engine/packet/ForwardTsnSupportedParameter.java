package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

/**
 * Tells the peer that this side understands FORWARD TSN (RFC 3758 §3.1).
 */
public record ForwardTsnSupportedParameter() implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 0xC000;

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, TYPE, encodedLength());
	}

}
