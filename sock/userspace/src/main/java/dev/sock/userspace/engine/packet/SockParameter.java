package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

/**
 * Tells the peer that this side is sock. The type's upper bits are 10, so every other
 * implementation skips it without a word (RFC 9260 §3.2.1). A later version may make it
 * longer; what follows the number is ignored.
 *
 * @param version the version of what sock says to sock
 */
public record SockParameter(int version) implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 0xA50C;

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
		target.putInt(this.version);
	}

}
