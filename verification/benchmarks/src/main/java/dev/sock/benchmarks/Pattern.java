package dev.sock.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What the messages contain, the same as in the peers in C: message n starts with n as 8
 * bytes, big-endian; byte i after that is (31 n + i) mod 256. One table holds every
 * rotation, so that filling is a copy and checking a comparison of arrays.
 */
final class Pattern {

	static final int MIN_SIZE = 8;

	static final int MAX_SIZE = 1 << 20;

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private static final byte[] TABLE = new byte[MAX_SIZE + 256];

	static {
		for (int i = 0; i < TABLE.length; i++) {
			TABLE[i] = (byte) i;
		}
	}

	private Pattern() {
	}

	static byte[] message(long n, int size) {
		byte[] message = new byte[size];
		fill(message, n);
		return message;
	}

	/**
	 * Makes message n of what is there.
	 * @param message gets the content, as long as it is
	 * @param n the number
	 */
	static void fill(byte[] message, long n) {
		LONG.set(message, 0, n);
		System.arraycopy(TABLE, rotation(n), message, MIN_SIZE, message.length - MIN_SIZE);
	}

	/**
	 * Reads the number that a message starts with.
	 * @param message the message
	 * @return the number, or -1 if any byte is not what it has to be
	 */
	static long check(byte[] message) {
		if (message.length < MIN_SIZE || message.length > MAX_SIZE) {
			return -1;
		}
		long n = (long) LONG.get(message, 0);
		int from = rotation(n);
		int length = message.length - MIN_SIZE;
		return Arrays.equals(message, MIN_SIZE, message.length, TABLE, from, from + length) ? n : -1;
	}

	private static int rotation(long n) {
		return (int) (n * 31 + MIN_SIZE) & 0xff;
	}

}
