package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Answers SHUTDOWN ACK and ends the association (RFC 9260 §3.3.13).
 *
 * @param tagReflected whether the packet's verification tag is the receiver's own, sent
 * back (the T bit)
 */
public record ShutdownCompleteChunk(boolean tagReflected) implements Chunk {

	/**
	 * Decode the reader's current chunk.
	 * @param reader the reader at a chunk of this type
	 * @return the chunk, or {@code null} if it is malformed
	 */
	public static @Nullable ShutdownCompleteChunk decode(PacketReader reader) {
		if (reader.type() != ChunkType.SHUTDOWN_COMPLETE) {
			return null;
		}
		return new ShutdownCompleteChunk((reader.flags() & AbortChunk.FLAG_TAG_REFLECTED) != 0);
	}

	@Override
	public int type() {
		return ChunkType.SHUTDOWN_COMPLETE;
	}

	@Override
	public int encodedLength() {
		return PacketReader.CHUNK_HEADER_SIZE;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putChunkHeader(target, ChunkType.SHUTDOWN_COMPLETE,
				this.tagReflected ? AbortChunk.FLAG_TAG_REFLECTED : 0, encodedLength());
	}

}
