package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

import dev.sock.SctpErrorCause;

/**
 * A COOKIE ECHO came in SHUTDOWN-ACK-SENT (RFC 9260 §3.3.10.10).
 */
public record CookieReceivedWhileShuttingDownCause() implements ErrorCause {

	/**
	 * The cause code.
	 */
	public static final int CODE = 10;

	@Override
	public int code() {
		return CODE;
	}

	@Override
	public String describe() {
		return SctpErrorCause.COOKIE_RECEIVED_WHILE_SHUTTING_DOWN.text();
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
