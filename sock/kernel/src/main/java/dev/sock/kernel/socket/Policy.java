package dev.sock.kernel.socket;

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
	 * Returns that of a message with a lifetime.
	 * @param millis what is left of it
	 * @return the policy
	 */
	public static Policy timed(long millis) {
		return new Policy(TIMED, (int) Math.min(0xffffffffL, Math.max(1, millis)));
	}

	/**
	 * Returns that of a message that may be sent again so many times.
	 * @param maxRetransmissions how often
	 * @return the policy
	 */
	public static Policy limited(long maxRetransmissions) {
		return new Policy(LIMITED, (int) maxRetransmissions);
	}

}
