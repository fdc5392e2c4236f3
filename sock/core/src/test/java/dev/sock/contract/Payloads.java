package dev.sock.contract;

import java.nio.ByteBuffer;

/**
 * Payloads that can be told apart and checked.
 */
public final class Payloads {

	private Payloads() {
	}

	/**
	 * Returns a payload that starts with a number, and is zero behind it.
	 * @param number the number
	 * @param length length of the payload, at least 4
	 * @return the payload
	 */
	public static byte[] numbered(int number, int length) {
		byte[] payload = new byte[length];
		ByteBuffer.wrap(payload).putInt(number);
		return payload;
	}

	/**
	 * Returns a payload each of whose bytes can be checked.
	 * @param number the number that it starts with
	 * @param length length of the payload, at least 4
	 * @return the payload, for {@link #check}
	 */
	public static byte[] filled(int number, int length) {
		byte[] payload = numbered(number, length);
		for (int i = Integer.BYTES; i < length; i++) {
			payload[i] = filler(number, i);
		}
		return payload;
	}

	/**
	 * Returns the number of a payload.
	 * @param payload made by this class
	 * @return the number
	 */
	public static int number(byte[] payload) {
		return ByteBuffer.wrap(payload).getInt();
	}

	/**
	 * Fails unless a payload is as it was made.
	 * @param payload what came
	 * @param number the number it must have
	 * @param length the length it must have
	 */
	public static void check(byte[] payload, int number, int length) {
		if (payload.length != length || number(payload) != number) {
			throw new AssertionError("Instead of message " + number + " with " + length + " bytes came message "
					+ number(payload) + " with " + payload.length);
		}
		for (int i = Integer.BYTES; i < length; i++) {
			if (payload[i] != filler(number, i)) {
				throw new AssertionError("Message " + number + " of " + length + " bytes is altered at byte " + i);
			}
		}
	}

	private static byte filler(int number, int index) {
		return (byte) (number * 31 + index * 7);
	}

}
