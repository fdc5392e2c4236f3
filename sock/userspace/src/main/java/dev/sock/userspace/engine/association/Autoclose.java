package dev.sock.userspace.engine.association;

import dev.sock.AssociationState;
import dev.sock.userspace.engine.timer.Deadline;

/**
 * Shuts an association down that no message has used for a while (RFC 6458 §8.1.8).
 */
final class Autoclose {

	private final Association association;

	private long lastUse;

	private long deadline = Deadline.NONE;

	Autoclose(Association association) {
		this.association = association;
	}

	private long patience() {
		return this.association.options().autoclose().toNanos();
	}

	/** The association is up, or the option has changed. */
	void start(long nowNanos) {
		this.lastUse = nowNanos;
		this.deadline = (patience() > 0) ? nowNanos + patience() : Deadline.NONE;
	}

	/** A message is sent, or data came. */
	void used(long nowNanos) {
		this.lastUse = nowNanos;
	}

	void advanceTo(long nowNanos) {
		if (!Deadline.isDue(this.deadline, nowNanos)) {
			return;
		}
		this.deadline = Deadline.NONE;
		if (this.association.state() != AssociationState.ESTABLISHED) {
			return;
		}
		if (!this.association.outbound.outstanding.isEmpty() || !this.association.outbound.queue.isEmpty()) {
			this.lastUse = nowNanos; // what is under way is not idle
		}
		if (nowNanos - this.lastUse >= patience()) {
			this.association.commands().shutdown(nowNanos);
		}
		else {
			this.deadline = this.lastUse + patience();
		}
	}

	long deadline() {
		return this.deadline;
	}

}
