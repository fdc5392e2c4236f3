package dev.sock;

import java.time.Duration;

/**
 * Range checks of option values; each failure names the option, the value and the range.
 */
final class OptionChecks {

	private OptionChecks() {
	}

	static void between(String option, long value, long min, long max) {
		if (value < min || value > max) {
			throw new SctpOptionException(option, String.valueOf(value),
					"is not in the range " + min + " to " + max + "; set a value in this range");
		}
	}

	static void between(String option, Duration value, Duration min, Duration max) {
		if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
			throw new SctpOptionException(option, text(value),
					"is not in the range " + text(min) + " to " + text(max) + "; set a value in this range");
		}
	}

	static String text(Duration value) {
		if (value.isZero()) {
			return "0s";
		}
		long millis = value.toMillis();
		return (millis % 1000 == 0) ? (millis / 1000) + "s" : millis + "ms";
	}

}
