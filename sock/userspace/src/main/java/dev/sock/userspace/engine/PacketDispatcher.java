package dev.sock.userspace.engine;

import java.nio.ByteBuffer;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.association.Association;
import dev.sock.userspace.engine.association.CookieEchoHandler;
import dev.sock.userspace.engine.association.InitResponder;
import dev.sock.userspace.engine.association.Origin;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.engine.packet.InitChunk;
import dev.sock.userspace.engine.packet.PacketReader;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whom a packet is for: an association, those who open one, or nobody (RFC 9260
 * §8.4, §8.5). What can be told by a verification tag is.
 */
final class PacketDispatcher {

	private final int localPort;

	private final AssociationTable table;

	private final EndpointCounters counters;

	private final InitResponder initResponder;

	private final CookieEchoHandler cookieEchoHandler;

	private final IncomingAssociations incoming;

	private final OutOfTheBlue outOfTheBlue;

	private final PacketReader reader = new PacketReader();

	private @Nullable Origin lastOrigin;

	PacketDispatcher(int localPort, AssociationTable table, EndpointCounters counters, InitResponder initResponder,
			CookieEchoHandler cookieEchoHandler, IncomingAssociations incoming, OutOfTheBlue outOfTheBlue) {
		this.localPort = localPort;
		this.table = table;
		this.counters = counters;
		this.initResponder = initResponder;
		this.cookieEchoHandler = cookieEchoHandler;
		this.incoming = incoming;
		this.outOfTheBlue = outOfTheBlue;
	}

	void receive(ByteBuffer packet, SctpAddress localAddress, SctpAddress remoteAddress, int remoteUdpPort,
			long nowNanos) {
		switch (this.reader.wrap(packet)) {
			case TOO_SHORT -> this.counters.invalidPackets++;
			case BAD_CHECKSUM -> this.counters.checksumErrors++;
			case OK -> {
				boolean usable = this.reader.sourcePort() != 0 && this.reader.destinationPort() == this.localPort
						&& !remoteAddress.isMulticastOrBroadcast() && this.reader.firstType() >= 0;
				if (usable) {
					receive(origin(localAddress, remoteAddress, remoteUdpPort), nowNanos);
				}
				else {
					this.counters.invalidPackets++;
				}
			}
		}
	}

	/** Packets tend to come from where the last one came from. */
	private Origin origin(SctpAddress local, SctpAddress remote, int remoteUdpPort) {
		Origin last = this.lastOrigin;
		int remotePort = this.reader.sourcePort();
		if (last == null || last.remotePort() != remotePort || last.remoteUdpPort() != remoteUdpPort
				|| !last.remote().equals(remote) || !last.local().equals(local)) {
			last = new Origin(local, this.localPort, remote, remoteUdpPort, remotePort);
			this.lastOrigin = last;
		}
		return last;
	}

	private void receive(Origin from, long nowNanos) {
		int tag = this.reader.verificationTag();
		int first = this.reader.firstType();
		if (first == ChunkType.INIT || tag == 0) {
			init(from, nowNanos);
			return;
		}
		boolean cookie = first == ChunkType.COOKIE_ECHO
				|| (first == ChunkType.AUTH && this.reader.secondType() == ChunkType.COOKIE_ECHO);
		if (cookie && !isRefusedByItself(tag, from)) {
			cookieEcho(from, nowNanos);
			return;
		}
		Association association = this.table.byTag(tag);
		boolean ownTag = association != null && association.peerPort() == from.remotePort();
		if (!ownTag) {
			association = this.table.byPeerTag(from.remote(), from.remotePort(), tag);
		}
		if (association == null || isShutdownAckOfOther(association)) {
			this.counters.outOfTheBlue++; // §8.4; §8.5.1 E, whatever the tag
			this.outOfTheBlue.answer(this.reader, from);
		}
		else if (isFromGoneAddress(association, from)) {
			this.counters.outOfTheBlue++;
		}
		else if (ownTag || association.peerTag() == tag) {
			association.receive(this.reader, from, !ownTag, nowNanos);
		}
	}

	/**
	 * RFC 5061 §5.3 F13; but one that asks to be heard again is looked at, §5.2 D2. It
	 * was on its way when the address went: an ABORT would end the association if the
	 * address comes back meanwhile.
	 */
	private boolean isFromGoneAddress(Association association, Origin from) {
		return association.isGone(from.remote()) && !this.reader.contains(ChunkType.ASCONF);
	}

	/** §8.5.1 E; but an ABORT is first seen to by its own rule, §8.5.1 B. */
	private boolean isShutdownAckOfOther(Association association) {
		return association.isOpening() && this.reader.firstType() == ChunkType.SHUTDOWN_ACK
				&& !this.reader.contains(ChunkType.ABORT);
	}

	/**
	 * A packet with ABORT opens no association, cookie or not (§8.4: step 2 is first).
	 */
	private boolean isRefusedByItself(int tag, Origin from) {
		return this.reader.contains(ChunkType.ABORT) && this.table.byTag(tag) == null
				&& this.table.byPeer(from.remote(), from.remotePort()) == null;
	}

	/** INIT is taken only alone and with tag 0 (§8.5.1 A); nothing else has tag 0. */
	private void init(Origin from, long nowNanos) {
		if (this.reader.firstType() != ChunkType.INIT || this.reader.verificationTag() != 0
				|| this.reader.chunkCount() != 1 || !this.reader.next()) {
			this.counters.invalidPackets++;
			return;
		}
		InitChunk init = InitChunk.decode(this.reader);
		if (init == null || this.reader.next() || this.reader.truncated()) {
			this.counters.invalidPackets++;
			return;
		}
		this.initResponder.respond(init, from, nowNanos);
	}

	private void cookieEcho(Origin from, long nowNanos) {
		Association association = this.cookieEchoHandler.handle(this.reader, from, this.incoming, nowNanos);
		if (association != null) {
			association.receive(this.reader, from, false, nowNanos); // chunks after it
		}
	}

}
