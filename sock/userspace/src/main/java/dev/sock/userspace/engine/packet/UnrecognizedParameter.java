package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * In an INIT ACK, a parameter of the INIT that the peer does not know (RFC 9260
 * §3.3.3.1.2).
 *
 * @param parameter the whole parameter, header included
 */
public record UnrecognizedParameter(byte[] parameter) implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 8;

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + this.parameter.length;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putBytes(target, TYPE, this.parameter);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof UnrecognizedParameter that && Arrays.equals(this.parameter, that.parameter);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.parameter);
	}

}
