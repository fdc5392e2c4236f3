package dev.sock.userspace.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One direction between two addresses.
 */
final class SimulatedLink {

	private static final long LONG_AGO = Long.MIN_VALUE / 2;

	private final SeededRandom random;

	private final FaultCounts counts;

	private final List<Cut> cuts = new ArrayList<>();

	private LinkFaults faults;

	private boolean badSpell;

	// The time may be negative, as System.nanoTime() may be.
	private long lastArrivalNanos = LONG_AGO;

	private long busyUntilNanos = LONG_AGO;

	SimulatedLink(SeededRandom random, FaultCounts counts, LinkFaults faults) {
		this.random = random;
		this.counts = counts;
		this.faults = faults;
	}

	void faults(LinkFaults faults) {
		this.faults = faults;
		this.badSpell = false;
	}

	void cut(long fromNanos, long untilNanos, FaultKind kind) {
		this.cuts.add(new Cut(fromNanos, untilNanos, kind));
	}

	void endCuts() {
		this.cuts.clear();
	}

	/**
	 * Takes a packet; hands each copy that will arrive to the outlet.
	 * @return the fault that took the packet, or {@code null} if it arrives
	 */
	@Nullable FaultKind transmit(SimulatedPacket packet, long nowNanos, Outlet outlet) {
		FaultKind fate = fate(packet, nowNanos);
		if (fate != null) {
			this.counts.add(fate);
			return fate;
		}
		long departureNanos = departure(packet.bytes().length, nowNanos);
		deliver(packet, departureNanos, outlet);
		if (happens(this.faults.duplication(), FaultKind.DUPLICATION)) {
			deliver(packet, departureNanos, outlet);
		}
		return null;
	}

	private @Nullable FaultKind fate(SimulatedPacket packet, long nowNanos) {
		int size = packet.bytes().length;
		for (Cut cut : this.cuts) {
			if (nowNanos >= cut.fromNanos && nowNanos < cut.untilNanos) {
				return cut.kind;
			}
		}
		if (size > this.faults.maxPacketSize() && !packet.fragmentable()) {
			return FaultKind.BLACK_HOLE;
		}
		this.badSpell = this.badSpell ? !this.random.chance(this.faults.burstEnd())
				: this.random.chance(this.faults.burstStart());
		if (this.badSpell && this.random.chance(this.faults.burstLoss())) {
			return FaultKind.BURST_LOSS;
		}
		if (this.random.chance(this.faults.loss())) {
			return FaultKind.LOSS;
		}
		return (queuedBytes(nowNanos) + size > this.faults.queueBytes()) ? FaultKind.QUEUE_OVERFLOW : null;
	}

	private double queuedBytes(long nowNanos) {
		return (this.faults.bytesPerSecond() == 0) ? 0
				: Math.max(0, this.busyUntilNanos - nowNanos) * (this.faults.bytesPerSecond() / 1e9);
	}

	private long departure(int size, long nowNanos) {
		if (this.faults.bytesPerSecond() == 0) {
			return nowNanos;
		}
		this.busyUntilNanos = Math.max(this.busyUntilNanos, nowNanos)
				+ size * 1_000_000_000L / this.faults.bytesPerSecond();
		return this.busyUntilNanos;
	}

	private void deliver(SimulatedPacket packet, long departureNanos, Outlet outlet) {
		long arrivalNanos = departureNanos + this.faults.delayNanos();
		if (this.faults.jitterNanos() > 0) {
			arrivalNanos += this.random.nextLong(this.faults.jitterNanos());
		}
		arrivalNanos = Math.max(arrivalNanos, this.lastArrivalNanos);
		if (happens(this.faults.reordering(), FaultKind.REORDERING)) {
			arrivalNanos += 1 + this.random.nextLong(this.faults.reorderingNanos());
		}
		else {
			this.lastArrivalNanos = arrivalNanos;
		}
		outlet.arrive(damaged(packet), arrivalNanos);
	}

	private SimulatedPacket damaged(SimulatedPacket packet) {
		byte[] bytes = packet.bytes();
		if (happens(this.faults.corruption(), FaultKind.CORRUPTION)) {
			bytes = bytes.clone();
			flipBits(bytes);
		}
		if (happens(this.faults.truncation(), FaultKind.TRUNCATION)) {
			bytes = Arrays.copyOf(bytes, this.random.nextInt(bytes.length));
		}
		return (bytes != packet.bytes()) ? packet.withBytes(bytes) : packet;
	}

	private void flipBits(byte[] bytes) {
		int bits = 1 + this.random.nextInt(3);
		int first = this.random.nextInt(bytes.length * 8);
		for (int i = 0; i < bits; i++) {
			// Neighbours, so that none is flipped back.
			int bit = (first + i) % (bytes.length * 8);
			bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
		}
	}

	private boolean happens(double probability, FaultKind kind) {
		if (probability > 0 && this.random.chance(probability)) {
			this.counts.add(kind);
			return true;
		}
		return false;
	}

	private record Cut(long fromNanos, long untilNanos, FaultKind kind) {
	}

	/** Where packets come out of the link. */
	interface Outlet {

		void arrive(SimulatedPacket packet, long atNanos);

	}

}
