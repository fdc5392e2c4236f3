package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

/**
 * Zeros that make an INIT as large as its sender likes (RFC 4820 §4). To be skipped.
 *
 * @param length the number of zeros
 */
public record PaddingParameter(int length) implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 0x8005;

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + this.length;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, TYPE, encodedLength());
		for (int i = 0; i < this.length; i++) {
			target.put((byte) 0);
		}
		TypeLengthValue.putPadding(target, this.length);
	}

}
