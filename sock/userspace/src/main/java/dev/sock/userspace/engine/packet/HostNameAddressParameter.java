package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A host name in place of addresses, which is deprecated and answered with ABORT (RFC
 * 9260 §3.3.2.1.4).
 *
 * @param hostName the name with its null terminator
 */
public record HostNameAddressParameter(byte[] hostName) implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 11;

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + this.hostName.length;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putBytes(target, TYPE, this.hostName);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof HostNameAddressParameter that && Arrays.equals(this.hostName, that.hostName);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.hostName);
	}

}
