package dev.sock.userspace.engine.association;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sock.AssociationState;
import dev.sock.SctpReconfigurationException;
import dev.sock.SctpReconfigurationException.Reason;
import dev.sock.spi.Reconfiguration;
import dev.sock.spi.Reconfiguration.AddStreams;
import dev.sock.spi.Reconfiguration.ResetAssociation;
import dev.sock.spi.Reconfiguration.ResetInbound;
import dev.sock.spi.Reconfiguration.ResetOutbound;
import dev.sock.userspace.engine.packet.AddIncomingStreamsParameter;
import dev.sock.userspace.engine.packet.AddOutgoingStreamsParameter;
import dev.sock.userspace.engine.packet.IncomingSsnResetParameter;
import dev.sock.userspace.engine.packet.OutgoingSsnResetParameter;
import dev.sock.userspace.engine.packet.Parameter;
import dev.sock.userspace.engine.packet.ReConfigChunk;
import dev.sock.userspace.engine.packet.ReconfigurationRequest;
import dev.sock.userspace.engine.packet.ReconfigurationResponseParameter;
import dev.sock.userspace.engine.packet.SsnTsnResetParameter;
import dev.sock.userspace.engine.packet.StreamSet;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.rx.InboundData.Outcome;
import dev.sock.userspace.engine.timer.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Asks the peer to reset and add streams, one request at a time (RFC 6525 §5.1), and does
 * what its answers mean (§5.2.7).
 */
final class OutgoingRequests {

	private static final int MAX_STREAMS = 65535;

	/** An association is reset at most that often (§5.1.4). */
	private static final long LEAST_RESET_INTERVAL_NANOS = 30_000_000_000L;

	private final Association association;

	private final StreamReconfigurer reconfigurer;

	private final ReconfigurationTimer timer;

	private @Nullable PendingRequest pending;

	private int nextSequenceNumber;

	/** How many streams the peer has agreed to add, which its own request will do. */
	private int promised;

	/** What was reset last at the peer's wish, or one's own. */
	private @Nullable StreamSet lastReset;

	private long noResetBefore = Long.MIN_VALUE;

	OutgoingRequests(Association association, StreamReconfigurer reconfigurer) {
		this.association = association;
		this.reconfigurer = reconfigurer;
		this.timer = new ReconfigurationTimer(association);
	}

	/** The association begins, or begins anew. */
	void begin(int localInitialTsn) {
		end(Reason.FAILED, "the peer has started anew");
		this.nextSequenceNumber = localInitialTsn;
		this.promised = 0;
		this.lastReset = null;
		this.noResetBefore = Long.MIN_VALUE;
	}

	/** Asks for something on behalf of the user, or refuses. */
	void request(Reconfiguration what, CompletableFuture<Void> answer, long nowNanos) {
		SctpReconfigurationException refusal = refusal(what, nowNanos);
		if (refusal != null) {
			answer.completeExceptionally(refusal);
		}
		else {
			start(new PendingRequest(what, answer, null), List.of(), nowNanos);
		}
	}

	private @Nullable SctpReconfigurationException refusal(Reconfiguration what, long nowNanos) {
		Negotiated negotiated = this.association.negotiated;
		if (this.association.state() != AssociationState.ESTABLISHED) {
			return new SctpReconfigurationException(Reason.CLOSED,
					"the association is " + this.association.state() + ", not ESTABLISHED");
		}
		if (!this.reconfigurer.isNegotiated()) {
			return new SctpReconfigurationException(Reason.NOT_SUPPORTED, "the peer does not support it (any more)");
		}
		if (isBusy() || this.reconfigurer.incoming().isHolding()
				|| (what instanceof ResetAssociation && this.reconfigurer.incoming().isBusy())) {
			return new SctpReconfigurationException(Reason.IN_PROGRESS,
					"another request, of either side, is under way; ask again when it is over");
		}
		if (what instanceof AddStreams add && (negotiated.outboundStreams() + add.outbound() > MAX_STREAMS
				|| negotiated.inboundStreams() + add.inbound() > MAX_STREAMS)) {
			return new SctpReconfigurationException(Reason.FAILED, "there would be more than 65535 streams");
		}
		if ((what instanceof ResetOutbound outbound
				&& !StreamSet.of(outbound.streams()).isBelow(negotiated.outboundStreams()))
				|| (what instanceof ResetInbound inbound
						&& !StreamSet.of(inbound.streams()).isBelow(negotiated.inboundStreams()))) {
			return new SctpReconfigurationException(Reason.WRONG_STREAM, "there are not so many streams any more");
		}
		if (what instanceof ResetAssociation && nowNanos < this.noResetBefore) {
			return new SctpReconfigurationException(Reason.FAILED,
					"it was reset less than 30 s ago; ask again later (RFC 6525 §5.1.4)");
		}
		return null;
	}

	/**
	 * Asks for something that the peer wants to be asked for.
	 * @param what what it is
	 * @param answers the number of the peer's request if this is the answer, else
	 * {@code null}
	 * @param leading answers to the peer that are to leave in the same chunk
	 * @param nowNanos the time
	 * @return whether it has left, so that the answers have, too
	 */
	boolean startForPeer(Reconfiguration what, @Nullable Integer answers, List<Parameter> leading, long nowNanos) {
		return start(new PendingRequest(what, null, answers), leading, nowNanos);
	}

	private boolean start(PendingRequest request, List<Parameter> leading, long nowNanos) {
		this.pending = request;
		StreamSet held = held(request);
		if (held != null) {
			this.association.outbound.queue.hold(held);
		}
		return progress(leading, nowNanos);
	}

	/** The streams on which nothing new is sent until it is answered (§5.1.2 A1). */
	private static @Nullable StreamSet held(PendingRequest request) {
		if (request.what() instanceof ResetOutbound reset) {
			return StreamSet.of(reset.streams());
		}
		return (request.what() instanceof ResetAssociation) ? StreamSet.ALL : null;
	}

	/** Whether a request is not answered yet; another one has to wait (§5.1.1). */
	boolean isBusy() {
		return this.pending != null;
	}

	/** Whether the peer is asked to start all numbers anew, and may have done so. */
	boolean mayHaveResetAssociation() {
		return this.pending != null && this.pending.isInFlight() && this.pending.what() instanceof ResetAssociation;
	}

	/** Whether just that is being reset (§5.2.3). */
	boolean isResetting(StreamSet streams) {
		return this.pending != null && this.pending.what() instanceof ResetOutbound reset
				&& StreamSet.of(reset.streams()).containsAll(streams);
	}

	/** Whether just that was reset last, and nothing was sent since (§5.2.3). */
	boolean hasJustReset(StreamSet streams) {
		return this.lastReset != null && this.lastReset.containsAll(streams)
				&& this.association.outbound.queue.isEmpty() && this.association.outbound.queue.areAtStart(streams);
	}

	/** Sends the request once the data before it has left; returns whether it has now. */
	boolean progress(List<Parameter> leading, long nowNanos) {
		PendingRequest request = this.pending;
		if (request == null || request.isInFlight() || !isReady(request)) {
			return false;
		}
		List<ReconfigurationRequest> parameters = parameters(request);
		request.sent(parameters);
		ReConfigChunk again = new ReConfigChunk(List.copyOf(parameters));
		List<Parameter> all = new ArrayList<>(leading);
		all.addAll(parameters);
		if (request.what() instanceof ResetAssociation) {
			// From here on it is not certain by which numbers the peer sends.
			this.association.inboundData.parkAll(this.association.tsns.cumulative());
		}
		this.timer.start(new ReConfigChunk(all), again, nowNanos);
		return true;
	}

	private boolean isReady(PendingRequest request) {
		if (request.what() instanceof ResetOutbound) {
			return this.association.outbound.queue.isDrained();
		}
		// What waits for the peer's reset could not be told from what waits for this one.
		return !(request.what() instanceof ResetAssociation)
				|| (isEverythingAcknowledged() && !this.reconfigurer.incoming().isBusy());
	}

	/** Whether what was accepted before the numbers are to change has arrived. */
	boolean isEverythingAcknowledged() {
		return this.association.outbound.queue.isDrained() && this.association.outbound.outstanding.isEmpty();
	}

	private List<ReconfigurationRequest> parameters(PendingRequest request) {
		List<ReconfigurationRequest> parameters = new ArrayList<>(2);
		if (request.what() instanceof ResetOutbound reset) {
			Integer answers = request.answers();
			int lastTsn = this.association.outbound.outstanding.nextTsn() - 1;
			parameters.add(new OutgoingSsnResetParameter(this.nextSequenceNumber++,
					(answers != null) ? answers : this.reconfigurer.incoming().lastSequenceNumber(), lastTsn,
					reset.streams()));
			this.association.outbound.forwardTsn.resetAsked(lastTsn);
		}
		else if (request.what() instanceof ResetInbound reset) {
			parameters.add(new IncomingSsnResetParameter(this.nextSequenceNumber++, reset.streams()));
		}
		else if (request.what() instanceof AddStreams add) {
			if (add.outbound() > 0) {
				parameters.add(new AddOutgoingStreamsParameter(this.nextSequenceNumber++, add.outbound()));
			}
			if (add.inbound() > 0) {
				parameters.add(new AddIncomingStreamsParameter(this.nextSequenceNumber++, add.inbound()));
			}
		}
		else {
			parameters.add(new SsnTsnResetParameter(this.nextSequenceNumber++));
		}
		return parameters;
	}

	/** The peer repeats a request that this one is about; returns the answer to it. */
	int repeatFor(int sequenceNumber) {
		PendingRequest request = this.pending;
		Integer answers = (request != null) ? request.answers() : null;
		if (request == null || answers == null || answers != sequenceNumber) {
			return ReconfigurationResponseParameter.PERFORMED; // all of it is over
		}
		if (request.isInFlight()) {
			this.timer.repeat();
		}
		return ReconfigurationResponseParameter.IN_PROGRESS;
	}

	/** Whether the request that answers one of the peer is on its way. */
	boolean isInFlight() {
		return this.pending != null && this.pending.isInFlight();
	}

	/** The peer has answered (§5.2.7). */
	void answered(ReconfigurationResponseParameter response, long nowNanos) {
		PendingRequest request = this.pending;
		ReconfigurationRequest parameter = (request != null) ? request.open(response.responseSequenceNumber()) : null;
		if (request == null || parameter == null) {
			return; // H1: old, or never asked
		}
		int result = response.result();
		if (result == ReconfigurationResponseParameter.IN_PROGRESS) {
			inProgress(parameter, nowNanos);
			return;
		}
		boolean performed = result == ReconfigurationResponseParameter.PERFORMED;
		if (performed && parameter instanceof SsnTsnResetParameter && response.nextTsns() == null) {
			return; // malformed: it does not say where to go on
		}
		if (performed) {
			performed(parameter, response, nowNanos);
		}
		else if (result != ReconfigurationResponseParameter.NOTHING_TO_DO || !isDoneAnyway(parameter)) {
			request.fail(reason(result), text(result));
		}
		close(request, parameter);
		this.association.shutdown.progress(nowNanos); // it may have waited for this
	}

	private void inProgress(ReconfigurationRequest parameter, long nowNanos) {
		this.timer.inProgress(nowNanos);
		if (parameter instanceof SsnTsnResetParameter && this.association.receiveWindow.isFull()) {
			// The peer may not come to an end before its data is taken.
			judge(this.association.inboundData.unpark());
			this.association.inboundData.parkAll(this.association.tsns.cumulative());
		}
	}

	/** Whether there is nothing to do for this side, either. */
	private boolean isDoneAnyway(ReconfigurationRequest parameter) {
		return parameter instanceof IncomingSsnResetParameter || (parameter instanceof OutgoingSsnResetParameter reset
				&& this.association.outbound.queue.areAtStart(StreamSet.of(reset.streams())));
	}

	private void performed(ReconfigurationRequest parameter, ReconfigurationResponseParameter response, long nowNanos) {
		if (parameter instanceof OutgoingSsnResetParameter reset) {
			StreamSet streams = StreamSet.of(reset.streams());
			this.lastReset = streams;
			this.association.outbound.queue.resetSsns(streams);
			this.association.outbound.forwardTsn.heard(reset.lastAssignedTsn());
			this.reconfigurer.toldOutboundReset(streams);
		}
		else if (parameter instanceof AddOutgoingStreamsParameter add) {
			this.reconfigurer.added(add.streams(), 0);
		}
		else if (parameter instanceof AddIncomingStreamsParameter add) {
			this.promised = add.streams();
		}
		else if (response.nextTsns() != null && parameter instanceof SsnTsnResetParameter) {
			this.noResetBefore = nowNanos + LEAST_RESET_INTERVAL_NANOS;
			int peerNext = response.nextTsns().sender();
			judge(this.association.inboundData.unparkBefore(peerNext));
			if (!this.association.isEnded()) {
				this.reconfigurer.resetAssociation(response.nextTsns().receiver(), peerNext);
				judge(this.association.inboundData.unpark(this.association.tsns));
			}
		}
	}

	private void judge(Outcome outcome) {
		DataHandler.judge(this.association, outcome);
	}

	private static Reason reason(int result) {
		return switch (result) {
			case ReconfigurationResponseParameter.DENIED -> Reason.DENIED;
			case ReconfigurationResponseParameter.WRONG_SSN -> Reason.WRONG_STREAM;
			case ReconfigurationResponseParameter.REQUEST_ALREADY_IN_PROGRESS -> Reason.IN_PROGRESS;
			case ReconfigurationResponseParameter.BAD_SEQUENCE_NUMBER -> Reason.BAD_SEQUENCE_NUMBER;
			default -> Reason.FAILED;
		};
	}

	private static String text(int result) {
		return switch (result) {
			case ReconfigurationResponseParameter.NOTHING_TO_DO ->
				"the peer finds nothing to do, though numbers were used";
			case ReconfigurationResponseParameter.DENIED -> "the peer denies it";
			case ReconfigurationResponseParameter.WRONG_SSN -> "the peer knows no such stream";
			case ReconfigurationResponseParameter.REQUEST_ALREADY_IN_PROGRESS ->
				"the peer has another request under way; ask again later";
			case ReconfigurationResponseParameter.BAD_SEQUENCE_NUMBER ->
				"the peer expected a request with another number";
			default -> "the peer answers with result " + Integer.toUnsignedString(result);
		};
	}

	/** The peer resets its streams, which answers the request to do so (§5.2.2 E1). */
	void answeredByReset(OutgoingSsnResetParameter reset, int result) {
		PendingRequest request = this.pending;
		if (request != null
				&& request.open(reset.responseSequenceNumber()) instanceof IncomingSsnResetParameter asked) {
			failUnlessDone(request, result);
			close(request, asked);
		}
	}

	/** The peer adds streams, which answers the request to do so (§5.2.6). */
	void answeredByAddition(int result) {
		this.promised = 0;
		PendingRequest request = this.pending;
		AddIncomingStreamsParameter asked = (request != null) ? request.open(AddIncomingStreamsParameter.class) : null;
		if (request != null && asked != null) {
			failUnlessDone(request, result);
			close(request, asked);
		}
	}

	/**
	 * How many streams the peer is asked to add to those that it sends on. Its answer may
	 * overtake the request by which it does.
	 */
	int askedToAdd() {
		PendingRequest request = this.pending;
		AddIncomingStreamsParameter asked = (request != null) ? request.open(AddIncomingStreamsParameter.class) : null;
		return (asked != null) ? asked.streams() : this.promised;
	}

	private static void failUnlessDone(PendingRequest request, int result) {
		if (result != ReconfigurationResponseParameter.PERFORMED
				&& result != ReconfigurationResponseParameter.IN_PROGRESS) {
			request.fail(Reason.FAILED, "the peer wants to do something else");
		}
	}

	private void close(PendingRequest request, ReconfigurationRequest parameter) {
		if (request.close(parameter) && !this.association.isEnded()) {
			finish(request);
		}
	}

	private void finish(PendingRequest request) {
		this.pending = null;
		this.timer.stop();
		if (this.association.outbound.outstanding.isEmpty()) {
			this.association.supervisor.clearOverallErrorCount(); // the peer is there
		}
		release(request);
		request.complete();
	}

	/** Lets go what waited for the answer. */
	private void release(PendingRequest request) {
		this.association.outbound.forwardTsn.resetAnswered();
		if (request.what() instanceof ResetAssociation) {
			judge(this.association.inboundData.unpark());
		}
		if (held(request) != null) {
			this.association.outbound.queue.release();
		}
	}

	/** The association is being shut down: what was not sent is not sent any more. */
	void shutdownBegins() {
		if (this.pending != null && !this.pending.isInFlight()) {
			end(Reason.CLOSED, "the association is being shut down");
		}
	}

	/** Gives up what is not answered. */
	void end(Reason reason, String text) {
		PendingRequest request = this.pending;
		if (request != null) {
			this.pending = null;
			this.timer.stop();
			release(request);
			request.fail(reason, text);
			request.complete();
		}
	}

	/** A path is no more. */
	void pathRemoved(Path removed, long nowNanos) {
		this.timer.pathRemoved(removed, nowNanos);
	}

	/** A path can be used from now on. */
	void pathConfirmed(long nowNanos) {
		this.timer.pathConfirmed(nowNanos);
	}

	void advanceTo(long nowNanos) {
		this.timer.advanceTo(nowNanos);
	}

	/** When the request is sent again, or {@link Deadline#NONE}. */
	long deadline() {
		return this.timer.deadline();
	}

}
