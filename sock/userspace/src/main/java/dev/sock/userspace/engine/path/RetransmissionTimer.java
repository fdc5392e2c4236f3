package dev.sock.userspace.engine.path;

import dev.sock.userspace.engine.timer.Deadline;

/**
 * T3-rtx of a path (RFC 9260 §6.3.2), which probes of a closed window use, too (§6.1 A).
 */
public final class RetransmissionTimer {

	private static final int MAX_PROBE_BACK_OFF = 16;

	private final RoundTripEstimator roundTrip;

	private long maxNanos;

	private long deadline = Deadline.NONE;

	private int probeBackOff;

	RetransmissionTimer(RoundTripEstimator roundTrip, long maxNanos) {
		this.roundTrip = roundTrip;
		this.maxNanos = maxNanos;
	}

	void setMax(long nanos) {
		this.maxNanos = nanos;
	}

	/**
	 * Returns the deadline.
	 * @return the deadline, or {@link Deadline#NONE}
	 */
	public long deadline() {
		return this.deadline;
	}

	/**
	 * Returns whether it runs.
	 * @return whether it runs
	 */
	public boolean isRunning() {
		return this.deadline != Deadline.NONE;
	}

	/**
	 * Starts it anew.
	 * @param nowNanos the time
	 */
	public void start(long nowNanos) {
		this.deadline = nowNanos + Math.min(this.roundTrip.rto() << this.probeBackOff, this.maxNanos);
	}

	/**
	 * Stops it.
	 */
	public void stop() {
		this.deadline = Deadline.NONE;
	}

	/**
	 * A first window probe leaves, after one time-out; the next one waits twice as long.
	 * @param nowNanos the time
	 */
	public void probeSent(long nowNanos) {
		this.probeBackOff = Math.max(1, this.probeBackOff);
		start(nowNanos);
	}

	/** It expired for a probe that the peer answered. */
	void probeTimedOut() {
		this.probeBackOff = Math.min(this.probeBackOff + 1, MAX_PROBE_BACK_OFF);
	}

	/** Data was acknowledged, so the window is open. */
	void dataAcknowledged() {
		this.probeBackOff = 0;
	}

}
