package dev.sock.userspace.engine.packet;

/**
 * Serial number arithmetic (RFC 1982, RFC 9260 §1.6): TSNs and stream sequence numbers
 * wrap, so they compare by the sign of their difference.
 */
public final class SerialNumber {

	private SerialNumber() {
	}

	/**
	 * Returns whether a TSN comes before another.
	 * @param tsn a TSN
	 * @param other another
	 * @return whether it is earlier
	 */
	public static boolean isBefore(int tsn, int other) {
		return tsn - other < 0;
	}

	/**
	 * Returns whether a TSN comes after another.
	 * @param tsn a TSN
	 * @param other another
	 * @return whether it is later
	 */
	public static boolean isAfter(int tsn, int other) {
		return tsn - other > 0;
	}

	/**
	 * Returns whether a stream sequence number comes before another.
	 * @param ssn a stream sequence number, 0 to 65535
	 * @param other another
	 * @return whether it is earlier
	 */
	public static boolean isSsnBefore(int ssn, int other) {
		return (short) (ssn - other) < 0;
	}

}
