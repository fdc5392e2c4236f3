package dev.sock.userspace.engine.tx;

import dev.sock.spi.Expendable;
import dev.sock.spi.OutboundMessage;
import dev.sock.userspace.engine.packet.PastTsns;
import dev.sock.userspace.engine.packet.SackChunkView;
import dev.sock.userspace.engine.packet.SerialNumber;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.path.Paths;

/**
 * Learns from acknowledgements: what was delivered, what is missing, how fast to go on
 * (RFC 9260 §6.2.1, §6.3.2, §7.2).
 */
public final class SackHandler {

	private static final int MISSING_REPORTS = 3;

	private final Paths paths;

	private final OutstandingData outstanding;

	private final PeerWindow peerWindow;

	private final DataSender sender;

	private final Abandonment abandonment;

	private final ForwardTsn forwardTsn;

	private final TxCounters counters;

	private final PastTsns past = new PastTsns();

	private boolean inFastRecovery;

	private boolean enteredFastRecovery;

	private int fastRecoveryExit;

	private long releasedBytes;

	private boolean anythingAcked;

	private int[] gapStarts = new int[0];

	private int[] gapEnds = new int[0];

	/**
	 * Creates the handler.
	 * @param paths the paths
	 * @param outstanding what is not acknowledged
	 * @param peerWindow what the peer can take
	 * @param sender the sender
	 * @param abandonment gives messages up
	 * @param forwardTsn tells the peer
	 * @param counters what is counted
	 */
	public SackHandler(Paths paths, OutstandingData outstanding, PeerWindow peerWindow, DataSender sender,
			Abandonment abandonment, ForwardTsn forwardTsn, TxCounters counters) {
		this.paths = paths;
		this.outstanding = outstanding;
		this.peerWindow = peerWindow;
		this.sender = sender;
		this.abandonment = abandonment;
		this.forwardTsn = forwardTsn;
		this.counters = counters;
	}

	/**
	 * Handles a SACK.
	 * @param sack the chunk
	 * @param nowNanos the time
	 * @return whether it makes sense; {@link Outcome#NEVER_SENT} calls for an ABORT
	 */
	public Outcome handle(SackChunkView sack, long nowNanos) {
		int cumulative = sack.cumulativeTsnAck();
		int ackPoint = this.outstanding.firstTsn() - 1;
		if (SerialNumber.isBefore(cumulative, ackPoint) || isPast(cumulative)) {
			return Outcome.OLD;
		}
		int highestSent = this.outstanding.nextTsn() - 1;
		if (SerialNumber.isAfter(cumulative, highestSent) || highestGapEnd(sack) > highestSent - cumulative) {
			return Outcome.NEVER_SENT;
		}
		if (sack.gapBlockCount() > 0) {
			this.counters.gapReports++;
		}
		begin();
		boolean advanced = acknowledgeUpTo(cumulative, nowNanos);
		int gapCount = copyGaps(sack);
		int highestNewlyAcked = acknowledgeGaps(gapCount, cumulative, nowNanos);
		finish(advanced, nowNanos);
		if (this.inFastRecovery && !SerialNumber.isBefore(cumulative, this.fastRecoveryExit)) {
			this.inFastRecovery = false;
		}
		reportMissing(gapCount, cumulative, highestNewlyAcked, advanced, nowNanos);
		boolean wasClosed = this.sender.isWindowClosed();
		this.peerWindow.advertised(sack.advertisedReceiverWindow());
		if (wasClosed && !advanced && !this.sender.isWindowClosed()) {
			this.sender.windowReopened(nowNanos);
		}
		this.forwardTsn.sackHandled(nowNanos);
		return Outcome.DONE;
	}

	/**
	 * Handles the cumulative TSN ack of a SHUTDOWN (§9.2).
	 * @param cumulative the TSN
	 * @param nowNanos the time
	 * @return whether it makes sense
	 */
	public Outcome handleCumulative(int cumulative, long nowNanos) {
		if (SerialNumber.isBefore(cumulative, this.outstanding.firstTsn() - 1) || isPast(cumulative)) {
			return Outcome.OLD;
		}
		if (SerialNumber.isAfter(cumulative, this.outstanding.nextTsn() - 1)) {
			return Outcome.NEVER_SENT;
		}
		begin();
		boolean advanced = acknowledgeUpTo(cumulative, nowNanos);
		finish(advanced, nowNanos);
		this.peerWindow.heard();
		this.forwardTsn.sackHandled(nowNanos);
		return Outcome.DONE;
	}

	/** Offset of the highest TSN in a gap block. */
	private static int highestGapEnd(SackChunkView sack) {
		int highest = 0;
		for (int i = 0; i < sack.gapBlockCount(); i++) {
			highest = Math.max(highest, sack.gapEnd(i));
		}
		return highest;
	}

	private void begin() {
		this.releasedBytes = 0;
		this.anythingAcked = false;
		for (int i = 0; i < this.paths.size(); i++) {
			this.paths.get(i).beginSack();
		}
	}

	private boolean acknowledgeUpTo(int cumulative, long nowNanos) {
		boolean advanced = false;
		while (!SerialNumber.isAfter(this.outstanding.firstTsn(), cumulative)) {
			advanced = true;
			OutboundMessage whole = this.outstanding.acknowledgeFirst(nowNanos);
			if (whole != null) {
				this.releasedBytes += whole.length();
				Expendable expendable = whole.expendable();
				if (expendable != null) {
					this.abandonment.ended(expendable);
				}
				whole.acknowledged();
			}
		}
		this.anythingAcked |= advanced;
		return advanced;
	}

	/**
	 * Copies the gap blocks up to the first that is not beyond the one before it: every
	 * stack sends them in order, and what is left out is merely not acknowledged.
	 * @return how many were copied
	 */
	private int copyGaps(SackChunkView sack) {
		int count = sack.gapBlockCount();
		if (this.gapStarts.length < count) {
			this.gapStarts = new int[Math.max(16, count)];
			this.gapEnds = new int[this.gapStarts.length];
		}
		int end = 0;
		for (int i = 0; i < count; i++) {
			if (sack.gapStart(i) <= end || sack.gapEnd(i) < sack.gapStart(i)) {
				return i;
			}
			end = sack.gapEnd(i);
			this.gapStarts[i] = sack.gapStart(i);
			this.gapEnds[i] = end;
		}
		return count;
	}

	/** Returns the highest TSN that is acknowledged for the first time. */
	private int acknowledgeGaps(int count, int cumulative, long nowNanos) {
		int highest = cumulative;
		for (int i = 0; i < count; i++) {
			for (int offset = this.gapStarts[i]; offset <= this.gapEnds[i]; offset++) {
				if (this.outstanding.gapAcknowledged(cumulative + offset, nowNanos)) {
					highest = cumulative + offset;
					this.anythingAcked = true;
				}
			}
		}
		return highest;
	}

	private void finish(boolean advanced, long nowNanos) {
		boolean nothingLeft = this.outstanding.isEmpty();
		for (int i = 0; i < this.paths.size(); i++) {
			Path path = this.paths.get(i);
			if (path.newlyAcked() > 0) {
				path.congestion()
					.acknowledged(path.newlyAcked(), path.flightBefore(), advanced, this.inFastRecovery, nothingLeft);
			}
			// §6.3.2 R2 and R3
			if (path.flightSize() == 0) {
				path.t3().stop();
			}
			else if (path.newlyAcked() > 0 && advanced) {
				path.t3().start(nowNanos);
			}
		}
	}

	private void reportMissing(int gapCount, int cumulative, int highestNewlyAcked, boolean advanced, long nowNanos) {
		int block = 0;
		boolean all = this.inFastRecovery && advanced;
		int highestReported = (gapCount > 0) ? cumulative + this.gapEnds[gapCount - 1] : cumulative;
		int limit = all ? highestReported : highestNewlyAcked;
		boolean marked = false;
		this.enteredFastRecovery = false;
		for (int tsn = cumulative + 1; tsn != this.outstanding.nextTsn(); tsn++) {
			int offset = tsn - cumulative;
			while (block < gapCount && this.gapEnds[block] < offset) {
				block++;
			}
			boolean reported = block < gapCount && this.gapStarts[block] <= offset;
			if (!reported && this.outstanding.is(tsn, OutstandingData.GAP_ACKED)) {
				renege(tsn, nowNanos);
			}
			if (!reported && SerialNumber.isBefore(tsn, limit)) {
				marked |= countMissing(tsn, highestNewlyAcked, nowNanos);
			}
			else if (block >= gapCount && SerialNumber.isAfter(tsn, this.outstanding.highestGapAcked())) {
				break;
			}
		}
		if (marked) {
			this.sender.fastRetransmit();
		}
	}

	private void renege(int tsn, long nowNanos) {
		this.outstanding.reneged(tsn);
		Path path = this.outstanding.path(tsn);
		if (!path.t3().isRunning()) {
			path.t3().start(nowNanos);
		}
	}

	private boolean countMissing(int tsn, int highestNewlyAcked, long nowNanos) {
		OutstandingData data = this.outstanding;
		if (!data.is(tsn, OutstandingData.IN_FLIGHT | OutstandingData.UNDECIDED)
				|| !data.isOvertakenBy(tsn, highestNewlyAcked) || data.reportMissing(tsn) < MISSING_REPORTS) {
			return false;
		}
		if (!this.inFastRecovery) {
			this.inFastRecovery = true;
			this.enteredFastRecovery = true;
			this.fastRecoveryExit = data.nextTsn() - 1;
		}
		if (this.enteredFastRecovery) {
			data.path(tsn).lossSeen(); // §7.2.4: every path that lost something
		}
		if (data.is(tsn, OutstandingData.UNDECIDED)) {
			data.decided(tsn); // RFC 3758 §3.5 F5: it was given up, and lost all the same
			return false;
		}
		if (!this.abandonment.lost(tsn, nowNanos)) {
			return false;
		}
		this.counters.fastRetransmits++;
		return true;
	}

	/**
	 * Returns the payload bytes of messages that the last SACK acknowledged whole.
	 * @return bytes
	 */
	public long releasedBytes() {
		return this.releasedBytes;
	}

	/**
	 * Returns whether the last SACK acknowledged anything new.
	 * @return whether it did
	 */
	public boolean anythingAcked() {
		return this.anythingAcked;
	}

	/**
	 * Forgets fast recovery, after a time-out.
	 */
	public void leaveFastRecovery() {
		this.inFastRecovery = false;
	}

	/**
	 * Begins anew, after a restart.
	 */
	public void reset() {
		this.inFastRecovery = false;
		this.past.clear();
	}

	/**
	 * TSNs go on elsewhere (RFC 6525 §5.2.7): a SACK that comes late tells nothing.
	 * @param last the last TSN of before
	 * @param next the first of the new ones
	 */
	public void goOnAt(int last, int next) {
		this.inFastRecovery = false;
		this.past.end(last, next);
	}

	private boolean isPast(int cumulative) {
		return this.past.contains(cumulative, this.outstanding.nextTsn());
	}

	/** What became of a SACK. */
	public enum Outcome {

		/** It was taken. */
		DONE,

		/** It is older than what is known; it was dropped. */
		OLD,

		/** It acknowledges what was never sent (§12.4). */
		NEVER_SENT

	}

}
