package dev.sock.userspace.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import dev.sock.SctpAddress;

/**
 * Hosts, the links between them, and the time. Everything happens on the thread that
 * calls {@link #run}; the same seed and the same calls give the same run. A link exists
 * for each pair of addresses as soon as it is asked for.
 *
 * <p>
 * At each instant at which something is to happen the network first hands every host all
 * the packets and commands of that instant, then runs the timers that are due, then lets
 * each host send once, as an event loop does.
 */
public final class SimulatedNetwork {

	private static final int MAX_ROUNDS_AT_ONE_INSTANT = 10_000;

	private final PriorityQueue<Event> queue = new PriorityQueue<>();

	private final List<SimulatedHost> hosts = new ArrayList<>();

	private final Map<Socket, SimulatedHost> sockets = new HashMap<>();

	private final Map<Direction, SimulatedLink> links = new HashMap<>();

	private final FaultCounts counts = new FaultCounts();

	private final List<String> violations = new ArrayList<>();

	private final SeededRandom random;

	private final Trace trace;

	private LinkFaults defaultFaults = LinkFaults.NONE;

	private Predicate<SimulatedPacket> filter = (packet) -> true;

	private boolean checksPackets = true;

	private long nowNanos;

	private long sequence;

	private int roundsAtThisInstant;

	private boolean inHost;

	/**
	 * Creates a network.
	 * @param seed decides every fault
	 */
	public SimulatedNetwork(long seed) {
		this(seed, 60);
	}

	/**
	 * Creates a network.
	 * @param seed decides every fault
	 * @param traceLines last lines of the trace that are kept in words
	 */
	public SimulatedNetwork(long seed, int traceLines) {
		this.random = new SeededRandom(seed);
		this.trace = new Trace(traceLines);
		this.nowNanos = this.random.fork(1).nextLong(-1_000_000_000_000L, 1_000_000_000_000L);
	}

	/**
	 * Adds a host.
	 * @param name its name, for the trace
	 * @param udpPort its UDP port
	 * @param addresses its addresses
	 * @return the host, on which nothing runs yet
	 */
	public SimulatedHost addHost(String name, int udpPort, SctpAddress... addresses) {
		SimulatedHost host = new SimulatedHost(this, name, udpPort, List.of(addresses),
				this.random.fork(1000 + this.hosts.size()));
		this.hosts.add(host);
		for (SctpAddress address : addresses) {
			if (this.sockets.put(new Socket(address, udpPort), host) != null) {
				throw new IllegalArgumentException(address + ":" + udpPort + " is in use");
			}
		}
		return host;
	}

	/**
	 * Sets the faults of every link, those to come included.
	 * @param faults the faults
	 */
	public void faults(LinkFaults faults) {
		this.defaultFaults = faults;
		this.links.values().forEach((link) -> link.faults(faults));
	}

	/**
	 * Sets the faults of one direction.
	 * @param source address that packets leave from
	 * @param destination address that they go to
	 * @param faults the faults
	 */
	public void faults(SctpAddress source, SctpAddress destination, LinkFaults faults) {
		link(source, destination).faults(faults);
	}

	/**
	 * Ends all faults and cuts of all links.
	 */
	public void heal() {
		faults(LinkFaults.NONE);
		this.links.values().forEach(SimulatedLink::endCuts);
	}

	/**
	 * Cuts one direction for a time.
	 * @param source address that packets leave from
	 * @param destination address that they go to
	 * @param in when, from now
	 * @param length for how long
	 */
	public void cut(SctpAddress source, SctpAddress destination, Duration in, Duration length) {
		cut(source, destination, in, length, FaultKind.ONE_WAY_CUT);
	}

	/**
	 * Cuts both directions for a time.
	 * @param one one address
	 * @param other the other address
	 * @param in when, from now
	 * @param length for how long
	 */
	public void cutPath(SctpAddress one, SctpAddress other, Duration in, Duration length) {
		cut(one, other, in, length, FaultKind.PATH_DOWN);
		cut(other, one, in, length, FaultKind.PATH_DOWN);
	}

	private void cut(SctpAddress source, SctpAddress destination, Duration in, Duration length, FaultKind kind) {
		long fromNanos = this.nowNanos + in.toNanos();
		link(source, destination).cut(fromNanos, fromNanos + length.toNanos(), kind);
	}

	/**
	 * Sees every packet as it leaves, and decides whether it goes on. A packet that does
	 * not may be kept, and handed on with {@link #deliver} later.
	 * @param filter returns whether the packet goes on
	 */
	public void filter(Predicate<SimulatedPacket> filter) {
		this.filter = filter;
	}

	/**
	 * Sets whether each packet that leaves is read as a check. On unless switched off.
	 * @param checksPackets whether to check
	 */
	public void checkPackets(boolean checksPackets) {
		this.checksPackets = checksPackets;
	}

	boolean checksPackets() {
		return this.checksPackets;
	}

	/**
	 * Delivers a packet at this instant, past all links.
	 * @param packet the packet
	 */
	public void deliver(SimulatedPacket packet) {
		arrive(packet, this.nowNanos);
	}

	/**
	 * Does something on a host, as a command from its application: at once, or, from
	 * within a call of the host's node, right after it. The host sends afterwards.
	 * @param host the host
	 * @param action what to do
	 */
	public void perform(SimulatedHost host, Runnable action) {
		if (this.inHost) {
			at(this.nowNanos, host, action);
			return;
		}
		enter(action);
		at(this.nowNanos, host, () -> {
		});
	}

	/**
	 * Does something on a host later.
	 * @param host the host
	 * @param delay when, from now
	 * @param action what to do
	 */
	public void schedule(SimulatedHost host, Duration delay, Runnable action) {
		at(this.nowNanos + delay.toNanos(), host, action);
	}

	void at(long timeNanos, SimulatedHost host, Runnable action) {
		this.queue.add(new Event(timeNanos, this.sequence++, host, action));
	}

	/**
	 * Runs for a time.
	 * @param time how long, in virtual time
	 */
	public void run(Duration time) {
		long limitNanos = this.nowNanos + time.toNanos();
		while (step(limitNanos)) {
			// All is in the step.
		}
		this.nowNanos = limitNanos;
	}

	/**
	 * Runs until something is the case.
	 * @param condition what is waited for, looked at after each instant
	 * @param limit how long at most, in virtual time
	 * @return whether it is the case
	 */
	public boolean runUntil(BooleanSupplier condition, Duration limit) {
		long limitNanos = this.nowNanos + limit.toNanos();
		while (!condition.getAsBoolean()) {
			if (!step(limitNanos)) {
				this.nowNanos = limitNanos;
				return condition.getAsBoolean();
			}
		}
		return true;
	}

	/**
	 * Handles the next instant.
	 * @param limitNanos time after which nothing is handled
	 * @return whether there was one
	 */
	private boolean step(long limitNanos) {
		long timeNanos = nextNanos();
		if (timeNanos > limitNanos || timeNanos == Long.MAX_VALUE) {
			return false;
		}
		this.roundsAtThisInstant = (timeNanos <= this.nowNanos) ? this.roundsAtThisInstant + 1 : 0;
		if (this.roundsAtThisInstant > MAX_ROUNDS_AT_ONE_INSTANT) {
			violation("the time does not pass: next deadlines are " + deadlines());
		}
		this.nowNanos = Math.max(this.nowNanos, timeNanos);
		long last = this.sequence;
		while (!this.queue.isEmpty() && this.queue.peek().timeNanos <= this.nowNanos
				&& this.queue.peek().sequence < last) {
			Event event = this.queue.remove();
			event.host.touch();
			enter(event.action);
		}
		for (SimulatedHost host : this.hosts) {
			enter(() -> host.runNode(this.nowNanos));
		}
		if (!this.violations.isEmpty()) {
			throw new AssertionError(String.join("\n", this.violations));
		}
		return true;
	}

	private long nextNanos() {
		long timeNanos = this.queue.isEmpty() ? Long.MAX_VALUE : this.queue.peek().timeNanos;
		for (SimulatedHost host : this.hosts) {
			timeNanos = Math.min(timeNanos, host.deadlineNanos());
		}
		return timeNanos;
	}

	private void enter(Runnable action) {
		boolean before = this.inHost;
		this.inHost = true;
		try {
			action.run();
		}
		finally {
			this.inHost = before;
		}
	}

	void transmit(SimulatedPacket packet) {
		if (!this.filter.test(packet)) {
			this.trace.line(this.nowNanos, () -> "held back  " + packet);
			return;
		}
		FaultKind fate = link(packet.source(), packet.destination()).transmit(packet, this.nowNanos, this::arrive);
		if (fate != null) {
			this.trace.line(this.nowNanos, () -> fate + "  " + packet);
		}
	}

	private void arrive(SimulatedPacket packet, long atNanos) {
		SimulatedHost host = this.sockets.get(new Socket(packet.destination(), packet.destinationUdpPort()));
		if (host == null) {
			this.counts.add(FaultKind.UNROUTABLE);
			this.trace.line(this.nowNanos, () -> "UNROUTABLE  " + packet);
			return;
		}
		at(atNanos, host, () -> {
			this.trace.delivered(this.nowNanos, packet);
			host.receive(packet, this.nowNanos);
		});
	}

	private SimulatedLink link(SctpAddress source, SctpAddress destination) {
		return this.links.computeIfAbsent(new Direction(source, destination),
				(direction) -> new SimulatedLink(this.random.fork(direction.purpose()), this.counts,
						this.defaultFaults));
	}

	private String deadlines() {
		List<String> texts = new ArrayList<>();
		this.hosts.forEach((host) -> texts.add(host + " in " + (host.deadlineNanos() - this.nowNanos) + " ns"));
		return String.join(", ", texts);
	}

	/**
	 * Notes an event of an application in the trace.
	 * @param host the host
	 * @param text what happened
	 */
	public void event(SimulatedHost host, String text) {
		this.trace.event(this.nowNanos, host.name(), text);
	}

	/**
	 * Notes that something happened which never may; the run fails.
	 * @param text what happened
	 */
	public void violation(String text) {
		this.trace.line(this.nowNanos, () -> "VIOLATION  " + text);
		this.violations.add(text);
	}

	/**
	 * Returns the virtual time.
	 * @return nanoseconds since some instant
	 */
	public long nowNanos() {
		return this.nowNanos;
	}

	/**
	 * Returns what happened.
	 * @return the trace
	 */
	public Trace trace() {
		return this.trace;
	}

	/**
	 * Returns how often each kind of fault did occur.
	 * @return the counts
	 */
	public FaultCounts counts() {
		return this.counts;
	}

	private record Socket(SctpAddress address, int udpPort) {
	}

	private record Direction(SctpAddress source, SctpAddress destination) {

		long purpose() {
			long purpose = 17;
			for (byte b : this.source.toBytes()) {
				purpose = SeededRandom.mix(purpose * 31 + b);
			}
			for (byte b : this.destination.toBytes()) {
				purpose = SeededRandom.mix(purpose * 31 + b);
			}
			return purpose;
		}

	}

	private record Event(long timeNanos, long sequence, SimulatedHost host,
			Runnable action) implements Comparable<Event> {

		@Override
		public int compareTo(Event other) {
			int byTime = Long.compare(this.timeNanos, other.timeNanos);
			return (byTime != 0) ? byTime : Long.compare(this.sequence, other.sequence);
		}

	}

}
