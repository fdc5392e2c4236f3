package dev.sock.userspace.engine.association;

import java.util.ArrayDeque;
import java.util.List;

import dev.sock.AssociationState;
import dev.sock.StreamDirection;
import dev.sock.StreamReconfiguration;
import dev.sock.spi.Reconfiguration.AddStreams;
import dev.sock.spi.Reconfiguration.ResetOutbound;
import dev.sock.userspace.engine.packet.AddIncomingStreamsParameter;
import dev.sock.userspace.engine.packet.AddOutgoingStreamsParameter;
import dev.sock.userspace.engine.packet.IncomingSsnResetParameter;
import dev.sock.userspace.engine.packet.OutgoingSsnResetParameter;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.packet.Parameter;
import dev.sock.userspace.engine.packet.ReconfigurationRequest;
import dev.sock.userspace.engine.packet.ReconfigurationResponseParameter;
import dev.sock.userspace.engine.packet.ReconfigurationResponseParameter.NextTsns;
import dev.sock.userspace.engine.packet.SerialNumber;
import dev.sock.userspace.engine.packet.SsnTsnResetParameter;
import dev.sock.userspace.engine.packet.StreamSet;
import org.jspecify.annotations.Nullable;

/**
 * Does what the peer asks for, each request once and in order, and keeps the answers to
 * the last ones (RFC 6525 §5.2.1 to §5.2.6).
 */
final class IncomingRequests {

	/** A chunk has two requests at most, so no older one can be repeated. */
	private static final int KEPT = 2;

	private static final int MAX_STREAMS = 65535;

	/** What else is in a chunk that lists streams: headers, and two responses perhaps. */
	private static final int BESIDE_STREAMS = 4 + 16 + 2 * 20;

	private final Association association;

	private final StreamReconfigurer reconfigurer;

	private final ArrayDeque<Answer> answers = new ArrayDeque<>(KEPT);

	private int expected;

	/** Streams that are reset once all that was sent before has come. */
	private @Nullable DeferredReset deferred;

	/** The reset of all numbers that waits until what was sent is acknowledged. */
	private @Nullable Answer awaited;

	IncomingRequests(Association association, StreamReconfigurer reconfigurer) {
		this.association = association;
		this.reconfigurer = reconfigurer;
	}

	/** The association begins, or begins anew. */
	void begin(int peerInitialTsn) {
		this.expected = peerInitialTsn;
		this.answers.clear();
		this.deferred = null;
		this.awaited = null;
	}

	/** The number of the request that came last, of those that were expected. */
	int lastSequenceNumber() {
		return this.expected - 1;
	}

	/** Whether a reset has begun that is not done yet. */
	boolean isBusy() {
		return this.deferred != null || isHolding();
	}

	/** Whether messages are held for a reset of all numbers. */
	boolean isHolding() {
		return this.awaited != null;
	}

	/**
	 * Handles a request.
	 * @param request the request
	 * @param responses where the answer is added; those that have left are taken out
	 * @param nowNanos the time
	 */
	void handle(ReconfigurationRequest request, List<Parameter> responses, long nowNanos) {
		int number = request.requestSequenceNumber();
		for (Answer known : this.answers) {
			if (known.number == number) {
				repeat(known, responses);
				return;
			}
		}
		if (number != this.expected) {
			responses.add(new ReconfigurationResponseParameter(number,
					ReconfigurationResponseParameter.BAD_SEQUENCE_NUMBER, null));
			return;
		}
		this.expected++;
		Answer answer = new Answer(number);
		if (this.answers.size() == KEPT) {
			this.answers.removeFirst();
		}
		this.answers.addLast(answer);
		perform(request, answer, responses, nowNanos);
		if (!answer.hasLeft) {
			responses.add(answer.toParameter());
		}
		answer.hasLeft = false;
	}

	/** §5.2.1: the same answer again, unless there is news by now. */
	private void repeat(Answer known, List<Parameter> responses) {
		if (known.byOwnRequest) {
			known.result = this.reconfigurer.outgoing().repeatFor(known.number);
			if (known.result == ReconfigurationResponseParameter.IN_PROGRESS
					&& this.reconfigurer.outgoing().isInFlight()) {
				return; // the request that answers it was sent again
			}
		}
		responses.add(known.toParameter());
	}

	private void perform(ReconfigurationRequest request, Answer answer, List<Parameter> responses, long nowNanos) {
		if (request instanceof OutgoingSsnResetParameter reset) {
			answer.result = resetInbound(reset, answer);
			this.reconfigurer.outgoing().answeredByReset(reset, answer.result);
		}
		else if (request instanceof IncomingSsnResetParameter reset) {
			answer.result = resetOutbound(reset, answer, responses, nowNanos);
		}
		else if (request instanceof AddOutgoingStreamsParameter add) {
			answer.result = addInbound(add);
			this.reconfigurer.outgoing().answeredByAddition(answer.result);
		}
		else if (request instanceof AddIncomingStreamsParameter add) {
			answer.result = addOutbound(add, nowNanos);
		}
		else if (request instanceof SsnTsnResetParameter) {
			resetAssociation(answer);
		}
	}

	private boolean allows(StreamReconfiguration kind) {
		return this.association.options().streamReconfiguration().contains(kind);
	}

	/**
	 * While it is being shut down nothing is begun that this side would have to ask for.
	 */
	private boolean mayBegin(StreamReconfiguration kind) {
		return allows(kind) && this.association.state() == AssociationState.ESTABLISHED;
	}

	/** §5.2.2: the peer starts its numbers anew. */
	private int resetInbound(OutgoingSsnResetParameter reset, Answer answer) {
		StreamSet streams = StreamSet.of(reset.streams());
		if (!allows(StreamReconfiguration.RESET_STREAMS)) {
			return ReconfigurationResponseParameter.DENIED;
		}
		if (!streams.isBelow(this.association.negotiated.inboundStreams())) {
			return ReconfigurationResponseParameter.WRONG_SSN;
		}
		if (isBusy() || this.reconfigurer.outgoing().mayHaveResetAssociation()) {
			return ReconfigurationResponseParameter.REQUEST_ALREADY_IN_PROGRESS;
		}
		if (SerialNumber.isAfter(reset.lastAssignedTsn(), this.association.tsns.cumulative())) {
			this.deferred = new DeferredReset(answer, streams, reset.lastAssignedTsn());
			this.association.inboundData.park(streams, reset.lastAssignedTsn());
			return ReconfigurationResponseParameter.IN_PROGRESS;
		}
		resetInbound(streams);
		return ReconfigurationResponseParameter.PERFORMED;
	}

	private void resetInbound(StreamSet streams) {
		this.association.inboundData.resetStreams(streams);
		this.association.listener().streamsReset(StreamDirection.INBOUND, streams.listed());
	}

	/** More TSNs have come: a deferred reset may be due (§5.2.2 E2 to E5). */
	void tsnsArrived() {
		DeferredReset reset = this.deferred;
		if (reset == null || this.association.isEnded()
				|| SerialNumber.isAfter(reset.lastTsn(), this.association.tsns.cumulative())) {
			return;
		}
		this.deferred = null;
		resetInbound(reset.streams());
		DataHandler.judge(this.association, this.association.inboundData.unpark());
		if (!this.association.isEnded()) {
			reset.answer().result = ReconfigurationResponseParameter.PERFORMED;
			this.reconfigurer.send(reset.answer().toParameter());
		}
	}

	/** §5.2.3: the peer wants this side to start its numbers anew. */
	private int resetOutbound(IncomingSsnResetParameter reset, Answer answer, List<Parameter> responses,
			long nowNanos) {
		StreamSet streams = StreamSet.of(reset.streams());
		OutgoingRequests outgoing = this.reconfigurer.outgoing();
		if (!mayBegin(StreamReconfiguration.RESET_STREAMS)) {
			return ReconfigurationResponseParameter.DENIED;
		}
		if (!streams.isBelow(this.association.negotiated.outboundStreams())) {
			return ReconfigurationResponseParameter.WRONG_SSN;
		}
		if (outgoing.isResetting(streams) || (!outgoing.isBusy() && outgoing.hasJustReset(streams))) {
			return ReconfigurationResponseParameter.NOTHING_TO_DO;
		}
		if (outgoing.isBusy() || isHolding()) {
			return ReconfigurationResponseParameter.REQUEST_ALREADY_IN_PROGRESS;
		}
		if (!isListable(streams)) {
			return ReconfigurationResponseParameter.DENIED;
		}
		answer.byOwnRequest = true;
		if (outgoing.startForPeer(new ResetOutbound(streams.listed()), answer.number, responses, nowNanos)) {
			responses.clear();
			answer.hasLeft = true;
		}
		return ReconfigurationResponseParameter.IN_PROGRESS;
	}

	/** Whether this side's own request, which has to list them, fits a packet. */
	private boolean isListable(StreamSet streams) {
		int most = (this.association.paths.forNewData().maxPacketSize() - PacketReader.COMMON_HEADER_SIZE
				- this.association.authentication.room() - BESIDE_STREAMS) / Short.BYTES;
		return streams.listed().size() <= most;
	}

	/** §5.2.5: the peer wants to send on more streams. */
	private int addInbound(AddOutgoingStreamsParameter add) {
		int streams = this.association.negotiated.inboundStreams() + add.streams();
		boolean asked = this.reconfigurer.outgoing().askedToAdd() >= add.streams();
		int most = asked ? MAX_STREAMS : this.association.options().maxInboundStreams();
		if (!allows(StreamReconfiguration.ADD_STREAMS) || add.streams() == 0 || streams > most) {
			return ReconfigurationResponseParameter.DENIED;
		}
		this.reconfigurer.added(0, add.streams());
		return ReconfigurationResponseParameter.PERFORMED;
	}

	/**
	 * §5.2.6: the peer wants to receive on more streams. It gets a request, as the RFC
	 * says, and an answer, too, which some wait for.
	 */
	private int addOutbound(AddIncomingStreamsParameter add, long nowNanos) {
		OutgoingRequests outgoing = this.reconfigurer.outgoing();
		if (!mayBegin(StreamReconfiguration.ADD_STREAMS) || add.streams() == 0
				|| this.association.negotiated.outboundStreams() + add.streams() > MAX_STREAMS) {
			return ReconfigurationResponseParameter.DENIED;
		}
		if (outgoing.isBusy() || isHolding()) {
			return ReconfigurationResponseParameter.REQUEST_ALREADY_IN_PROGRESS;
		}
		outgoing.startForPeer(new AddStreams(add.streams(), 0), null, List.of(), nowNanos);
		return ReconfigurationResponseParameter.PERFORMED;
	}

	/**
	 * §5.2.4: the peer wants all numbers to start anew. It has nothing under way, as far
	 * as it knows; what this side has under way arrives first, so that nothing is lost.
	 */
	private void resetAssociation(Answer answer) {
		answer.nextTsns = new NextTsns(this.association.outbound.outstanding.nextTsn(),
				this.association.tsns.cumulative() + 1);
		if (!mayBegin(StreamReconfiguration.RESET_ASSOCIATION)) {
			answer.result = ReconfigurationResponseParameter.DENIED;
		}
		else if (isBusy() || this.reconfigurer.outgoing().isBusy()) {
			answer.result = ReconfigurationResponseParameter.REQUEST_ALREADY_IN_PROGRESS;
		}
		else {
			this.association.outbound.queue.hold(StreamSet.ALL);
			this.awaited = answer;
			answer.result = ReconfigurationResponseParameter.IN_PROGRESS;
			resetIfReady(answer);
		}
	}

	private boolean resetIfReady(Answer answer) {
		if (!this.reconfigurer.outgoing().isEverythingAcknowledged()) {
			return false;
		}
		this.awaited = null;
		// G1 and G2; the largest distance makes all that is under way old
		int peerNext = this.association.tsns.cumulative() + 1 + Integer.MIN_VALUE;
		int localNext = this.association.outbound.outstanding.nextTsn();
		answer.result = ReconfigurationResponseParameter.PERFORMED;
		answer.nextTsns = new NextTsns(localNext, peerNext);
		this.reconfigurer.resetAssociation(localNext, peerNext);
		this.association.outbound.queue.release();
		return true;
	}

	/**
	 * Goes on with what waits; returns whether messages may be sent that could not be.
	 */
	boolean progress() {
		Answer answer = this.awaited;
		if (answer == null || !resetIfReady(answer)) {
			return false;
		}
		this.reconfigurer.send(answer.toParameter());
		return true;
	}

	/** The association is being shut down. */
	void shutdownBegins() {
		Answer answer = this.awaited;
		if (answer != null) {
			this.awaited = null;
			answer.result = ReconfigurationResponseParameter.DENIED;
			this.association.outbound.queue.release();
			this.reconfigurer.send(answer.toParameter());
		}
	}

	/** The answer to a request of the peer, as it is by now. */
	private static final class Answer {

		private final int number;

		private int result;

		private @Nullable NextTsns nextTsns;

		/** Whether a request of one's own is the answer. */
		private boolean byOwnRequest;

		private boolean hasLeft;

		private Answer(int number) {
			this.number = number;
		}

		private ReconfigurationResponseParameter toParameter() {
			return new ReconfigurationResponseParameter(this.number, this.result, this.nextTsns);
		}

	}

	/**
	 * Streams that are reset once a TSN is reached.
	 *
	 * @param answer the answer, which says so far that it is in progress
	 * @param streams the streams
	 * @param lastTsn the last TSN of the old numbers
	 */
	private record DeferredReset(Answer answer, StreamSet streams, int lastTsn) {
	}

}
