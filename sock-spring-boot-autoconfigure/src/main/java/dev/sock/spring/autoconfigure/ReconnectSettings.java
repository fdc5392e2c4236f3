package dev.sock.spring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How an association is opened again after it was lost or could not be opened.
 */
public class ReconnectSettings {

	/**
	 * Whether to try again. Without it there is one attempt at start.
	 */
	private @Nullable Boolean enabled;

	/**
	 * Wait before the first new attempt.
	 */
	private @Nullable Duration initialDelay;

	/**
	 * Longest wait between two attempts.
	 */
	private @Nullable Duration maxDelay;

	/**
	 * Factor by which the wait grows from attempt to attempt, 1 or more.
	 */
	private @Nullable Double multiplier;

	/**
	 * Share of each wait that is random, 0 to 1, so that many clients do not come back at
	 * the same moment.
	 */
	private @Nullable Double jitter;

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable Duration getInitialDelay() {
		return this.initialDelay;
	}

	public void setInitialDelay(@Nullable Duration initialDelay) {
		this.initialDelay = initialDelay;
	}

	public @Nullable Duration getMaxDelay() {
		return this.maxDelay;
	}

	public void setMaxDelay(@Nullable Duration maxDelay) {
		this.maxDelay = maxDelay;
	}

	public @Nullable Double getMultiplier() {
		return this.multiplier;
	}

	public void setMultiplier(@Nullable Double multiplier) {
		this.multiplier = multiplier;
	}

	public @Nullable Double getJitter() {
		return this.jitter;
	}

	public void setJitter(@Nullable Double jitter) {
		this.jitter = jitter;
	}

}
