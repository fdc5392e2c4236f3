package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

import dev.sock.SctpErrorCause;

/**
 * An AUTH chunk was made by an algorithm that its receiver did not offer (RFC 4895 §4.1).
 *
 * @param hmacId the algorithm's identifier, 0 to 65535
 */
public record UnsupportedHmacIdentifierCause(int hmacId) implements ErrorCause {

	/**
	 * The cause code.
	 */
	public static final int CODE = 0x0105;

	@Override
	public int code() {
		return CODE;
	}

	@Override
	public String describe() {
		return SctpErrorCause.UNSUPPORTED_HMAC_IDENTIFIER.text() + " " + this.hmacId;
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + 2;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, CODE, encodedLength());
		target.putShort((short) this.hmacId);
		TypeLengthValue.putPadding(target, encodedLength());
	}

}
