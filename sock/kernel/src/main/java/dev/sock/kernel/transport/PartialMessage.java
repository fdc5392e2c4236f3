package dev.sock.kernel.transport;

import java.util.Arrays;

import dev.sock.kernel.socket.ReceiveBatch;

/**
 * A message that comes in parts.
 */
final class PartialMessage {

	private byte[] bytes = new byte[0];

	private int length;

	int length() {
		return this.length;
	}

	boolean isEmpty() {
		return this.length == 0;
	}

	void add(ReceiveBatch batch, int i) {
		int end = this.length + batch.length(i);
		if (end > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(end, 2 * this.bytes.length));
		}
		batch.copy(i, this.bytes, this.length);
		this.length = end;
	}

	/**
	 * Takes the whole message.
	 */
	byte[] take() {
		byte[] whole = (this.length == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.length);
		clear();
		return whole;
	}

	void clear() {
		this.bytes = new byte[0];
		this.length = 0;
	}

}
