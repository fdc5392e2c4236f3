package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * An IPv6 address of the sender (RFC 9260 §3.3.2.1.2).
 *
 * @param address the sixteen bytes
 */
public record Ipv6AddressParameter(byte[] address) implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 6;

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + this.address.length;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putBytes(target, TYPE, this.address);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Ipv6AddressParameter that && Arrays.equals(this.address, that.address);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.address);
	}

}
