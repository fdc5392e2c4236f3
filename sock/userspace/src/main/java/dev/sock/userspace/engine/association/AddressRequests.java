package dev.sock.userspace.engine.association;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import dev.sock.AssociationState;
import dev.sock.SctpAddress;
import dev.sock.SctpAddressException;
import dev.sock.SctpAddressException.Reason;
import dev.sock.userspace.engine.auth.Authenticator;
import dev.sock.userspace.engine.packet.AddressRequestParameter;
import dev.sock.userspace.engine.packet.AddressRequestParameter.Kind;
import dev.sock.userspace.engine.packet.AsconfAckChunk;
import dev.sock.userspace.engine.packet.AsconfChunk;
import dev.sock.userspace.engine.packet.ErrorCause;
import dev.sock.userspace.engine.packet.ErrorCauseIndicationParameter;
import dev.sock.userspace.engine.packet.IllegalAsconfAckCause;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.packet.PacketSink;
import dev.sock.userspace.engine.packet.PacketWriter;
import dev.sock.userspace.engine.packet.Parameter;
import dev.sock.userspace.engine.packet.SerialNumber;
import dev.sock.userspace.engine.packet.SuccessIndicationParameter;
import dev.sock.userspace.engine.packet.UnrecognizedParametersCause;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.timer.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Asks the peer for changes of this side's addresses, one ASCONF at a time (RFC 5061
 * §5.1, §5.3).
 */
final class AddressRequests {

	private static final int MAX_QUEUED = 64;

	/** So many fit the smallest path MTU (C5), with AUTH. */
	private static final int MAX_IN_CHUNK = 14;

	private final Association association;

	private final OwnAddresses own;

	private final ArrayDeque<Request> queue = new ArrayDeque<>();

	private List<Request> underWay = List.of();

	private @Nullable AsconfChunk outstanding;

	private @Nullable Path path;

	private int nextSerial;

	private int nextCorrelationId;

	private long t4Deadline = Deadline.NONE;

	private int expirations;

	private boolean due;

	private boolean changesUnknown;

	private boolean primaryUnknown;

	AddressRequests(Association association, OwnAddresses own) {
		this.association = association;
		this.own = own;
	}

	/** Both sides' first TSNs are known: serial numbers begin with our own (A2). */
	void start(int localInitialTsn) {
		this.nextSerial = localInitialTsn;
		this.changesUnknown = false;
		this.primaryUnknown = false;
	}

	/** Asks for a change, or says at once why not. */
	void request(Kind kind, SctpAddress address, AddressOutcome outcome) {
		Request request = new Request(kind, address, this.nextCorrelationId++, outcome);
		boolean unknown = (kind == Kind.SET_PRIMARY) ? this.primaryUnknown : this.changesUnknown;
		if (this.association.isEnded()) {
			request.fail(Reason.CLOSED, "the association has ended");
		}
		else if (unknown || !(this.association.addresses.arePossible() || this.association.isOpening())) {
			request.fail(Reason.NOT_SUPPORTED,
					"one of the two sides does not support it; see the option dynamic-addresses");
		}
		else if (this.queue.size() >= MAX_QUEUED) {
			request.fail(Reason.TOO_MANY_REQUESTS, MAX_QUEUED + " changes wait for the peer's answer; try again later");
		}
		else {
			this.queue.add(request);
			this.association.context.changed(this.association);
		}
	}

	/** The states that ASCONF and its answers travel in (C4). */
	static boolean isPossibleIn(AssociationState state) {
		return switch (state) {
			case ESTABLISHED, SHUTDOWN_PENDING, SHUTDOWN_RECEIVED, SHUTDOWN_SENT -> true;
			case CLOSED, COOKIE_WAIT, COOKIE_ECHOED, SHUTDOWN_ACK_SENT -> false;
		};
	}

	/** Writes an ASCONF that is due; returns whether the sink took it. */
	boolean flush(PacketSink sink, PacketWriter writer, long nowNanos) {
		if (this.outstanding == null && !this.queue.isEmpty() && isPossibleIn(this.association.state())) {
			prepare();
		}
		AsconfChunk chunk = this.outstanding;
		Path target = this.path;
		return !this.due || chunk == null || target == null || isToBeVerified(target)
				|| write(chunk, target, sink, writer, nowNanos);
	}

	/**
	 * Whether heartbeats show first whose address it is (RFC 9260 §5.4). They cannot when
	 * no local address may be their source (RFC 5061 §5.3 F1, F6): both sides have
	 * exchanged their addresses, and would wait for each other for ever.
	 */
	private static boolean isToBeVerified(Path target) {
		return !target.isConfirmed() && !target.isStranded();
	}

	/** Puts as many requests as fit into one chunk, in their order. */
	private void prepare() {
		if (!this.association.paths.forNewData().isConfirmed()) {
			return;
		}
		List<SctpAddress> afterwards = new ArrayList<>(this.own.known());
		List<Request> batch = new ArrayList<>();
		while (!this.queue.isEmpty() && batch.size() < MAX_IN_CHUNK && mayAskNow(this.queue.element())
				&& batch.stream().noneMatch(this.queue.element()::undoes)) {
			Request request = this.queue.remove();
			if (isWorthAsking(request, afterwards)) {
				batch.add(request);
			}
		}
		if (batch.isEmpty()) {
			return;
		}
		List<Parameter> parameters = new ArrayList<>(batch.size());
		for (Request request : batch) {
			parameters.add(new AddressRequestParameter(request.kind, request.correlationId, request.address));
			if (request.kind == Kind.DELETE) {
				this.own.leave(request.address);
			}
		}
		this.own.chooseSources();
		this.underWay = batch;
		this.path = target();
		this.outstanding = new AsconfChunk(this.nextSerial++, lookupAddress(), parameters);
		this.expirations = 0;
		this.due = true;
	}

	/** An answer to a DELETE has to come before SHUTDOWN ACK leaves: see Shutdown. */
	private boolean mayAskNow(Request request) {
		return request.kind != Kind.DELETE || this.association.state() != AssociationState.SHUTDOWN_SENT;
	}

	/** Whether to ask for it, given what was asked for before it in the same chunk. */
	private boolean isWorthAsking(Request request, List<SctpAddress> afterwards) {
		boolean known = afterwards.contains(request.address);
		switch (request.kind) {
			case ADD -> {
				if (known) {
					request.outcome.done(null);
					return false;
				}
				afterwards.add(request.address);
			}
			case DELETE -> {
				if (!known) {
					request.outcome.done(null);
					return false;
				}
				afterwards.remove(request.address);
				if (!reachesPeer(afterwards)) {
					afterwards.add(request.address);
					request.fail(Reason.LAST_ADDRESS,
							"no other that the peer knows reaches an address of it that is confirmed");
					return false;
				}
			}
			case SET_PRIMARY -> {
				if (!known) {
					request.fail(Reason.NOT_LOCAL, "the peer knows " + afterwards + " only");
					return false;
				}
			}
		}
		return true;
	}

	private boolean reachesPeer(List<SctpAddress> addresses) {
		return this.association.paths.all().stream().anyMatch((one) -> isReachedBy(addresses, one));
	}

	private boolean isReachedBy(List<SctpAddress> addresses, Path one) {
		return one.isConfirmed() && this.association.context.sources().select(one.address(), addresses) != null;
	}

	/** A path that an address reaches which is not being deleted (§5.3 F6). */
	private Path target() {
		Path usual = this.association.paths.forNewData();
		if (!usual.isStranded()) {
			return usual;
		}
		List<SctpAddress> added = added();
		return this.association.paths.all().stream().filter((one) -> isReachedBy(added, one)).findFirst().orElse(usual);
	}

	private List<SctpAddress> added() {
		return this.underWay.stream()
			.filter((request) -> request.kind == Kind.ADD)
			.map((request) -> request.address)
			.toList();
	}

	/** §4.1.1: an address that the peer knows, rather one that stays. */
	private SctpAddress lookupAddress() {
		List<SctpAddress> staying = this.own.sources();
		return (staying.isEmpty() ? this.own.known() : staying).get(0);
	}

	private boolean write(AsconfChunk chunk, Path target, PacketSink sink, PacketWriter writer, long nowNanos) {
		Authenticator keys = this.association.authentication.keys();
		if (keys == null) {
			return true;
		}
		int size = PacketReader.COMMON_HEADER_SIZE + keys.chunkSize() + ((chunk.encodedLength() + 3) & ~3);
		ByteBuffer buffer = sink.begin(source(target), target.address(), target.remoteUdpPort(), size, false, false);
		if (buffer == null) {
			return false;
		}
		writer.begin(buffer, this.association.context.localPort(), this.association.peerPort(),
				this.association.peerTag(), size);
		writer.auth(keys);
		writer.chunk(chunk);
		sink.end(writer.finish());
		this.association.counters.controlPacketSent(2);
		this.due = false;
		this.t4Deadline = nowNanos + target.roundTrip().rto();
		return true;
	}

	/**
	 * F6: not an address that is being deleted, unless the peer has taken away meanwhile
	 * all that others reach: then its refusal ends the wait. An address that is being
	 * added is tried when another does not work: the host may have lost that already
	 * (§5.3.2).
	 */
	private SctpAddress source(Path target) {
		SctpAddress usual = this.own.sourceFor(target.address());
		if (usual == null || this.expirations % 2 == 1) {
			SctpAddress fresh = this.association.context.sources().select(target.address(), added());
			if (fresh != null) {
				return fresh;
			}
		}
		return (usual != null) ? usual : target.source();
	}

	/** Whether the peer was sent an ASCONF that it has not answered. */
	boolean isOneOutstanding() {
		return this.outstanding != null;
	}

	/** Handles an answer (A5 to A8). */
	void answered(AsconfAckChunk ack, long nowNanos) {
		AsconfChunk sent = this.outstanding;
		if (sent == null) {
			if (!SerialNumber.isBefore(ack.serial(), this.nextSerial)) { // F0
				this.association.abort(new IllegalAsconfAckCause(), "the peer answered an ASCONF that was never sent");
			}
			return;
		}
		if (ack.serial() != sent.serial()) {
			return;
		}
		Path answering = this.path;
		List<Request> requests = this.underWay;
		forgetOutstanding();
		this.association.supervisor.clearOverallErrorCount();
		if (answering != null && answering.isConfirmed()) {
			this.association.supervisor.answered(answering, nowNanos);
		}
		List<@Nullable SctpAddressException> results = new ArrayList<>(requests.size());
		boolean refused = false;
		for (Request request : requests) {
			SctpAddressException failure = failure(request, ack, refused);
			refused |= failure != null;
			results.add(failure);
			apply(request, failure == null);
		}
		this.own.chooseSources();
		this.association.supervisor.pathsChanged(nowNanos);
		this.association.listener().localAddressesChanged(this.own.known());
		for (int i = 0; i < requests.size(); i++) {
			requests.get(i).outcome.done(results.get(i));
		}
		this.association.shutdown.progress(nowNanos); // it may have waited for this
	}

	private @Nullable SctpAddressException failure(Request request, AsconfAckChunk ack, boolean refusedBefore) {
		for (Parameter response : ack.responses()) {
			if (response instanceof SuccessIndicationParameter success
					&& success.correlationId() == request.correlationId) {
				return null;
			}
			if (response instanceof ErrorCauseIndicationParameter error
					&& error.correlationId() == request.correlationId) {
				ErrorCause cause = error.causes().isEmpty() ? null : error.causes().get(0);
				if (cause instanceof UnrecognizedParametersCause) { // F3a, F3b
					this.primaryUnknown |= request.kind == Kind.SET_PRIMARY;
					this.changesUnknown |= request.kind != Kind.SET_PRIMARY;
					return request.failure(Reason.NOT_SUPPORTED, "the peer does not know this request");
				}
				return request.failure(Reason.REFUSED,
						"the peer refuses it: " + ((cause != null) ? cause.describe() : "no cause given"));
			}
		}
		// A7: after one that was refused silence is no consent
		return refusedBefore ? request.failure(Reason.REFUSED, "the peer refused another change before it") : null;
	}

	private void apply(Request request, boolean granted) {
		switch (request.kind) {
			case ADD -> {
				if (granted) {
					this.own.add(request.address);
				}
			}
			case DELETE -> {
				if (granted) {
					this.own.remove(request.address);
				}
				else {
					this.own.stay(request.address);
				}
			}
			case SET_PRIMARY -> {
				// it is the peer's to do
			}
		}
	}

	/** T4-rto has expired (B1 to B5). */
	void advanceTo(long nowNanos) {
		Path target = this.path;
		if (!Deadline.isDue(this.t4Deadline, nowNanos) || target == null) {
			return;
		}
		this.t4Deadline = Deadline.NONE;
		target.roundTrip().backOff();
		this.association.supervisor.failed(target, true);
		if (this.association.isEnded()) {
			return;
		}
		this.expirations++;
		Path next = this.association.paths.afterTimeout(target);
		this.path = next.isStranded() ? target() : next;
		this.due = true;
	}

	long deadline() {
		return this.t4Deadline;
	}

	/** A path is no more; what went there goes elsewhere. */
	void pathRemoved(Path removed) {
		if (this.path == removed) {
			this.path = target();
			this.due = this.outstanding != null;
			this.t4Deadline = Deadline.NONE;
		}
	}

	/** A path can be used from now on; what waits for one need not wait for its own. */
	void pathConfirmed() {
		if (this.due) {
			this.path = target();
		}
	}

	/** The peer does not know ASCONF after all (A9). */
	void unknownToPeer() {
		fail(Reason.NOT_SUPPORTED, "the peer does not know ASCONF");
	}

	/** Nothing is asked for any more, and what was asked for has failed. */
	void fail(Reason reason, String why) {
		List<Request> failed = new ArrayList<>(this.underWay);
		failed.addAll(this.queue);
		this.queue.clear();
		if (this.outstanding != null) {
			this.underWay.forEach((request) -> apply(request, false));
			forgetOutstanding();
			this.own.chooseSources();
		}
		failed.forEach((request) -> request.fail(reason, why));
	}

	private void forgetOutstanding() {
		this.outstanding = null;
		this.underWay = List.of();
		this.path = null;
		this.due = false;
		this.t4Deadline = Deadline.NONE;
	}

	/** What the user wants of the peer. */
	private record Request(Kind kind, SctpAddress address, int correlationId, AddressOutcome outcome) {

		/** Whether both cannot be in one chunk, whose source could not be chosen then. */
		boolean undoes(Request before) {
			return this.kind != Kind.SET_PRIMARY && before.kind != Kind.SET_PRIMARY
					&& this.address.equals(before.address);
		}

		SctpAddressException failure(Reason reason, String why) {
			String what = switch (this.kind) {
				case ADD -> "Address " + this.address + " was not added";
				case DELETE -> "Address " + this.address + " was not removed";
				case SET_PRIMARY -> "Address " + this.address + " was not made primary";
			};
			return new SctpAddressException(reason, what + ": " + why, null);
		}

		void fail(Reason reason, String why) {
			this.outcome.done(failure(reason, why));
		}

	}

}
