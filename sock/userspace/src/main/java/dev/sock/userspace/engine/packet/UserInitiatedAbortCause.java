package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.sock.SctpErrorCause;
import org.jspecify.annotations.Nullable;

/**
 * The application at the other end ended the association (RFC 9260 §3.3.10.12).
 *
 * @param reason what it says about it, which need not be text
 */
public record UserInitiatedAbortCause(byte[] reason) implements ErrorCause {

	/**
	 * The cause code.
	 */
	public static final int CODE = 12;

	@Override
	public int code() {
		return CODE;
	}

	@Override
	public String describe() {
		return ErrorCauseCodec.withText(SctpErrorCause.USER_INITIATED_ABORT.text(), this.reason);
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + this.reason.length;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putBytes(target, CODE, this.reason);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof UserInitiatedAbortCause that && Arrays.equals(this.reason, that.reason);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.reason);
	}

}
