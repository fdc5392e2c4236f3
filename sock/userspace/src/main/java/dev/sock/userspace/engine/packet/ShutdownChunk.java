package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Starts the orderly end of an association (RFC 9260 §3.3.8).
 *
 * @param cumulativeTsnAck the last TSN before the first gap in what was received
 */
public record ShutdownChunk(int cumulativeTsnAck) implements Chunk {

	/**
	 * Decode the reader's current chunk.
	 * @param reader the reader at a chunk of this type
	 * @return the chunk, or {@code null} if it is malformed
	 */
	public static @Nullable ShutdownChunk decode(PacketReader reader) {
		if (reader.type() != ChunkType.SHUTDOWN || reader.valueLength() < 4) {
			return null;
		}
		return new ShutdownChunk(reader.valueInt(0));
	}

	@Override
	public int type() {
		return ChunkType.SHUTDOWN;
	}

	@Override
	public int encodedLength() {
		return PacketReader.CHUNK_HEADER_SIZE + 4;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putChunkHeader(target, ChunkType.SHUTDOWN, 0, encodedLength());
		target.putInt(this.cumulativeTsnAck);
	}

}
