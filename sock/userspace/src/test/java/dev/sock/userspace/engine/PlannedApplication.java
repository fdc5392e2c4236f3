package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.sock.Reliability.Timed;
import dev.sock.StreamDirection;
import dev.sock.spi.OutboundMessage;
import dev.sock.userspace.engine.MessagePlan.Planned;
import dev.sock.userspace.sim.RecordingListener;
import dev.sock.userspace.sim.RecordingListener.Message;
import dev.sock.userspace.sim.SeededRandom;
import dev.sock.userspace.sim.SimulatedAssociation;
import dev.sock.userspace.sim.SimulatedHost;
import dev.sock.userspace.sim.SimulatedNetwork;
import org.jspecify.annotations.Nullable;

/**
 * One side of an association: sends the messages of a plan within the limit of its send
 * buffer, and checks what comes against the plan of the other side.
 */
final class PlannedApplication {

	private final SimulatedNetwork network;

	private final SimulatedHost host;

	private final SimulatedAssociation association;

	private final MessagePlan outgoing;

	private final MessagePlan incoming;

	private final int sendBuffer;

	private final boolean negotiated;

	private final Reader reader;

	private final SeededRandom random;

	private final PlannedReconfiguration reconfiguration;

	/** The stream sequence number that comes next on each stream. */
	private final int[] nextSsn;

	/** Streams that were reset, of which nothing has come since. */
	private final BitSet anew = new BitSet();

	private final List<List<Planned>> orderedByStream;

	private final int[] orderedReceived;

	private final BitSet received = new BitSet();

	private final BitSet acknowledged = new BitSet();

	private final BitSet failed = new BitSet();

	private final BitSet abandoned = new BitSet();

	private final BitSet abandonedUnsent = new BitSet();

	private final List<OutboundMessage> handed = new ArrayList<>();

	private final long[] handedNanos;

	private @Nullable PlannedApplication peer;

	private long establishedNanos;

	private boolean started;

	private int next;

	private long sentBytes;

	private long receivedBytes;

	private long consumedBytes;

	/** Where each message or part that is not consumed ends, in bytes received. */
	private final Queue<Long> ends = new ArrayDeque<>();

	private boolean readScheduled;

	PlannedApplication(SimulatedNetwork network, SimulatedHost host, SimulatedAssociation association,
			MessagePlan outgoing, MessagePlan incoming, int streams, SeedReconfigurations reconfigurations,
			int sendBuffer, boolean negotiated, Reader reader, int initialSsn, SeededRandom random) {
		this.network = network;
		this.host = host;
		this.association = association;
		this.outgoing = outgoing;
		this.incoming = incoming;
		this.sendBuffer = sendBuffer;
		this.negotiated = negotiated;
		this.handedNanos = new long[outgoing.size()];
		this.reader = reader;
		this.reconfiguration = new PlannedReconfiguration(network, host, association, reconfigurations, this::pump,
				this::violation);
		this.nextSsn = new int[streams];
		Arrays.fill(this.nextSsn, initialSsn);
		this.random = random;
		this.orderedReceived = new int[streams];
		Arrays.fill(this.orderedReceived, -1);
		this.orderedByStream = IntStream.range(0, streams).mapToObj(incoming::ordered).toList();
		events().received().onMessage(this::received);
		events().received().onBytes(this::receivedBytes);
		events().received().allowParts(this::aborted);
		events().onFailure(this::failed);
		events().onAbandonment(this::abandoned);
		events().onReset(this::reset);
		events().onChange(this::pump);
		events().received().keep(false);
	}

	/** None has nothing of what was sent. */
	void peer(@Nullable PlannedApplication peer) {
		this.peer = peer;
	}

	private void pump() {
		if (!canSend()) {
			return;
		}
		if (!this.started) {
			this.started = true;
			this.establishedNanos = this.network.nowNanos();
		}
		while (this.next < this.outgoing.size()) {
			Planned message = this.outgoing.get(this.next);
			long waitNanos = this.establishedNanos + message.afterNanos() - this.network.nowNanos();
			if (waitNanos > 0) {
				this.network.schedule(this.host, Duration.ofNanos(waitNanos), this::pump);
				return;
			}
			this.reconfiguration.before(this.next);
			if (message.streamId() >= events().outboundStreams()) {
				this.reconfiguration.addStream();
				return;
			}
			long lacking = this.sentBytes - events().releasedBytes() + message.length() - this.sendBuffer;
			if (lacking > 0 && !makeRoom(lacking, message)) {
				return;
			}
			this.next++;
			send(message);
		}
	}

	/** RFC 7496 §3.2: less important messages make way, the least important first. */
	private boolean makeRoom(long bytes, Planned message) {
		if (!this.negotiated) {
			return false;
		}
		List<Planned> victims = new ArrayList<>();
		long found = 0;
		for (Planned candidate : this.outgoing.messages()
			.subList(0, this.next)
			.stream()
			.filter((other) -> other.priority() > message.priority() && isOpen(other))
			.sorted(Comparator.comparingLong(Planned::priority).reversed())
			.toList()) {
			if (found < bytes) {
				victims.add(candidate);
				found += candidate.length();
			}
		}
		if (found < bytes) {
			return false;
		}
		victims.forEach((victim) -> this.association.engine()
			.abandon(this.handed.get(victim.index()), this.network.nowNanos()));
		return true;
	}

	private boolean isOpen(Planned planned) {
		return !this.acknowledged.get(planned.index()) && !this.failed.get(planned.index())
				&& !this.abandoned.get(planned.index());
	}

	private boolean canSend() {
		return events().isEstablished() && !events().isTerminated() && events().shutdownsReceived() == 0;
	}

	private void send(Planned planned) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		future.thenRun(() -> acknowledged(planned));
		this.sentBytes += planned.length();
		OutboundMessage message = new OutboundMessage(this.outgoing.payload(planned), planned.options(), future);
		this.handed.add(message);
		this.handedNanos[planned.index()] = this.network.nowNanos();
		this.association.engine().send(message, this.network.nowNanos());
	}

	private void acknowledged(Planned planned) {
		if (!isOpen(planned)) {
			violation(planned + " acknowledged, but it was acknowledged or had failed before");
		}
		this.acknowledged.set(planned.index());
		PlannedApplication peer = this.peer;
		if (peer == null || (!peer.received.get(planned.index()) && !this.reconfiguration.areUsed())) {
			violation(planned + " acknowledged, but the peer does not have it");
		}
	}

	private void failed(OutboundMessage message) {
		int index = message.options().payloadProtocolId();
		if (!isOpen(this.outgoing.get(index))) {
			violation(this.outgoing.get(index) + " failed, but it was acknowledged or had failed before");
		}
		this.failed.set(index);
	}

	private void abandoned(OutboundMessage message) {
		Planned planned = this.outgoing.get(message.options().payloadProtocolId());
		if (!isOpen(planned)) {
			violation(planned + " was given up, but it was acknowledged or had failed before");
		}
		boolean sent = events().abandoned().get(events().abandoned().size() - 1).sent();
		long ageNanos = this.network.nowNanos() - this.handedNanos[planned.index()];
		boolean mayBe = (planned.reliability() instanceof Timed timed) ? ageNanos >= timed.lifetime().toNanos()
				: !planned.isReliable() && this.negotiated;
		if (!mayBe || (sent && !this.negotiated)) {
			violation(planned + " was given up, sent=" + sent + ", at the age of " + ageNanos + " ns");
		}
		this.abandoned.set(planned.index());
		this.abandonedUnsent.set(planned.index(), !sent);
	}

	private void received(Message message) {
		int index = message.payloadProtocolId();
		if (index < 0 || index >= this.incoming.size()) {
			violation("a message that nobody sent: " + message);
			return;
		}
		Planned planned = this.incoming.get(index);
		if (this.received.get(index)) {
			violation("doubled: " + planned);
		}
		this.received.set(index);
		if (message.streamId() != planned.streamId() || message.unordered() != planned.unordered()
				|| !Arrays.equals(message.payload(), this.incoming.payload(planned))) {
			violation("not what was sent: " + message + " for " + planned);
			return;
		}
		if (!planned.unordered()) {
			checkOrder(message, planned);
		}
	}

	/** A message came, or a part of one. */
	private void receivedBytes(int bytes) {
		this.receivedBytes += bytes;
		this.ends.add(this.receivedBytes);
		scheduleRead();
	}

	/** The rest of a message does not come: it was given up, or all ends. */
	private void aborted(Message firstPart) {
		Planned planned = this.incoming.get(firstPart.payloadProtocolId());
		PlannedApplication peer = this.peer;
		if (peer == null || !peer.abandoned.get(planned.index())) {
			violationUnlessItEnds(planned + " came in part only, though it was not given up");
		}
	}

	private void violationUnlessItEnds(String text) {
		this.network.schedule(this.host, Duration.ZERO, () -> {
			if (!isTerminated()) {
				violation(text);
			}
		});
	}

	private void checkOrder(Message message, Planned planned) {
		List<Planned> stream = this.orderedByStream.get(planned.streamId());
		int position = stream.indexOf(planned);
		int last = this.orderedReceived[planned.streamId()];
		if (position <= last) {
			violation("out of order: " + planned + " after " + stream.get(last));
			return;
		}
		for (Planned before : stream.subList(last + 1, position)) {
			if (this.peer == null || !this.peer.abandoned.get(before.index())) {
				violation("out of order: " + planned + " where " + before + " was due");
			}
		}
		this.orderedReceived[planned.streamId()] = position;
		checkNumber(message, planned, stream.subList(last + 1, position));
	}

	/** What was given up before it was sent has no number; what was, in part, has. */
	private void checkNumber(Message message, Planned planned, List<Planned> missing) {
		int streamId = planned.streamId();
		int ssn = message.streamSequenceNumber();
		int passedOver = (int) missing.stream()
			.filter((before) -> this.peer == null || !this.peer.abandonedUnsent.get(before.index()))
			.count();
		boolean right = this.anew.get(streamId) ? ssn <= passedOver
				: ssn == ((this.nextSsn[streamId] + passedOver) & 0xffff);
		if (!right) {
			String text = "stream sequence number " + ssn + " where " + this.nextSsn[streamId] + " and " + passedOver
					+ " passed over were before" + (this.anew.get(streamId) ? " a reset" : "") + ": " + planned;
			if (ssn <= passedOver && this.reconfiguration.isAssociationResetOpen()) {
				// Whether it was done is not known before all that waited for it comes.
				violationUnlessItEnds(text);
			}
			else {
				violation(text);
			}
		}
		this.anew.clear(streamId);
		this.nextSsn[streamId] = ssn + 1;
	}

	private void reset(StreamDirection direction, List<Integer> streams) {
		if (direction == StreamDirection.INBOUND) {
			IntStream.range(0, this.nextSsn.length)
				.filter((stream) -> streams.isEmpty() || streams.contains(stream))
				.forEach(this.anew::set);
		}
	}

	private void scheduleRead() {
		if (!this.readScheduled) {
			this.readScheduled = true;
			this.network.schedule(this.host, this.reader.delay(this.random), this::read);
		}
	}

	private void read() {
		this.readScheduled = false;
		int bytes = (int) (this.receivedBytes - this.consumedBytes);
		int part = this.reader.part(bytes, this.random);
		this.consumedBytes += part;
		int messages = 0;
		while (!this.ends.isEmpty() && this.ends.peek() <= this.consumedBytes) {
			this.ends.remove();
			messages++;
		}
		this.association.engine().consumed(part, messages, this.network.nowNanos());
		if (part < bytes) {
			scheduleRead();
		}
	}

	private void violation(String text) {
		this.network.violation(this.host + ": " + text);
	}

	RecordingListener events() {
		return this.association.events();
	}

	PlannedReconfiguration reconfiguration() {
		return this.reconfiguration;
	}

	SimulatedAssociation association() {
		return this.association;
	}

	boolean sentAll() {
		return this.next == this.outgoing.size();
	}

	int sent() {
		return this.next;
	}

	boolean receivedAll() {
		PlannedApplication peer = this.peer;
		if (peer == null) {
			return false;
		}
		BitSet done = (BitSet) this.received.clone();
		done.or(peer.abandoned);
		return done.cardinality() == this.incoming.size();
	}

	boolean acknowledgedAll() {
		return this.acknowledged.cardinality() + this.abandoned.cardinality() == this.outgoing.size();
	}

	boolean quiet() {
		Long unacknowledged = (acknowledgedAll() && receivedAll() && this.consumedBytes == this.receivedBytes)
				? this.association.status().unacknowledgedChunks() : null;
		return unacknowledged != null && unacknowledged == 0;
	}

	int abandonedUnsent() {
		return this.abandonedUnsent.cardinality();
	}

	int abandonedSent() {
		return this.abandoned.cardinality() - this.abandonedUnsent.cardinality();
	}

	boolean isTerminated() {
		return events().isTerminated();
	}

	/**
	 * Checks, at the end, that every message that was sent has had its one end.
	 */
	void checkAccounts() {
		this.reconfiguration.checkAccounts();
		for (int i = 0; i < this.next; i++) {
			if (isOpen(this.outgoing.get(i))) {
				violation(this.outgoing.get(i) + " was neither acknowledged nor has it failed");
			}
		}
		PlannedApplication peer = this.peer;
		// While all numbers are about to start anew, acknowledged data waits a while.
		this.acknowledged.stream().forEach((index) -> {
			if (peer == null || !peer.received.get(index)) {
				violation(this.outgoing.get(index) + " was acknowledged, but the peer never had it");
			}
		});
		events().failures().forEach((failure) -> {
			int index = failure.message().options().payloadProtocolId();
			if (!failure.sent() && peer != null && peer.received.get(index)) {
				violation(this.outgoing.get(index) + " failed as not sent, but the peer has it");
			}
		});
		this.abandonedUnsent.stream().forEach((index) -> {
			if (peer != null && peer.received.get(index)) {
				violation(this.outgoing.get(index) + " was given up as not sent, but the peer has it");
			}
		});
		if (events().releasedBytes() != this.sentBytes) {
			violation("released " + events().releasedBytes() + " bytes of " + this.sentBytes);
		}
	}

	String progress() {
		return this.host + ": sent " + this.next + " of " + this.outgoing.size() + ", acknowledged "
				+ this.acknowledged.cardinality() + ", failed " + this.failed.cardinality() + ", given up "
				+ this.abandoned.cardinality() + " (" + abandonedUnsent() + " unsent), received "
				+ this.received.cardinality() + " of " + this.incoming.size() + ", unread "
				+ (this.receivedBytes - this.consumedBytes) + " bytes, "
				+ (events().isTerminated() ? "ended" : "state " + events().states());
	}

	/**
	 * How an application consumes.
	 *
	 * @param maxDelayNanos longest time until it reads what has come; 0 for at once
	 * @param inParts whether it reads a part at a time
	 */
	record Reader(long maxDelayNanos, boolean inParts) {

		Duration delay(SeededRandom random) {
			return (this.maxDelayNanos == 0) ? Duration.ZERO : Duration.ofNanos(random.nextLong(this.maxDelayNanos));
		}

		int part(int bytes, SeededRandom random) {
			return (this.inParts && bytes > 1) ? 1 + random.nextInt(bytes) : bytes;
		}

	}

}
