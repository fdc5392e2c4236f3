package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

/**
 * The wish for a longer life of the state cookie (RFC 9260 §3.3.2.1.3).
 *
 * @param incrementMillis how much longer
 */
public record CookiePreservativeParameter(long incrementMillis) implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 9;

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + 4;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, TYPE, encodedLength());
		target.putInt((int) this.incrementMillis);
	}

}
