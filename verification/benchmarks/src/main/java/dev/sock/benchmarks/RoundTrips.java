package dev.sock.benchmarks;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import dev.sock.programs.Arguments;
import dev.sock.programs.Json;

/**
 * Round trips, one at a time, after a warm-up. For one thread at a time.
 */
final class RoundTrips {

	private final long warmupNanos;

	private final long endNanos;

	private final int size;

	private final long[] trips = new long[1 << 22];

	private int count;

	private long n;

	private long corrupt;

	private long startNanos;

	private long sentNanos;

	RoundTrips(int warmupSeconds, int seconds, int size) {
		this.warmupNanos = TimeUnit.SECONDS.toNanos(warmupSeconds);
		this.endNanos = this.warmupNanos + TimeUnit.SECONDS.toNanos(seconds);
		this.size = size;
	}

	static RoundTrips of(Arguments arguments) {
		return new RoundTrips(arguments.integer("warmup", 2, 0, 3600), arguments.integer("seconds", 5, 1, 3600),
				arguments.integer("size", 64, Pattern.MIN_SIZE, Pattern.MAX_SIZE));
	}

	int size() {
		return this.size;
	}

	byte[] next() {
		byte[] message = Pattern.message(this.n, this.size);
		this.sentNanos = System.nanoTime();
		if (this.n == 0) {
			this.startNanos = this.sentNanos;
		}
		return message;
	}

	/**
	 * Takes an answer.
	 * @param message the answer
	 * @return whether to go on
	 */
	boolean answered(byte[] message) {
		long now = System.nanoTime();
		if (message.length != this.size || Pattern.check(message) != this.n) {
			this.corrupt++;
		}
		this.n++;
		long elapsed = this.sentNanos - this.startNanos;
		if (elapsed >= this.warmupNanos) {
			this.trips[this.count++] = now - this.sentNanos;
		}
		return elapsed < this.endNanos && this.count < this.trips.length;
	}

	void print(String stack, String mode) {
		Arrays.sort(this.trips, 0, this.count);
		new Json().put("stack", stack)
			.put("role", "ping")
			.put("mode", mode)
			.put("messages", this.count)
			.put("size", this.size)
			.put("corrupt", this.corrupt)
			.put("p50Micros", micros(this.count / 2))
			.put("p99Micros", micros((int) (this.count * 99L / 100)))
			.put("maxMicros", micros(this.count - 1))
			.print();
	}

	private double micros(int index) {
		if (this.count == 0) {
			throw new IllegalStateException("No round trip was measured");
		}
		return this.trips[index] / 1e3;
	}

}
