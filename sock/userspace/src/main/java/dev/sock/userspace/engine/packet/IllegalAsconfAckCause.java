package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

import dev.sock.SctpErrorCause;

/**
 * An ASCONF-ACK came for an ASCONF that was never sent (RFC 5061 §4.3.4).
 */
public record IllegalAsconfAckCause() implements ErrorCause {

	/**
	 * The cause code.
	 */
	public static final int CODE = 0xA3;

	@Override
	public int code() {
		return CODE;
	}

	@Override
	public String describe() {
		return SctpErrorCause.ILLEGAL_ASCONF_ACK.text();
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
