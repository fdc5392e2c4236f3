package dev.sock.userspace.engine.association;

import java.util.ArrayList;
import java.util.List;

import dev.sock.AssociationState;
import dev.sock.userspace.engine.packet.AbortChunk;
import dev.sock.userspace.engine.packet.Chunk;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.engine.packet.CookieAckChunk;
import dev.sock.userspace.engine.packet.DataChunkView;
import dev.sock.userspace.engine.packet.ErrorCause;
import dev.sock.userspace.engine.packet.ErrorChunk;
import dev.sock.userspace.engine.packet.HeartbeatAckChunk;
import dev.sock.userspace.engine.packet.HeartbeatChunk;
import dev.sock.userspace.engine.packet.InitAckChunk;
import dev.sock.userspace.engine.packet.InvalidStreamIdentifierCause;
import dev.sock.userspace.engine.packet.NoUserDataCause;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.packet.ProtocolViolationCause;
import dev.sock.userspace.engine.packet.SackChunkView;
import dev.sock.userspace.engine.packet.ShutdownChunk;
import dev.sock.userspace.engine.packet.ShutdownCompleteChunk;
import dev.sock.userspace.engine.packet.StaleCookieCause;
import dev.sock.userspace.engine.packet.UnrecognizedChunkTypeCause;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.rx.InboundData.Outcome;
import dev.sock.userspace.engine.tx.SackHandler;
import org.jspecify.annotations.Nullable;

/**
 * What an association does with each chunk in each state (RFC 9260 §3.3, §6, §8.5).
 * Chunks are handled in order; a bad one ends the packet, not the association, unless the
 * RFC says otherwise.
 */
final class ChunkHandler {

	private static final byte[] NO_INFO = new byte[0];

	private final Association association;

	private final DataChunkView data = new DataChunkView();

	private final SackChunkView sack = new SackChunkView();

	/** Chunks that answer the packet at hand: they leave in one packet (§12.4). */
	private final List<Chunk> replies = new ArrayList<>(2);

	private int replyRoom;

	private boolean dataTaken;

	private boolean shutdownSeen;

	ChunkHandler(Association association) {
		this.association = association;
	}

	void receive(PacketReader packet, Origin from, boolean reflectedTag, long nowNanos) {
		this.association.counters.packetsReceived++;
		Path path = this.association.paths.find(from.remote());
		if (path != null && !reflectedTag) {
			path.setRemoteUdpPort(from.remoteUdpPort()); // RFC 6951 §5.4: the tag was
															// checked
		}
		this.dataTaken = false;
		this.shutdownSeen = false;
		this.replies.clear();
		this.replyRoom = PathSupervisor.LARGE_PACKET - PacketReader.COMMON_HEADER_SIZE;
		boolean alone = packet.chunkCount() == 1;
		boolean more = true;
		while (more && packet.next() && !this.association.isEnded()) {
			more = handle(packet, from, reflectedTag, alone, nowNanos);
		}
		if (this.association.isEnded()) {
			return;
		}
		if (this.dataTaken) {
			dataTaken(path, nowNanos);
		}
		if (!reflectedTag) {
			this.association.shutdown.peerHeard();
		}
		if (!this.replies.isEmpty() && this.association.peerTag() != 0) {
			this.association.counters.controlPacketSent(this.replies.size());
			this.association.context.send(Reply.to(from, this.association.peerTag(), List.copyOf(this.replies)));
		}
	}

	private void dataTaken(@Nullable Path path, long nowNanos) {
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

	/** Handles a chunk; returns whether to go on with the next one of the packet. */
	private boolean handle(PacketReader packet, Origin from, boolean reflectedTag, boolean alone, long nowNanos) {
		int type = packet.type();
		if (reflectedTag && type != ChunkType.ABORT && type != ChunkType.SHUTDOWN_COMPLETE) {
			return false;
		}
		if (type == ChunkType.DATA) {
			return data(packet, nowNanos);
		}
		this.association.counters.controlChunksReceived++;
		return switch (type) {
			case ChunkType.SACK -> sack(packet, nowNanos);
			case ChunkType.HEARTBEAT -> heartbeat(packet);
			case ChunkType.HEARTBEAT_ACK -> heartbeatAck(packet, nowNanos);
			case ChunkType.ABORT -> abort(packet, reflectedTag);
			case ChunkType.SHUTDOWN -> shutdown(packet, nowNanos);
			case ChunkType.SHUTDOWN_ACK -> shutdownAck(packet, from);
			case ChunkType.SHUTDOWN_COMPLETE -> shutdownComplete(packet, reflectedTag, alone);
			case ChunkType.ERROR -> error(packet, nowNanos);
			case ChunkType.INIT_ACK -> initAck(packet, from, alone, nowNanos);
			case ChunkType.COOKIE_ACK -> cookieAck(packet, nowNanos);
			case ChunkType.INIT -> false; // only alone and with tag 0 (§8.5.1 A)
			case ChunkType.COOKIE_ECHO -> true; // handled where it is the first chunk
			case ChunkType.PAD -> true;
			default -> unknown(packet);
		};
	}

	private boolean data(PacketReader packet, long nowNanos) {
		if (this.association.state() == AssociationState.COOKIE_ECHOED && this.data.wrap(packet)
				&& this.data.payloadLength() > 0) {
			// The COOKIE ACK was lost, since the peer sends DATA after it only. To drop
			// the DATA, as §6 suggests, could leave both waiting until the peer gives up.
			this.association.handshake.cookieAckReceived(nowNanos);
		}
		AssociationState state = this.association.state();
		if (state != AssociationState.ESTABLISHED && state != AssociationState.SHUTDOWN_PENDING
				&& state != AssociationState.SHUTDOWN_SENT) {
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
		this.dataTaken = true;
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
		if (this.data.streamId() >= a.inboundStreams()) {
			reply(new ErrorChunk(List.of(new InvalidStreamIdentifierCause(this.data.streamId())))); // §6.5
			return;
		}
		Outcome outcome = a.inboundData.receive(this.data);
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
		}
	}

	private boolean sack(PacketReader packet, long nowNanos) {
		AssociationState state = this.association.state();
		if (state != AssociationState.ESTABLISHED && state != AssociationState.SHUTDOWN_PENDING
				&& state != AssociationState.SHUTDOWN_RECEIVED) {
			return true;
		}
		if (!this.sack.wrap(packet)) {
			return false;
		}
		SackHandler.Outcome outcome = this.association.sackHandler.handle(this.sack, nowNanos);
		if (acknowledged(outcome, nowNanos) && outcome == SackHandler.Outcome.DONE
				&& this.association.sackHandler.anythingAcked()) {
			this.association.shutdown.progress(nowNanos);
		}
		return outcome != SackHandler.Outcome.NEVER_SENT;
	}

	private boolean acknowledged(SackHandler.Outcome outcome, long nowNanos) {
		return switch (outcome) {
			case OLD -> true;
			case DONE -> {
				this.association.acknowledged(nowNanos);
				yield true;
			}
			case NEVER_SENT -> {
				this.association.abort(new ProtocolViolationCause(NO_INFO),
						"the peer acknowledged data that was never sent");
				yield false;
			}
		};
	}

	private boolean heartbeat(PacketReader packet) {
		HeartbeatChunk heartbeat = HeartbeatChunk.decode(packet);
		if (heartbeat == null) {
			return false;
		}
		if (PathSupervisor.answersHeartbeats(this.association.state())) {
			reply(heartbeat.acknowledge());
		}
		return true;
	}

	private boolean heartbeatAck(PacketReader packet, long nowNanos) {
		HeartbeatAckChunk chunk = HeartbeatAckChunk.decode(packet);
		if (chunk == null) {
			return false;
		}
		this.association.supervisor.heartbeatAcknowledged(chunk, nowNanos);
		return true;
	}

	private boolean abort(PacketReader packet, boolean reflectedTag) {
		if (reflectedTag != ((packet.flags() & 1) != 0)) {
			return false; // §8.5.1 B
		}
		AbortChunk chunk = AbortChunk.decode(packet);
		List<ErrorCause> causes = (chunk != null) ? chunk.causes() : List.of();
		ErrorCause cause = causes.isEmpty() ? null : causes.get(0);
		boolean opening = this.association.isOpening();
		this.association.end(this.association.lossChange(), (cause != null) ? cause.code() : 0, opening,
				(opening ? "refused by the peer" : "aborted by the peer")
						+ ((cause != null) ? ": " + cause.describe() : ""));
		return false;
	}

	private boolean shutdown(PacketReader packet, long nowNanos) {
		ShutdownChunk chunk = ShutdownChunk.decode(packet);
		if (chunk == null) {
			return false;
		}
		if (this.association.isOpening() || this.shutdownSeen) {
			return true; // once is enough for a packet (§12.4)
		}
		this.shutdownSeen = true;
		SackHandler.Outcome outcome = this.association.sackHandler.handleCumulative(chunk.cumulativeTsnAck(), nowNanos);
		if (outcome == SackHandler.Outcome.OLD) {
			return true;
		}
		if (acknowledged(outcome, nowNanos)) {
			this.association.shutdown.shutdownReceived(nowNanos);
		}
		return true;
	}

	private boolean shutdownAck(PacketReader packet, Origin from) {
		if (this.association.isOpening()) {
			// §8.5.1 E: as if there were no association; the tag goes back
			boolean aborted = packet.contains(ChunkType.ABORT);
			if (!aborted) {
				this.association.context
					.send(Reply.to(from, packet.verificationTag(), new ShutdownCompleteChunk(true)));
			}
			return aborted;
		}
		this.association.shutdown.shutdownAckReceived();
		return true;
	}

	private boolean shutdownComplete(PacketReader packet, boolean reflectedTag, boolean alone) {
		if (alone && reflectedTag == ((packet.flags() & 1) != 0)) {
			this.association.shutdown.shutdownCompleteReceived(); // §8.5.1 C
		}
		return false;
	}

	private boolean error(PacketReader packet, long nowNanos) {
		ErrorChunk chunk = ErrorChunk.decode(packet);
		if (chunk == null) {
			return false;
		}
		if (this.association.state() == AssociationState.COOKIE_WAIT) {
			return true;
		}
		for (ErrorCause cause : chunk.causes()) {
			if (cause instanceof StaleCookieCause stale) {
				if (this.association.state() == AssociationState.COOKIE_ECHOED) {
					this.association.handshake.staleCookie(stale, nowNanos);
					return false;
				}
				return true; // §5.2.6: an old COOKIE ECHO has arrived late
			}
			this.association.listener().remoteError(cause.code(), cause.describe());
		}
		return true;
	}

	private boolean initAck(PacketReader packet, Origin from, boolean alone, long nowNanos) {
		if (alone) {
			this.association.handshake.initAckReceived(InitAckChunk.decode(packet), from, nowNanos);
		}
		return false;
	}

	private boolean cookieAck(PacketReader packet, long nowNanos) {
		if (CookieAckChunk.decode(packet) == null) {
			return false;
		}
		this.association.handshake.cookieAckReceived(nowNanos);
		return true;
	}

	private boolean unknown(PacketReader packet) {
		if (ChunkType.reportUnknown(packet.type()) && this.association.state() != AssociationState.COOKIE_WAIT) {
			reply(new ErrorChunk(List.of(new UnrecognizedChunkTypeCause(packet.chunkBytes()))));
		}
		return !ChunkType.stopOnUnknown(packet.type());
	}

	/** Adds a chunk to the answer if it fits; what does not fit is left out. */
	private void reply(Chunk chunk) {
		int size = (chunk.encodedLength() + 3) & ~3;
		if (size <= this.replyRoom) {
			this.replyRoom -= size;
			this.replies.add(chunk);
		}
	}

}
