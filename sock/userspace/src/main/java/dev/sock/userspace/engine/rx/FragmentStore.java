package dev.sock.userspace.engine.rx;

import java.util.Arrays;

import dev.sock.userspace.engine.packet.DataChunkView;
import dev.sock.userspace.engine.packet.SerialNumber;
import org.jspecify.annotations.Nullable;

/**
 * Fragments of messages that are not whole yet (RFC 9260 §6.9), in a ring indexed by TSN.
 * Neighbours that belong together form a run; each end of a run knows the other end, so a
 * fragment is added in constant time and a message is whole when its run has both a
 * beginning and an end.
 */
final class FragmentStore {

	/**
	 * More fragments than this are refused: whoever sends so small ones means no good.
	 */
	static final int MAX_SPAN = 1 << 17;

	private static final int INITIAL_CAPACITY = 16;

	/** Larger arrays are not kept while there is nothing in them. */
	private static final int MAX_IDLE_CAPACITY = 256;

	private final FragmentPool pool;

	private byte[] @Nullable [] data = new byte[0][];

	private int[] tsns = new int[0];

	private int[] lengths = new int[0];

	private int[] ppids = new int[0];

	private int[] otherEnds = new int[0];

	private int[] runBytes = new int[0];

	private char[] streamIds = new char[0];

	private char[] ssns = new char[0];

	private byte[] flags = new byte[0];

	private int mask = -1;

	private int count;

	private int base;

	private int top;

	private int lastRunStart;

	private boolean skipping;

	private int skippedTo;

	FragmentStore(FragmentPool pool) {
		this.pool = pool;
	}

	boolean isEmpty() {
		return this.count == 0;
	}

	/**
	 * Adds a fragment whose TSN is new.
	 * @return whether there was room
	 */
	boolean add(DataChunkView chunk) {
		int tsn = chunk.tsn();
		if (!reserve(tsn)) {
			return false;
		}
		int slot = tsn & this.mask;
		byte[] array = this.pool.take(chunk.payloadLength());
		chunk.copyPayload(array, 0);
		this.data[slot] = array;
		this.tsns[slot] = tsn;
		this.lengths[slot] = chunk.payloadLength();
		this.ppids[slot] = chunk.payloadProtocolId();
		this.streamIds[slot] = (char) chunk.streamId();
		this.ssns[slot] = (char) chunk.streamSequenceNumber();
		this.flags[slot] = (byte) ((chunk.beginning() ? DataChunkView.FLAG_BEGINNING : 0)
				| (chunk.ending() ? DataChunkView.FLAG_ENDING : 0)
				| (chunk.unordered() ? DataChunkView.FLAG_UNORDERED : 0));
		this.count++;
		join(tsn);
		return true;
	}

	private boolean reserve(int tsn) {
		if (this.count == 0) {
			this.base = tsn;
			this.top = tsn;
		}
		int newTop = SerialNumber.isAfter(tsn, this.top) ? tsn : this.top;
		if (newTop - this.base >= this.tsns.length) {
			while (this.base != this.top && !holds(this.base)) {
				this.base++; // each TSN is passed over once
			}
		}
		int newBase = SerialNumber.isBefore(tsn, this.base) ? tsn : this.base;
		int span = newTop - newBase + 1;
		if (span > MAX_SPAN || span <= 0) {
			return false;
		}
		if (span > this.tsns.length) {
			grow(span);
		}
		this.base = newBase;
		this.top = newTop;
		return true;
	}

	private void grow(int span) {
		int capacity = Math.max(INITIAL_CAPACITY, Integer.highestOneBit(2 * span - 1));
		FragmentStore larger = new FragmentStore(this.pool);
		larger.data = new byte[capacity][];
		larger.tsns = new int[capacity];
		larger.lengths = new int[capacity];
		larger.ppids = new int[capacity];
		larger.otherEnds = new int[capacity];
		larger.runBytes = new int[capacity];
		larger.streamIds = new char[capacity];
		larger.ssns = new char[capacity];
		larger.flags = new byte[capacity];
		for (int from = 0; from < this.tsns.length; from++) {
			if (this.data[from] != null) {
				int to = this.tsns[from] & (capacity - 1);
				larger.data[to] = this.data[from];
				larger.tsns[to] = this.tsns[from];
				larger.lengths[to] = this.lengths[from];
				larger.ppids[to] = this.ppids[from];
				larger.otherEnds[to] = this.otherEnds[from];
				larger.runBytes[to] = this.runBytes[from];
				larger.streamIds[to] = this.streamIds[from];
				larger.ssns[to] = this.ssns[from];
				larger.flags[to] = this.flags[from];
			}
		}
		this.data = larger.data;
		this.tsns = larger.tsns;
		this.lengths = larger.lengths;
		this.ppids = larger.ppids;
		this.otherEnds = larger.otherEnds;
		this.runBytes = larger.runBytes;
		this.streamIds = larger.streamIds;
		this.ssns = larger.ssns;
		this.flags = larger.flags;
		this.mask = capacity - 1;
	}

	boolean holds(int tsn) {
		int slot = tsn & this.mask;
		return this.count > 0 && this.data[slot] != null && this.tsns[slot] == tsn;
	}

	private void join(int tsn) {
		int start = tsn;
		int end = tsn;
		int bytes = this.lengths[tsn & this.mask];
		if (holds(tsn - 1) && belongTogether(tsn - 1, tsn)) {
			start = this.otherEnds[(tsn - 1) & this.mask];
			bytes += this.runBytes[start & this.mask];
		}
		if (holds(tsn + 1) && belongTogether(tsn, tsn + 1)) {
			end = this.otherEnds[(tsn + 1) & this.mask];
			bytes += this.runBytes[(tsn + 1) & this.mask];
		}
		this.otherEnds[start & this.mask] = end;
		this.otherEnds[end & this.mask] = start;
		this.runBytes[start & this.mask] = bytes;
		this.lastRunStart = start;
	}

	private boolean belongTogether(int tsn, int next) {
		int slot = tsn & this.mask;
		int nextSlot = next & this.mask;
		int unordered = DataChunkView.FLAG_UNORDERED;
		return (this.flags[slot] & DataChunkView.FLAG_ENDING) == 0
				&& (this.flags[nextSlot] & DataChunkView.FLAG_BEGINNING) == 0
				&& this.streamIds[slot] == this.streamIds[nextSlot]
				&& (this.flags[slot] & unordered) == (this.flags[nextSlot] & unordered)
				&& ((this.flags[slot] & unordered) != 0 || this.ssns[slot] == this.ssns[nextSlot]);
	}

	/** Where the run of the fragment added last begins. */
	int lastRunStart() {
		return this.lastRunStart;
	}

	int runEnd(int start) {
		return this.otherEnds[start & this.mask];
	}

	int runBytes(int start) {
		return this.runBytes[start & this.mask];
	}

	boolean isWhole(int start) {
		return begins(start) && ends(start);
	}

	/** Returns whether a run has the beginning of its message. */
	boolean begins(int start) {
		return (this.flags[start & this.mask] & DataChunkView.FLAG_BEGINNING) != 0;
	}

	/** Returns whether a run has the end of its message. */
	boolean ends(int start) {
		return (this.flags[runEnd(start) & this.mask] & DataChunkView.FLAG_ENDING) != 0;
	}

	int payloadProtocolId(int tsn) {
		return this.ppids[tsn & this.mask];
	}

	/** Takes a run out: a whole message, or what there is of one. */
	byte[] take(int start) {
		int end = runEnd(start);
		byte[] payload = new byte[runBytes(start)];
		int at = 0;
		for (int tsn = start; !SerialNumber.isAfter(tsn, end); tsn++) {
			int slot = tsn & this.mask;
			byte[] fragment = this.data[slot];
			if (fragment == null) {
				throw new IllegalStateException("A run has a hole");
			}
			System.arraycopy(fragment, 0, payload, at, this.lengths[slot]);
			at += this.lengths[slot];
			this.pool.giveBack(fragment);
			this.data[slot] = null;
			this.count--;
		}
		if (start == this.base) {
			this.base = end + 1; // a lower bound; see reserve
		}
		if (this.count == 0 && this.tsns.length > MAX_IDLE_CAPACITY) {
			release();
		}
		return payload;
	}

	/**
	 * Drops every fragment up to a TSN, and what belongs to the same messages beyond it:
	 * since they are not whole by now, they never will be (RFC 3758 §3.6). From then on
	 * what comes behind the TSN and does not begin a message is dropped as well.
	 * @return payload bytes that were dropped
	 */
	long dropUpTo(int tsn) {
		this.skipping = true;
		this.skippedTo = tsn;
		return dropHeldUpTo(tsn) + dropStranded();
	}

	/**
	 * Drops the run behind what was skipped if its beginning was.
	 * @return payload bytes that were dropped
	 */
	private long dropStranded() {
		int next = this.skippedTo + 1;
		if (this.count == 0 || !holds(next) || (this.flags[next & this.mask] & DataChunkView.FLAG_BEGINNING) != 0) {
			return 0;
		}
		int end = runEnd(next);
		long bytes = dropRun(next);
		this.skippedTo = end;
		return bytes;
	}

	/**
	 * Drops the fragment added last, and its run, if its message began with what was
	 * skipped.
	 * @return payload bytes that were dropped
	 */
	long dropIfStranded(int tsn) {
		if (!this.skipping) {
			return 0;
		}
		if (SerialNumber.isAfter(tsn, this.skippedTo + MAX_SPAN)) {
			this.skipping = false; // long past; the number must not be met again
			return 0;
		}
		return dropStranded();
	}

	private long dropHeldUpTo(int tsn) {
		long bytes = 0;
		while (this.count > 0 && !SerialNumber.isAfter(this.base, tsn) && !SerialNumber.isAfter(this.base, this.top)) {
			if (holds(this.base)) {
				bytes += dropRun(this.base);
			}
			else {
				this.base++;
			}
		}
		if (this.count == 0 && this.tsns.length > MAX_IDLE_CAPACITY) {
			release();
		}
		return bytes;
	}

	private long dropRun(int start) {
		int end = runEnd(start);
		long bytes = runBytes(start);
		for (int tsn = start; !SerialNumber.isAfter(tsn, end); tsn++) {
			int slot = tsn & this.mask;
			byte[] fragment = this.data[slot];
			if (fragment != null) {
				this.pool.giveBack(fragment);
			}
			this.data[slot] = null;
			this.count--;
		}
		if (start == this.base) {
			this.base = end + 1;
		}
		return bytes;
	}

	private void release() {
		this.data = new byte[0][];
		this.tsns = new int[0];
		this.lengths = new int[0];
		this.ppids = new int[0];
		this.otherEnds = new int[0];
		this.runBytes = new int[0];
		this.streamIds = new char[0];
		this.ssns = new char[0];
		this.flags = new byte[0];
		this.mask = -1;
	}

	/**
	 * Drops every fragment; TSNs go on elsewhere.
	 * @return payload bytes that were dropped
	 */
	long dropAll() {
		long bytes = 0;
		for (int slot = 0; slot < this.data.length; slot++) {
			bytes += (this.data[slot] != null) ? this.lengths[slot] : 0;
		}
		clear();
		return bytes;
	}

	void clear() {
		for (byte[] fragment : this.data) {
			if (fragment != null) {
				this.pool.giveBack(fragment);
			}
		}
		Arrays.fill(this.data, null);
		this.count = 0;
		this.skipping = false;
	}

}
