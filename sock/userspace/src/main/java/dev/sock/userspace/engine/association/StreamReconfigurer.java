package dev.sock.userspace.engine.association;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.sock.AssociationState;
import dev.sock.SctpExtension;
import dev.sock.SctpReconfigurationException.Reason;
import dev.sock.StreamDirection;
import dev.sock.spi.Reconfiguration;
import dev.sock.userspace.engine.packet.AddIncomingStreamsParameter;
import dev.sock.userspace.engine.packet.AddOutgoingStreamsParameter;
import dev.sock.userspace.engine.packet.Chunk;
import dev.sock.userspace.engine.packet.ErrorChunk;
import dev.sock.userspace.engine.packet.IncomingSsnResetParameter;
import dev.sock.userspace.engine.packet.MalformedParameter;
import dev.sock.userspace.engine.packet.OutgoingSsnResetParameter;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.packet.Parameter;
import dev.sock.userspace.engine.packet.ProtocolViolationCause;
import dev.sock.userspace.engine.packet.ReConfigChunk;
import dev.sock.userspace.engine.packet.ReconfigurationRequest;
import dev.sock.userspace.engine.packet.ReconfigurationResponseParameter;
import dev.sock.userspace.engine.packet.StreamSet;
import dev.sock.userspace.engine.packet.UnknownParameter;
import dev.sock.userspace.engine.packet.UnrecognizedParametersCause;
import dev.sock.userspace.engine.path.Path;

/**
 * Resets and adds streams (RFC 6525): takes RE-CONFIG apart, and does what the requests
 * of both sides come to.
 */
final class StreamReconfigurer {

	private static final byte[] NO_INFO = new byte[0];

	private final Association association;

	private final OutgoingRequests outgoing;

	private final IncomingRequests incoming;

	StreamReconfigurer(Association association) {
		this.association = association;
		this.outgoing = new OutgoingRequests(association, this);
		this.incoming = new IncomingRequests(association, this);
	}

	OutgoingRequests outgoing() {
		return this.outgoing;
	}

	IncomingRequests incoming() {
		return this.incoming;
	}

	/** Whether both sides support it; otherwise RE-CONFIG is an unknown chunk. */
	boolean isNegotiated() {
		return this.association.negotiated.extensions().contains(SctpExtension.STREAM_RECONFIGURATION);
	}

	/**
	 * The association begins, or begins anew: requests are numbered from the first TSNs.
	 */
	void begin(int localInitialTsn, int peerInitialTsn) {
		this.outgoing.begin(localInitialTsn);
		this.incoming.begin(peerInitialTsn);
	}

	void request(Reconfiguration what, CompletableFuture<Void> answer, long nowNanos) {
		this.outgoing.request(what, answer, nowNanos);
	}

	/** Handles RE-CONFIG; returns whether to go on with the next chunk. */
	boolean receive(PacketReader packet, Consumer<Chunk> replies, long nowNanos) {
		if (!isHandled(this.association.state())) {
			return true;
		}
		ReConfigChunk chunk = ReConfigChunk.decode(packet);
		if (chunk == null) {
			return false;
		}
		List<Parameter> parameters = known(chunk.parameters(), replies);
		if (isAllowed(parameters)) {
			handle(parameters, replies, nowNanos);
		}
		else if (!parameters.isEmpty() || chunk.parameters().isEmpty()) {
			replies.accept(new ErrorChunk(List.of(new ProtocolViolationCause(NO_INFO))));
		}
		return true;
	}

	/**
	 * In SHUTDOWN-SENT the peer may still have data that waits for the answer to a
	 * request; later there is none.
	 */
	private static boolean isHandled(AssociationState state) {
		return switch (state) {
			case ESTABLISHED, SHUTDOWN_PENDING, SHUTDOWN_SENT, SHUTDOWN_RECEIVED -> true;
			case CLOSED, COOKIE_WAIT, COOKIE_ECHOED, SHUTDOWN_ACK_SENT -> false;
		};
	}

	/** The parameters up to one that says to stop there (RFC 9260 §3.2.1). */
	private static List<Parameter> known(List<Parameter> all, Consumer<Chunk> replies) {
		List<Parameter> known = new ArrayList<>(2);
		for (Parameter parameter : all) {
			if (!(parameter instanceof UnknownParameter unknown)) {
				known.add(parameter);
				continue;
			}
			if (unknown.reportUnknown()) {
				replies.accept(new ErrorChunk(List.of(new UnrecognizedParametersCause(unknown.parameter()))));
			}
			if (unknown.stopOnUnknown()) {
				break;
			}
		}
		return known;
	}

	/** Whether parameters may be in one chunk (§3.1). */
	private static boolean isAllowed(List<Parameter> parameters) {
		if (parameters.stream().anyMatch(MalformedParameter.class::isInstance)) {
			return false;
		}
		return switch (parameters.size()) {
			case 1 -> true;
			case 2 -> isPair(parameters.get(0), parameters.get(1)) || isPair(parameters.get(1), parameters.get(0));
			default -> false;
		};
	}

	private static boolean isPair(Parameter one, Parameter other) {
		return (one instanceof OutgoingSsnResetParameter
				&& (other instanceof IncomingSsnResetParameter || other instanceof ReconfigurationResponseParameter))
				|| (one instanceof AddOutgoingStreamsParameter && other instanceof AddIncomingStreamsParameter)
				|| (one instanceof ReconfigurationResponseParameter
						&& other instanceof ReconfigurationResponseParameter);
	}

	private void handle(List<Parameter> parameters, Consumer<Chunk> replies, long nowNanos) {
		List<Parameter> responses = new ArrayList<>(2);
		for (Parameter parameter : parameters) {
			if (this.association.isEnded()) {
				return;
			}
			if (parameter instanceof ReconfigurationResponseParameter response) {
				this.outgoing.answered(response, nowNanos);
			}
			else if (parameter instanceof ReconfigurationRequest request) {
				this.incoming.handle(request, responses, nowNanos);
				this.association.sackPolicy.acknowledgeNow(); // §5.2.1
			}
		}
		if (!responses.isEmpty()) {
			replies.accept(new ReConfigChunk(responses));
		}
	}

	/** Sends an answer that nobody asks for at the moment. */
	void send(ReconfigurationResponseParameter response) {
		this.association.sendControl(new ReConfigChunk(List.of(response)));
	}

	/** The streams that this side sends on have started anew. */
	void toldOutboundReset(StreamSet streams) {
		this.association.listener().streamsReset(StreamDirection.OUTBOUND, streams.listed());
	}

	/** There are more streams. */
	void added(int outbound, int inbound) {
		Negotiated negotiated = this.association.negotiated;
		negotiated.setStreams(negotiated.outboundStreams() + outbound, negotiated.inboundStreams() + inbound);
		this.association.listener().streamsAdded(negotiated.outboundStreams(), negotiated.inboundStreams());
	}

	/** All numbers start anew (§5.2.4 G3 to G5, §5.2.7 H5); nothing is outstanding. */
	void resetAssociation(int localNextTsn, int peerNextTsn) {
		Association a = this.association;
		a.inboundData.dropFragments();
		a.inboundData.resetStreams(StreamSet.ALL);
		a.tsns.goOnAt(peerNextTsn);
		if (localNextTsn != a.outbound.outstanding.nextTsn()) {
			a.outbound.goOnAt(localNextTsn);
		}
		a.outbound.queue.resetSsns(StreamSet.ALL);
		a.listener().associationReset(Integer.toUnsignedLong(localNextTsn), Integer.toUnsignedLong(peerNextTsn));
	}

	/** DATA or FORWARD TSN was taken. */
	void tsnsArrived() {
		this.incoming.tsnsArrived();
	}

	/** Goes on with what waits for data to leave; returns whether more may leave now. */
	boolean progress(long nowNanos) {
		if (this.association.isEnded()) {
			return false;
		}
		this.outgoing.progress(List.of(), nowNanos);
		return this.incoming.progress();
	}

	/** No new messages are taken any more. */
	void shutdownBegins() {
		this.outgoing.shutdownBegins();
		this.incoming.shutdownBegins();
	}

	/** Nothing waits for the answer to a request any more, and none is asked for. */
	void allSent() {
		this.outgoing.end(Reason.CLOSED, "the association is being shut down");
	}

	/** The association has ended. */
	void end(String reason) {
		this.outgoing.end(Reason.CLOSED, "the association has ended: " + reason);
	}

	/** A path is no more. */
	void pathRemoved(Path removed, long nowNanos) {
		this.outgoing.pathRemoved(removed, nowNanos);
	}

	/** A path can be used from now on. */
	void pathConfirmed(long nowNanos) {
		this.outgoing.pathConfirmed(nowNanos);
	}

	void advanceTo(long nowNanos) {
		if (!this.association.isEnded()) {
			this.outgoing.advanceTo(nowNanos);
		}
	}

	long deadline() {
		return this.outgoing.deadline();
	}

}
