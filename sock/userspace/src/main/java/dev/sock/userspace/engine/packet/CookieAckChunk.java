package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Answers COOKIE ECHO (RFC 9260 §3.3.12).
 */
public record CookieAckChunk() implements Chunk {

	/**
	 * Decode the reader's current chunk.
	 * @param reader the reader at a chunk of this type
	 * @return the chunk, or {@code null} if it is malformed
	 */
	public static @Nullable CookieAckChunk decode(PacketReader reader) {
		return (reader.type() == ChunkType.COOKIE_ACK) ? new CookieAckChunk() : null;
	}

	@Override
	public int type() {
		return ChunkType.COOKIE_ACK;
	}

	@Override
	public int encodedLength() {
		return PacketReader.CHUNK_HEADER_SIZE;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putChunkHeader(target, ChunkType.COOKIE_ACK, 0, encodedLength());
	}

}
