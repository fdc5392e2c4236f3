package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Answers INIT, with a state cookie among its parameters (RFC 9260 §3.3.3).
 *
 * @param initiateTag the tag that the peer is to put into its packets
 * @param advertisedReceiverWindow the room in the receive buffer
 * @param outboundStreams the number of streams that the sender would like
 * @param inboundStreams the most streams that it accepts
 * @param initialTsn the TSN of its first DATA chunk
 * @param parameters the parameters in their order
 */
public record InitAckChunk(int initiateTag, long advertisedReceiverWindow, int outboundStreams, int inboundStreams,
		int initialTsn, List<Parameter> parameters) implements Chunk {

	public InitAckChunk {
		parameters = List.copyOf(parameters);
	}

	/**
	 * Decode the reader's current chunk.
	 * @param reader the reader at a chunk of this type
	 * @return the chunk, or {@code null} if it is malformed
	 */
	public static @Nullable InitAckChunk decode(PacketReader reader) {
		InitFields fields = InitFields.decode(reader, ChunkType.INIT_ACK);
		return (fields == null) ? null : new InitAckChunk(fields.initiateTag(), fields.advertisedReceiverWindow(),
				fields.outboundStreams(), fields.inboundStreams(), fields.initialTsn(), fields.parameters());
	}

	@Override
	public int type() {
		return ChunkType.INIT_ACK;
	}

	@Override
	public int encodedLength() {
		return InitFields.CHUNK_SIZE + ParameterCodec.length(this.parameters);
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putChunkHeader(target, ChunkType.INIT_ACK, 0, encodedLength());
		new InitFields(this.initiateTag, this.advertisedReceiverWindow, this.outboundStreams, this.inboundStreams,
				this.initialTsn, this.parameters)
			.encode(target);
	}

}
