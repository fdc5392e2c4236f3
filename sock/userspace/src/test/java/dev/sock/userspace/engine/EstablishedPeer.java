package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.sock.AssociationStatus;
import dev.sock.PathStatus;
import dev.sock.SctpAddress;
import dev.sock.SctpOptions;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;

/**
 * An association between an engine and a scripted peer. TSNs of the engine are counted
 * from 1, those of the peer from 101, and times from the moment that it came up, so that
 * tests read like the scenarios of RFC 9260.
 */
final class EstablishedPeer {

	/** The first TSN of the peer. */
	static final int PEER_TSN = 101;

	/** The values of RFC 9260 §16, no heartbeats, no potentially failed paths. */
	static final SctpOptions PLAIN = SctpOptions.builder()
		.heartbeatInterval(Duration.ZERO)
		.potentiallyFailedThreshold(255)
		.maxBurst(4)
		.build();

	private final ScriptedPeer peer;

	private final int tag;

	private final int tsnBefore;

	private final long start;

	EstablishedPeer() {
		this(PLAIN);
	}

	EstablishedPeer(SctpOptions options, SctpAddress... listed) {
		this(options, PEER_TSN, listed);
	}

	EstablishedPeer(SctpOptions options, int peerTsn, SctpAddress... listed) {
		this(options, peerTsn, addresses(listed));
	}

	private EstablishedPeer(SctpOptions options, int peerTsn, List<byte[]> more) {
		this.peer = new ScriptedPeer(options);
		SentChunk init = SentPacket.only(this.peer.connect(), ChunkType.INIT);
		this.tag = init.intAt(0);
		this.tsnBefore = init.intAt(12) - 1;
		List<byte[]> parameters = new ArrayList<>();
		parameters.add(RawChunks.parameter(RawChunks.STATE_COOKIE, new byte[8]));
		parameters.addAll(more);
		this.peer.receive(this.tag, RawChunks.initAck(Situation.PEER_TAG, peerTsn, parameters.toArray(new byte[0][])));
		this.peer.receive(this.tag, RawChunks.chunk(ChunkType.COOKIE_ACK, 0));
		this.peer.events().take();
		this.start = this.peer.now();
	}

	private static List<byte[]> addresses(SctpAddress... listed) {
		return Stream.of(listed).map(RawChunks::address).toList();
	}

	/** A peer that supports partial reliability (RFC 3758). */
	static EstablishedPeer withForwardTsn(SctpOptions options, SctpAddress... listed) {
		List<byte[]> parameters = new ArrayList<>(addresses(listed));
		parameters.add(RawChunks.parameter(RawChunks.FORWARD_TSN_SUPPORTED));
		return new EstablishedPeer(options, PEER_TSN, parameters);
	}

	ScriptedPeer peer() {
		return this.peer;
	}

	int tag() {
		return this.tag;
	}

	/** A TSN of the engine as it is on the wire. */
	int wire(int tsn) {
		return this.tsnBefore + tsn;
	}

	List<SentPacket> receive(byte[]... chunks) {
		return this.peer.receive(this.tag, chunks);
	}

	/** A SACK by the engine's TSNs; gap blocks as offsets, start and end in turn. */
	List<SentPacket> sack(int cumulative, int... gaps) {
		return sackWithWindow(cumulative, RawChunks.WINDOW, gaps);
	}

	List<SentPacket> sackWithWindow(int cumulative, long window, int... gaps) {
		return receive(RawChunks.sack(wire(cumulative), window, gaps));
	}

	/** Messages of one chunk each. */
	List<SentPacket> send(int count, int length) {
		List<SentPacket> packets = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			packets.addAll(this.peer.send(length));
		}
		return packets;
	}

	/** DATA of the peer: an ordered message in one chunk. */
	byte[] data(int tsn, int ssn) {
		return RawChunks.data(tsn, 0, ssn, RawChunks.WHOLE_MESSAGE, 100);
	}

	/** TSNs of the DATA in packets, in the order they were sent. */
	List<Integer> tsns(List<SentPacket> packets) {
		return SentPacket.chunks(packets)
			.stream()
			.filter((chunk) -> chunk.type() == ChunkType.DATA)
			.map((chunk) -> chunk.intAt(0) - this.tsnBefore)
			.toList();
	}

	/** When packets with a chunk of a type were sent, in milliseconds. */
	List<Long> times(List<SentPacket> packets, int type) {
		return packets.stream()
			.filter((packet) -> packet.has(type))
			.map((packet) -> (packet.nowNanos() - this.start) / 1_000_000)
			.toList();
	}

	/** Lets the time pass until so many milliseconds after it came up. */
	List<SentPacket> until(long millis) {
		return this.peer.advance(Duration.ofNanos(this.start + millis * 1_000_000 - this.peer.now()));
	}

	AssociationStatus status() {
		return this.peer.association().status();
	}

	PathStatus path(SctpAddress address) {
		return status().paths().stream().filter((path) -> path.address().equals(address)).findFirst().orElseThrow();
	}

	PathStatus path() {
		return path(ScriptedPeer.PEER);
	}

	long rtoMillis() {
		Duration rto = path().rto();
		return (rto != null) ? rto.toMillis() : 0;
	}

}
