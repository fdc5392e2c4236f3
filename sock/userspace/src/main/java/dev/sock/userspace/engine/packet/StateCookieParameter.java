package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The state cookie of an INIT ACK (RFC 9260 §3.3.3.1.1).
 *
 * @param cookie what the peer wants back in COOKIE ECHO
 */
public record StateCookieParameter(byte[] cookie) implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 7;

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + this.cookie.length;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putBytes(target, TYPE, this.cookie);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof StateCookieParameter that && Arrays.equals(this.cookie, that.cookie);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.cookie);
	}

}
