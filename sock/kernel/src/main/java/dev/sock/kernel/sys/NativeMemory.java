package dev.sock.kernel.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * Memory outside the heap with a known address, in the byte order of the machine. Freed
 * with the object. Not safe for use by several threads.
 */
public final class NativeMemory {

	private final ByteBuffer buffer;

	private final long address;

	/**
	 * Allocates memory, all zero.
	 * @param size bytes
	 */
	public NativeMemory(int size) {
		this.buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
		this.address = Pointer.nativeValue(Native.getDirectBufferPointer(this.buffer));
	}

	/**
	 * Returns the content.
	 * @return the buffer in the byte order of the machine, always the same one
	 */
	public ByteBuffer buffer() {
		return this.buffer;
	}

	/**
	 * Returns the address of a byte.
	 * @param offset its offset
	 * @return the address, valid as long as this object is reachable
	 */
	public long address(int offset) {
		return this.address + offset;
	}

	/**
	 * Returns the size.
	 * @return bytes
	 */
	public int size() {
		return this.buffer.capacity();
	}

	/**
	 * Sets bytes to zero.
	 * @param offset the first one
	 * @param length how many
	 */
	public void clear(int offset, int length) {
		for (int i = offset; i < offset + length; i++) {
			this.buffer.put(i, (byte) 0);
		}
	}

}
