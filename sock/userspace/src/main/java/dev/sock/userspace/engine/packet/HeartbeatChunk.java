package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Asks whether an address answers (RFC 9260 §3.3.5).
 *
 * @param info what the sender wants back, the value of the Heartbeat Info parameter
 */
public record HeartbeatChunk(byte[] info) implements Chunk {

	/**
	 * Decode the reader's current chunk.
	 * @param reader the reader at a chunk of this type
	 * @return the chunk, or {@code null} if it is malformed
	 */
	public static @Nullable HeartbeatChunk decode(PacketReader reader) {
		byte[] info = HeartbeatInfo.decode(reader, ChunkType.HEARTBEAT);
		return (info == null) ? null : new HeartbeatChunk(info);
	}

	/**
	 * Make the answer, which carries the parameter back as it came (RFC 9260 §3.3.6).
	 * @return the answer
	 */
	public HeartbeatAckChunk acknowledge() {
		return new HeartbeatAckChunk(this.info);
	}

	@Override
	public int type() {
		return ChunkType.HEARTBEAT;
	}

	@Override
	public int encodedLength() {
		return HeartbeatInfo.chunkLength(this.info);
	}

	@Override
	public void encode(ByteBuffer target) {
		HeartbeatInfo.encode(target, ChunkType.HEARTBEAT, this.info);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof HeartbeatChunk that && Arrays.equals(this.info, that.info);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.info);
	}

}
