package dev.sock.kernel.socket;

import java.nio.ByteBuffer;

import dev.sock.kernel.sys.NativeMemory;

/**
 * An array of {@code mmsghdr}, each with one {@code iovec}, room for an address and for
 * ancillary data, as {@code recvmmsg} and {@code sendmmsg} take it on 64-bit Linux.
 */
final class MessageHeaders {

	/** {@code sizeof(struct cmsghdr)}. */
	static final int CONTROL_HEADER = 16;

	private static final int HEADER = 64;

	private static final int VECTOR = 16;

	private static final int NAME = 32;

	private static final int CONTROL = 64;

	private static final int NAME_LENGTH = 8;

	private static final int VECTOR_ADDRESS = 16;

	private static final int VECTOR_COUNT = 24;

	private static final int CONTROL_ADDRESS = 32;

	private static final int CONTROL_LENGTH = 40;

	private static final int FLAGS = 48;

	private static final int MESSAGE_LENGTH = 56;

	private final NativeMemory memory;

	private final int count;

	MessageHeaders(int count) {
		this.count = count;
		this.memory = new NativeMemory(count * (HEADER + VECTOR + NAME + CONTROL));
		ByteBuffer buffer = this.memory.buffer();
		for (int i = 0; i < count; i++) {
			buffer.putLong(i * HEADER, this.memory.address(nameOffset(i)));
			buffer.putLong(i * HEADER + VECTOR_ADDRESS, this.memory.address(vectorOffset(i)));
			buffer.putLong(i * HEADER + VECTOR_COUNT, 1);
			buffer.putLong(i * HEADER + CONTROL_ADDRESS, this.memory.address(controlOffset(i)));
		}
	}

	ByteBuffer buffer() {
		return this.memory.buffer();
	}

	long address(int i) {
		return this.memory.address(i * HEADER);
	}

	private int vectorOffset(int i) {
		return this.count * HEADER + i * VECTOR;
	}

	int nameOffset(int i) {
		return this.count * (HEADER + VECTOR) + i * NAME;
	}

	int controlOffset(int i) {
		return this.count * (HEADER + VECTOR + NAME) + i * CONTROL;
	}

	void payload(int i, long address, long length) {
		buffer().putLong(vectorOffset(i), address);
		buffer().putLong(vectorOffset(i) + Long.BYTES, length);
	}

	void nameLength(int i, int length) {
		buffer().putInt(i * HEADER + NAME_LENGTH, length);
	}

	void controlLength(int i, int length) {
		buffer().putLong(i * HEADER + CONTROL_LENGTH, length);
	}

	int controlLength(int i) {
		return (int) buffer().getLong(i * HEADER + CONTROL_LENGTH);
	}

	/** Makes room for what a message brings. */
	void expect(int i) {
		nameLength(i, NAME);
		controlLength(i, CONTROL);
	}

	int flags(int i) {
		return buffer().getInt(i * HEADER + FLAGS);
	}

	int length(int i) {
		return buffer().getInt(i * HEADER + MESSAGE_LENGTH);
	}

}
