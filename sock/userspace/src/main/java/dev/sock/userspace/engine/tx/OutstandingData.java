package dev.sock.userspace.engine.tx;

import java.util.Arrays;

import dev.sock.spi.OutboundMessage;
import dev.sock.userspace.engine.packet.DataChunkView;
import dev.sock.userspace.engine.packet.SerialNumber;
import dev.sock.userspace.engine.path.Path;
import org.jspecify.annotations.Nullable;

/**
 * DATA chunks that were sent and are not acknowledged for good: a ring indexed by TSN,
 * with one array for each property, so that a chunk costs no object. It grows with the
 * flight and is bounded by the send buffer.
 */
public final class OutstandingData {

	/** The chunk is in flight. */
	static final int IN_FLIGHT = 1;

	/** A gap block acknowledged it; it may be reneged still. */
	static final int GAP_ACKED = 2;

	/** It is to be sent again. */
	static final int MARKED = 4;

	/** It was given up and waits for the peer to pass it over (RFC 3758 §3.4). */
	static final int ABANDONED = 8;

	/** It was sent more than once. */
	static final int RETRANSMITTED = 16;

	/** It was given up in flight, and may still turn out to have been lost. */
	static final int UNDECIDED = 32;

	private static final int INITIAL_CAPACITY = 16;

	private @Nullable OutboundMessage[] messages = new OutboundMessage[0];

	private @Nullable Path[] paths = new Path[0];

	private int[] offsets = new int[0];

	private char[] lengths = new char[0];

	private char[] ssns = new char[0];

	private byte[] flags = new byte[0];

	private byte[] states = new byte[0];

	private byte[] missing = new byte[0];

	private int[] resentBefore = new int[0];

	private int[] retransmissions = new int[0];

	private int mask = -1;

	private int firstTsn;

	private int nextTsn;

	private int markedCount;

	private int firstMarked;

	private int highestGapAcked;

	private int abandonedCount;

	private int advancedPeerAckPoint;

	private long inFlightPayload;

	private long outstandingPayload;

	/**
	 * Creates an empty ring.
	 * @param initialTsn the first TSN to be sent
	 */
	public OutstandingData(int initialTsn) {
		this.firstTsn = initialTsn;
		this.nextTsn = initialTsn;
		this.highestGapAcked = initialTsn - 1;
	}

	/**
	 * Returns the lowest TSN that is not acknowledged for good.
	 * @return the cumulative TSN ack point plus one
	 */
	public int firstTsn() {
		return this.firstTsn;
	}

	/**
	 * Returns the TSN that the next new chunk gets.
	 * @return the TSN
	 */
	public int nextTsn() {
		return this.nextTsn;
	}

	/**
	 * Returns how many chunks are not acknowledged for good.
	 * @return the number
	 */
	public int size() {
		return this.nextTsn - this.firstTsn;
	}

	/**
	 * Returns whether everything is acknowledged.
	 * @return whether nothing is outstanding
	 */
	public boolean isEmpty() {
		return this.nextTsn == this.firstTsn;
	}

	/** Whether a TSN is not acknowledged for good. */
	boolean contains(int tsn) {
		return !SerialNumber.isBefore(tsn, this.firstTsn) && SerialNumber.isBefore(tsn, this.nextTsn);
	}

	/**
	 * Returns how many chunks are neither acknowledged for good nor given up.
	 * @return the number
	 */
	public int liveCount() {
		return size() - this.abandonedCount;
	}

	/**
	 * Returns the payload in flight.
	 * @return bytes without headers
	 */
	public long inFlightPayload() {
		return this.inFlightPayload;
	}

	/**
	 * Returns the payload that is not acknowledged for good.
	 * @return bytes without headers
	 */
	public long outstandingPayload() {
		return this.outstandingPayload;
	}

	/**
	 * Returns how many chunks are to be sent again.
	 * @return the number
	 */
	int markedCount() {
		return this.markedCount;
	}

	int append(OutboundMessage message, int length, int chunkFlags, int ssn, Path path) {
		if (size() == this.lengths.length) {
			grow();
		}
		int tsn = this.nextTsn++;
		int slot = tsn & this.mask;
		this.messages[slot] = message;
		this.paths[slot] = path;
		this.offsets[slot] = message.offset();
		this.lengths[slot] = (char) length;
		this.ssns[slot] = (char) ssn;
		this.flags[slot] = (byte) chunkFlags;
		this.states[slot] = IN_FLIGHT;
		this.missing[slot] = 0;
		this.retransmissions[slot] = 0;
		this.inFlightPayload += length;
		this.outstandingPayload += length;
		return tsn;
	}

	private void grow() {
		int capacity = Math.max(INITIAL_CAPACITY, 2 * this.lengths.length);
		OutstandingData larger = new OutstandingData(this.firstTsn);
		larger.messages = new OutboundMessage[capacity];
		larger.paths = new Path[capacity];
		larger.offsets = new int[capacity];
		larger.lengths = new char[capacity];
		larger.ssns = new char[capacity];
		larger.flags = new byte[capacity];
		larger.states = new byte[capacity];
		larger.missing = new byte[capacity];
		larger.resentBefore = new int[capacity];
		larger.retransmissions = new int[capacity];
		for (int tsn = this.firstTsn; tsn != this.nextTsn; tsn++) {
			int from = tsn & this.mask;
			int to = tsn & (capacity - 1);
			larger.messages[to] = this.messages[from];
			larger.paths[to] = this.paths[from];
			larger.offsets[to] = this.offsets[from];
			larger.lengths[to] = this.lengths[from];
			larger.ssns[to] = this.ssns[from];
			larger.flags[to] = this.flags[from];
			larger.states[to] = this.states[from];
			larger.missing[to] = this.missing[from];
			larger.resentBefore[to] = this.resentBefore[from];
			larger.retransmissions[to] = this.retransmissions[from];
		}
		this.messages = larger.messages;
		this.paths = larger.paths;
		this.offsets = larger.offsets;
		this.lengths = larger.lengths;
		this.ssns = larger.ssns;
		this.flags = larger.flags;
		this.states = larger.states;
		this.missing = larger.missing;
		this.resentBefore = larger.resentBefore;
		this.retransmissions = larger.retransmissions;
		this.mask = capacity - 1;
	}

	/**
	 * Returns the message of a chunk.
	 * @param tsn an outstanding TSN
	 * @return the message
	 */
	public OutboundMessage message(int tsn) {
		return present(this.messages[tsn & this.mask]);
	}

	/**
	 * Returns the message of a chunk unless it was given up.
	 * @param tsn an outstanding TSN
	 * @return the message, or {@code null}
	 */
	public @Nullable OutboundMessage liveMessage(int tsn) {
		return this.messages[tsn & this.mask];
	}

	Path path(int tsn) {
		return present(this.paths[tsn & this.mask]);
	}

	private static <T> T present(@Nullable T value) {
		if (value == null) {
			throw new IllegalStateException("This TSN is not outstanding");
		}
		return value;
	}

	int offset(int tsn) {
		return this.offsets[tsn & this.mask];
	}

	int length(int tsn) {
		return this.lengths[tsn & this.mask];
	}

	int ssn(int tsn) {
		return this.ssns[tsn & this.mask];
	}

	int flags(int tsn) {
		return this.flags[tsn & this.mask];
	}

	boolean is(int tsn, int state) {
		return (this.states[tsn & this.mask] & state) != 0;
	}

	int chunkSize(int tsn) {
		return chunkSizeOf(length(tsn));
	}

	static int chunkSizeOf(int length) {
		return (DataChunkView.HEADER_SIZE + length + 3) & ~3;
	}

	/** The chunk leaves again, to a path that may be another one. */
	void resent(int tsn, Path path) {
		int slot = tsn & this.mask;
		this.states[slot] = (byte) ((this.states[slot] | IN_FLIGHT | RETRANSMITTED) & ~MARKED);
		this.paths[slot] = path;
		this.missing[slot] = 0;
		this.resentBefore[slot] = this.nextTsn;
		this.retransmissions[slot]++;
		this.markedCount--;
		this.inFlightPayload += this.lengths[slot];
	}

	/** What becomes of the chunk counts for another path from now on. */
	void moved(int tsn, Path path) {
		this.paths[tsn & this.mask] = path;
	}

	/** The chunk is to be sent again: no longer in flight, room for the peer's window. */
	void mark(int tsn) {
		int slot = tsn & this.mask;
		if ((this.states[slot] & (MARKED | GAP_ACKED | ABANDONED)) != 0) {
			return;
		}
		if ((this.states[slot] & IN_FLIGHT) != 0) {
			this.inFlightPayload -= this.lengths[slot];
			path(tsn).dataGivenUp(chunkSize(tsn));
		}
		path(tsn).stopTiming(tsn);
		this.states[slot] = (byte) ((this.states[slot] & ~IN_FLIGHT) | MARKED);
		if (this.markedCount++ == 0 || SerialNumber.isBefore(tsn, this.firstMarked)) {
			this.firstMarked = tsn;
		}
	}

	/** The lowest TSN to be sent again; there must be one. */
	int firstMarked() {
		if (SerialNumber.isBefore(this.firstMarked, this.firstTsn)) {
			this.firstMarked = this.firstTsn;
		}
		while (!is(this.firstMarked, MARKED)) {
			this.firstMarked++;
		}
		return this.firstMarked;
	}

	/** A gap block acknowledges the chunk. Returns whether that is new. */
	boolean gapAcknowledged(int tsn, long nowNanos) {
		int slot = tsn & this.mask;
		if ((this.states[slot] & (GAP_ACKED | ABANDONED)) != 0) {
			this.states[slot] &= ~UNDECIDED;
			return false;
		}
		takeOutOfFlight(tsn, slot, nowNanos);
		this.states[slot] = (byte) ((this.states[slot] | GAP_ACKED) & ~(MARKED | IN_FLIGHT));
		if (SerialNumber.isAfter(tsn, highestGapAcked())) {
			this.highestGapAcked = tsn;
		}
		return true;
	}

	/** No TSN above this one is acknowledged by a gap block. */
	int highestGapAcked() {
		if (SerialNumber.isBefore(this.highestGapAcked, this.firstTsn - 1)) {
			this.highestGapAcked = this.firstTsn - 1;
		}
		return this.highestGapAcked;
	}

	private void takeOutOfFlight(int tsn, int slot, long nowNanos) {
		boolean inFlight = (this.states[slot] & IN_FLIGHT) != 0;
		if (inFlight) {
			this.inFlightPayload -= this.lengths[slot];
		}
		else if ((this.states[slot] & MARKED) != 0) {
			this.markedCount--;
		}
		path(tsn).dataAcknowledged(tsn, chunkSize(tsn), inFlight, nowNanos);
	}

	/** The peer no longer has what a gap block acknowledged (RFC 9260 §6.2.1). */
	void reneged(int tsn) {
		int slot = tsn & this.mask;
		this.states[slot] = (byte) ((this.states[slot] | IN_FLIGHT) & ~GAP_ACKED);
		this.inFlightPayload += this.lengths[slot];
		path(tsn).dataReneged(chunkSize(tsn));
	}

	/**
	 * Whether missing reports tell of the last transmission of a chunk: one that was sent
	 * again counts as missing once more only if a TSN has arrived that was sent later.
	 */
	boolean isOvertakenBy(int tsn, int laterTsn) {
		return !is(tsn, RETRANSMITTED) || !SerialNumber.isBefore(laterTsn, this.resentBefore[tsn & this.mask]);
	}

	/** Counts a missing report and returns how many there are now. */
	int reportMissing(int tsn) {
		int slot = tsn & this.mask;
		if (this.missing[slot] < Byte.MAX_VALUE) {
			this.missing[slot]++;
		}
		return this.missing[slot];
	}

	/** How often a chunk was sent again. */
	long retransmissions(int tsn) {
		return Integer.toUnsignedLong(this.retransmissions[tsn & this.mask]);
	}

	/**
	 * A chunk is given up: it counts as acknowledged from now on, but for congestion
	 * control (RFC 3758 §3.5 A2). Nothing of its message is kept.
	 */
	void abandon(int tsn) {
		int slot = tsn & this.mask;
		int state = this.states[slot];
		if ((state & ABANDONED) != 0) {
			return;
		}
		if ((state & IN_FLIGHT) != 0) {
			this.inFlightPayload -= this.lengths[slot];
			path(tsn).dataGivenUp(chunkSize(tsn));
		}
		else if ((state & MARKED) != 0) {
			this.markedCount--;
		}
		path(tsn).stopTiming(tsn);
		this.outstandingPayload -= this.lengths[slot];
		this.lengths[slot] = 0;
		this.offsets[slot] = message(tsn).options().streamId();
		this.messages[slot] = null;
		this.states[slot] = (byte) (ABANDONED | (((state & IN_FLIGHT) != 0) ? UNDECIDED | state & RETRANSMITTED : 0));
		abandoned();
	}

	/**
	 * Spends a TSN on the end of a message that was given up before its end was sent, so
	 * that there is something missing at the peer for it to pass over.
	 */
	void appendAbandonedEnd(OutboundMessage message, int chunkFlags, int ssn, Path path) {
		int tsn = append(message, 0, chunkFlags, ssn, path);
		int slot = tsn & this.mask;
		this.offsets[slot] = message.options().streamId();
		this.messages[slot] = null;
		this.states[slot] = ABANDONED;
		abandoned();
	}

	private void abandoned() {
		if (this.abandonedCount++ == 0) {
			this.advancedPeerAckPoint = this.firstTsn - 1;
		}
	}

	/** A chunk that was given up in flight was lost, and that has been seen to. */
	void decided(int tsn) {
		this.states[tsn & this.mask] &= ~UNDECIDED;
	}

	/** The stream of a chunk that was given up. */
	int abandonedStreamId(int tsn) {
		return this.offsets[tsn & this.mask];
	}

	/**
	 * Returns the TSN up to which nothing is wanted of the peer any more (RFC 3758 §3.5
	 * C1, C2). Each TSN is passed once.
	 * @return the advanced peer ack point, no less than the cumulative TSN ack point
	 */
	int advancedPeerAckPoint() {
		if (this.abandonedCount == 0) {
			return this.firstTsn - 1;
		}
		if (SerialNumber.isBefore(this.advancedPeerAckPoint, this.firstTsn - 1)) {
			this.advancedPeerAckPoint = this.firstTsn - 1;
		}
		while (this.advancedPeerAckPoint + 1 != this.nextTsn && is(this.advancedPeerAckPoint + 1, ABANDONED)) {
			this.advancedPeerAckPoint++;
		}
		return this.advancedPeerAckPoint;
	}

	/**
	 * The lowest chunk is acknowledged for good and leaves the ring.
	 * @return its message if that is acknowledged whole now, else {@code null}
	 */
	@Nullable OutboundMessage acknowledgeFirst(long nowNanos) {
		int tsn = this.firstTsn;
		int slot = tsn & this.mask;
		if ((this.states[slot] & ABANDONED) != 0) {
			this.paths[slot] = null;
			this.states[slot] = 0;
			this.abandonedCount--;
			this.firstTsn++;
			return null;
		}
		if ((this.states[slot] & GAP_ACKED) == 0) {
			takeOutOfFlight(tsn, slot, nowNanos);
		}
		this.outstandingPayload -= this.lengths[slot];
		OutboundMessage message = message(tsn);
		this.messages[slot] = null;
		this.paths[slot] = null;
		this.states[slot] = 0;
		this.firstTsn++;
		return message.fragmentAcknowledged() ? message : null;
	}

	/**
	 * Forgets everything and begins with a TSN.
	 * @param initialTsn the next TSN to be sent
	 */
	public void reset(int initialTsn) {
		Arrays.fill(this.messages, null);
		Arrays.fill(this.paths, null);
		Arrays.fill(this.states, (byte) 0);
		this.firstTsn = initialTsn;
		this.nextTsn = initialTsn;
		this.highestGapAcked = initialTsn - 1;
		this.markedCount = 0;
		this.abandonedCount = 0;
		this.inFlightPayload = 0;
		this.outstandingPayload = 0;
	}

}
