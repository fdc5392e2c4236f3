package dev.sock.programs;

import java.util.Arrays;

/**
 * Bytes to fill messages with: each is one more than the one before it, from a number on
 * that the message gives. One table holds every rotation, so that filling is a copy and
 * checking a comparison of arrays.
 */
public final class Filler {

	/** The longest message. */
	public static final int MAX_SIZE = 1 << 20;

	private static final byte[] TABLE = new byte[MAX_SIZE + 256];

	static {
		for (int i = 0; i < TABLE.length; i++) {
			TABLE[i] = (byte) i;
		}
	}

	private Filler() {
	}

	/**
	 * Fills a message to its end.
	 * @param message the message
	 * @param from first byte to fill
	 * @param first what that byte is, its lowest 8 bits
	 */
	public static void fill(byte[] message, int from, long first) {
		System.arraycopy(TABLE, (int) first & 0xff, message, from, message.length - from);
	}

	/**
	 * Tells whether a message is filled.
	 * @param message the message
	 * @param from first byte to look at
	 * @param first what that byte has to be, its lowest 8 bits
	 * @return whether it is, to its end
	 */
	public static boolean isFilled(byte[] message, int from, long first) {
		int start = (int) first & 0xff;
		return message.length <= MAX_SIZE
				&& Arrays.equals(message, from, message.length, TABLE, start, start + message.length - from);
	}

}
