package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * An IPv4 address of the sender (RFC 9260 §3.3.2.1.1).
 *
 * @param address the four bytes
 */
public record Ipv4AddressParameter(byte[] address) implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 5;

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
		return other instanceof Ipv4AddressParameter that && Arrays.equals(this.address, that.address);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.address);
	}

}
