package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Tells the receiver to wait no longer for what is missing up to a TSN (RFC 3758 §3.2).
 *
 * @param newCumulativeTsn the TSN up to which nothing is missing any more
 * @param skipped how far each stream skips; one without ordered messages is not listed
 */
public record ForwardTsnChunk(int newCumulativeTsn, List<SkippedStream> skipped) implements Chunk {

	/**
	 * The size of the chunk without streams.
	 */
	public static final int HEADER_SIZE = PacketReader.CHUNK_HEADER_SIZE + 4;

	/**
	 * The size of each stream in it.
	 */
	public static final int ENTRY_SIZE = 4;

	/**
	 * Copies the list.
	 */
	public ForwardTsnChunk {
		skipped = List.copyOf(skipped);
	}

	/**
	 * Decode the reader's current chunk.
	 * @param reader the reader at a chunk of this type
	 * @return the chunk, or {@code null} if it is malformed
	 */
	public static @Nullable ForwardTsnChunk decode(PacketReader reader) {
		int entries = reader.valueLength() - 4;
		if (reader.type() != ChunkType.FORWARD_TSN || entries < 0 || entries % ENTRY_SIZE != 0) {
			return null;
		}
		List<SkippedStream> skipped = new ArrayList<>(entries / ENTRY_SIZE);
		for (int at = 4; at < reader.valueLength(); at += ENTRY_SIZE) {
			skipped.add(new SkippedStream(reader.valueUnsignedShort(at), reader.valueUnsignedShort(at + 2)));
		}
		return new ForwardTsnChunk(reader.valueInt(0), skipped);
	}

	/**
	 * Leaves out streams that there are not.
	 * @param count how many there are
	 * @return a chunk of those there are
	 */
	public ForwardTsnChunk ofStreamsBelow(int count) {
		boolean all = this.skipped.stream().allMatch((stream) -> stream.streamId() < count);
		return all ? this : new ForwardTsnChunk(this.newCumulativeTsn,
				this.skipped.stream().filter((stream) -> stream.streamId() < count).toList());
	}

	@Override
	public int type() {
		return ChunkType.FORWARD_TSN;
	}

	@Override
	public int encodedLength() {
		return HEADER_SIZE + ENTRY_SIZE * this.skipped.size();
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putChunkHeader(target, ChunkType.FORWARD_TSN, 0, encodedLength());
		target.putInt(this.newCumulativeTsn);
		for (SkippedStream stream : this.skipped) {
			target.putShort((short) stream.streamId());
			target.putShort((short) stream.streamSequenceNumber());
		}
	}

	/**
	 * A stream some messages of which will not come.
	 *
	 * @param streamId the stream
	 * @param streamSequenceNumber the highest number that is skipped
	 */
	public record SkippedStream(int streamId, int streamSequenceNumber) {
	}

}
