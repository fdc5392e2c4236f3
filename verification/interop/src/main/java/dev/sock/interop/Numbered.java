package dev.sock.interop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What the messages of a bulk transfer contain, the same as in {@code bulk.erl}: first 8
 * bytes, big-endian, with the number of the message within its stream, the uppermost bit
 * set in the last one; then byte i is (31 number + 17 stream + i) mod 256.
 */
final class Numbered {

	static final int MIN_SIZE = 8;

	static final int MAX_SIZE = 1 << 20;

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private static final byte[] TABLE = new byte[MAX_SIZE + 256];

	static {
		for (int i = 0; i < TABLE.length; i++) {
			TABLE[i] = (byte) i;
		}
	}

	private Numbered() {
	}

	static byte[] message(int stream, long number, boolean last, int size) {
		byte[] message = new byte[size];
		LONG.set(message, 0, last ? number | Long.MIN_VALUE : number);
		System.arraycopy(TABLE, rotation(stream, number), message, MIN_SIZE, size - MIN_SIZE);
		return message;
	}

	static boolean intact(int stream, byte[] message) {
		if (message.length < MIN_SIZE || message.length > MAX_SIZE) {
			return false;
		}
		int from = rotation(stream, number(message));
		int length = message.length - MIN_SIZE;
		return Arrays.equals(message, MIN_SIZE, message.length, TABLE, from, from + length);
	}

	static long number(byte[] message) {
		return (long) LONG.get(message, 0) & Long.MAX_VALUE;
	}

	static boolean last(byte[] message) {
		return (long) LONG.get(message, 0) < 0;
	}

	private static int rotation(int stream, long number) {
		return (int) (number * 31 + stream * 17L + MIN_SIZE) & 0xff;
	}

}
