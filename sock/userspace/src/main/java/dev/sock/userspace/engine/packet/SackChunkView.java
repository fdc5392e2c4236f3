package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A SACK chunk looked at in place (RFC 9260 §3.3.4). It is made once, laid over chunk
 * after chunk, and valid as long as the packet's buffer is untouched.
 * <p>
 * That the blocks are in order, do not overlap and do not end before they start is not
 * checked here.
 */
public final class SackChunkView {

	/**
	 * The size of a SACK chunk without blocks and duplicates.
	 */
	public static final int HEADER_SIZE = 16;

	private static final int FIXED_VALUE_SIZE = HEADER_SIZE - PacketReader.CHUNK_HEADER_SIZE;

	private static final int ENTRY_SIZE = 4;

	private ByteBuffer buffer = ByteBuffer.allocate(0);

	private int cumulativeTsnAck;

	private long advertisedReceiverWindow;

	private int gapBlockCount;

	private int duplicateCount;

	private int entriesOffset;

	/**
	 * Look at the reader's current chunk.
	 * @param reader the reader at a SACK chunk
	 * @return {@code false} if it is not a SACK chunk, or holds fewer blocks and
	 * duplicates than it claims, in which case the view is as before
	 */
	public boolean wrap(PacketReader reader) {
		if (reader.type() != ChunkType.SACK || reader.valueLength() < FIXED_VALUE_SIZE) {
			return false;
		}
		int gaps = reader.valueUnsignedShort(8);
		int duplicates = reader.valueUnsignedShort(10);
		if ((gaps + duplicates) * ENTRY_SIZE > reader.valueLength() - FIXED_VALUE_SIZE) {
			return false;
		}
		this.buffer = reader.buffer();
		this.cumulativeTsnAck = reader.valueInt(0);
		this.advertisedReceiverWindow = Integer.toUnsignedLong(reader.valueInt(4));
		this.gapBlockCount = gaps;
		this.duplicateCount = duplicates;
		this.entriesOffset = reader.valueOffset() + FIXED_VALUE_SIZE;
		return true;
	}

	public int cumulativeTsnAck() {
		return this.cumulativeTsnAck;
	}

	public long advertisedReceiverWindow() {
		return this.advertisedReceiverWindow;
	}

	public int gapBlockCount() {
		return this.gapBlockCount;
	}

	/**
	 * The first TSN of a block, counted from the cumulative TSN ack.
	 * @param index 0 to {@link #gapBlockCount()} - 1
	 * @return the offset, 0 to 65535
	 */
	public int gapStart(int index) {
		return gapAt(index) >>> 16;
	}

	/**
	 * The last TSN of a block, counted from the cumulative TSN ack.
	 * @param index 0 to {@link #gapBlockCount()} - 1
	 * @return the offset, 0 to 65535
	 */
	public int gapEnd(int index) {
		return gapAt(index) & 0xffff;
	}

	public int duplicateCount() {
		return this.duplicateCount;
	}

	/**
	 * A TSN that the peer received again.
	 * @param index 0 to {@link #duplicateCount()} - 1
	 * @return the TSN
	 */
	public int duplicate(int index) {
		return entry(this.gapBlockCount + Objects.checkIndex(index, this.duplicateCount));
	}

	private int gapAt(int index) {
		return entry(Objects.checkIndex(index, this.gapBlockCount));
	}

	private int entry(int index) {
		int value = this.buffer.getInt(this.entriesOffset + index * ENTRY_SIZE);
		return (this.buffer.order() == ByteOrder.BIG_ENDIAN) ? value : Integer.reverseBytes(value);
	}

}
