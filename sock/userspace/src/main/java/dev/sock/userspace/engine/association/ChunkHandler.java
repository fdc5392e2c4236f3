package dev.sock.userspace.engine.association;

import java.util.ArrayList;
import java.util.List;

import dev.sock.AssociationState;
import dev.sock.userspace.engine.packet.AbortChunk;
import dev.sock.userspace.engine.packet.AsconfAckChunk;
import dev.sock.userspace.engine.packet.Chunk;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.engine.packet.CookieAckChunk;
import dev.sock.userspace.engine.packet.ErrorCause;
import dev.sock.userspace.engine.packet.ErrorChunk;
import dev.sock.userspace.engine.packet.ForwardTsnSupportedParameter;
import dev.sock.userspace.engine.packet.HeartbeatAckChunk;
import dev.sock.userspace.engine.packet.HeartbeatChunk;
import dev.sock.userspace.engine.packet.InitAckChunk;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.packet.ProtocolViolationCause;
import dev.sock.userspace.engine.packet.SackChunkView;
import dev.sock.userspace.engine.packet.ShutdownChunk;
import dev.sock.userspace.engine.packet.ShutdownCompleteChunk;
import dev.sock.userspace.engine.packet.StaleCookieCause;
import dev.sock.userspace.engine.packet.UnrecognizedChunkTypeCause;
import dev.sock.userspace.engine.packet.UnrecognizedParametersCause;
import dev.sock.userspace.engine.path.Path;
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

	private final DataHandler data;

	private final SackChunkView sack = new SackChunkView();

	/** Chunks that answer the packet at hand: they leave in one packet (§12.4). */
	private final List<Chunk> replies = new ArrayList<>(2);

	private int replyRoom;

	private boolean shutdownSeen;

	ChunkHandler(Association association) {
		this.association = association;
		this.data = new DataHandler(association, this::reply);
	}

	void receive(PacketReader packet, Origin from, boolean reflectedTag, long nowNanos) {
		this.association.counters.packetsReceived++;
		Path path = this.association.paths.find(from.remote());
		if (path != null && !reflectedTag) {
			path.setRemoteUdpPort(from.remoteUdpPort()); // RFC 6951 §5.4: the tag was
															// checked
		}
		this.data.begin();
		this.shutdownSeen = false;
		this.association.addresses.peer.begin();
		this.replies.clear();
		this.replyRoom = PathSupervisor.LARGE_PACKET - PacketReader.COMMON_HEADER_SIZE
				- this.association.authentication.room();
		boolean alone = packet.chunkCount() == 1;
		boolean more = true;
		while (more && packet.next() && !this.association.isEnded()) {
			more = handle(packet, from, reflectedTag, alone, nowNanos);
		}
		if (this.association.isEnded()) {
			return;
		}
		this.data.end(path, nowNanos);
		if (!reflectedTag) {
			this.association.shutdown.peerHeard();
		}
		if (!this.replies.isEmpty() && this.association.peerTag() != 0) {
			answer(from);
		}
	}

	/** Looks where it came from only now: a chunk may have added the address. */
	private void answer(Origin from) {
		Path path = this.association.paths.find(from.remote());
		if (path == null || !path.isConfirmed()) {
			sendElsewhere();
		}
		sendBack(from);
	}

	/**
	 * What may not go to an address that is not confirmed, or was never listed (§5.4, RFC
	 * 5061 §5.3 F14).
	 */
	private void sendElsewhere() {
		for (Chunk reply : List.copyOf(this.replies)) {
			if (!(reply instanceof HeartbeatAckChunk || reply instanceof AsconfAckChunk)) {
				this.replies.remove(reply);
				this.association.sendControl(reply);
			}
		}
	}

	private void sendBack(Origin from) {
		if (!this.replies.isEmpty()) {
			this.association.counters.controlPacketSent(this.replies.size());
			List<Chunk> chunks = List.copyOf(this.replies);
			Origin back = this.association.addresses.own.answerTo(from);
			this.association.context.send(Reply.to(back, this.association.peerTag(), chunks,
					this.association.authentication.signerOf(chunks)));
		}
	}

	/** Handles a chunk; returns whether to go on with the next one of the packet. */
	private boolean handle(PacketReader packet, Origin from, boolean reflectedTag, boolean alone, long nowNanos) {
		int type = packet.type();
		if (reflectedTag && type != ChunkType.ABORT && type != ChunkType.SHUTDOWN_COMPLETE) {
			return false;
		}
		if (type == ChunkType.DATA) {
			return this.data.receive(packet, nowNanos);
		}
		this.association.counters.controlChunksReceived++;
		return switch (type) {
			case ChunkType.SACK -> sack(packet, nowNanos);
			case ChunkType.HEARTBEAT -> heartbeat(packet);
			case ChunkType.HEARTBEAT_ACK -> heartbeatAck(packet, nowNanos);
			case ChunkType.ABORT -> abort(packet, from, reflectedTag);
			case ChunkType.SHUTDOWN -> shutdown(packet, nowNanos);
			case ChunkType.SHUTDOWN_ACK -> shutdownAck(packet, from);
			case ChunkType.SHUTDOWN_COMPLETE -> shutdownComplete(packet, reflectedTag, alone);
			case ChunkType.ERROR -> error(packet, nowNanos);
			case ChunkType.INIT_ACK -> initAck(packet, from, alone, nowNanos);
			case ChunkType.COOKIE_ACK -> cookieAck(packet, nowNanos);
			case ChunkType.INIT -> false; // only alone and with tag 0 (§8.5.1 A)
			case ChunkType.COOKIE_ECHO -> true; // handled where it is the first chunk
			case ChunkType.PAD -> true;
			case ChunkType.ASCONF -> asconf(packet, from, nowNanos);
			case ChunkType.ASCONF_ACK -> asconfAck(packet, nowNanos);
			case ChunkType.AUTH -> this.association.authentication.isKnown()
					? this.association.authentication.receive(packet, this::reply) : unknown(packet);
			case ChunkType.FORWARD_TSN ->
				this.data.isForwardTsnKnown() ? this.data.forwardTsn(packet) : unknown(packet);
			case ChunkType.RE_CONFIG -> this.association.reconfigurer.isNegotiated()
					? this.association.reconfigurer.receive(packet, this::reply, nowNanos) : unknown(packet);
			default -> unknown(packet);
		};
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
		SackHandler.Outcome outcome = this.association.outbound.sackHandler.handle(this.sack, nowNanos);
		if (acknowledged(outcome, nowNanos) && outcome == SackHandler.Outcome.DONE
				&& this.association.outbound.sackHandler.anythingAcked()) {
			this.association.shutdown.progress(nowNanos);
		}
		return outcome != SackHandler.Outcome.NEVER_SENT;
	}

	private boolean acknowledged(SackHandler.Outcome outcome, long nowNanos) {
		return switch (outcome) {
			case OLD -> true;
			case DONE -> {
				this.association.outbound.acknowledged(nowNanos);
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

	private boolean abort(PacketReader packet, Origin from, boolean reflectedTag) {
		if (!this.association.addresses.own.isKnown(from.local())) {
			return false; // RFC 5061 §5.3.1: it answers what left before the address was
							// gone
		}
		if (reflectedTag != ((packet.flags() & 1) != 0)) {
			return false; // §8.5.1 B
		}
		if (reflectedTag && this.association.state() == AssociationState.SHUTDOWN_ACK_SENT) {
			// The peer has no association any more, so it has had the SHUTDOWN ACK. What
			// it
			// answers is a packet that took long; its SHUTDOWN COMPLETE was lost.
			this.association.shutdown.shutdownCompleteReceived();
			return false;
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
		SackHandler.Outcome outcome = this.association.outbound.sackHandler.handleCumulative(chunk.cumulativeTsnAck(),
				nowNanos);
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
			if (cause instanceof UnrecognizedParametersCause unrecognized
					&& unrecognized.contains(ForwardTsnSupportedParameter.TYPE)) {
				this.association.negotiated.forwardTsnRefused();
			}
			if (cause instanceof UnrecognizedChunkTypeCause unrecognized
					&& unrecognized.chunkType() == ChunkType.ASCONF) {
				this.association.addresses.unknownToPeer(nowNanos);
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

	/** RFC 5061 §5.2 D5: without AUTH neither it nor the rest of the packet is read. */
	private boolean asconf(PacketReader packet, Origin from, long nowNanos) {
		if (!this.association.addresses.arePossible()) {
			return unknown(packet);
		}
		return packet.isAuthenticated() && this.association.addresses.peer.receive(packet, from, this::reply, nowNanos);
	}

	private boolean asconfAck(PacketReader packet, long nowNanos) {
		if (!this.association.addresses.arePossible()) {
			return unknown(packet);
		}
		return !packet.isAuthenticated() || this.association.addresses.ackReceived(packet, nowNanos);
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
