package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * A cursor over the chunks of one received packet. It is made once and used for packet
 * after packet.
 * <p>
 * Whatever the bytes, it does not throw, does not look outside the packet and takes at
 * most a step for each four bytes. Before the first {@link #next()} and after one that
 * returned {@code false} there is no current chunk: its type is -1 and its value empty.
 */
public final class PacketReader {

	/**
	 * The size of the common header (RFC 9260 §3.1).
	 */
	public static final int COMMON_HEADER_SIZE = 12;

	/**
	 * The size of the header that each chunk has (RFC 9260 §3.2).
	 */
	public static final int CHUNK_HEADER_SIZE = 4;

	private static final int CHECKSUM_OFFSET = 8;

	private static final int NONE = -1;

	private final CRC32C crc = new CRC32C();

	private final byte[] zeroChecksum = new byte[4];

	private ByteBuffer buffer = ByteBuffer.allocate(0);

	private int start;

	private int end;

	private boolean headerPresent;

	private int firstChunk;

	private int chunk;

	private int nextChunk;

	private int type = NONE;

	private int length;

	private boolean truncated;

	private boolean authenticated;

	/**
	 * Take a packet and check its checksum. Unless the answer is {@link Status#OK} there
	 * are no chunks to read.
	 * @param packet the buffer whose position and limit enclose the packet; both are
	 * unchanged afterwards, and its content is never written to
	 * @return whether the packet is worth reading
	 */
	public Status wrap(ByteBuffer packet) {
		Status status = wrapUnchecked(packet);
		if (status == Status.OK && !checksumMatches()) {
			this.firstChunk = this.end;
			rewind();
			return Status.BAD_CHECKSUM;
		}
		return status;
	}

	/**
	 * Take a packet whatever its checksum, which only a text about the packet may do.
	 */
	Status wrapUnchecked(ByteBuffer packet) {
		this.buffer = packet;
		this.start = packet.position();
		this.end = packet.limit();
		this.headerPresent = this.end - this.start >= COMMON_HEADER_SIZE;
		this.firstChunk = this.headerPresent ? this.start + COMMON_HEADER_SIZE : this.end;
		rewind();
		return this.headerPresent ? Status.OK : Status.TOO_SHORT;
	}

	/**
	 * The checksum is computed over the packet with its own field as zero (RFC 9260
	 * §6.8). The buffer may be shared or read-only, so the four zero bytes come from
	 * elsewhere.
	 */
	boolean checksumMatches() {
		ByteBuffer packet = this.buffer;
		this.crc.reset();
		int checksum = this.start + CHECKSUM_OFFSET;
		packet.limit(checksum);
		this.crc.update(packet);
		this.crc.update(this.zeroChecksum, 0, this.zeroChecksum.length);
		packet.limit(this.end).position(this.start + COMMON_HEADER_SIZE);
		this.crc.update(packet);
		packet.position(this.start);
		// RFC 9260 appendix A: the CRC goes out with its lowest byte first.
		return intAt(checksum) == Integer.reverseBytes((int) this.crc.getValue());
	}

	public int sourcePort() {
		return this.headerPresent ? shortAt(this.start) : 0;
	}

	public int destinationPort() {
		return this.headerPresent ? shortAt(this.start + 2) : 0;
	}

	public int verificationTag() {
		return this.headerPresent ? intAt(this.start + 4) : 0;
	}

	public int packetLength() {
		return this.end - this.start;
	}

	/**
	 * Move to the next whole chunk (RFC 9260 §6.10).
	 * @return {@code false} at the end of the packet, or where the rest of it is not a
	 * whole chunk; see {@link #truncated()}
	 */
	public boolean next() {
		int lengthField = lengthAt(this.nextChunk);
		if (lengthField == NONE) {
			this.truncated = this.nextChunk < this.end;
			this.chunk = this.end;
			this.nextChunk = this.end;
			this.type = NONE;
			this.length = 0;
			return false;
		}
		this.chunk = this.nextChunk;
		this.nextChunk = following(this.chunk, lengthField);
		this.type = this.buffer.get(this.chunk) & 0xff;
		this.length = lengthField;
		return true;
	}

	/**
	 * Whether the packet ends in something that is not a whole chunk.
	 * @return {@code true} once {@link #next()} returned {@code false} for that reason
	 */
	public boolean truncated() {
		return this.truncated;
	}

	/**
	 * Go back to before the first chunk.
	 */
	public void rewind() {
		this.chunk = this.end;
		this.nextChunk = this.firstChunk;
		this.type = NONE;
		this.length = 0;
		this.truncated = false;
		this.authenticated = false;
	}

	/**
	 * Whether the current chunk was authenticated (RFC 4895 §6.3).
	 * @return whether {@link #setAuthenticated()} was called before it
	 */
	public boolean isAuthenticated() {
		return this.authenticated;
	}

	/**
	 * Note that the digest of the current AUTH chunk is right, so that those after it are
	 * authenticated.
	 */
	public void setAuthenticated() {
		this.authenticated = true;
	}

	/**
	 * Where the current chunk starts.
	 * @return an absolute index into {@link #buffer()}
	 */
	public int chunkOffset() {
		return this.chunk;
	}

	/**
	 * Where the packet ends.
	 * @return an absolute index into {@link #buffer()}
	 */
	public int packetEnd() {
		return this.end;
	}

	/**
	 * The current chunk's type.
	 * @return 0 to 255, or -1 if there is no current chunk
	 */
	public int type() {
		return this.type;
	}

	public int flags() {
		return (this.type == NONE) ? 0 : this.buffer.get(this.chunk + 1) & 0xff;
	}

	/**
	 * The current chunk's length field.
	 * @return the length with the header and without padding
	 */
	public int length() {
		return this.length;
	}

	/**
	 * Where the current chunk's value starts.
	 * @return an absolute index into {@link #buffer()}
	 */
	public int valueOffset() {
		return (this.type == NONE) ? this.end : this.chunk + CHUNK_HEADER_SIZE;
	}

	public int valueLength() {
		return (this.type == NONE) ? 0 : this.length - CHUNK_HEADER_SIZE;
	}

	public ByteBuffer buffer() {
		return this.buffer;
	}

	/**
	 * Copy the current chunk's value.
	 * @return a new array
	 */
	public byte[] valueBytes() {
		return copy(valueOffset(), valueLength());
	}

	/**
	 * Copy the current chunk.
	 * @return a new array with the header and without padding
	 */
	public byte[] chunkBytes() {
		return copy(this.chunk, this.length);
	}

	/**
	 * Read 32 bits of the current chunk's value.
	 * @param at the offset in the value; four bytes from there must be in it
	 * @return the number
	 */
	public int valueInt(int at) {
		return intAt(valueOffset() + Objects.checkFromIndexSize(at, 4, valueLength()));
	}

	/**
	 * Read 16 bits of the current chunk's value.
	 * @param at the offset in the value; two bytes from there must be in it
	 * @return the number, 0 to 65535
	 */
	public int valueUnsignedShort(int at) {
		return shortAt(valueOffset() + Objects.checkFromIndexSize(at, 2, valueLength()));
	}

	/**
	 * Read a byte of the current chunk's value.
	 * @param at the offset in the value
	 * @return the number, 0 to 255
	 */
	public int valueUnsignedByte(int at) {
		return this.buffer.get(valueOffset() + Objects.checkIndex(at, valueLength())) & 0xff;
	}

	/**
	 * Look for a chunk without moving the cursor.
	 * @param chunkType the type to look for
	 * @return whether a whole chunk of that type is in the packet
	 */
	public boolean contains(int chunkType) {
		int at = this.firstChunk;
		int lengthField = lengthAt(at);
		while (lengthField != NONE) {
			if ((this.buffer.get(at) & 0xff) == chunkType) {
				return true;
			}
			at = following(at, lengthField);
			lengthField = lengthAt(at);
		}
		return false;
	}

	/**
	 * The type of the first chunk, without moving the cursor.
	 * @return 0 to 255, or -1 if the packet has no whole chunk
	 */
	public int firstType() {
		return (lengthAt(this.firstChunk) == NONE) ? NONE : this.buffer.get(this.firstChunk) & 0xff;
	}

	/**
	 * The type of the second chunk, without moving the cursor.
	 * @return 0 to 255, or -1 if the packet has no second whole chunk
	 */
	public int secondType() {
		int lengthField = lengthAt(this.firstChunk);
		int second = (lengthField == NONE) ? this.end : following(this.firstChunk, lengthField);
		return (lengthAt(second) == NONE) ? NONE : this.buffer.get(second) & 0xff;
	}

	/**
	 * Count the whole chunks without moving the cursor.
	 * @return the number of chunks, at most a quarter of the packet's length
	 */
	public int chunkCount() {
		int count = 0;
		int at = this.firstChunk;
		int lengthField = lengthAt(at);
		while (lengthField != NONE) {
			count++;
			at = following(at, lengthField);
			lengthField = lengthAt(at);
		}
		return count;
	}

	byte[] valueBytes(int at, int count) {
		Objects.checkFromIndexSize(at, count, valueLength());
		return copy(valueOffset() + at, count);
	}

	/**
	 * The length field of the chunk at an index, or -1 if no whole chunk is there.
	 */
	private int lengthAt(int at) {
		if (this.end - at < CHUNK_HEADER_SIZE) {
			return NONE;
		}
		int lengthField = shortAt(at + 2);
		return (lengthField < CHUNK_HEADER_SIZE || lengthField > this.end - at) ? NONE : lengthField;
	}

	/**
	 * Padding belongs to no chunk (RFC 9260 §3.2). The packet's last may be missing,
	 * which harms nobody.
	 */
	private int following(int at, int lengthField) {
		return Math.min(this.end, at + TypeLengthValue.padded(lengthField));
	}

	private byte[] copy(int from, int count) {
		byte[] bytes = new byte[count];
		this.buffer.get(from, bytes);
		return bytes;
	}

	/**
	 * The wire is big-endian; the buffer's order is its owner's affair.
	 */
	private int intAt(int index) {
		int value = this.buffer.getInt(index);
		return (this.buffer.order() == ByteOrder.BIG_ENDIAN) ? value : Integer.reverseBytes(value);
	}

	private int shortAt(int index) {
		return (this.buffer.get(index) & 0xff) << 8 | this.buffer.get(index + 1) & 0xff;
	}

	/**
	 * What {@link #wrap(ByteBuffer)} found.
	 */
	public enum Status {

		/**
		 * The checksum is right.
		 */
		OK,

		/**
		 * Shorter than the common header.
		 */
		TOO_SHORT,

		/**
		 * Damaged, or not SCTP: dropped without an answer (RFC 9260 §6.8).
		 */
		BAD_CHECKSUM

	}

}
