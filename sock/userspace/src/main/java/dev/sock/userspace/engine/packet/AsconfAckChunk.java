package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Answers ASCONF (RFC 5061 §4.1.2).
 *
 * @param serial the sequence number of the ASCONF chunk
 * @param responses what became of its requests; without any all were granted
 */
public record AsconfAckChunk(int serial, List<Parameter> responses) implements Chunk {

	/**
	 * The size of the chunk without responses.
	 */
	public static final int HEADER_SIZE = PacketReader.CHUNK_HEADER_SIZE + 4;

	public AsconfAckChunk {
		responses = List.copyOf(responses);
	}

	/**
	 * Decode the reader's current chunk.
	 * @param reader the reader at a chunk of this type
	 * @return the chunk, or {@code null} if it is malformed
	 */
	public static @Nullable AsconfAckChunk decode(PacketReader reader) {
		if (reader.type() != ChunkType.ASCONF_ACK || reader.valueLength() < 4) {
			return null;
		}
		List<Parameter> responses = ParameterCodec.decode(reader, 4);
		return (responses != null) ? new AsconfAckChunk(reader.valueInt(0), responses) : null;
	}

	@Override
	public int type() {
		return ChunkType.ASCONF_ACK;
	}

	@Override
	public int encodedLength() {
		return HEADER_SIZE + ParameterCodec.length(this.responses);
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putChunkHeader(target, ChunkType.ASCONF_ACK, 0, encodedLength());
		target.putInt(this.serial);
		ParameterCodec.encode(this.responses, target);
	}

}
