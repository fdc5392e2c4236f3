package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

import dev.sock.SctpErrorCause;

/**
 * The sender lacks resources (RFC 9260 §3.3.10.4).
 */
public record OutOfResourceCause() implements ErrorCause {

	/**
	 * The cause code.
	 */
	public static final int CODE = 4;

	@Override
	public int code() {
		return CODE;
	}

	@Override
	public String describe() {
		return SctpErrorCause.OUT_OF_RESOURCE.text();
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
