package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Brings the peer's state cookie back (RFC 9260 §3.3.11).
 *
 * @param cookie the cookie as it came
 */
public record CookieEchoChunk(byte[] cookie) implements Chunk {

	/**
	 * Decode the reader's current chunk.
	 * @param reader the reader at a chunk of this type
	 * @return the chunk, or {@code null} if it is malformed
	 */
	public static @Nullable CookieEchoChunk decode(PacketReader reader) {
		return (reader.type() == ChunkType.COOKIE_ECHO) ? new CookieEchoChunk(reader.valueBytes()) : null;
	}

	@Override
	public int type() {
		return ChunkType.COOKIE_ECHO;
	}

	@Override
	public int encodedLength() {
		return PacketReader.CHUNK_HEADER_SIZE + this.cookie.length;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putChunkHeader(target, ChunkType.COOKIE_ECHO, 0, encodedLength());
		TypeLengthValue.putVerbatim(target, this.cookie);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof CookieEchoChunk that && Arrays.equals(this.cookie, that.cookie);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.cookie);
	}

}
