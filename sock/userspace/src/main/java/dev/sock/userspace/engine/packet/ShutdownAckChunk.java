package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Answers SHUTDOWN when nothing is left to send (RFC 9260 §3.3.9).
 */
public record ShutdownAckChunk() implements Chunk {

	/**
	 * Decode the reader's current chunk.
	 * @param reader the reader at a chunk of this type
	 * @return the chunk, or {@code null} if it is malformed
	 */
	public static @Nullable ShutdownAckChunk decode(PacketReader reader) {
		return (reader.type() == ChunkType.SHUTDOWN_ACK) ? new ShutdownAckChunk() : null;
	}

	@Override
	public int type() {
		return ChunkType.SHUTDOWN_ACK;
	}

	@Override
	public int encodedLength() {
		return PacketReader.CHUNK_HEADER_SIZE;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putChunkHeader(target, ChunkType.SHUTDOWN_ACK, 0, encodedLength());
	}

}
