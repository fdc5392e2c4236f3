package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.sock.SctpErrorCause;
import org.jspecify.annotations.Nullable;

/**
 * A cause with a code that is not known here, or with a known one and a length that is
 * wrong for it.
 *
 * @param code the cause code
 * @param value the cause without its header
 */
public record UnknownCause(int code, byte[] value) implements ErrorCause {

	@Override
	public String describe() {
		return SctpErrorCause.describe(this.code) + " (" + this.value.length + " bytes)";
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + this.value.length;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putBytes(target, this.code, this.value);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof UnknownCause that && this.code == that.code && Arrays.equals(this.value, that.value);
	}

	@Override
	public int hashCode() {
		return 31 * this.code + Arrays.hashCode(this.value);
	}

}
