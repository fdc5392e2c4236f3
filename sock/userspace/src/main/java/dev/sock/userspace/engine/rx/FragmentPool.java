package dev.sock.userspace.engine.rx;

import java.util.ArrayDeque;

/**
 * Arrays that fragments wait in, used again and again. One for all associations of an
 * endpoint; bounded.
 */
public final class FragmentPool {

	private static final int SIZE = 2048;

	private static final int SMALL = 1024;

	private static final int MAX_POOLED = 1024;

	private final ArrayDeque<byte[]> free = new ArrayDeque<>();

	/**
	 * Creates an empty pool.
	 */
	public FragmentPool() {
	}

	byte[] take(int length) {
		if (length > SIZE || length < SMALL) {
			return new byte[length]; // a small fragment must not hold a large array
		}
		byte[] array = this.free.pollFirst();
		return (array != null) ? array : new byte[SIZE];
	}

	void giveBack(byte[] array) {
		if (array.length == SIZE && this.free.size() < MAX_POOLED) {
			this.free.addFirst(array);
		}
	}

}
