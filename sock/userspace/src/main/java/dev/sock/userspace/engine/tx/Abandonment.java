package dev.sock.userspace.engine.tx;

import dev.sock.Reliability.Timed;
import dev.sock.spi.Expendable;
import dev.sock.spi.Lifetimes;
import dev.sock.spi.OutboundMessage;
import dev.sock.userspace.engine.packet.DataChunkView;
import dev.sock.userspace.engine.path.Paths;
import org.jspecify.annotations.Nullable;

/**
 * Gives messages up, as their reliability says (RFC 3758 §3.5 A2, A3, §4.1; RFC 7496 §3).
 * A fully reliable message meets it only when something of it is lost, and in passing.
 *
 * <p>
 * What is in flight is left alone at the end of its lifetime: it is likely to arrive.
 * Once it is found lost it is given up instead of sent again.
 */
public final class Abandonment {

	private static final String EXPIRED = "its lifetime is over";

	private final Paths paths;

	private final OutstandingData outstanding;

	private final SendQueue queue;

	private final ForwardTsn forwardTsn;

	private final TxCounters counters;

	private final Listener listener;

	private final Lifetimes lifetimes = new Lifetimes();

	private boolean supported;

	/**
	 * Creates it.
	 * @param paths the paths
	 * @param outstanding what is not acknowledged
	 * @param queue what is not sent
	 * @param forwardTsn tells the peer
	 * @param counters what is counted
	 * @param listener hears of each message
	 */
	public Abandonment(Paths paths, OutstandingData outstanding, SendQueue queue, ForwardTsn forwardTsn,
			TxCounters counters, Listener listener) {
		this.paths = paths;
		this.outstanding = outstanding;
		this.queue = queue;
		this.forwardTsn = forwardTsn;
		this.counters = counters;
		this.listener = listener;
	}

	/**
	 * Says whether both sides support it. If not, only what was not sent at all is given
	 * up (RFC 9260 §11.1.5), and only for its lifetime.
	 * @param supported whether they do
	 */
	public void setSupported(boolean supported) {
		this.supported = supported;
	}

	/**
	 * The peer does not know FORWARD TSN after all. What was given up before stays so, as
	 * nothing of it is kept; while the peer has still to hear of some, FORWARD TSN goes
	 * on.
	 * @return whether it is no longer used
	 */
	public boolean refused() {
		if (this.outstanding.liveCount() == this.outstanding.size()) {
			this.supported = false;
		}
		return !this.supported;
	}

	/**
	 * Returns whether both sides support it.
	 * @return whether they do
	 */
	public boolean isSupported() {
		return this.supported;
	}

	/**
	 * A message was queued.
	 * @param expendable what is kept with it
	 * @param nowNanos the time
	 */
	public void accepted(Expendable expendable, long nowNanos) {
		expendable.accepted(nowNanos);
		if (expendable.reliability() instanceof Timed) {
			this.lifetimes.add(expendable);
		}
	}

	/**
	 * A message was acknowledged or has failed otherwise.
	 * @param expendable what is kept with it
	 */
	void ended(Expendable expendable) {
		this.lifetimes.remove(expendable);
	}

	/**
	 * Returns when a lifetime ends next.
	 * @return the deadline, or {@link dev.sock.userspace.engine.timer.Deadline#NONE}
	 */
	public long deadline() {
		return this.lifetimes.first();
	}

	/**
	 * Gives up what has outlived its time, unless it is on its way.
	 * @param nowNanos the time
	 */
	public void expire(long nowNanos) {
		OutboundMessage message = this.lifetimes.pollExpired(nowNanos);
		while (message != null) {
			if (!isOnItsWay(message)) {
				abandon(message, EXPIRED);
			}
			message = this.lifetimes.pollExpired(nowNanos);
		}
	}

	/**
	 * Whether a message is left to its fate: sent whole, and nothing of it known to be
	 * lost; or sent in part to a peer that could not be told to forget it.
	 */
	private boolean isOnItsWay(OutboundMessage message) {
		Expendable expendable = message.expendable();
		if (message.offset() == 0 || expendable == null) {
			return false;
		}
		if (!this.supported) {
			return true;
		}
		if (message.remaining() > 0) {
			return false;
		}
		for (int tsn = expendable.lastTsn(); isOf(message, tsn); tsn--) {
			if (this.outstanding.is(tsn, OutstandingData.MARKED)) {
				return false;
			}
		}
		return true;
	}

	/** Whether a TSN is outstanding with a fragment of a message. */
	private boolean isOf(OutboundMessage message, int tsn) {
		return this.outstanding.contains(tsn) && this.outstanding.liveMessage(tsn) == message;
	}

	/**
	 * A chunk was lost: it is to be sent again, or its message is given up.
	 * @param tsn the chunk
	 * @param nowNanos the time
	 * @return whether it is to be sent again
	 */
	boolean lost(int tsn, long nowNanos) {
		OutboundMessage message = this.supported ? this.outstanding.liveMessage(tsn) : null;
		Expendable expendable = (message != null) ? message.expendable() : null;
		if (message != null && expendable != null
				&& !this.outstanding.is(tsn, OutstandingData.MARKED | OutstandingData.GAP_ACKED)) {
			String reason = reasonNotToSendAgain(tsn, expendable, nowNanos);
			if (reason != null) {
				abandon(message, reason);
				return false;
			}
		}
		this.outstanding.mark(tsn);
		return true;
	}

	private @Nullable String reasonNotToSendAgain(int tsn, Expendable expendable, long nowNanos) {
		if (expendable.isExpired(nowNanos)) {
			return EXPIRED;
		}
		long most = expendable.maxRetransmissions();
		return (this.outstanding.retransmissions(tsn) >= most)
				? "it was sent again " + most + " times, as often as it may" : null;
	}

	/**
	 * Gives a message up to make room for others, if it has not ended.
	 * @param message the message
	 */
	public void makeRoom(OutboundMessage message) {
		Expendable expendable = message.expendable();
		if (this.supported && expendable != null && !expendable.isEnded()) {
			abandon(message, "a more important message needed its room in the send buffer");
		}
	}

	private void abandon(OutboundMessage message, String reason) {
		Expendable expendable = message.expendable();
		if (expendable == null) {
			return;
		}
		boolean sent = message.offset() > 0;
		if (sent) {
			abandonFragments(message, expendable);
			this.counters.abandonedSent++;
		}
		else {
			this.counters.abandonedUnsent++;
		}
		if (message.remaining() > 0) {
			this.queue.discard(message, expendable);
		}
		this.lifetimes.remove(expendable);
		expendable.end();
		if (sent) {
			this.forwardTsn.advance();
		}
		this.listener.abandoned(message, sent, reason);
	}

	/** RFC 3758 §3.5 A3: all fragments share the fate of one. */
	private void abandonFragments(OutboundMessage message, Expendable expendable) {
		for (int tsn = expendable.lastTsn(); isOf(message, tsn); tsn--) {
			this.outstanding.abandon(tsn);
		}
		if (message.remaining() > 0) {
			int flags = DataChunkView.FLAG_ENDING | (message.options().unordered() ? DataChunkView.FLAG_UNORDERED : 0);
			this.outstanding.appendAbandonedEnd(message, flags, expendable.streamSequenceNumber(),
					this.paths.forNewData());
		}
	}

	/**
	 * Forgets every lifetime, after a restart or at the end.
	 */
	public void reset() {
		this.lifetimes.clear();
	}

	/**
	 * Hears of messages that were given up.
	 */
	@FunctionalInterface
	public interface Listener {

		/**
		 * A message was given up.
		 * @param message the message
		 * @param sent whether any part of it was put on the wire
		 * @param reason why, in words
		 */
		void abandoned(OutboundMessage message, boolean sent, String reason);

	}

}
