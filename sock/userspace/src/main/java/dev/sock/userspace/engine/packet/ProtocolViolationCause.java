package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.sock.SctpErrorCause;
import org.jspecify.annotations.Nullable;

/**
 * Something came that no other cause describes (RFC 9260 §3.3.10.13).
 *
 * @param info additional information, usually text
 */
public record ProtocolViolationCause(byte[] info) implements ErrorCause {

	/**
	 * The cause code.
	 */
	public static final int CODE = 13;

	@Override
	public int code() {
		return CODE;
	}

	@Override
	public String describe() {
		return ErrorCauseCodec.withText(SctpErrorCause.PROTOCOL_VIOLATION.text(), this.info);
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + this.info.length;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putBytes(target, CODE, this.info);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ProtocolViolationCause that && Arrays.equals(this.info, that.info);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.info);
	}

}
