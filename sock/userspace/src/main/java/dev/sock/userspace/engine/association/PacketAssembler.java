package dev.sock.userspace.engine.association;

import java.nio.ByteBuffer;

import dev.sock.AssociationState;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.engine.packet.PacketSigner;
import dev.sock.userspace.engine.packet.PacketSink;
import dev.sock.userspace.engine.packet.PacketWriter;
import dev.sock.userspace.engine.path.Path;

/**
 * Builds packets of SACK, FORWARD TSN and DATA (RFC 9260 §6.10). Other control chunks
 * travel in packets of their own, which leave first.
 */
final class PacketAssembler {

	private final Association association;

	private int[] gapBlocks = new int[0];

	PacketAssembler(Association association) {
		this.association = association;
	}

	/** Writes what may leave; returns whether the sink took everything. */
	boolean flush(PacketSink sink, PacketWriter writer, long nowNanos) {
		if (!this.association.addresses.requests.flush(sink, writer, nowNanos)) {
			return false;
		}
		AssociationState state = this.association.state();
		boolean sendsData = state == AssociationState.ESTABLISHED || state == AssociationState.SHUTDOWN_PENDING
				|| state == AssociationState.SHUTDOWN_RECEIVED;
		if (sendsData) {
			this.association.outbound.sender.beginBurst(state == AssociationState.SHUTDOWN_PENDING);
			Path path = this.association.outbound.sender.pathToSend(nowNanos);
			while (path != null && this.association.addresses.mayUse(path)) {
				if (!writePacket(sink, writer, path, true, nowNanos)) {
					return false;
				}
				path = this.association.outbound.sender.pathToSend(nowNanos);
			}
			path = this.association.outbound.forwardTsn.duePath();
			while (path != null && this.association.addresses.mayUse(path)) { // no DATA
																				// has
																				// taken
																				// it
																				// along
				if (!writePacket(sink, writer, path, false, nowNanos)) {
					return false;
				}
				path = this.association.outbound.forwardTsn.duePath();
			}
		}
		boolean sendsSacks = sendsData || state == AssociationState.SHUTDOWN_SENT;
		if (sendsSacks && this.association.sackPolicy.isDue()
				&& this.association.addresses.mayUse(this.association.sackPath())) {
			return writePacket(sink, writer, this.association.sackPath(), false, nowNanos);
		}
		return true;
	}

	private boolean writePacket(PacketSink sink, PacketWriter writer, Path path, boolean withData, long nowNanos) {
		int size = withData ? this.association.outbound.sender.packetSize(path) : path.maxPacketSize();
		ByteBuffer buffer = sink.begin(path.source(), path.address(), path.remoteUdpPort(), size,
				this.association.negotiated.isPeerSock(), size > path.maxPacketSize());
		if (buffer == null) {
			return false;
		}
		writer.begin(buffer, this.association.context.localPort(), this.association.peerPort(),
				this.association.peerTag(), size);
		boolean sackPending = withData ? this.association.sackPolicy.isPending() : this.association.sackPolicy.isDue();
		if (sackPending && path == this.association.sackPath() && size == path.maxPacketSize()) {
			authenticate(writer, ChunkType.SACK);
			writeSack(writer);
		}
		boolean forward = path == this.association.outbound.forwardTsn.duePath() && size == path.maxPacketSize();
		if (forward && authenticate(writer, ChunkType.FORWARD_TSN)
				&& this.association.outbound.forwardTsn.write(writer, path, nowNanos)) {
			this.association.counters.controlChunksSent++;
		}
		if (withData && authenticate(writer, ChunkType.DATA)) {
			this.association.outbound.sender.fill(writer, path, nowNanos);
		}
		if (writer.isEmpty()) {
			throw new IllegalStateException("A packet without a chunk was begun");
		}
		sink.end(writer.finish());
		this.association.counters.packetsSent++;
		return true;
	}

	/**
	 * RFC 4895 §6.2: AUTH before the first chunk that the peer takes only with it.
	 * Returns whether the chunk may be written, since SACK may have left no room.
	 */
	private boolean authenticate(PacketWriter writer, int chunkType) {
		PacketSigner signer = this.association.authentication.signerOf(chunkType);
		return signer == null || writer.auth(signer);
	}

	private void writeSack(PacketWriter writer) {
		Association a = this.association;
		int duplicates = a.tsns.duplicateCount();
		int room = (writer.remaining() - PacketWriter.sackSize(0, duplicates)) / 4;
		int gaps = 0;
		if (a.tsns.hasGaps()) {
			if (this.gapBlocks.length < 2 * room) {
				this.gapBlocks = new int[2 * room];
			}
			gaps = a.tsns.gapBlocks(this.gapBlocks, room);
		}
		writer.sack(a.tsns.cumulative(), a.receiveWindow.advertise(), this.gapBlocks, gaps, a.tsns.duplicates(),
				duplicates);
		a.tsns.clearDuplicates();
		a.sackPolicy.acknowledged();
		a.counters.controlChunksSent++;
	}

}
