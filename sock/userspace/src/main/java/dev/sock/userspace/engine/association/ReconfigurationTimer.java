package dev.sock.userspace.engine.association;

import java.util.List;

import dev.sock.userspace.engine.packet.ReConfigChunk;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.timer.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The Re-configuration Timer (RFC 6525 §5.1.1): sends a request again, unchanged, until
 * it is answered.
 */
final class ReconfigurationTimer {

	private final Association association;

	private @Nullable Transmission transmission;

	private long deadline = Deadline.NONE;

	private long interval;

	private boolean inProgress;

	ReconfigurationTimer(Association association) {
		this.association = association;
	}

	/**
	 * Sends a request to the path that works best; it waits for one that is confirmed.
	 * @param first the chunk, which may answer the peer, too
	 * @param again the chunk without such answers
	 * @param nowNanos the time
	 */
	void start(ReConfigChunk first, ReConfigChunk again, long nowNanos) {
		Path path = this.association.paths.forNewData();
		this.transmission = new Transmission(again, path);
		this.interval = path.roundTrip().rto();
		this.inProgress = false;
		this.deadline = path.isConfirmed() ? nowNanos + this.interval : Deadline.NONE;
		this.association.sendControl(first, path);
	}

	/** The peer is at it (§5.2.7 H2): it is asked again later, which is no error. */
	void inProgress(long nowNanos) {
		this.inProgress = true;
		if (this.deadline != Deadline.NONE) {
			this.deadline = nowNanos + this.interval;
		}
	}

	/** Sends the request once more, since the peer repeats what it answers. */
	void repeat() {
		Transmission current = this.transmission;
		if (current != null) {
			this.association.sendControl(List.of(current.chunk()), current.path(), this.association.peerTag());
		}
	}

	/** A path is no more: what was sent there goes elsewhere, and has its time there. */
	void pathRemoved(Path removed, long nowNanos) {
		Transmission current = this.transmission;
		if (current != null && current.path() == removed) {
			start(current.chunk(), current.chunk(), nowNanos);
		}
	}

	/** A path can be used from now on, perhaps the only one. */
	void pathConfirmed(long nowNanos) {
		Transmission current = this.transmission;
		if (current != null && this.deadline == Deadline.NONE) {
			start(current.chunk(), current.chunk(), nowNanos);
		}
	}

	void stop() {
		this.transmission = null;
		this.deadline = Deadline.NONE;
	}

	void advanceTo(long nowNanos) {
		Transmission current = this.transmission;
		if (current == null || !Deadline.isDue(this.deadline, nowNanos)) {
			return;
		}
		Path path = current.path();
		if (!this.inProgress) {
			path.roundTrip().backOff();
			this.association.supervisor.failed(path, true);
			if (this.association.isEnded()) {
				return;
			}
			path = this.association.paths.afterTimeout(path);
		}
		this.inProgress = false;
		this.interval = Math.min(2 * this.interval, this.association.options().rto().max().toNanos());
		this.deadline = nowNanos + this.interval;
		this.transmission = new Transmission(current.chunk(), path);
		this.association.sendControl(current.chunk(), path);
	}

	long deadline() {
		return this.deadline;
	}

	/**
	 * What was sent, and where to.
	 *
	 * @param chunk the chunk
	 * @param path where it went last
	 */
	private record Transmission(ReConfigChunk chunk, Path path) {
	}

}
