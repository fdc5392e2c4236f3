package dev.sock.spring.endpoint;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When an association is opened again.
 *
 * @param enabled whether it is
 * @param initialDelay wait before the first new attempt
 * @param maxDelay longest wait
 * @param multiplier factor by which the wait grows
 * @param jitter share of each wait that is random, 0 to 1
 */
public record ReconnectPolicy(boolean enabled, Duration initialDelay, Duration maxDelay, double multiplier,
		double jitter) {

	/** From half a second, doubling, to half a minute; a fifth of each wait is random. */
	public static final ReconnectPolicy DEFAULT = new ReconnectPolicy(true, Duration.ofMillis(500),
			Duration.ofSeconds(30), 2, 0.2);

	/**
	 * Returns the wait before an attempt.
	 * @param failures attempts in a row that have failed, 1 or more
	 * @param random where the random share comes from
	 * @return the wait
	 */
	Duration delay(int failures, RandomGenerator random) {
		double millis = Math.min((double) this.maxDelay.toMillis(),
				(double) this.initialDelay.toMillis() * Math.pow(this.multiplier, failures - 1));
		return Duration.ofMillis(Math.round(millis * (1 - this.jitter * random.nextDouble())));
	}

}
