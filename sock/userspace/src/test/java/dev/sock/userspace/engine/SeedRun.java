package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import dev.sock.AssociationStatus;
import dev.sock.PathStatus;
import dev.sock.SctpAddress;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpOptions;
import dev.sock.userspace.engine.SeedScenario.Cut;
import dev.sock.userspace.sim.FaultCounts;
import dev.sock.userspace.sim.SeededRandom;
import dev.sock.userspace.sim.SimulatedAssociation;
import dev.sock.userspace.sim.SimulatedNetwork;
import dev.sock.userspace.sim.SimulatedPeer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the scenario of one seed to its end and checks it.
 */
final class SeedRun {

	/** No scenario may take longer, in virtual time. */
	static final Duration BOUND = Duration.ofHours(6);

	private static final int FIRST_PORT = 5000;

	private final SeedScenario scenario;

	private final SimulatedNetwork network;

	private final List<SimulatedPeer> peers = new ArrayList<>();

	private final List<PlannedApplication> applications = new ArrayList<>();

	/** Those that ended before the other side heard that it was up. */
	private final List<PlannedApplication> unheardOf = new ArrayList<>();

	private boolean acceptedAnew;

	private final @Nullable SeedAddresses addresses;

	private boolean closing;

	SeedRun(long seed, int traceLines) {
		this(seed, traceLines, false);
	}

	/** With addresses that come and go, or without. */
	SeedRun(long seed, int traceLines, boolean changesAddresses) {
		this.scenario = new SeedScenario(seed);
		this.network = new SimulatedNetwork(seed, traceLines);
		this.addresses = changesAddresses ? new SeedAddresses(seed, this.network) : null;
	}

	private static SctpAddress address(int side, int path) {
		return Objects.requireNonNull(SctpAddress.parse("10.0." + path + "." + (side + 1)));
	}

	/**
	 * Runs to the end.
	 * @throws AssertionError if anything is not as it must be
	 */
	void run() {
		for (int side = 0; side < SeedScenario.SIDES; side++) {
			addPeer(side);
		}
		setFaults();
		this.peers.get(1).onAccept(this::accepted);
		addApplication(0, this.peers.get(0).connect(this.peers.get(1)));
		if (this.addresses != null) {
			this.peers.forEach(this.addresses::start);
		}
		do {
			this.acceptedAnew = false;
			waitFor("everything to arrive, or the association to end", this::finishedSending);
			if (noneTerminated()) {
				close();
			}
			waitFor("the association to end on both sides", () -> this.acceptedAnew || haveAllEnded());
		}
		while (this.acceptedAnew);
		// What is still on its way must do no harm; readers read what they have.
		this.network.run(Duration.ofMinutes(3));
		checkEnd();
	}

	private void addPeer(int side) {
		SctpOptions options = this.scenario.options[side];
		SimulatedPeer peer = new SimulatedPeer(this.network, "side" + side, SeededRandom.mix(this.scenario.seed) + side,
				FIRST_PORT + side, (this.addresses != null) ? this.addresses.options(options) : options,
				this.scenario.maxReceiveWindow[side], address(side, 0), address(side, 1));
		peer.host().blockSends(this.scenario.blockedShare[side], Duration.ofMillis(5));
		if (this.scenario.startsBeforeTsnWrap || this.scenario.startsBeforeSsnWrap) {
			EngineTestHooks.startSequences(peer.engine(), this.scenario.initialTsn[side], this.scenario.initialSsn);
		}
		this.peers.add(peer);
	}

	private void setFaults() {
		for (int path = 0; path < SeedScenario.PATHS; path++) {
			for (int side = 0; side < SeedScenario.SIDES; side++) {
				this.network.faults(address(side, path), address(1 - side, path), this.scenario.faults[path][side]);
			}
		}
		for (Cut cut : this.scenario.cuts) {
			if (cut.side() == Cut.BOTH) {
				this.network.cutPath(address(0, cut.path()), address(1, cut.path()), cut.start(), cut.length());
			}
			else {
				this.network.cut(address(cut.side(), cut.path()), address(1 - cut.side(), cut.path()), cut.start(),
						cut.length());
			}
		}
	}

	private boolean haveAllEnded() {
		return this.applications.stream().allMatch(PlannedApplication::isTerminated)
				&& this.peers.stream().allMatch(SeedRun::isEmpty);
	}

	private void addApplication(int side, SimulatedAssociation association) {
		this.applications.add(new PlannedApplication(this.network, this.peers.get(side).host(), association,
				this.scenario.plans[side], this.scenario.plans[1 - side], this.scenario.streams + 1,
				this.scenario.reconfigurations[side], this.scenario.options[side].sendBuffer(),
				this.scenario.isPartialReliabilityNegotiated(), this.scenario.readers[side], this.scenario.initialSsn,
				new SeededRandom(this.scenario.seed).fork(100 + side)));
	}

	private void accepted(SimulatedAssociation association) {
		if (this.applications.size() == 1) {
			addAccepted(association);
		}
		else if (!this.applications.get(1).isTerminated()) {
			this.network.violation("side1 accepted a second association while the first one lives");
		}
		else if (isFirstStillConnecting()) {
			PlannedApplication ended = this.applications.remove(1);
			ended.peer(null);
			this.unheardOf.add(ended);
			addAccepted(association);
			this.acceptedAnew = true;
		}
		// Else a COOKIE ECHO came late: it is as good as a new one, and must end too.
	}

	private void addAccepted(SimulatedAssociation association) {
		addApplication(1, association);
		this.applications.get(0).peer(this.applications.get(1));
		this.applications.get(1).peer(this.applications.get(0));
	}

	/** No answer of side 1 has come through, or it was that the cookie is stale. */
	private boolean isFirstStillConnecting() {
		PlannedApplication first = this.applications.get(0);
		return !first.events().isEstablished() && !first.isTerminated();
	}

	private boolean finishedSending() {
		if (!noneTerminated()) {
			return true;
		}
		return this.applications.size() == SeedScenario.SIDES && this.applications.stream()
			.allMatch((application) -> this.scenario.closesQuietly ? application.quiet()
					: application.sentAll() && application.receivedAll());
	}

	private boolean noneTerminated() {
		return this.applications.stream().noneMatch(PlannedApplication::isTerminated);
	}

	private void close() {
		if (this.addresses != null) {
			this.addresses.stop();
		}
		if (this.scenario.closesQuietly) {
			this.applications.forEach(this::checkQuiet);
		}
		if (!this.scenario.faultsUntilTheEnd) {
			this.network.heal();
		}
		this.closing = true;
		for (int side = 0; side < SeedScenario.SIDES; side++) {
			if (this.scenario.closer == side || this.scenario.closer == 2) {
				this.applications.get(side).association().shutdown();
			}
		}
	}

	private void checkQuiet(PlannedApplication application) {
		AssociationStatus status = application.association().status();
		long flight = 0;
		for (PathStatus path : status.paths()) {
			flight += Objects.requireNonNullElse(path.flightSize(), 0L);
		}
		if (!isZero(status.sendBufferUsed()) || !isZero(status.receiveBufferUsed()) || !isZero(status.pendingBytes())
				|| !isZero(status.unacknowledgedChunks()) || flight != 0) {
			fail("buffers are not empty though all is quiet: " + status);
		}
		int side = this.applications.indexOf(application);
		if (status.localRwnd() != Math.min(this.scenario.options[side].receiveBuffer(),
				this.scenario.maxReceiveWindow[side])) {
			fail("the window is not open though all was read: " + status);
		}
	}

	private static boolean isZero(Long value) {
		return value != null && value == 0;
	}

	/** Changes of addresses that were made. */
	int addressChanges() {
		return (this.addresses != null) ? this.addresses.granted() : 0;
	}

	private void checkEnd() {
		if (this.addresses != null) {
			this.addresses.stop();
			this.addresses.checkEnd();
		}
		this.unheardOf.forEach(PlannedApplication::checkAccounts);
		for (PlannedApplication application : this.applications) {
			application.checkAccounts();
			AssociationChange change = Objects.requireNonNull(application.events().termination()).change();
			if (!mayEndOtherwise() && change != AssociationChange.SHUTDOWN_COMPLETE) {
				fail("ended with " + application.events().termination());
			}
			if (!this.scenario.rfcLimits && !(application.sentAll() && application.receivedAll())) {
				fail("lost messages");
			}
			AssociationStatus last = Objects.requireNonNull(application.events().termination()).lastStatus();
			if (!isZero(last.sendBufferUsed())) {
				fail("the send buffer is not empty at the end: " + last);
			}
		}
		for (SimulatedPeer peer : this.peers) {
			if (!isEmpty(peer)) {
				fail(peer.host() + " holds " + peer.engine().associationCount() + " associations, next deadline "
						+ peer.engine().nextDeadlineNanos());
			}
		}
		// A violation that the checks above noted.
		this.network.schedule(this.peers.get(0).host(), Duration.ZERO, () -> {
		});
		this.network.run(Duration.ofSeconds(1));
	}

	private boolean mayEndOtherwise() {
		// T5-shutdown-guard may end a shutdown that faults keep from completing.
		return this.scenario.rfcLimits || (this.closing && this.scenario.faultsUntilTheEnd);
	}

	private static boolean isEmpty(SimulatedPeer peer) {
		return peer.engine().associationCount() == 0 && peer.engine().nextDeadlineNanos() == Long.MAX_VALUE;
	}

	private void waitFor(String what, BooleanSupplier condition) {
		if (!this.network.runUntil(condition, BOUND)) {
			fail("waited " + BOUND.toHours() + " hours for " + what);
		}
		if (!this.closing && !this.scenario.rfcLimits && !noneTerminated()) {
			fail("ended by itself");
		}
	}

	private void fail(String text) {
		throw new AssertionError(text);
	}

	/**
	 * Describes the run for whoever looks into a failure.
	 */
	String describe() {
		StringBuilder text = new StringBuilder("  ").append(this.scenario);
		text.append("\n  faults: ").append(this.network.counts());
		this.applications.forEach((application) -> text.append("\n  ").append(application.progress()));
		this.network.trace().lastLines().forEach((line) -> text.append("\n    ").append(line));
		return text.toString();
	}

	FaultCounts counts() {
		return this.network.counts();
	}

	String hash() {
		return this.network.trace().hash();
	}

	SeedScenario scenario() {
		return this.scenario;
	}

	/** Messages given up of which nothing was sent. */
	int abandonedUnsent() {
		return this.applications.stream().mapToInt(PlannedApplication::abandonedUnsent).sum();
	}

	/** Messages given up of which something was sent. */
	int abandonedSent() {
		return this.applications.stream().mapToInt(PlannedApplication::abandonedSent).sum();
	}

	/** Requests to reset or add streams that were performed. */
	int reconfigurations() {
		return this.applications.stream().mapToInt((application) -> application.reconfiguration().performed()).sum();
	}

	/** Those of them that started all numbers anew. */
	int associationResets() {
		return this.applications.stream()
			.mapToInt((application) -> application.reconfiguration().associationResets())
			.sum();
	}

	/** Messages that came in parts. */
	int messagesInParts() {
		return this.applications.stream()
			.mapToInt((application) -> application.events().received().countInParts())
			.sum();
	}

	/** Those of them whose rest did not come. */
	int abortedMessages() {
		return this.applications.stream()
			.mapToInt((application) -> application.events().received().countAborted())
			.sum();
	}

	boolean survived() {
		return this.closing;
	}

}
