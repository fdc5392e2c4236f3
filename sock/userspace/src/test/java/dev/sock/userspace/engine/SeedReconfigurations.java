package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import dev.sock.StreamReconfiguration;
import dev.sock.spi.Reconfiguration;
import dev.sock.spi.Reconfiguration.AddStreams;
import dev.sock.spi.Reconfiguration.ResetAssociation;
import dev.sock.spi.Reconfiguration.ResetInbound;
import dev.sock.spi.Reconfiguration.ResetOutbound;
import dev.sock.userspace.sim.SeededRandom;

/**
 * What a seed decides about stream reconfiguration: what each side allows, and what it
 * asks for before which message. The draws are apart from all others, so that those of a
 * seed are what they were before there were any here.
 */
final class SeedReconfigurations {

	/** Messages on a stream that has to be added first. */
	static final int ON_ADDED_STREAM = 20;

	private final SeededRandom random;

	private final boolean used;

	private final Set<StreamReconfiguration> allowed = EnumSet.noneOf(StreamReconfiguration.class);

	private final List<Step> steps = new ArrayList<>();

	SeedReconfigurations(long seed, int side, int streams, int messages) {
		SeededRandom draws = new SeededRandom(seed).fork(9);
		this.used = draws.chance(0.5);
		this.random = draws.fork(side);
		if (!this.used) {
			return;
		}
		this.allowed.add(StreamReconfiguration.ADD_STREAMS);
		if (this.random.chance(0.9)) {
			this.allowed.add(StreamReconfiguration.RESET_STREAMS);
		}
		if (this.random.chance(0.7)) {
			this.allowed.add(StreamReconfiguration.RESET_ASSOCIATION);
		}
		int count = this.random.nextInt(8);
		for (int i = 0; i < count; i++) {
			this.steps.add(new Step(this.random.nextInt(messages), draw(streams)));
		}
	}

	private Reconfiguration draw(int streams) {
		return switch (this.random.nextInt(5)) {
			case 0, 1 -> new ResetOutbound(some(streams));
			case 2 -> new ResetInbound(some(streams));
			case 3 -> new ResetAssociation();
			default -> new AddStreams(1 + this.random.nextInt(3), this.random.nextInt(3));
		};
	}

	/** Some streams, or all by naming none. */
	private List<Integer> some(int streams) {
		double share = this.random.chance(0.3) ? 0 : this.random.between(0, 0.7);
		return IntStream.range(0, streams).filter((stream) -> this.random.chance(share)).boxed().toList();
	}

	boolean areUsed() {
		return this.used;
	}

	Set<StreamReconfiguration> allowed() {
		return this.allowed;
	}

	/** What is asked for before a message. */
	List<Reconfiguration> before(int message) {
		return this.steps.stream().filter((step) -> step.message() == message).map(Step::what).toList();
	}

	/**
	 * Something to ask for.
	 *
	 * @param message before which message
	 * @param what what
	 */
	private record Step(int message, Reconfiguration what) {
	}

}
