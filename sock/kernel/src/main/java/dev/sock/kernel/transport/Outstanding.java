package dev.sock.kernel.transport;

import dev.sock.kernel.socket.AbandonmentEvidence;
import dev.sock.spi.OutboundMessage;
import org.jspecify.annotations.Nullable;

/**
 * Messages that the kernel has accepted and that are not known to have ended, oldest
 * first.
 *
 * <p>
 * The kernel tells of failures, and how many bytes it still keeps, but not of each
 * acknowledgement. It frees messages in the order of sending, and counts for each at
 * least its payload and its own structures. So whatever is older than the newest messages
 * that add up to what it keeps is freed for certain. A message that is freed was
 * acknowledged, or the kernel has told of its failure by then; once all that it told was
 * read, those that are left were acknowledged; but for those that it may give up, see
 * {@link AbandonmentEvidence}.
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

	/** How many of them, the oldest, are freed. */
	private int freed;

	private long keptWeight;

	private long keptBytes;

	private long freedBytes;

	private long givenWeight;

	private int futures;

	/** What was known when a message was given to the kernel that it may give up. */
	private @Nullable AbandonmentEvidence[] evidence = new AbandonmentEvidence[0];

	private int expendable;

	private @Nullable AbandonmentEvidence lastEvidence;

	/**
	 * Returns the number that the next message will have, by which the kernel tells of
	 * its failure.
	 */
	int nextContext() {
		return this.first + this.count;
	}

	boolean isEmpty() {
		return this.keptBytes + this.freedBytes == 0;
	}

	/** Returns the payload bytes that the kernel may keep. */
	long keptBytes() {
		return this.keptBytes;
	}

	/** Returns the payload bytes that are freed and not known to be acknowledged. */
	long freedBytes() {
		return this.freedBytes;
	}

	/** Returns whether somebody waits for an acknowledgement. */
	boolean isAwaited() {
		return this.futures > 0;
	}

	void add(OutboundMessage message) {
		add(message, null);
	}

	/**
	 * Adds a message.
	 * @param message the message
	 * @param before what was known before, if the kernel may give it up
	 */
	void add(OutboundMessage message, @Nullable AbandonmentEvidence before) {
		if (this.count == this.ring.length) {
			grow();
		}
		if (before != null) {
			this.expendable++;
			if (this.evidence.length == 0) {
				this.evidence = new AbandonmentEvidence[this.ring.length];
			}
			this.evidence[slot(this.count)] = before;
		}
		this.ring[slot(this.count)] = message;
		this.count++;
		this.keptWeight += message.length() + OVERHEAD;
		this.givenWeight += message.length() + OVERHEAD;
		this.keptBytes += message.length();
		if (message.future() != null) {
			this.futures++;
		}
	}

	private void grow() {
		@Nullable OutboundMessage[] larger = new OutboundMessage[this.ring.length * 2];
		for (int i = 0; i < this.count; i++) {
			larger[(this.first + i) & (larger.length - 1)] = this.ring[slot(i)];
		}
		if (this.evidence.length > 0) {
			@Nullable AbandonmentEvidence[] more = new AbandonmentEvidence[larger.length];
			for (int i = 0; i < this.count; i++) {
				more[(this.first + i) & (larger.length - 1)] = this.evidence[slot(i)];
			}
			this.evidence = more;
		}
		this.ring = larger;
	}

	/** Returns whether there are messages that the kernel may give up. */
	boolean hasExpendable() {
		return this.expendable > 0;
	}

	/**
	 * Returns what was known when the message taken out last was given to the kernel.
	 * @return the evidence, or {@code null} if the kernel cannot have given it up
	 */
	@Nullable AbandonmentEvidence lastEvidence() {
		return this.lastEvidence;
	}

	private int slot(int i) {
		return (this.first + i) & (this.ring.length - 1);
	}

	/**
	 * Returns what the kernel was ever given, as it counts it at least. It tells
	 * {@link #free(long, long)} which messages it had when it was asked what it keeps.
	 */
	long givenWeight() {
		return this.givenWeight;
	}

	/**
	 * Finds out what was freed some time ago.
	 * @param kept bytes that the kernel kept then
	 * @param givenThen what {@link #givenWeight()} was then; whatever it was given since
	 * it keeps, for all that is known
	 * @return payload bytes that are freed and were not before
	 */
	long free(long kept, long givenThen) {
		return free(kept + this.givenWeight - givenThen);
	}

	/**
	 * Finds out what is freed.
	 * @param kept bytes that the kernel keeps now
	 * @return payload bytes that are freed and were not before
	 */
	long free(long kept) {
		long before = this.freedBytes;
		while (this.freed < this.count) {
			OutboundMessage oldest = this.ring[slot(this.freed)];
			if (oldest != null) {
				if (kept > 0 && this.keptWeight - oldest.length() - OVERHEAD < kept) {
					break;
				}
				this.keptWeight -= oldest.length() + OVERHEAD;
				this.keptBytes -= oldest.length();
				this.freedBytes += oldest.length();
			}
			this.freed++;
		}
		return this.freedBytes - before;
	}

	/**
	 * Returns the number of the oldest message that is not freed.
	 */
	int freedEnd() {
		return this.first + this.freed;
	}

	/**
	 * Takes out the oldest message that is acknowledged. One that has failed is passed
	 * over.
	 * @param end what {@link #freedEnd()} was before all that the kernel told was read
	 */
	@Nullable OutboundMessage pollAcknowledged(int end) {
		while (this.count > 0 && this.first != end) {
			OutboundMessage oldest = this.ring[slot(0)];
			this.ring[slot(0)] = null;
			this.first++;
			this.count--;
			this.freed--;
			if (oldest != null) {
				this.freedBytes -= oldest.length();
				takenOut(oldest, slotOf(this.first - 1));
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
	@Nullable Failed fail(int context) {
		int i = context - this.first;
		if (i < 0 || i >= this.count) {
			return null;
		}
		OutboundMessage message = this.ring[slot(i)];
		if (message == null) {
			return null;
		}
		this.ring[slot(i)] = null;
		boolean wasFreed = i < this.freed;
		if (wasFreed) {
			this.freedBytes -= message.length();
		}
		else {
			this.keptWeight -= message.length() + OVERHEAD;
			this.keptBytes -= message.length();
		}
		takenOut(message, slot(i));
		return new Failed(message, wasFreed);
	}

	private int slotOf(int number) {
		return number & (this.ring.length - 1);
	}

	private void takenOut(OutboundMessage message, int slot) {
		this.lastEvidence = null;
		if (this.evidence.length > 0 && this.evidence[slot] != null) {
			this.lastEvidence = this.evidence[slot];
			this.evidence[slot] = null;
			this.expendable--;
		}
		if (message.future() != null) {
			this.futures--;
		}
	}

	/**
	 * A message that has failed.
	 *
	 * @param message the message
	 * @param wasFreed whether {@link #free} has counted it
	 */
	record Failed(OutboundMessage message, boolean wasFreed) {
	}

}
