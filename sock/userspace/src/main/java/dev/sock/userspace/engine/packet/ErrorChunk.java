package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Tells the peer of an error that does not end the association (RFC 9260 §3.3.10).
 *
 * @param causes what went wrong
 */
public record ErrorChunk(List<ErrorCause> causes) implements Chunk {

	public ErrorChunk {
		causes = List.copyOf(causes);
	}

	/**
	 * Decode the reader's current chunk.
	 * @param reader the reader at a chunk of this type
	 * @return the chunk, or {@code null} if it is malformed
	 */
	public static @Nullable ErrorChunk decode(PacketReader reader) {
		List<ErrorCause> causes = (reader.type() == ChunkType.ERROR) ? ErrorCauseCodec.decode(reader) : null;
		return (causes == null) ? null : new ErrorChunk(causes);
	}

	@Override
	public int type() {
		return ChunkType.ERROR;
	}

	@Override
	public int encodedLength() {
		return PacketReader.CHUNK_HEADER_SIZE + ErrorCauseCodec.length(this.causes);
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putChunkHeader(target, ChunkType.ERROR, 0, encodedLength());
		ErrorCauseCodec.encode(this.causes, target);
	}

}
