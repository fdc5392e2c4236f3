package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Ends an association at once (RFC 9260 §3.3.7).
 *
 * @param tagReflected whether the packet's verification tag is the receiver's own, sent
 * back (the T bit)
 * @param causes why
 */
public record AbortChunk(boolean tagReflected, List<ErrorCause> causes) implements Chunk {

	static final int FLAG_TAG_REFLECTED = 0x01;

	public AbortChunk {
		causes = List.copyOf(causes);
	}

	/**
	 * Decode the reader's current chunk.
	 * @param reader the reader at a chunk of this type
	 * @return the chunk, or {@code null} if it is malformed
	 */
	public static @Nullable AbortChunk decode(PacketReader reader) {
		List<ErrorCause> causes = (reader.type() == ChunkType.ABORT) ? ErrorCauseCodec.decode(reader) : null;
		return (causes == null) ? null : new AbortChunk((reader.flags() & FLAG_TAG_REFLECTED) != 0, causes);
	}

	@Override
	public int type() {
		return ChunkType.ABORT;
	}

	@Override
	public int encodedLength() {
		return PacketReader.CHUNK_HEADER_SIZE + ErrorCauseCodec.length(this.causes);
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putChunkHeader(target, ChunkType.ABORT, this.tagReflected ? FLAG_TAG_REFLECTED : 0,
				encodedLength());
		ErrorCauseCodec.encode(this.causes, target);
	}

}
