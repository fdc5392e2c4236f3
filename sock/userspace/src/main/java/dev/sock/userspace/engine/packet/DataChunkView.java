package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

/**
 * A DATA chunk looked at in place (RFC 9260 §3.3.1). It is made once, laid over chunk
 * after chunk, and valid as long as the packet's buffer is untouched.
 */
public final class DataChunkView {

	/**
	 * The size of a DATA chunk without its payload.
	 */
	public static final int HEADER_SIZE = 16;

	/**
	 * The last fragment of a message.
	 */
	public static final int FLAG_ENDING = 0x01;

	/**
	 * The first fragment of a message.
	 */
	public static final int FLAG_BEGINNING = 0x02;

	/**
	 * Delivered without regard to order.
	 */
	public static final int FLAG_UNORDERED = 0x04;

	/**
	 * The sender wishes an immediate SACK.
	 */
	public static final int FLAG_IMMEDIATE = 0x08;

	private static final int FIXED_VALUE_SIZE = HEADER_SIZE - PacketReader.CHUNK_HEADER_SIZE;

	private ByteBuffer buffer = ByteBuffer.allocate(0);

	private int flags;

	private int tsn;

	private int streamId;

	private int streamSequenceNumber;

	private int payloadProtocolId;

	private int payloadOffset;

	private int payloadLength;

	/**
	 * Look at the reader's current chunk. One without payload is accepted: the answer to
	 * it needs its TSN (RFC 9260 §3.3.10.9).
	 * @param reader the reader at a DATA chunk
	 * @return {@code false} if it is not a DATA chunk with all its fields, in which case
	 * the view is as before
	 */
	public boolean wrap(PacketReader reader) {
		if (reader.type() != ChunkType.DATA || reader.valueLength() < FIXED_VALUE_SIZE) {
			return false;
		}
		this.buffer = reader.buffer();
		this.flags = reader.flags();
		this.tsn = reader.valueInt(0);
		this.streamId = reader.valueUnsignedShort(4);
		this.streamSequenceNumber = reader.valueUnsignedShort(6);
		this.payloadProtocolId = reader.valueInt(8);
		this.payloadOffset = reader.valueOffset() + FIXED_VALUE_SIZE;
		this.payloadLength = reader.valueLength() - FIXED_VALUE_SIZE;
		return true;
	}

	/**
	 * Copies the chunk, so that it outlives its packet.
	 * @return a view of a copy of its own
	 */
	public DataChunkView copy() {
		DataChunkView copy = new DataChunkView();
		byte[] payload = new byte[this.payloadLength];
		copyPayload(payload, 0);
		copy.buffer = ByteBuffer.wrap(payload);
		copy.flags = this.flags;
		copy.tsn = this.tsn;
		copy.streamId = this.streamId;
		copy.streamSequenceNumber = this.streamSequenceNumber;
		copy.payloadProtocolId = this.payloadProtocolId;
		copy.payloadLength = this.payloadLength;
		return copy;
	}

	public boolean beginning() {
		return (this.flags & FLAG_BEGINNING) != 0;
	}

	public boolean ending() {
		return (this.flags & FLAG_ENDING) != 0;
	}

	public boolean unordered() {
		return (this.flags & FLAG_UNORDERED) != 0;
	}

	public boolean immediate() {
		return (this.flags & FLAG_IMMEDIATE) != 0;
	}

	public int tsn() {
		return this.tsn;
	}

	public int streamId() {
		return this.streamId;
	}

	public int streamSequenceNumber() {
		return this.streamSequenceNumber;
	}

	public int payloadProtocolId() {
		return this.payloadProtocolId;
	}

	public int payloadLength() {
		return this.payloadLength;
	}

	/**
	 * Copy the payload.
	 * @param target where to
	 * @param targetOffset the index in the target of the first byte
	 */
	public void copyPayload(byte[] target, int targetOffset) {
		this.buffer.get(this.payloadOffset, target, targetOffset, this.payloadLength);
	}

}
