package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.sock.SctpAddress;
import dev.sock.SctpAddressException;
import dev.sock.SctpAddressException.Reason;
import dev.sock.SctpOptions;
import dev.sock.userspace.engine.association.AddressOutcome;
import dev.sock.userspace.sim.SeededRandom;
import dev.sock.userspace.sim.SimulatedNetwork;
import dev.sock.userspace.sim.SimulatedPeer;

/**
 * Adds and removes addresses of both sides while the messages of a seed travel. Draws
 * from a random source of its own, so that what else a seed decides stays as it is.
 */
final class SeedAddresses {

	private final SeededRandom random;

	private final SimulatedNetwork network;

	private final List<List<SctpAddress>> bound = new ArrayList<>();

	private final List<SimulatedPeer> peers = new ArrayList<>();

	private int asked;

	private int answered;

	private int granted;

	private boolean stopped;

	SeedAddresses(long seed, SimulatedNetwork network) {
		this.random = new SeededRandom(seed).fork(11);
		this.network = network;
	}

	SctpOptions options(SctpOptions drawn) {
		return drawn.toBuilder().dynamicAddresses(true).build();
	}

	/** Begins to change the addresses of a side. */
	void start(SimulatedPeer peer) {
		this.peers.add(peer);
		this.bound.add(new ArrayList<>(peer.host().addresses()));
		next(this.peers.size() - 1);
	}

	/** Changes nothing any more. */
	void stop() {
		this.stopped = true;
	}

	private void next(int side) {
		Duration pause = Duration.ofMillis(5 + this.random.nextInt(this.random.chance(0.3) ? 5000 : 400));
		this.network.schedule(this.peers.get(side).host(), pause, () -> change(side));
	}

	private void change(int side) {
		if (this.stopped) {
			return;
		}
		List<SctpAddress> now = this.bound.get(side);
		LocalAddresses addresses = this.peers.get(side).engine().localAddresses();
		this.asked++;
		if (now.size() > 1 && this.random.nextBoolean()) {
			SctpAddress removed = now.remove(this.random.nextInt(now.size()));
			addresses.remove(removed, true, outcome());
		}
		else {
			List<SctpAddress> all = this.peers.get(side).host().addresses();
			SctpAddress address = all.get(this.random.nextInt(all.size()));
			if (!now.contains(address)) {
				now.add(address);
			}
			addresses.add(address, true, outcome());
		}
		next(side);
	}

	private AddressOutcome outcome() {
		return (failure) -> {
			this.answered++;
			if (failure == null) {
				this.granted++;
			}
			else if (!isRightlyRefused(failure)) {
				this.network.violation("a change of addresses failed: " + failure.getMessage());
			}
		};
	}

	/** By rules of the RFC that concern the other side's changes at the same time. */
	private static boolean isRightlyRefused(SctpAddressException failure) {
		String text = Objects.requireNonNullElse(failure.getMessage(), "");
		return failure.reason() == Reason.TOO_MANY_REQUESTS || failure.reason() == Reason.LAST_ADDRESS
				|| text.contains("last remaining") || text.contains("source address") || text.contains("before it")
				|| text.contains("unresolvable");
	}

	/** Every wish must have had its one answer. */
	void checkEnd() {
		if (this.answered != this.asked) {
			throw new AssertionError(this.asked + " changes of addresses had " + this.answered + " answers");
		}
	}

	int granted() {
		return this.granted;
	}

}
