package dev.sock.userspace.engine.timer;

/**
 * A deadline is a point of the caller's clock in nanoseconds.
 */
public final class Deadline {

	/** No deadline: the timer does not run. */
	public static final long NONE = Long.MAX_VALUE;

	private Deadline() {
	}

	/**
	 * Returns whether a deadline has come.
	 * @param deadline the deadline
	 * @param nowNanos the time
	 * @return {@code false} if it is still ahead, or there is none
	 */
	public static boolean isDue(long deadline, long nowNanos) {
		return deadline != NONE && deadline <= nowNanos;
	}

}
