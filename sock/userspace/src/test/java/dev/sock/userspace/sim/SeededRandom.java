package dev.sock.userspace.sim;

import java.util.random.RandomGenerator;

/**
 * A generator whose every method is written out here (SplitMix64), because the default
 * methods of {@link RandomGenerator} may give other numbers on another JDK.
 */
public final class SeededRandom implements RandomGenerator {

	private static final long GAMMA = 0x9E3779B97F4A7C15L;

	private long state;

	/**
	 * Creates a generator.
	 * @param seed any number
	 */
	public SeededRandom(long seed) {
		this.state = mix(seed + GAMMA);
	}

	/**
	 * Returns a generator for one purpose, so that more draws for one do not change those
	 * for another.
	 * @param purpose a number of its own for each purpose
	 * @return a new generator; this one is unchanged
	 */
	public SeededRandom fork(long purpose) {
		return new SeededRandom(this.state ^ mix(purpose + 1));
	}

	@Override
	public long nextLong() {
		this.state += GAMMA;
		return mix(this.state);
	}

	@Override
	public long nextLong(long bound) {
		return nextLong(0, bound);
	}

	@Override
	public long nextLong(long origin, long bound) {
		if (origin >= bound) {
			throw new IllegalArgumentException("Nothing between " + origin + " and " + bound);
		}
		return origin + Long.remainderUnsigned(nextLong(), bound - origin);
	}

	@Override
	public int nextInt() {
		return (int) (nextLong() >>> 32);
	}

	@Override
	public int nextInt(int bound) {
		return (int) nextLong(0, bound);
	}

	@Override
	public int nextInt(int origin, int bound) {
		return (int) nextLong(origin, bound);
	}

	@Override
	public double nextDouble() {
		return (nextLong() >>> 11) * 0x1p-53;
	}

	@Override
	public boolean nextBoolean() {
		return nextLong() < 0;
	}

	@Override
	public void nextBytes(byte[] bytes) {
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) (nextLong() >>> 56);
		}
	}

	/**
	 * Returns true with a probability.
	 * @param probability 0 to 1
	 * @return whether it happens
	 */
	public boolean chance(double probability) {
		return nextDouble() < probability;
	}

	/**
	 * Returns a number between two others.
	 * @param from least value
	 * @param to greatest value, not included
	 * @return a number
	 */
	public double between(double from, double to) {
		return from + nextDouble() * (to - from);
	}

	/**
	 * Scatters the bits of a number.
	 * @param value any number
	 * @return another number, always the same for the same value
	 */
	public static long mix(long value) {
		long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
		z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
		return z ^ (z >>> 31);
	}

}
