package dev.sock.kernel.transport;

import dev.sock.spi.OutboundMessage;
import org.jspecify.annotations.Nullable;

/**
 * Messages that the kernel has accepted and that may not be acknowledged yet, oldest
 * first. The kernel tells of failures, and how many bytes it still keeps, but not of each
 * acknowledgement. It frees messages in the order of sending, and counts for each at
 * least its payload and its own structures. So whatever is older than the newest messages
 * that add up to what it keeps is acknowledged for certain.
 */
final class Outstanding {

	/**
	 * Least that the kernel counts beside a message's payload: its structures take more.
	 */
	private static final int OVERHEAD = 256;

	private @Nullable OutboundMessage[] ring = new OutboundMessage[16];

	/** Number of the oldest message; numbers go round at 2^32. */
	private int first;

	private int count;

	private long weight;

	private long bytes;

	private int futures;

	/**
	 * Returns the number that the next message will have, by which the kernel tells of
	 * its failure.
	 */
	int nextContext() {
		return this.first + this.count;
	}

	boolean isEmpty() {
		return this.bytes == 0;
	}

	/** Returns the payload bytes that are not known to be acknowledged. */
	long bytes() {
		return this.bytes;
	}

	/** Returns whether somebody waits for an acknowledgement. */
	boolean isAwaited() {
		return this.futures > 0;
	}

	void add(OutboundMessage message) {
		if (this.count == this.ring.length) {
			grow();
		}
		this.ring[slot(this.count)] = message;
		this.count++;
		this.weight += message.length() + OVERHEAD;
		this.bytes += message.length();
		if (message.future() != null) {
			this.futures++;
		}
	}

	private void grow() {
		@Nullable OutboundMessage[] larger = new OutboundMessage[this.ring.length * 2];
		for (int i = 0; i < this.count; i++) {
			larger[(this.first + i) & (larger.length - 1)] = this.ring[slot(i)];
		}
		this.ring = larger;
	}

	private int slot(int i) {
		return (this.first + i) & (this.ring.length - 1);
	}

	/**
	 * Takes out the oldest message if it is acknowledged for certain. One that has failed
	 * before is passed over.
	 * @param kept bytes that the kernel keeps
	 */
	@Nullable OutboundMessage pollAcknowledged(long kept) {
		while (this.count > 0) {
			OutboundMessage oldest = this.ring[slot(0)];
			if (oldest != null && kept > 0 && this.weight - oldest.length() - OVERHEAD < kept) {
				return null;
			}
			this.ring[slot(0)] = null;
			this.first++;
			this.count--;
			if (oldest != null) {
				takenOut(oldest);
				return oldest;
			}
		}
		return null;
	}

	/**
	 * Takes out a message that has failed.
	 * @param context its number
	 * @return the message, or {@code null} if it was taken out before
	 */
	@Nullable OutboundMessage fail(int context) {
		int i = context - this.first;
		if (i < 0 || i >= this.count) {
			return null;
		}
		OutboundMessage message = this.ring[slot(i)];
		if (message != null) {
			this.ring[slot(i)] = null;
			takenOut(message);
		}
		return message;
	}

	private void takenOut(OutboundMessage message) {
		this.weight -= message.length() + OVERHEAD;
		this.bytes -= message.length();
		if (message.future() != null) {
			this.futures--;
		}
	}

}
