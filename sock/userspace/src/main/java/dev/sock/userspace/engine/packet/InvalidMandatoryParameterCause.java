package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

import dev.sock.SctpErrorCause;

/**
 * A fixed field of an INIT or INIT ACK has a value that it may not have (RFC 9260
 * §3.3.10.7).
 */
public record InvalidMandatoryParameterCause() implements ErrorCause {

	/**
	 * The cause code.
	 */
	public static final int CODE = 7;

	@Override
	public int code() {
		return CODE;
	}

	@Override
	public String describe() {
		return SctpErrorCause.INVALID_MANDATORY_PARAMETER.text();
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, CODE, encodedLength());
	}

}
