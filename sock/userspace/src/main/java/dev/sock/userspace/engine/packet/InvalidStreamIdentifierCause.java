package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

import dev.sock.SctpErrorCause;

/**
 * DATA came for a stream that does not exist (RFC 9260 §3.3.10.1).
 *
 * @param streamId the stream
 */
public record InvalidStreamIdentifierCause(int streamId) implements ErrorCause {

	/**
	 * The cause code.
	 */
	public static final int CODE = 1;

	@Override
	public int code() {
		return CODE;
	}

	@Override
	public String describe() {
		return SctpErrorCause.INVALID_STREAM_IDENTIFIER.text() + " " + this.streamId;
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + 4;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, CODE, encodedLength());
		target.putShort((short) this.streamId);
		target.putShort((short) 0);
	}

}
