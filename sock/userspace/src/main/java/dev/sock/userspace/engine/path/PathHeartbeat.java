package dev.sock.userspace.engine.path;

import dev.sock.userspace.engine.timer.Deadline;

/**
 * Heartbeats of a path (RFC 9260 §8.3): when the next one is due, and which one is
 * unanswered.
 */
public final class PathHeartbeat {

	private long deadline = Deadline.NONE;

	private boolean pending;

	private long nonce;

	private long sentAt;

	private boolean repeated;

	private boolean used;

	PathHeartbeat() {
	}

	/**
	 * Returns when the heartbeat timer expires.
	 * @return the deadline, or {@link Deadline#NONE}
	 */
	public long deadline() {
		return this.deadline;
	}

	/**
	 * Sets when the heartbeat timer expires.
	 * @param deadline the deadline
	 */
	public void setDeadline(long deadline) {
		this.deadline = deadline;
	}

	/**
	 * A heartbeat leaves.
	 * @param nonce its nonce
	 * @param nowNanos the time
	 */
	public void sent(long nonce, long nowNanos) {
		this.pending = true;
		this.nonce = nonce;
		this.sentAt = nowNanos;
		this.repeated = false;
	}

	/**
	 * The heartbeat that is pending leaves once more.
	 */
	public void repeated() {
		this.repeated = true;
	}

	/**
	 * Returns whether the last heartbeat left more than once, so that its answer tells no
	 * round-trip time.
	 * @return whether it was repeated
	 */
	public boolean isRepeated() {
		return this.repeated;
	}

	/**
	 * Returns what the answer to the last heartbeat has to bear.
	 * @return the nonce
	 */
	public long nonce() {
		return this.nonce;
	}

	/**
	 * Returns whether a heartbeat is unanswered.
	 * @return whether one is
	 */
	public boolean isPending() {
		return this.pending;
	}

	/**
	 * Checks an answer and takes it.
	 * @param nonce the nonce of the answer
	 * @return whether it answers the heartbeat that is pending
	 */
	public boolean answered(long nonce) {
		if (!this.pending || nonce != this.nonce) {
			return false;
		}
		this.pending = false;
		return true;
	}

	/**
	 * Gives up the heartbeat that is pending.
	 */
	public void giveUp() {
		this.pending = false;
	}

	/**
	 * Ends heartbeats until another deadline is set.
	 */
	public void stop() {
		this.deadline = Deadline.NONE;
		this.pending = false;
	}

	/**
	 * Returns when the last heartbeat left.
	 * @return the time
	 */
	public long sentAt() {
		return this.sentAt;
	}

	void used() {
		this.used = true;
	}

	/**
	 * Returns whether the path was used since this was last asked, so that it needs no
	 * heartbeat.
	 * @return whether new DATA was sent to it
	 */
	public boolean takeUsed() {
		boolean result = this.used;
		this.used = false;
		return result;
	}

}
