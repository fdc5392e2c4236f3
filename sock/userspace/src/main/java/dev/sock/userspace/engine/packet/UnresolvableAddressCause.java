package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.sock.SctpErrorCause;
import org.jspecify.annotations.Nullable;

/**
 * The sender can make nothing of an address (RFC 9260 §3.3.10.5).
 *
 * @param parameter the whole address parameter, header included
 */
public record UnresolvableAddressCause(byte[] parameter) implements ErrorCause {

	/**
	 * The cause code.
	 */
	public static final int CODE = 5;

	@Override
	public int code() {
		return CODE;
	}

	@Override
	public String describe() {
		return SctpErrorCause.UNRESOLVABLE_ADDRESS.text();
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + this.parameter.length;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putBytes(target, CODE, this.parameter);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof UnresolvableAddressCause that && Arrays.equals(this.parameter, that.parameter);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.parameter);
	}

}
