package dev.sock.interop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import dev.sock.programs.Filler;

/**
 * What the messages of a bulk transfer contain, the same as in {@code bulk.erl}: first 8
 * bytes, big-endian, with the number of the message within its stream, the uppermost bit
 * set in the last one; then byte i is (31 number + 17 stream + i) mod 256.
 */
final class Numbered {

	static final int MIN_SIZE = 8;

	static final int MAX_SIZE = Filler.MAX_SIZE;

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private Numbered() {
	}

	static byte[] message(int stream, long number, boolean last, int size) {
		byte[] message = new byte[size];
		LONG.set(message, 0, last ? number | Long.MIN_VALUE : number);
		Filler.fill(message, MIN_SIZE, start(stream, number));
		return message;
	}

	static boolean intact(int stream, byte[] message) {
		return message.length >= MIN_SIZE && Filler.isFilled(message, MIN_SIZE, start(stream, number(message)));
	}

	static long number(byte[] message) {
		return (long) LONG.get(message, 0) & Long.MAX_VALUE;
	}

	static boolean last(byte[] message) {
		return (long) LONG.get(message, 0) < 0;
	}

	private static long start(int stream, long number) {
		return number * 31 + stream * 17L + MIN_SIZE;
	}

}
