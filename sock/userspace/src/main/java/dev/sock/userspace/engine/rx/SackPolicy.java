package dev.sock.userspace.engine.rx;

import dev.sock.userspace.engine.timer.Deadline;

/**
 * When to acknowledge (RFC 9260 §6.2): at once for the first packet with DATA, for every
 * second one (or as many as the options say) and whenever something is out of the
 * ordinary, otherwise after a delay.
 */
public final class SackPolicy {

	private static final int PACKETS_PER_BATCHED_SACK = 4;

	private int packetsPerSack;

	private int unacknowledgedPackets;

	private boolean immediate;

	private boolean anyData;

	private long deadline = Deadline.NONE;

	/**
	 * Creates the policy.
	 * @param packetsPerSack packets after which a SACK does not wait
	 */
	public SackPolicy(int packetsPerSack) {
		this.packetsPerSack = packetsPerSack;
	}

	/**
	 * Sets after how many packets a SACK does not wait.
	 * @param packetsPerSack the number
	 */
	public void setFrequency(int packetsPerSack) {
		this.packetsPerSack = packetsPerSack;
	}

	/**
	 * A packet with DATA was handled.
	 * @param delayNanos longest delay of its acknowledgement
	 * @param nowNanos the time
	 */
	public void packetWithData(long delayNanos, long nowNanos) {
		this.unacknowledgedPackets++;
		boolean first = !this.anyData; // §5.1
		this.anyData = true;
		if (first || this.unacknowledgedPackets >= this.packetsPerSack || delayNanos == 0) {
			this.immediate = true;
		}
		else if (this.deadline == Deadline.NONE && !this.immediate) {
			this.deadline = nowNanos + delayNanos;
		}
	}

	/**
	 * Something calls for an acknowledgement at once: a gap, a duplicate, the I bit, a
	 * window that reopened.
	 */
	public void acknowledgeNow() {
		this.immediate = true;
	}

	/**
	 * Returns whether a SACK should not wait for the end of a batch, so that a flight is
	 * acknowledged by several SACKs and the loss of one does not cost a time-out.
	 * @return whether many packets wait for one
	 */
	public boolean isOverdue() {
		return this.unacknowledgedPackets >= Math.max(PACKETS_PER_BATCHED_SACK, 2 * this.packetsPerSack);
	}

	/**
	 * Lets the delay run out.
	 * @param nowNanos the time
	 */
	public void advanceTo(long nowNanos) {
		if (Deadline.isDue(this.deadline, nowNanos)) {
			this.immediate = true;
			this.deadline = Deadline.NONE;
		}
	}

	/**
	 * Returns whether an acknowledgement is due.
	 * @return whether it is due now
	 */
	public boolean isDue() {
		return this.immediate;
	}

	/**
	 * Returns whether there is something to acknowledge, so that a SACK can travel with
	 * DATA.
	 * @return whether there is
	 */
	public boolean isPending() {
		return this.immediate || this.unacknowledgedPackets > 0;
	}

	/**
	 * A SACK was written.
	 */
	public void acknowledged() {
		this.immediate = false;
		this.unacknowledgedPackets = 0;
		this.deadline = Deadline.NONE;
	}

	/**
	 * Begins anew, after a restart of the peer.
	 */
	public void reset() {
		acknowledged();
		this.anyData = false;
	}

	/**
	 * Returns when the delay ends.
	 * @return the deadline, or {@link Deadline#NONE}
	 */
	public long deadline() {
		return this.deadline;
	}

}
