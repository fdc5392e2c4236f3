package dev.sock.impl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import dev.sock.SctpAddress;

/**
 * Tells of refused peers: each address at most once a minute and no more than a number of
 * lines a minute, so that peers cannot fill the log.
 */
final class RefusalLog {

	private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

	private static final int MAX_LINES = 20;

	private final LongSupplier nanoTime;

	/** Addresses told of in this period. */
	private final Map<SctpAddress, Boolean> told = new LinkedHashMap<>();

	private long periodStart;

	private long left;

	RefusalLog(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.periodStart = nanoTime.getAsLong();
	}

	/**
	 * Counts a refusal.
	 * @return how many were left out since the last line; -1 if this one is, too
	 */
	synchronized long next(SctpAddress peer) {
		long now = this.nanoTime.getAsLong();
		if (now - this.periodStart >= PERIOD_NANOS) {
			this.periodStart = now;
			this.told.clear();
		}
		if (this.told.size() >= MAX_LINES || this.told.putIfAbsent(peer, true) != null) {
			this.left++;
			return -1;
		}
		long result = this.left;
		this.left = 0;
		return result;
	}

}
