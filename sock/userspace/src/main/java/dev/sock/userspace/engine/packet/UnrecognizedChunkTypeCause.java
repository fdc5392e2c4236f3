package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.sock.SctpErrorCause;
import org.jspecify.annotations.Nullable;

/**
 * A chunk is of a type that the sender does not know (RFC 9260 §3.3.10.6).
 *
 * @param chunk the chunk, header included
 */
public record UnrecognizedChunkTypeCause(byte[] chunk) implements ErrorCause {

	/**
	 * The cause code.
	 */
	public static final int CODE = 6;

	@Override
	public int code() {
		return CODE;
	}

	/**
	 * The type of the chunk.
	 * @return 0 to 255, or -1 if the peer did not say
	 */
	public int chunkType() {
		return (this.chunk.length > 0) ? this.chunk[0] & 0xff : -1;
	}

	@Override
	public String describe() {
		return SctpErrorCause.UNRECOGNIZED_CHUNK_TYPE.text() + ((this.chunk.length > 0) ? " " + chunkType() : "");
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + this.chunk.length;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putBytes(target, CODE, this.chunk);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof UnrecognizedChunkTypeCause that && Arrays.equals(this.chunk, that.chunk);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.chunk);
	}

}
