package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Answers HEARTBEAT (RFC 9260 §3.3.6).
 *
 * @param info the value of the Heartbeat Info parameter as it came
 */
public record HeartbeatAckChunk(byte[] info) implements Chunk {

	/**
	 * Decode the reader's current chunk.
	 * @param reader the reader at a chunk of this type
	 * @return the chunk, or {@code null} if it is malformed
	 */
	public static @Nullable HeartbeatAckChunk decode(PacketReader reader) {
		byte[] info = HeartbeatInfo.decode(reader, ChunkType.HEARTBEAT_ACK);
		return (info == null) ? null : new HeartbeatAckChunk(info);
	}

	@Override
	public int type() {
		return ChunkType.HEARTBEAT_ACK;
	}

	@Override
	public int encodedLength() {
		return HeartbeatInfo.chunkLength(this.info);
	}

	@Override
	public void encode(ByteBuffer target) {
		HeartbeatInfo.encode(target, ChunkType.HEARTBEAT_ACK, this.info);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof HeartbeatAckChunk that && Arrays.equals(this.info, that.info);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.info);
	}

}
