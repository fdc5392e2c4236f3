package dev.sock.userspace.engine;

import java.time.Duration;

import dev.sock.Reliability;
import dev.sock.userspace.sim.SeededRandom;

/**
 * What a seed decides about partial reliability: whether each side supports it, and how
 * reliably each message is sent. The draws are apart from all others, so that those of a
 * seed are what they were before there were any here.
 */
final class SeedPolicies {

	private final SeededRandom random;

	private final boolean used;

	private final double share;

	SeedPolicies(long seed, int side) {
		SeededRandom draws = new SeededRandom(seed).fork(8);
		this.used = draws.chance(0.6);
		this.random = draws.fork(side);
		this.share = this.random.chance(0.2) ? 0 : this.random.between(0, 1);
	}

	boolean areUsed() {
		return this.used;
	}

	boolean isSupported() {
		return this.random.chance(0.85);
	}

	Reliability draw() {
		if (!this.used || !this.random.chance(this.share)) {
			return Reliability.FULL;
		}
		return switch (this.random.nextInt(3)) {
			case 0 -> Reliability.lifetime(lifetime());
			case 1 -> Reliability.retransmissions(this.random.nextInt(4));
			default -> Reliability.priority(this.random.nextInt(5));
		};
	}

	/** Mostly short: about as many below 10 ms as above 1 s. */
	private Duration lifetime() {
		return Duration.ofMillis((long) Math.pow(10, this.random.between(0, 4)));
	}

}
