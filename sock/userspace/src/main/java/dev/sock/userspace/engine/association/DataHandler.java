package dev.sock.userspace.engine.association;

import java.util.List;
import java.util.function.Consumer;

import dev.sock.AssociationState;
import dev.sock.userspace.engine.packet.Chunk;
import dev.sock.userspace.engine.packet.DataChunkView;
import dev.sock.userspace.engine.packet.ErrorChunk;
import dev.sock.userspace.engine.packet.ForwardTsnChunk;
import dev.sock.userspace.engine.packet.InvalidStreamIdentifierCause;
import dev.sock.userspace.engine.packet.NoUserDataCause;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.packet.ProtocolViolationCause;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.rx.InboundData.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What an association does with DATA (RFC 9260 §6), and with FORWARD TSN, which stands
 * for DATA that does not come (RFC 3758 §3.6).
 */
final class DataHandler {

	private static final byte[] NO_INFO = new byte[0];

	private final Association association;

	private final Consumer<Chunk> replies;

	private final DataChunkView data = new DataChunkView();

	private boolean taken;

	DataHandler(Association association, Consumer<Chunk> replies) {
		this.association = association;
		this.replies = replies;
	}

	/** Begins a packet. */
	void begin() {
		this.taken = false;
	}

	/** A packet was handled to its end. */
	void end(@Nullable Path path, long nowNanos) {
		if (!this.taken) {
			return;
		}
		if (path != null) {
			this.association.setLastDataPath(path.isConfirmed() ? path : null);
		}
		this.association.autoclose.used(nowNanos);
		this.association.sackPolicy.packetWithData(
				(path != null) ? path.settings().sackDelay() : this.association.options().sackDelay().toNanos(),
				nowNanos);
		if (this.association.tsns.hasGaps() || this.association.sackPolicy.isOverdue()) {
			this.association.context.flushUrgent();
		}
		if (this.association.state() == AssociationState.SHUTDOWN_SENT) {
			boolean sackNeeded = this.association.tsns.hasGaps() || this.association.tsns.duplicateCount() > 0;
			this.association.shutdown.dataReceived(nowNanos);
			if (!sackNeeded) {
				this.association.sackPolicy.acknowledged(); // SHUTDOWN acknowledges it
			}
		}
	}

	private boolean takesData() {
		return switch (this.association.state()) {
			case ESTABLISHED, SHUTDOWN_PENDING, SHUTDOWN_SENT -> true;
			default -> false;
		};
	}

	/** Handles DATA; returns whether to go on with the next chunk. */
	boolean receive(PacketReader packet, long nowNanos) {
		if (this.association.state() == AssociationState.COOKIE_ECHOED && this.data.wrap(packet)
				&& this.data.payloadLength() > 0) {
			// The COOKIE ACK was lost, since the peer sends DATA after it only. To drop
			// the DATA, as §6 suggests, could leave both waiting until the peer gives up.
			this.association.handshake.cookieAckReceived(nowNanos);
		}
		if (!takesData()) {
			return true;
		}
		if (!this.data.wrap(packet)) {
			return false;
		}
		if (this.data.payloadLength() == 0) {
			this.association.abort(new NoUserDataCause(this.data.tsn()), "the peer sent DATA without user data");
			return false;
		}
		count();
		this.taken = true;
		switch (this.association.tsns.classify(this.data.tsn())) {
			case DUPLICATE -> {
				this.association.counters.rx.duplicates++;
				this.association.tsns.duplicate(this.data.tsn());
				this.association.sackPolicy.acknowledgeNow();
			}
			case TOO_FAR -> this.association.sackPolicy.acknowledgeNow();
			case NEW -> newData();
		}
		return true;
	}

	private void count() {
		if (this.data.unordered()) {
			this.association.counters.rx.unorderedChunks++;
		}
		else {
			this.association.counters.rx.orderedChunks++;
		}
	}

	/** Whether a TSN is taken without room for it, since what is held may wait for it. */
	private boolean isNeeded(int tsn) {
		Association a = this.association;
		return a.tsns.hasGaps() && tsn == a.tsns.cumulative() + 1 && !a.receiveWindow.isFullOfDelivered();
	}

	private void newData() {
		Association a = this.association;
		int tsn = this.data.tsn();
		if (a.receiveWindow.isFull() && !isNeeded(tsn)) {
			a.sackPolicy.acknowledgeNow(); // §6.2: no room, so it is dropped
			return;
		}
		boolean gapsBefore = a.tsns.hasGaps();
		a.tsns.receive(tsn);
		a.receiveWindow.arrived(this.data.payloadLength());
		if (gapsBefore || a.tsns.hasGaps() || this.data.immediate()) {
			a.sackPolicy.acknowledgeNow();
		}
		if (this.data.streamId() >= a.negotiated.inboundStreams()) {
			this.replies.accept(new ErrorChunk(List.of(new InvalidStreamIdentifierCause(this.data.streamId())))); // §6.5
		}
		else {
			judge(a, a.inboundData.receive(this.data));
		}
		a.reconfigurer.tsnsArrived();
	}

	/** Ends the association if the peer has sent what it must not. */
	static void judge(Association a, Outcome outcome) {
		switch (outcome) {
			case DONE -> {
				// delivered, or kept until it can be
			}
			case MESSAGE_TOO_LONG ->
				a.abort(new ProtocolViolationCause(NO_INFO), "the peer sent a message of more than "
						+ a.options().maxMessageSize() + " bytes (option max-message-size)");
			case TOO_MANY_FRAGMENTS ->
				a.abort(new ProtocolViolationCause(NO_INFO), "the peer sent too much that cannot be delivered");
			case SEQUENCE_NUMBER_REUSED ->
				a.abort(new ProtocolViolationCause(NO_INFO), "the peer used a stream sequence number twice");
			case MESSAGES_MIXED ->
				a.abort(new ProtocolViolationCause(NO_INFO), "the peer put a fragment of one message into another");
		}
	}

	/** Whether both sides support FORWARD TSN; otherwise it is an unknown chunk. */
	boolean isForwardTsnKnown() {
		return this.association.outbound.abandonment.isSupported();
	}

	/** Handles FORWARD TSN; returns whether to go on with the next chunk. */
	boolean forwardTsn(PacketReader packet) {
		if (!takesData()) {
			return true;
		}
		ForwardTsnChunk chunk = ForwardTsnChunk.decode(packet);
		if (chunk == null) {
			return false;
		}
		Association a = this.association;
		this.taken = true;
		// Whether new or old: the peer waits to hear where things stand.
		a.sackPolicy.acknowledgeNow();
		if (a.tsns.forwardTo(chunk.newCumulativeTsn())) {
			a.inboundData.forward(chunk.ofStreamsBelow(a.negotiated.inboundStreams()));
			a.reconfigurer.tsnsArrived();
		}
		return true;
	}

}
