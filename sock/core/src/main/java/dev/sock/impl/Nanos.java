package dev.sock.impl;

import java.time.Duration;

/**
 * Durations as nanoseconds, the longest ones cut off.
 */
final class Nanos {

	static final long FOREVER = Long.MAX_VALUE;

	private static final Duration LONGEST = Duration.ofNanos(FOREVER);

	private Nanos() {
	}

	static long of(Duration duration) {
		if (duration.isNegative()) {
			return 0;
		}
		return (duration.compareTo(LONGEST) >= 0) ? FOREVER : duration.toNanos();
	}

}
