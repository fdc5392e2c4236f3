package dev.sock.userspace.engine.association;

import java.util.List;

import dev.sock.SctpOptions;
import dev.sock.spi.Expendable;
import dev.sock.spi.OutboundMessage;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.tx.Abandonment;
import dev.sock.userspace.engine.tx.DataSender;
import dev.sock.userspace.engine.tx.ForwardTsn;
import dev.sock.userspace.engine.tx.OutstandingData;
import dev.sock.userspace.engine.tx.PeerWindow;
import dev.sock.userspace.engine.tx.SackHandler;
import dev.sock.userspace.engine.tx.SendQueue;

/**
 * The messages that an association sends, from when they are given until they end: each
 * of them acknowledged, failed or given up.
 */
final class Outbound {

	final OutstandingData outstanding;

	final SendQueue queue = new SendQueue();

	final PeerWindow peerWindow = new PeerWindow();

	final ForwardTsn forwardTsn;

	final Abandonment abandonment;

	final DataSender sender;

	final SackHandler sackHandler;

	private final Association association;

	private final AssociationCounters counters;

	Outbound(Association association, SctpOptions options, int localInitialTsn) {
		this.association = association;
		this.counters = association.counters;
		this.outstanding = new OutstandingData(localInitialTsn);
		this.queue.startAt(association.context.firstSsn());
		this.forwardTsn = new ForwardTsn(association.paths, this.outstanding);
		this.abandonment = new Abandonment(association.paths, this.outstanding, this.queue, this.forwardTsn,
				this.counters.tx, this::abandoned);
		this.sender = new DataSender(options, association.paths, this.outstanding, this.queue, this.peerWindow,
				this.abandonment, this.forwardTsn, this.counters.tx);
		this.sackHandler = new SackHandler(association.paths, this.outstanding, this.peerWindow, this.sender,
				this.abandonment, this.forwardTsn, this.counters.tx);
	}

	/** Takes a message, or fails it at once. */
	void send(OutboundMessage message, long nowNanos) {
		if (!this.association.state().canSend()) {
			fail(message, false, "the association is " + this.association.state());
			this.association.listener().released(message.length());
			return;
		}
		this.counters.messageSent(message.length());
		this.queue.add(message);
		Expendable expendable = message.expendable();
		if (expendable != null) {
			this.abandonment.accepted(expendable, nowNanos);
		}
	}

	private void fail(OutboundMessage message, boolean sent, String reason) {
		this.counters.messagesFailed++;
		Expendable expendable = message.expendable();
		if (expendable != null) {
			expendable.end();
		}
		this.association.listener().sendFailed(message, sent, reason);
	}

	private void abandoned(OutboundMessage message, boolean sent, String reason) {
		this.counters.messagesFailed++;
		this.association.listener().abandoned(message, sent, reason);
		this.association.listener().released(message.length());
	}

	/** Gives up what has outlived its time. */
	void expire(long nowNanos) {
		if (this.abandonment.deadline() <= nowNanos) {
			this.abandonment.expire(nowNanos);
			goOnIfDone(nowNanos);
		}
	}

	/** Gives a message up to make room for others. */
	void makeRoom(OutboundMessage message, long nowNanos) {
		this.abandonment.makeRoom(message);
		goOnIfDone(nowNanos);
	}

	/** No SACK will tell that nothing is left. */
	private void goOnIfDone(long nowNanos) {
		if (isDone()) {
			this.association.listener().senderDry();
			this.association.shutdown.progress(nowNanos);
		}
	}

	/** What was sent to a path that is no more goes to another. */
	void pathRemoved(Path path, Path next, long nowNanos) {
		boolean done = isDone();
		this.sender.pathRemoved(path, next, nowNanos);
		this.forwardTsn.pathRemoved(path);
		if (!done) {
			goOnIfDone(nowNanos);
		}
	}

	/** Whether nothing is queued or outstanding. */
	boolean isDone() {
		return this.outstanding.isEmpty() && this.queue.isEmpty();
	}

	/** Handles what a SACK or SHUTDOWN has acknowledged. */
	void acknowledged(long nowNanos) {
		if (!this.sackHandler.anythingAcked()) {
			return;
		}
		this.association.supervisor.dataAcknowledged(nowNanos);
		Path answered = this.forwardTsn.takeAnswered();
		if (answered != null) {
			this.association.supervisor.answered(answered, nowNanos);
		}
		if (this.sackHandler.releasedBytes() > 0) {
			this.association.listener().released(this.sackHandler.releasedBytes());
		}
		if (isDone()) {
			this.association.listener().senderDry();
		}
	}

	/**
	 * Fails what was not acknowledged.
	 * @param reason why
	 */
	void failPending(String reason) {
		this.abandonment.reset();
		List<OutboundMessage> failed = UnfinishedMessages.take(this.outstanding, this.queue);
		long released = 0;
		for (OutboundMessage message : failed) {
			released += message.length();
			fail(message, message.offset() > 0, reason);
		}
		if (released > 0) {
			this.association.listener().released(released);
		}
	}

	/** TSNs go on elsewhere; nothing is outstanding. */
	void goOnAt(int tsn) {
		this.sackHandler.goOnAt(this.outstanding.nextTsn() - 1, tsn);
		this.outstanding.reset(tsn);
		this.forwardTsn.reset();
	}

	/** Begins anew, after a restart of the peer. */
	void reset(int localInitialTsn) {
		this.outstanding.reset(localInitialTsn);
		this.queue.resetStreams();
		this.sender.reset();
		this.sackHandler.reset();
		this.forwardTsn.reset();
	}

}
