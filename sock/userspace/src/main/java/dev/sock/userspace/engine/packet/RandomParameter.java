package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The number that its sender contributes to the keys of an association (RFC 4895 §3.1).
 *
 * @param number the number, of any length
 */
public record RandomParameter(byte[] number) implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 0x8002;

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + this.number.length;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putBytes(target, TYPE, this.number);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof RandomParameter that && Arrays.equals(this.number, that.number);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.number);
	}

}
