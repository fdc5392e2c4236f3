package dev.sock;

import java.time.Duration;

/**
 * Bounds of the retransmission time-out (RFC 9260 §6.3.1 and §16; RFC 6458 §8.1.1).
 *
 * @param initial time-out until a round trip was measured
 * @param min least time-out
 * @param max greatest time-out
 */
public record RtoOptions(Duration initial, Duration min, Duration max) {

	/** The values that RFC 9260 §16 recommends: 1 s, 1 s, 60 s. */
	public static final RtoOptions DEFAULT = new RtoOptions(Duration.ofSeconds(1), Duration.ofSeconds(1),
			Duration.ofSeconds(60));

	/**
	 * Checks the bounds.
	 * @throws SctpOptionException if one is not between 1 ms and 1 h, or they contradict
	 * each other
	 */
	public RtoOptions {
		OptionChecks.between("rto.initial", initial, Duration.ofMillis(1), Duration.ofHours(1));
		OptionChecks.between("rto.min", min, Duration.ofMillis(1), Duration.ofHours(1));
		OptionChecks.between("rto.max", max, Duration.ofMillis(1), Duration.ofHours(1));
		if (min.compareTo(max) > 0) {
			throw new SctpOptionException("rto.min", OptionChecks.text(min),
					"is above rto.max (" + OptionChecks.text(max) + "); lower rto.min or raise rto.max");
		}
		if (initial.compareTo(min) < 0 || initial.compareTo(max) > 0) {
			throw new SctpOptionException("rto.initial", OptionChecks.text(initial), "is not between rto.min ("
					+ OptionChecks.text(min) + ") and rto.max (" + OptionChecks.text(max) + "); put it between them");
		}
	}

}
