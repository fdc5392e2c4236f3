package dev.sock.kernel.transport;

import java.util.Arrays;

import dev.sock.kernel.socket.ReceiveBatch;

/**
 * A message that comes in parts.
 */
final class PartialMessage {

	private byte[] bytes = new byte[0];

	private int length;

	private long handedOver;

	private int streamId;

	private int streamSequenceNumber;

	private int firstTsn;

	int length() {
		return this.length;
	}

	/** Returns its length so far, with what was handed over. */
	long total() {
		return this.handedOver + this.length;
	}

	boolean isEmpty() {
		return total() == 0;
	}

	boolean wasHandedOver() {
		return this.handedOver > 0;
	}

	int streamId() {
		return this.streamId;
	}

	int streamSequenceNumber() {
		return this.streamSequenceNumber;
	}

	int firstTsn() {
		return this.firstTsn;
	}

	void add(ReceiveBatch batch, int i) {
		if (isEmpty()) {
			this.streamId = batch.streamId(i);
			this.streamSequenceNumber = batch.streamSequenceNumber(i);
			this.firstTsn = batch.tsn(i);
		}
		int end = this.length + batch.length(i);
		if (end > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(end, 2 * this.bytes.length));
		}
		batch.copy(i, this.bytes, this.length);
		this.length = end;
	}

	/**
	 * Takes what has come since this was last called.
	 */
	byte[] take() {
		byte[] taken = (this.length == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.length);
		this.handedOver += this.length;
		this.bytes = new byte[0];
		this.length = 0;
		return taken;
	}

	/** Forgets the message. */
	void clear() {
		this.bytes = new byte[0];
		this.length = 0;
		this.handedOver = 0;
	}

}
