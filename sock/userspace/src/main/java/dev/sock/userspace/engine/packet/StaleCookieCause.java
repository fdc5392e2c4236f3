package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

import dev.sock.SctpErrorCause;

/**
 * The state cookie was too old (RFC 9260 §3.3.10.3).
 *
 * @param stalenessMicros by how much, or 0 if the sender does not say
 */
public record StaleCookieCause(long stalenessMicros) implements ErrorCause {

	/**
	 * The cause code.
	 */
	public static final int CODE = 3;

	@Override
	public int code() {
		return CODE;
	}

	@Override
	public String describe() {
		return SctpErrorCause.STALE_COOKIE.text()
				+ ((this.stalenessMicros > 0) ? " by " + this.stalenessMicros + " µs" : "");
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + 4;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, CODE, encodedLength());
		target.putInt((int) this.stalenessMicros);
	}

}
