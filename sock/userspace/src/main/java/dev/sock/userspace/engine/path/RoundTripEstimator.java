package dev.sock.userspace.engine.path;

import dev.sock.RtoOptions;

/**
 * Round-trip time and retransmission time-out of a path (RFC 9260 §6.3.1), in
 * nanoseconds.
 */
public final class RoundTripEstimator {

	/** G, the granularity of the clock. */
	private static final long GRANULARITY_NANOS = 1_000_000;

	private long minNanos;

	private long maxNanos;

	private long srtt;

	private long rttVar;

	private long rto;

	private boolean measured;

	RoundTripEstimator(RtoOptions options) {
		this.minNanos = options.min().toNanos();
		this.maxNanos = options.max().toNanos();
		this.rto = options.initial().toNanos();
	}

	void setBounds(RtoOptions options) {
		this.minNanos = options.min().toNanos();
		this.maxNanos = options.max().toNanos();
		this.rto = this.measured ? clamp(this.rto) : options.initial().toNanos();
	}

	/**
	 * Takes a measurement.
	 * @param roundTripNanos time from a packet to its answer
	 */
	public void measure(long roundTripNanos) {
		long sample = Math.max(0, roundTripNanos);
		if (!this.measured) {
			this.measured = true;
			this.srtt = sample;
			this.rttVar = sample / 2;
		}
		else {
			// §6.3.1 C3, with alpha 1/8 and beta 1/4; RTTVAR first, by the old SRTT
			this.rttVar = (3 * this.rttVar + Math.abs(this.srtt - sample)) / 4;
			this.srtt = (7 * this.srtt + sample) / 8;
		}
		this.rttVar = Math.max(this.rttVar, (this.rttVar == 0) ? GRANULARITY_NANOS : 0);
		this.rto = clamp(this.srtt + 4 * this.rttVar);
	}

	/**
	 * Doubles the time-out after it has expired (§6.3.3 E2).
	 */
	public void backOff() {
		this.rto = clamp(2 * this.rto);
	}

	private long clamp(long nanos) {
		return Math.min(this.maxNanos, Math.max(this.minNanos, nanos));
	}

	/**
	 * Returns the retransmission time-out.
	 * @return nanoseconds
	 */
	public long rto() {
		return this.rto;
	}

	/**
	 * Returns the smoothed round-trip time.
	 * @return nanoseconds, 0 before the first measurement
	 */
	public long srtt() {
		return this.srtt;
	}

	/**
	 * Returns the round-trip time variation.
	 * @return nanoseconds, 0 before the first measurement
	 */
	public long rttVar() {
		return this.rttVar;
	}

	/**
	 * Returns whether there was a measurement.
	 * @return whether {@link #srtt()} has a meaning
	 */
	public boolean isMeasured() {
		return this.measured;
	}

}
