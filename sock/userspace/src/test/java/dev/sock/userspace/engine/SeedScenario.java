package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sock.RtoOptions;
import dev.sock.SctpOptions;
import dev.sock.SctpOptionsBuilder;
import dev.sock.userspace.engine.PlannedApplication.Reader;
import dev.sock.userspace.sim.LinkFaults;
import dev.sock.userspace.sim.SeededRandom;

/**
 * Everything that a seed decides about a run of {@link SeedRun}: two sides 0 and 1, two
 * paths 0 and 1.
 */
final class SeedScenario {

	static final int SIDES = 2;

	static final int PATHS = 2;

	private static final int FEWEST_MESSAGES = 200;

	final long seed;

	/** Keeps the retransmission limits of RFC 9260 §16, so that it may end. */
	final boolean rfcLimits;

	final boolean startsBeforeTsnWrap;

	final boolean startsBeforeSsnWrap;

	/** Closes with all quiet, or as soon as everything was handed over. */
	final boolean closesQuietly;

	/** Which side closes: 0, 1, or 2 for both. */
	final int closer;

	final boolean faultsUntilTheEnd;

	final int streams;

	final int maxMessage;

	final int initialSsn;

	final int[] initialTsn = new int[SIDES];

	final SctpOptions[] options = new SctpOptions[SIDES];

	final int[] maxReceiveWindow = new int[SIDES];

	final Reader[] readers = new Reader[SIDES];

	final double[] blockedShare = new double[SIDES];

	final SeedPolicies[] policies = new SeedPolicies[SIDES];

	final SeedReconfigurations[] reconfigurations = new SeedReconfigurations[SIDES];

	final MessagePlan[] plans = new MessagePlan[SIDES];

	/** By path, then by the side that sends. */
	final LinkFaults[][] faults = new LinkFaults[PATHS][SIDES];

	final List<Cut> cuts = new ArrayList<>();

	private final SeededRandom random;

	SeedScenario(long seed) {
		this.seed = seed;
		this.random = new SeededRandom(seed).fork(7);
		this.rfcLimits = this.random.chance(0.2);
		this.startsBeforeTsnWrap = this.random.chance(0.25);
		this.startsBeforeSsnWrap = this.random.chance(0.25);
		this.closesQuietly = this.random.chance(0.6);
		this.closer = this.random.nextInt(3);
		this.faultsUntilTheEnd = this.random.chance(0.3);
		this.streams = 3 + this.random.nextInt(8);
		this.maxMessage = 3000 + this.random.nextInt(this.random.chance(0.2) ? 60_000 : 8000);
		// Fewer than the messages of a stream, so that it does wrap.
		this.initialSsn = this.startsBeforeSsnWrap ? 0x10000 - 1 - this.random.nextInt(6) : 0;
		RtoOptions rto = rto();
		for (int side = 0; side < SIDES; side++) {
			// A TSN wraps as the unsigned number it is, and halfway there as Java's int.
			int wrap = (seed % 2 == 0) ? -1 : Integer.MAX_VALUE;
			this.initialTsn[side] = this.startsBeforeTsnWrap ? wrap - this.random.nextInt(100) : this.random.nextInt();
			this.policies[side] = new SeedPolicies(seed, side);
			this.options[side] = options(rto).toBuilder()
				.partialReliability(this.policies[side].isSupported())
				.partialDeliveryPoint(partialDeliveryPoint(seed, side))
				.build();
			this.maxReceiveWindow[side] = this.random.chance(0.2) ? 2 * this.maxMessage + this.random.nextInt(50_000)
					: 1 << 30;
			this.readers[side] = reader();
			this.blockedShare[side] = this.random.chance(0.3) ? this.random.between(0, 0.1) : 0;
			this.plans[side] = plan(side);
			reconfigure(side);
		}
		drawFaults();
		drawCuts();
	}

	boolean arePoliciesUsed() {
		return this.policies[0].areUsed();
	}

	/** Whether both sides support partial reliability. */
	boolean isPartialReliabilityNegotiated() {
		return this.options[0].partialReliability() && this.options[1].partialReliability();
	}

	/** From which part of its messages on a side hands over what there is, or 0. */
	private int partialDeliveryPoint(long seed, int side) {
		SeededRandom draws = new SeededRandom(seed).fork(12 + side);
		return draws.chance(0.5) ? 1 + draws.nextInt(draws.chance(0.5) ? 1500 : this.maxMessage) : 0;
	}

	private RtoOptions rto() {
		long minMillis = List.of(50, 200, 1000).get(this.random.nextInt(3));
		long maxMillis = List.of(3000, 10_000, 60_000).get(this.random.nextInt(3));
		return new RtoOptions(Duration.ofSeconds(1), Duration.ofMillis(minMillis), Duration.ofMillis(maxMillis));
	}

	private SctpOptions options(RtoOptions rto) {
		SctpOptionsBuilder builder = SctpOptions.builder()
			.outboundStreams(this.streams)
			.rto(rto)
			.heartbeatInterval(Duration.ofMillis(500 + this.random.nextInt(this.random.chance(0.5) ? 30_000 : 3000)))
			.sackDelay(Duration.ofMillis(this.random.chance(0.2) ? 0 : this.random.nextInt(500)))
			.noDelay(this.random.chance(0.7))
			.maxBurst(this.random.chance(0.5) ? 4 : 1 + this.random.nextInt(40))
			.potentiallyFailedThreshold(this.random.nextInt(3))
			.sendBuffer(this.maxMessage + 1500 + this.random.nextInt(this.random.chance(0.5) ? 20_000 : 300_000))
			.receiveBuffer(2 * this.maxMessage + this.random.nextInt(this.random.chance(0.5) ? 20_000 : 300_000))
			.pathMtu(this.random.chance(0.5) ? 0 : 576 + this.random.nextInt(1000));
		if (!this.rfcLimits) {
			builder.maxInitRetransmissions(255)
				.associationMaxRetransmissions(255)
				.pathMaxRetransmissions(this.random.chance(0.5) ? 5 : 255)
				.validCookieLife(Duration.ofHours(1));
		}
		return builder.build();
	}

	private Reader reader() {
		return switch (this.random.nextInt(4)) {
			case 0 -> new Reader(20_000_000L, true);
			case 1 -> new Reader(this.random.nextLong(100_000_000L, 4_000_000_000L), this.random.nextBoolean());
			default -> new Reader(0, false);
		};
	}

	private MessagePlan plan(int side) {
		MessagePlan plan = new MessagePlan(SeededRandom.mix(this.seed) + side);
		int messages = FEWEST_MESSAGES + this.random.nextInt(60);
		double unordered = this.random.chance(0.2) ? 0 : this.random.between(0, 0.6);
		boolean paced = this.random.chance(0.5);
		long afterNanos = 0;
		for (int i = 0; i < messages; i++) {
			if (paced && this.random.chance(0.3)) {
				afterNanos += this.random.nextLong(this.random.chance(0.02) ? 5_000_000_000L : 100_000_000L);
			}
			plan.add(this.random.nextInt(this.streams), length(), this.random.chance(unordered), afterNanos,
					this.policies[side].draw());
		}
		// Whatever the draws were.
		plan.add(0, this.maxMessage, false, afterNanos);
		plan.add(1, this.maxMessage, true, afterNanos);
		return plan;
	}

	/** Allows what is asked for later, and plans messages on a stream that is added. */
	private void reconfigure(int side) {
		MessagePlan plan = this.plans[side];
		SeedReconfigurations wanted = new SeedReconfigurations(this.seed, side, this.streams, plan.size());
		this.reconfigurations[side] = wanted;
		if (wanted.areUsed()) {
			this.options[side] = this.options[side].toBuilder().streamReconfiguration(wanted.allowed()).build();
			long afterNanos = plan.get(plan.size() - 1).afterNanos();
			for (int i = 0; i < SeedReconfigurations.ON_ADDED_STREAM; i++) {
				plan.add(this.streams, 1 + 7 * i, false, afterNanos);
			}
		}
	}

	private int length() {
		double draw = this.random.nextDouble();
		if (draw < 0.6) {
			return 1 + this.random.nextInt(200);
		}
		return 1 + this.random.nextInt((draw < 0.85) ? 1500 : this.maxMessage);
	}

	private void drawFaults() {
		for (int path = 0; path < PATHS; path++) {
			Duration delay = Duration.ofNanos(this.random.nextLong(100_000L, 80_000_000L));
			for (int side = 0; side < SIDES; side++) {
				this.faults[path][side] = faults(delay);
			}
		}
	}

	private LinkFaults faults(Duration delay) {
		LinkFaults.Builder builder = LinkFaults.builder()
			.delay(delay, Duration.ofNanos(this.random.nextLong(10_000_000L)));
		if (this.random.chance(0.6)) {
			builder.loss(this.random.between(0, this.random.chance(0.5) ? 0.05 : 0.3));
		}
		if (this.random.chance(0.3)) {
			builder.bursts(this.random.between(0, 0.03), this.random.between(0.1, 0.5), this.random.between(0.5, 1));
		}
		if (this.random.chance(0.4)) {
			builder.duplication(this.random.between(0, 0.3));
		}
		if (this.random.chance(0.5)) {
			builder.reordering(this.random.between(0, 0.3), Duration.ofMillis(1 + this.random.nextInt(300)));
		}
		if (this.random.chance(0.4)) {
			builder.corruption(this.random.between(0, 0.1));
		}
		if (this.random.chance(0.4)) {
			builder.truncation(this.random.between(0, 0.1));
		}
		if (this.random.chance(0.2)) {
			builder.bandwidth(this.random.nextLong(50_000, 2_000_000), this.random.nextLong(3_000, 60_000));
		}
		return builder.build();
	}

	private void drawCuts() {
		int cuts = this.random.chance(0.5) ? 0 : 1 + this.random.nextInt(3);
		for (int i = 0; i < cuts; i++) {
			int path = this.random.nextInt(PATHS);
			int side = this.random.nextBoolean() ? Cut.BOTH : this.random.nextInt(SIDES);
			Duration start = Duration.ofMillis(this.random.nextInt(this.random.chance(0.3) ? 500 : 10_000));
			Duration length = Duration.ofMillis(100 + this.random.nextInt(this.random.chance(0.5) ? 5000 : 60_000));
			this.cuts.add(new Cut(path, side, start, length));
		}
	}

	@Override
	public String toString() {
		return "rfcLimits=" + this.rfcLimits + " tsnWrap=" + this.startsBeforeTsnWrap + " ssnWrap="
				+ this.startsBeforeSsnWrap + " streams=" + this.streams + " maxMessage=" + this.maxMessage + " closer="
				+ this.closer + (this.closesQuietly ? " quietly" : " early") + " faultsUntilTheEnd="
				+ this.faultsUntilTheEnd + "\n  options 0: " + this.options[0] + "\n  options 1: " + this.options[1]
				+ "\n  readers: " + List.of(this.readers) + "\n  path 0: " + List.of(this.faults[0]) + "\n  path 1: "
				+ List.of(this.faults[1]) + "\n  cuts: " + this.cuts;
	}

	/**
	 * A time during which a path is cut.
	 *
	 * @param path which path
	 * @param side packets of which side are lost, or {@link #BOTH}
	 * @param start when it starts
	 * @param length how long it lasts
	 */
	record Cut(int path, int side, Duration start, Duration length) {

		static final int BOTH = -1;

	}

}
