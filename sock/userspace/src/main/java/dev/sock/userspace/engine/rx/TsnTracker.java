package dev.sock.userspace.engine.rx;

import dev.sock.userspace.engine.packet.PastTsns;
import dev.sock.userspace.engine.packet.SerialNumber;

/**
 * Which TSNs have come (RFC 9260 §6.2, §6.7): the highest up to which all came, and a bit
 * for each one beyond.
 */
public final class TsnTracker {

	/**
	 * TSNs further ahead are dropped. A gap block could speak of twice as many, but then
	 * stream sequence numbers could no longer be told to be ahead or behind (§1.6).
	 */
	private static final int MAX_SPAN = 32_767;

	private static final int MAX_DUPLICATES = 32;

	private static final int INITIAL_WORDS = 4;

	private final int[] duplicates = new int[MAX_DUPLICATES];

	private long[] bits = new long[0];

	private int cumulative;

	private int highest;

	private int duplicateCount;

	private final PastTsns past = new PastTsns();

	/**
	 * Creates a tracker.
	 * @param initialTsn the first TSN that the peer will send
	 */
	public TsnTracker(int initialTsn) {
		reset(initialTsn);
	}

	/**
	 * Begins anew.
	 * @param initialTsn the first TSN that the peer will send
	 */
	public void reset(int initialTsn) {
		this.past.clear();
		begin(initialTsn);
	}

	/**
	 * Goes on with another TSN, as if all before it had come (RFC 6525 §5.2.4). What
	 * still comes of the numbers before is old.
	 * @param tsn the next TSN that the peer will send
	 */
	public void goOnAt(int tsn) {
		// Some of the new ones may have come already, if they follow the old ones.
		int last = SerialNumber.isAfter(this.highest, tsn - 1) ? tsn - 1 : this.highest;
		this.past.end(last, tsn);
		begin(tsn);
	}

	private void begin(int initialTsn) {
		this.cumulative = initialTsn - 1;
		this.highest = this.cumulative;
		this.duplicateCount = 0;
		this.bits = new long[0];
	}

	/**
	 * Looks at a TSN without taking it.
	 * @param tsn the TSN
	 * @return whether it would be taken
	 */
	public Arrival classify(int tsn) {
		if (!SerialNumber.isAfter(tsn, this.cumulative) || isSet(tsn) || this.past.contains(tsn, this.cumulative)) {
			return Arrival.DUPLICATE;
		}
		return (tsn - this.cumulative > MAX_SPAN) ? Arrival.TOO_FAR : Arrival.NEW;
	}

	/**
	 * Notes a duplicate to be reported.
	 * @param tsn the TSN
	 */
	public void duplicate(int tsn) {
		if (this.duplicateCount < MAX_DUPLICATES) {
			this.duplicates[this.duplicateCount++] = tsn;
		}
	}

	/**
	 * Takes a TSN that is new.
	 * @param tsn the TSN
	 */
	public void receive(int tsn) {
		if (tsn == this.cumulative + 1 && this.highest == this.cumulative) {
			this.cumulative = tsn;
			this.highest = tsn;
			return;
		}
		reserve(tsn - this.cumulative);
		set(tsn);
		if (SerialNumber.isAfter(tsn, this.highest)) {
			this.highest = tsn;
		}
		takeFollowing();
	}

	/**
	 * Takes all TSNs up to one as received (RFC 3758 §3.6).
	 * @param tsn the TSN, however far ahead
	 * @return whether it is beyond the cumulative TSN; otherwise it is out of date and
	 * changes nothing
	 */
	public boolean forwardTo(int tsn) {
		if (!SerialNumber.isAfter(tsn, this.cumulative) || this.past.contains(tsn, this.cumulative)) {
			return false;
		}
		while (this.cumulative != tsn && this.cumulative != this.highest) {
			this.cumulative++;
			if (isSet(this.cumulative)) {
				clear(this.cumulative);
			}
		}
		if (this.cumulative == this.highest) {
			this.cumulative = tsn;
			this.highest = tsn;
		}
		takeFollowing();
		return true;
	}

	private void takeFollowing() {
		while (this.cumulative != this.highest && isSet(this.cumulative + 1)) {
			this.cumulative++;
			clear(this.cumulative);
		}
	}

	private void reserve(int span) {
		int capacity = this.bits.length * Long.SIZE;
		if (span < capacity) {
			return;
		}
		int words = Math.max(INITIAL_WORDS, this.bits.length);
		while (words * Long.SIZE <= span) {
			words *= 2;
		}
		long[] old = this.bits;
		this.bits = new long[words];
		if (old.length > 0) {
			for (int tsn = this.cumulative + 1; !SerialNumber.isAfter(tsn, this.highest); tsn++) {
				int bit = tsn & (old.length * Long.SIZE - 1);
				if ((old[bit >>> 6] & (1L << bit)) != 0) {
					set(tsn);
				}
			}
		}
	}

	private boolean isSet(int tsn) {
		if (SerialNumber.isAfter(tsn, this.highest) || this.bits.length == 0) {
			return false;
		}
		int bit = tsn & (this.bits.length * Long.SIZE - 1);
		return (this.bits[bit >>> 6] & (1L << bit)) != 0;
	}

	private void set(int tsn) {
		int bit = tsn & (this.bits.length * Long.SIZE - 1);
		this.bits[bit >>> 6] |= 1L << bit;
	}

	private void clear(int tsn) {
		int bit = tsn & (this.bits.length * Long.SIZE - 1);
		this.bits[bit >>> 6] &= ~(1L << bit);
	}

	/**
	 * Returns the TSN up to which all came.
	 * @return the cumulative TSN
	 */
	public int cumulative() {
		return this.cumulative;
	}

	/**
	 * Returns the highest TSN that came.
	 * @return the TSN
	 */
	public int highest() {
		return this.highest;
	}

	/**
	 * Returns whether TSNs below the highest are missing.
	 * @return whether there is a gap
	 */
	public boolean hasGaps() {
		return this.highest != this.cumulative;
	}

	/**
	 * Writes the gap blocks.
	 * @param blocks where pairs of start and end go, as offsets to the cumulative TSN
	 * @param max most blocks to write
	 * @return how many were written
	 */
	public int gapBlocks(int[] blocks, int max) {
		int count = 0;
		int tsn = this.cumulative + 1;
		while (count < max && !SerialNumber.isAfter(tsn, this.highest)) {
			int start = next(tsn, true); // there is one, since the highest is set
			tsn = next(start, false);
			blocks[2 * count] = start - this.cumulative;
			blocks[2 * count + 1] = tsn - 1 - this.cumulative;
			count++;
		}
		return count;
	}

	/** The first TSN from one on that came, or did not; at most the highest plus one. */
	private int next(int from, boolean set) {
		int tsn = from;
		while (!SerialNumber.isAfter(tsn, this.highest)) {
			int bit = tsn & (this.bits.length * Long.SIZE - 1);
			long word = set ? this.bits[bit >>> 6] : ~this.bits[bit >>> 6];
			long rest = word >>> bit; // shifts by the lowest six bits
			if (rest != 0) {
				int found = tsn + Long.numberOfTrailingZeros(rest);
				return SerialNumber.isAfter(found, this.highest) ? this.highest + 1 : found;
			}
			tsn += Long.SIZE - (bit & (Long.SIZE - 1));
		}
		return this.highest + 1;
	}

	/**
	 * Returns the duplicates that were noted.
	 * @return an array of which the first {@link #duplicateCount()} count
	 */
	public int[] duplicates() {
		return this.duplicates;
	}

	/**
	 * Returns how many duplicates were noted.
	 * @return the number
	 */
	public int duplicateCount() {
		return this.duplicateCount;
	}

	/**
	 * Forgets the duplicates, once they are reported.
	 */
	public void clearDuplicates() {
		this.duplicateCount = 0;
	}

	/** What a TSN is. */
	public enum Arrival {

		/** It did not come before. */
		NEW,

		/** It came before. */
		DUPLICATE,

		/** It is further ahead than could be reported. */
		TOO_FAR

	}

}
