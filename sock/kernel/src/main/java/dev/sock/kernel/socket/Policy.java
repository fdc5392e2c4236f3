package dev.sock.kernel.socket;

import java.util.concurrent.TimeUnit;

import dev.sock.Reliability;
import dev.sock.Reliability.LimitedRetransmissions;
import dev.sock.spi.Expendable;

/**
 * How reliably the kernel is to send a message ({@code sctp_prinfo}, RFC 6458 §5.3.7, RFC
 * 7496 §4). Of priorities it is told nothing: it would give up messages without a word,
 * for each one that finds its buffer full.
 *
 * @param policy the policy, or 0
 * @param value what it means
 */
public record Policy(int policy, int value) {

	/** Fully reliable, as far as the kernel is concerned. */
	public static final Policy NONE = new Policy(0, 0);

	static final int TIMED = 0x10;

	static final int LIMITED = 0x20;

	/**
	 * Returns that of a message.
	 * @param expendable what is kept with it
	 * @param nowNanos the time
	 * @return the policy, with what is left of a lifetime
	 */
	public static Policy of(Expendable expendable, long nowNanos) {
		Reliability reliability = expendable.reliability();
		if (reliability instanceof Reliability.Timed) {
			long millis = TimeUnit.NANOSECONDS.toMillis(expendable.expiresAt() - nowNanos);
			return new Policy(TIMED, (int) Math.min(0xffffffffL, Math.max(1, millis)));
		}
		return (reliability instanceof LimitedRetransmissions limited)
				? new Policy(LIMITED, (int) limited.maxRetransmissions()) : NONE;
	}

}
