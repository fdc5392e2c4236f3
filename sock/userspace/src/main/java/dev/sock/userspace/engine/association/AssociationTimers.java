package dev.sock.userspace.engine.association;

import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.timer.Deadline;

/**
 * All timers of an association: which comes first, and what happens when one is due.
 */
final class AssociationTimers {

	private final Association association;

	AssociationTimers(Association association) {
		this.association = association;
	}

	void advanceTo(long nowNanos) {
		Association a = this.association;
		if (a.isEnded()) {
			return;
		}
		a.handshake.advanceTo(nowNanos);
		a.shutdown.advanceTo(nowNanos);
		a.sackPolicy.advanceTo(nowNanos);
		a.autoclose.advanceTo(nowNanos);
		a.reconfigurer.advanceTo(nowNanos);
		if (!a.isEnded()) {
			a.addresses.requests.advanceTo(nowNanos);
		}
		if (!a.isEnded()) {
			a.outbound.expire(nowNanos);
		}
		if (!a.isEnded()) {
			// before T3, since a heartbeat does not count where data is out
			a.supervisor.advanceTo(nowNanos);
		}
		for (int i = 0; i < a.paths.size() && !a.isEnded(); i++) {
			if (Deadline.isDue(a.paths.get(i).t3().deadline(), nowNanos)) {
				a.supervisor.t3Expired(a.paths.get(i), nowNanos);
			}
		}
		if (Deadline.isDue(a.outbound.sender.probeDeadline(), nowNanos)) {
			a.outbound.sender.probe();
		}
		if (!a.isEnded()) {
			a.context.changed(a);
		}
	}

	long nextDeadline() {
		Association a = this.association;
		if (a.isEnded()) {
			return Deadline.NONE;
		}
		long next = Math.min(a.handshake.deadline(), a.shutdown.deadline());
		next = Math.min(next, Math.min(a.autoclose.deadline(), a.reconfigurer.deadline()));
		next = Math.min(next, a.addresses.requests.deadline());
		next = Math.min(next, Math.min(a.sackPolicy.deadline(), a.outbound.sender.probeDeadline()));
		next = Math.min(next, a.outbound.abandonment.deadline());
		for (int i = 0; i < a.paths.size(); i++) {
			Path path = a.paths.get(i);
			next = Math.min(next, Math.min(path.t3().deadline(), path.heartbeat().deadline()));
		}
		return next;
	}

}
