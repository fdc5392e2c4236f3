package dev.sock.userspace.engine.path;

/**
 * Finds out whether large packets vanish on a path while small ones get through (a black
 * hole, RFC 8201 §4), without help by ICMP, which cannot be verified over UDP (RFC 6951
 * §5.5): DATA times out again and again, but a heartbeat is answered.
 */
final class PathMtuSearch {

	/** Steps down (RFC 8201 §4, RFC 1191 §7). */
	private static final int[] SMALLER = { 1280, 576 };

	private static final int LEAST_IPV6 = 1280;

	private static final int SUSPICIOUS_TIMEOUTS = 2;

	/** RFC 8201 §4: not sooner than ten minutes later is a larger size tried again. */
	private static final long RETRY_NANOS = 600_000_000_000L;

	private int initial;

	private final int least;

	private int mtu;

	private int timeouts;

	private boolean smallPacketPassed;

	private long shrunkAt;

	private boolean shrinking;

	PathMtuSearch(int initial, boolean ipv4) {
		this.initial = initial;
		this.mtu = initial;
		this.least = ipv4 ? SMALLER[SMALLER.length - 1] : LEAST_IPV6;
	}

	/** Begins anew with another size. */
	void startAt(int size) {
		this.initial = size;
		this.mtu = size;
		this.timeouts = 0;
		this.smallPacketPassed = false;
		this.shrinking = false;
	}

	int mtu() {
		return this.mtu;
	}

	/** DATA was acknowledged. */
	void dataPassed() {
		this.timeouts = 0;
		this.smallPacketPassed = false;
	}

	/** DATA timed out. Returns whether the size was made smaller. */
	boolean timedOut() {
		this.timeouts++;
		if (this.timeouts < SUSPICIOUS_TIMEOUTS || !this.smallPacketPassed) {
			return false;
		}
		for (int smaller : SMALLER) {
			if (smaller < this.mtu && smaller >= this.least) {
				this.mtu = smaller;
				this.timeouts = 0;
				this.smallPacketPassed = false;
				this.shrinking = true;
				return true;
			}
		}
		return false;
	}

	boolean isSuspicious() {
		return this.timeouts >= SUSPICIOUS_TIMEOUTS && !this.smallPacketPassed;
	}

	/** A small packet was answered. Returns whether the first size is tried again. */
	boolean smallPacketPassed(long nowNanos) {
		if (this.timeouts > 0) {
			this.smallPacketPassed = true;
			return false;
		}
		if (this.shrinking) {
			this.shrinking = false;
			this.shrunkAt = nowNanos;
		}
		if (this.mtu < this.initial && nowNanos - this.shrunkAt >= RETRY_NANOS) {
			this.mtu = this.initial;
			return true;
		}
		return false;
	}

}
