package dev.sock.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import dev.sock.programs.Filler;

/**
 * What the messages contain, the same as in the peers in C: message n starts with n as 8
 * bytes, big-endian; byte i after that is (31 n + i) mod 256.
 */
final class Pattern {

	static final int MIN_SIZE = 8;

	static final int MAX_SIZE = Filler.MAX_SIZE;

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

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
		Filler.fill(message, MIN_SIZE, start(n));
	}

	/**
	 * Reads the number that a message starts with.
	 * @param message the message
	 * @return the number, or -1 if any byte is not what it has to be
	 */
	static long check(byte[] message) {
		if (message.length < MIN_SIZE) {
			return -1;
		}
		long n = (long) LONG.get(message, 0);
		return Filler.isFilled(message, MIN_SIZE, start(n)) ? n : -1;
	}

	private static long start(long n) {
		return n * 31 + MIN_SIZE;
	}

}
