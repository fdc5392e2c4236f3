package dev.sock.userspace.engine.auth;

import java.util.Arrays;

/**
 * Derives the shared key of an association (RFC 4895 §6.1).
 */
final class AssociationKey {

	private AssociationKey() {
	}

	/**
	 * Returns the key without an endpoint pair key: both key vectors, the numerically
	 * smaller one first.
	 */
	static byte[] of(byte[] one, byte[] other) {
		return of(new byte[0], one, other);
	}

	static byte[] of(byte[] pairKey, byte[] one, byte[] other) {
		boolean inOrder = isFirst(one, other);
		return concatenate(pairKey, inOrder ? one : other, inOrder ? other : one);
	}

	/** Whether a key vector comes before another; of equal numbers the shorter one. */
	static boolean isFirst(byte[] vector, byte[] other) {
		int start = leadingZeros(vector);
		int otherStart = leadingZeros(other);
		int order = Integer.compare(vector.length - start, other.length - otherStart);
		if (order == 0) {
			order = Arrays.compareUnsigned(vector, start, vector.length, other, otherStart, other.length);
		}
		return (order != 0) ? order < 0 : vector.length <= other.length;
	}

	private static int leadingZeros(byte[] vector) {
		int zeros = 0;
		while (zeros < vector.length && vector[zeros] == 0) {
			zeros++;
		}
		return zeros;
	}

	private static byte[] concatenate(byte[]... parts) {
		int length = 0;
		for (byte[] part : parts) {
			length += part.length;
		}
		byte[] whole = new byte[length];
		int at = 0;
		for (byte[] part : parts) {
			System.arraycopy(part, 0, whole, at, part.length);
			at += part.length;
		}
		return whole;
	}

}
