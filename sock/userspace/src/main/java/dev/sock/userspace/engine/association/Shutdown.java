package dev.sock.userspace.engine.association;

import dev.sock.AssociationState;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.userspace.engine.packet.ProtocolViolationCause;
import dev.sock.userspace.engine.packet.ShutdownAckChunk;
import dev.sock.userspace.engine.packet.ShutdownChunk;
import dev.sock.userspace.engine.packet.ShutdownCompleteChunk;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.timer.Deadline;

/**
 * Graceful shutdown (RFC 9260 §9.2), bounded by T2-shutdown's repetitions and by
 * T5-shutdown-guard.
 */
final class Shutdown {

	private static final int GUARD_FACTOR = 5;

	private static final long LEAST_GUARD_NANOS = 10_000_000_000L;

	private static final long LEAST_DRAINING_NANOS = 300_000_000_000L;

	private final Association association;

	private long t2Deadline = Deadline.NONE;

	private long t5Deadline = Deadline.NONE;

	private int attempts;

	Shutdown(Association association) {
		this.association = association;
	}

	void request(long nowNanos) {
		switch (this.association.state()) {
			case CLOSED, COOKIE_WAIT, COOKIE_ECHOED ->
				this.association.commands().abort("shut down before it was established");
			case ESTABLISHED -> {
				this.association.setState(AssociationState.SHUTDOWN_PENDING);
				this.association.reconfigurer.shutdownBegins();
				startGuard(true, nowNanos);
				progress(nowNanos);
			}
			case SHUTDOWN_PENDING, SHUTDOWN_SENT, SHUTDOWN_RECEIVED, SHUTDOWN_ACK_SENT -> {
				// under way already
			}
		}
	}

	/**
	 * T5: five times RTO.Max (§9.2), but not so short that a peer with a small RTO.Max
	 * has no time to answer. While data drains, where only a peer that never reads could
	 * hold it up for ever, it bounds the time without progress, generously.
	 */
	private void startGuard(boolean draining, long nowNanos) {
		long least = draining ? LEAST_DRAINING_NANOS : LEAST_GUARD_NANOS;
		this.t5Deadline = nowNanos + Math.max(least, GUARD_FACTOR * this.association.options().rto().max().toNanos());
	}

	/**
	 * Goes on once everything is acknowledged, a path is confirmed (§5.4), and no address
	 * is being removed: until the peer has answered it is uncertain from which of them it
	 * takes packets, and in SHUTDOWN-ACK-SENT it could not be asked again (RFC 5061
	 * §5.1.1 C4).
	 */
	void progress(long nowNanos) {
		AssociationState state = this.association.state();
		if (state != AssociationState.SHUTDOWN_PENDING && state != AssociationState.SHUTDOWN_RECEIVED) {
			return;
		}
		startGuard(true, nowNanos);
		if (!this.association.outbound.isDone() || this.association.reconfigurer.outgoing().mayHaveResetAssociation()
				|| this.association.addresses.own.isAnyLeaving() || !isAnyPathConfirmed()) {
			return;
		}
		this.attempts = 0;
		this.association.supervisor.stop();
		this.association.reconfigurer.allSent();
		if (state == AssociationState.SHUTDOWN_PENDING) {
			this.association.setState(AssociationState.SHUTDOWN_SENT);
			startGuard(false, nowNanos);
		}
		else {
			this.association.setState(AssociationState.SHUTDOWN_ACK_SENT);
			// §9.2: the guard is for the sender of SHUTDOWN; T2 bounds this side
			this.t5Deadline = Deadline.NONE;
		}
		send(nowNanos);
	}

	private boolean hasLeft() {
		AssociationState state = this.association.state();
		return state == AssociationState.SHUTDOWN_SENT || state == AssociationState.SHUTDOWN_ACK_SENT;
	}

	private boolean isAnyPathConfirmed() {
		return this.association.paths.forNewData().isConfirmed();
	}

	/**
	 * Sends SHUTDOWN or SHUTDOWN ACK, whichever is this state's, and starts T2. While no
	 * path is confirmed it waits, and the heartbeats bound that.
	 */
	private void send(long nowNanos) {
		if (!isAnyPathConfirmed()) {
			this.t2Deadline = Deadline.NONE;
			return;
		}
		Path path = path();
		this.association.sendControl((this.association.state() == AssociationState.SHUTDOWN_SENT)
				? new ShutdownChunk(this.association.tsns.cumulative()) : new ShutdownAckChunk(), path);
		this.t2Deadline = nowNanos + path.roundTrip().rto();
	}

	/** A path is no more. When none that is left is confirmed, repetitions wait. */
	void pathRemoved() {
		if (hasLeft() && !isAnyPathConfirmed()) {
			this.t2Deadline = Deadline.NONE;
		}
	}

	/** A path can be used from now on. */
	void pathConfirmed(long nowNanos) {
		if (!hasLeft()) {
			progress(nowNanos);
		}
		else if (this.t2Deadline == Deadline.NONE) {
			this.association.supervisor.stop();
			send(nowNanos);
		}
	}

	/** §9.2, §6.4: a repetition takes another path if there is one. */
	private Path path() {
		Path path = this.association.paths.forNewData();
		return (this.attempts % 2 == 0) ? path : this.association.paths.afterTimeout(path);
	}

	/** DATA came while SHUTDOWN is out: it is answered by another SHUTDOWN. */
	void dataReceived(long nowNanos) {
		this.attempts = 0;
		send(nowNanos);
	}

	/** The peer's SHUTDOWN, whose cumulative TSN ack was handled. */
	void shutdownReceived(long nowNanos) {
		switch (this.association.state()) {
			case ESTABLISHED, SHUTDOWN_PENDING -> {
				this.association.setState(AssociationState.SHUTDOWN_RECEIVED);
				this.association.reconfigurer.shutdownBegins();
				this.association.listener().shutdownReceived();
				progress(nowNanos);
			}
			case SHUTDOWN_SENT -> {
				this.association.setState(AssociationState.SHUTDOWN_ACK_SENT);
				this.association.listener().shutdownReceived();
				this.attempts = 0;
				send(nowNanos);
			}
			case SHUTDOWN_RECEIVED -> progress(nowNanos);
			case SHUTDOWN_ACK_SENT -> send(nowNanos);
			case CLOSED, COOKIE_WAIT, COOKIE_ECHOED -> {
				// discarded
			}
		}
	}

	void shutdownAckReceived() {
		if (hasLeft()) {
			this.association.sendControl(new ShutdownCompleteChunk(false));
			complete();
		}
	}

	void shutdownCompleteReceived() {
		if (this.association.state() == AssociationState.SHUTDOWN_ACK_SENT) {
			complete();
		}
	}

	private void complete() {
		this.association.end(AssociationChange.SHUTDOWN_COMPLETE, 0, false, "shut down");
	}

	void advanceTo(long nowNanos) {
		if (this.association.isEnded()) {
			return;
		}
		if (Deadline.isDue(this.t5Deadline, nowNanos)) {
			this.association.abort(new ProtocolViolationCause(new byte[0]), "the shutdown took too long");
			return;
		}
		if (!Deadline.isDue(this.t2Deadline, nowNanos)) {
			return;
		}
		this.association.counters.t2Expirations++;
		this.attempts++;
		if (this.attempts > this.association.options().associationMaxRetransmissions()) {
			this.association.end(AssociationChange.COMM_LOST, 0, false,
					"the peer does not answer the shutdown after " + this.attempts + " attempts");
			return;
		}
		this.association.paths.forNewData().roundTrip().backOff();
		send(nowNanos);
	}

	/** Any packet of the peer gives it more time (§9.2). */
	void peerHeard() {
		if (this.association.state() == AssociationState.SHUTDOWN_SENT) {
			this.attempts = 0;
		}
	}

	long deadline() {
		return Math.min(this.t2Deadline, this.t5Deadline);
	}

	/** The peer has started anew. */
	void reset() {
		this.t2Deadline = Deadline.NONE;
		this.t5Deadline = Deadline.NONE;
		this.attempts = 0;
	}

}
