package dev.sock.benchmarks;

import dev.sock.programs.Json;

import org.jspecify.annotations.Nullable;

/**
 * Checks and counts received messages, and measures from the first message after the
 * warm-up to the last. For one thread at a time.
 */
final class Tally {

	private final long warmupNanos;

	private final int streams;

	private final boolean ordered;

	private final int clockEvery;

	private final long[] expected;

	private long messages;

	private long bytes;

	private long corrupt;

	private long disordered;

	private long startMessages;

	private long startBytes;

	private long windowMessages;

	private long windowBytes;

	private long longestGap;

	private long firstNanos;

	private long startNanos;

	private long lastNanos;

	private @Nullable AllocationMeter allocation;

	/**
	 * Creates a tally.
	 * @param warmupNanos what is not measured at first
	 * @param streams number of streams, in turn
	 * @param ordered whether messages of a stream must come in order
	 * @param clockEvery after how many messages the clock is read again
	 */
	Tally(long warmupNanos, int streams, boolean ordered, int clockEvery) {
		this.warmupNanos = warmupNanos;
		this.streams = streams;
		this.ordered = ordered;
		this.clockEvery = clockEvery;
		this.expected = new long[streams];
		for (int i = 0; i < streams; i++) {
			this.expected[i] = i;
		}
	}

	void add(int stream, byte[] payload) {
		check(stream, payload);
		this.messages++;
		this.bytes += payload.length;
		if ((this.messages - 1) % this.clockEvery == 0) {
			tick(System.nanoTime());
		}
	}

	private void tick(long now) {
		if (this.messages == 1) {
			this.firstNanos = now;
		}
		else {
			this.longestGap = Math.max(this.longestGap, now - this.lastNanos);
		}
		this.lastNanos = now;
		if (this.allocation != null) {
			this.windowMessages = this.messages - this.startMessages;
			this.windowBytes = this.bytes - this.startBytes;
		}
		else if (now - this.firstNanos >= this.warmupNanos) {
			this.startNanos = now;
			this.startMessages = this.messages;
			this.startBytes = this.bytes;
			this.allocation = new AllocationMeter();
		}
	}

	private void check(int stream, byte[] payload) {
		long n = Pattern.check(payload);
		if (n < 0) {
			this.corrupt++;
			return;
		}
		if (!this.ordered) {
			return;
		}
		if (stream >= this.streams) {
			this.disordered++;
			return;
		}
		if (n != this.expected[stream]) {
			this.disordered++;
		}
		this.expected[stream] = n + this.streams;
	}

	long messages() {
		return this.messages;
	}

	void print(String stack, String role) {
		double seconds = (this.allocation != null) ? (this.lastNanos - this.startNanos) / 1e9 : 0;
		Json json = new Json().put("stack", stack)
			.put("role", role)
			.put("messages", this.messages)
			.put("bytes", this.bytes)
			.put("corrupt", this.corrupt)
			.put("disordered", this.disordered)
			.put("seconds", seconds)
			.put("windowMessages", this.windowMessages)
			.put("messagesPerSecond", (seconds > 0) ? Math.round(this.windowMessages / seconds) : 0)
			.put("megabytesPerSecond", (seconds > 0) ? this.windowBytes / seconds / 1e6 : 0.0)
			.put("longestGapMillis", this.longestGap / 1e6);
		if (this.allocation != null) {
			this.allocation.report(json, this.windowMessages, this.windowBytes);
		}
		json.print();
	}

}
