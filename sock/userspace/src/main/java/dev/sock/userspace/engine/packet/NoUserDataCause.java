package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

import dev.sock.SctpErrorCause;

/**
 * A DATA chunk has no payload (RFC 9260 §3.3.10.9).
 *
 * @param tsn the chunk's TSN
 */
public record NoUserDataCause(int tsn) implements ErrorCause {

	/**
	 * The cause code.
	 */
	public static final int CODE = 9;

	@Override
	public int code() {
		return CODE;
	}

	@Override
	public String describe() {
		return SctpErrorCause.NO_USER_DATA.text() + " in TSN " + Integer.toUnsignedString(this.tsn);
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + 4;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, CODE, encodedLength());
		target.putInt(this.tsn);
	}

}
