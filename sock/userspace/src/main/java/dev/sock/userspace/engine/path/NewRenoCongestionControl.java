package dev.sock.userspace.engine.path;

/**
 * The congestion control of RFC 9260 §7.2.1 to §7.2.3.
 */
final class NewRenoCongestionControl implements CongestionControl {

	private static final int MAX_IDLE_PERIODS = 32;

	/** L of §7.2.1: full-sized chunks that one SACK may add in slow start. */
	private final int appropriateByteLimit;

	private int maxDataChunkSize;

	private long cwnd;

	private long ssthresh = Long.MAX_VALUE;

	private long partialBytesAcked;

	NewRenoCongestionControl(int maxDataChunkSize, boolean ipv4, int appropriateByteLimit) {
		this.maxDataChunkSize = maxDataChunkSize;
		this.appropriateByteLimit = appropriateByteLimit;
		this.cwnd = Math.min(4L * maxDataChunkSize, Math.max(2L * maxDataChunkSize, ipv4 ? 4404 : 4344));
	}

	@Override
	public long cwnd() {
		return this.cwnd;
	}

	@Override
	public long ssthresh() {
		return this.ssthresh;
	}

	@Override
	public void acknowledged(long ackedBytes, long flightBefore, boolean cumulativeAdvanced, boolean inFastRecovery,
			boolean nothingOutstanding) {
		boolean fullyUsed = flightBefore >= this.cwnd;
		if (this.cwnd <= this.ssthresh) {
			if (fullyUsed && cumulativeAdvanced && !inFastRecovery) {
				this.cwnd += Math.min(ackedBytes, (long) this.appropriateByteLimit * this.maxDataChunkSize);
			}
		}
		else {
			avoidCongestion(ackedBytes, fullyUsed, inFastRecovery);
		}
		if (nothingOutstanding) {
			this.partialBytesAcked = 0;
		}
	}

	private void avoidCongestion(long ackedBytes, boolean fullyUsed, boolean inFastRecovery) {
		this.partialBytesAcked += ackedBytes;
		if (this.partialBytesAcked < this.cwnd) {
			return;
		}
		if (!fullyUsed || inFastRecovery) {
			this.partialBytesAcked = this.cwnd;
			return;
		}
		this.partialBytesAcked -= this.cwnd;
		this.cwnd += this.maxDataChunkSize;
	}

	@Override
	public void lost() {
		this.ssthresh = halved();
		this.cwnd = this.ssthresh;
		this.partialBytesAcked = 0;
	}

	@Override
	public void timedOut() {
		this.ssthresh = halved();
		this.cwnd = this.maxDataChunkSize;
		this.partialBytesAcked = 0;
	}

	@Override
	public void idle(long periods) {
		if (periods <= 0 || this.cwnd <= 4L * this.maxDataChunkSize) {
			return;
		}
		this.ssthresh = this.cwnd;
		for (long i = Math.min(periods, MAX_IDLE_PERIODS); i > 0; i--) {
			this.cwnd = halved();
		}
	}

	private long halved() {
		return Math.max(this.cwnd / 2, 4L * this.maxDataChunkSize);
	}

	@Override
	public void maxDataChunkSizeChanged(int maxDataChunkSize) {
		this.maxDataChunkSize = maxDataChunkSize;
		this.cwnd = Math.max(this.cwnd, maxDataChunkSize);
	}

}
