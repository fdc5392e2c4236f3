package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

/**
 * A cursor over the parameters or error causes in the current chunk, which have one form
 * (RFC 9260 §3.2.1), and the writing of that form.
 */
final class TypeLengthValue {

	static final int HEADER_SIZE = 4;

	private static final int MAX_LENGTH = 0xffff;

	private final PacketReader reader;

	private final int end;

	private int at;

	private int nextAt;

	private int type;

	private int length;

	private boolean broken;

	/**
	 * Start before the first item.
	 * @param reader the reader at the chunk that holds the items
	 * @param from where in the chunk's value they start
	 */
	TypeLengthValue(PacketReader reader, int from) {
		this(reader, from, reader.valueLength());
	}

	private TypeLengthValue(PacketReader reader, int from, int end) {
		this.reader = reader;
		this.nextAt = from;
		this.end = end;
	}

	/**
	 * Start before the first item of those inside the current one.
	 * @param from where in its value they start
	 */
	TypeLengthValue inside(int from) {
		return new TypeLengthValue(this.reader, this.at + HEADER_SIZE + from, this.at + this.length);
	}

	/**
	 * Move to the next item.
	 * @return {@code false} at the end, or where the framing is broken
	 */
	boolean next() {
		int left = this.end - this.nextAt;
		// The last item's padding may lie outside the chunk (RFC 9260 §3.2).
		if (left <= 0) {
			return false;
		}
		if (left < HEADER_SIZE) {
			this.broken = true;
			return false;
		}
		int lengthField = this.reader.valueUnsignedShort(this.nextAt + 2);
		if (lengthField < HEADER_SIZE || lengthField > left) {
			this.broken = true;
			return false;
		}
		this.at = this.nextAt;
		this.type = this.reader.valueUnsignedShort(this.at);
		this.length = lengthField;
		this.nextAt = this.at + padded(lengthField);
		return true;
	}

	boolean broken() {
		return this.broken;
	}

	int type() {
		return this.type;
	}

	/**
	 * The length field, which counts the header.
	 */
	int length() {
		return this.length;
	}

	int valueLength() {
		return this.length - HEADER_SIZE;
	}

	byte[] bytes() {
		return this.reader.valueBytes(this.at, this.length);
	}

	byte[] value() {
		return this.reader.valueBytes(this.at + HEADER_SIZE, valueLength());
	}

	int valueInt(int offset) {
		return this.reader.valueInt(this.at + HEADER_SIZE + offset);
	}

	int valueUnsignedShort(int offset) {
		return this.reader.valueUnsignedShort(this.at + HEADER_SIZE + offset);
	}

	static int padded(int length) {
		return (length + 3) & ~3;
	}

	static void putHeader(ByteBuffer target, int type, int length) {
		target.putShort((short) type);
		target.putShort((short) checked(length));
	}

	static void putChunkHeader(ByteBuffer target, int type, int flags, int length) {
		target.put((byte) type);
		target.put((byte) flags);
		target.putShort((short) checked(length));
	}

	/**
	 * Fill up with zeros to a multiple of four (RFC 9260 §3.2).
	 * @param length the length of what was written before
	 */
	static void putPadding(ByteBuffer target, int length) {
		for (int i = length; i < padded(length); i++) {
			target.put((byte) 0);
		}
	}

	static void putBytes(ByteBuffer target, int type, byte[] value) {
		putHeader(target, type, HEADER_SIZE + value.length);
		target.put(value);
		putPadding(target, value.length);
	}

	static void putVerbatim(ByteBuffer target, byte[] item) {
		target.put(item);
		putPadding(target, item.length);
	}

	/**
	 * A longer one than the field can say would be read by the peer as something else.
	 */
	private static int checked(int length) {
		if (length > MAX_LENGTH) {
			throw new IllegalArgumentException("Length " + length + " does not fit into 16 bits");
		}
		return length;
	}

}
