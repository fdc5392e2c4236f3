package dev.sock.userspace.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.sock.AssociationStatus;
import dev.sock.PathStatus;
import dev.sock.Reliability;
import dev.sock.SctpAddress;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;

/**
 * An association between an engine and a scripted peer, which both support partial
 * reliability unless a test says otherwise. TSNs of the engine are counted from 1, those
 * of the peer from 101, and times from the moment that it came up, as in the scenarios.
 */
final class PartialReliabilityPeer {

	static final int FORWARD_TSN = 192;

	static final int FORWARD_TSN_SUPPORTED = 0xc000;

	static final int PEER_TAG = 0x0a0b0c0d;

	static final int PEER_TSN = 101;

	static final int BEGIN = 2;

	static final int END = 1;

	static final int WHOLE = BEGIN | END;

	static final int UNORDERED = 4;

	/** The longest time that FORWARD TSN may wait once it is due (RFC 3758 §3.5 F3). */
	static final long LONGEST_DELAY = 500;

	private final ScriptedPeer peer;

	private int tag;

	private int tsnBefore;

	private int starts;

	private final long start;

	PartialReliabilityPeer() {
		this(EstablishedPeer.PLAIN);
	}

	PartialReliabilityPeer(SctpOptions options) {
		this(new ScriptedPeer(options), PEER_TSN, RawChunks.WINDOW, supported());
	}

	/** The engine connects; the parameters are those of INIT ACK beside the cookie. */
	PartialReliabilityPeer(ScriptedPeer peer, int peerTsn, long window, byte[]... parameters) {
		this.peer = peer;
		SentChunk init = SentPacket.only(peer.connect(), ChunkType.INIT);
		this.tag = init.intAt(0);
		this.tsnBefore = init.intAt(12) - 1;
		byte[] cookie = RawChunks.parameter(RawChunks.STATE_COOKIE, new byte[8]);
		receive(RawChunks.init(ChunkType.INIT_ACK, PEER_TAG, window, 300, 300, peerTsn, cookie,
				RawChunks.join(parameters)));
		receive(RawChunks.chunk(ChunkType.COOKIE_ACK, 0));
		this.start = peer.now();
		peer.events().take();
	}

	/** The engine accepts; the parameters are those of INIT. */
	PartialReliabilityPeer(SctpOptions options, byte[]... parameters) {
		this.peer = new ScriptedPeer(options);
		startAnew(parameters);
		this.start = this.peer.now();
		this.peer.events().take();
	}

	/** The peer sends INIT and COOKIE ECHO, as one that starts anew. */
	void startAnew(byte[]... parameters) {
		byte[] packet = RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, 0,
				RawChunks.init(PEER_TAG + ++this.starts, PEER_TSN, parameters));
		SentChunk initAck = SentPacket.only(this.peer.receive(packet, ScriptedPeer.PEER, ScriptedPeer.UDP_PORT),
				ChunkType.INIT_ACK);
		this.tag = initAck.intAt(0);
		this.tsnBefore = initAck.intAt(12) - 1;
		receive(RawChunks.cookieEcho(initAck.parameter(RawChunks.STATE_COOKIE)));
	}

	static byte[] supported() {
		return RawChunks.parameter(FORWARD_TSN_SUPPORTED);
	}

	static SendOptions lifetime(long millis) {
		return lifetime(0, millis);
	}

	static SendOptions lifetime(int stream, long millis) {
		return SendOptions.stream(stream).withLifetime(Duration.ofMillis(millis));
	}

	static SendOptions unordered(int stream, long millis) {
		return lifetime(stream, millis).withUnordered(true);
	}

	static SendOptions retransmissions(long most) {
		return SendOptions.DEFAULT.withReliability(Reliability.retransmissions(most));
	}

	/** FORWARD TSN of the peer; stream and SSN in turn. */
	static byte[] forward(int tsn, int... pairs) {
		ByteBuffer value = ByteBuffer.allocate(4 + 2 * pairs.length).putInt(tsn);
		Arrays.stream(pairs).forEach((number) -> value.putShort((short) number));
		return RawChunks.chunk(FORWARD_TSN, 0, value.array());
	}

	/** An ordered message of the peer on stream 0. */
	static byte[] data(int tsn, int ssn) {
		return data(tsn, 0, ssn, WHOLE);
	}

	/** DATA of the peer, with as many bytes as its TSN so that it can be told. */
	static byte[] data(int tsn, int stream, int ssn, int flags) {
		return RawChunks.data(tsn, stream, ssn, flags, tsn);
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

	/** What is sent for a packet, at once or within the time that a SACK may wait. */
	List<SentPacket> receiveAndWait(byte[]... chunks) {
		List<SentPacket> packets = new ArrayList<>(receive(chunks));
		packets.addAll(this.peer.advanceMillis(200));
		return packets;
	}

	List<SentPacket> sack(int cumulative, int... gaps) {
		return sackWithWindow(cumulative, RawChunks.WINDOW, gaps);
	}

	List<SentPacket> sackWithWindow(int cumulative, long window, int... gaps) {
		return receive(RawChunks.sack(wire(cumulative), window, gaps));
	}

	/** What is sent for a SACK, at once or within the time that FORWARD TSN may wait. */
	List<SentPacket> sackAndWait(int cumulative, int... gaps) {
		List<SentPacket> packets = new ArrayList<>(sack(cumulative, gaps));
		packets.addAll(this.peer.advanceMillis(LONGEST_DELAY));
		return packets;
	}

	/** Messages of 100 bytes, each in a packet of its own. */
	List<SentPacket> send(SendOptions... messages) {
		List<SentPacket> packets = new ArrayList<>();
		for (SendOptions message : messages) {
			packets.addAll(this.peer.send(100, message));
		}
		return packets;
	}

	/** Lets the time pass until so many milliseconds after it came up. */
	List<SentPacket> until(long millis) {
		return this.peer.advance(Duration.ofNanos(this.start + millis * 1_000_000 - this.peer.now()));
	}

	/** TSNs of the DATA in packets, in the order they were sent. */
	List<Integer> tsns(List<SentPacket> packets) {
		return chunks(packets, ChunkType.DATA).map((chunk) -> chunk.intAt(0) - this.tsnBefore).toList();
	}

	/** SSNs of the DATA in packets, in the order they were sent. */
	List<Integer> ssns(List<SentPacket> packets) {
		return chunks(packets, ChunkType.DATA).map((chunk) -> chunk.shortAt(6)).toList();
	}

	/** The FORWARD TSN chunks in packets as the scenarios write them, by stream. */
	List<String> forwards(List<SentPacket> packets) {
		return chunks(packets, FORWARD_TSN).map(this::text).toList();
	}

	private String text(SentChunk chunk) {
		List<String> pairs = new ArrayList<>();
		for (int at = 4; at < chunk.value().length; at += 4) {
			pairs.add(chunk.shortAt(at) + "/" + chunk.shortAt(at + 2));
		}
		pairs.sort(Comparator.comparingInt((pair) -> Integer.parseInt(pair.substring(0, pair.indexOf('/')))));
		return forwardedTo(chunk) + " " + pairs;
	}

	int forwardedTo(SentChunk chunk) {
		return chunk.intAt(0) - this.tsnBefore;
	}

	static Stream<SentChunk> chunks(List<SentPacket> packets, int type) {
		return SentPacket.chunks(packets).stream().filter((chunk) -> chunk.type() == type);
	}

	/** When packets with a chunk of a type were sent, in milliseconds. */
	List<Long> times(List<SentPacket> packets, int type) {
		return packets.stream()
			.filter((packet) -> packet.has(type))
			.map((packet) -> (packet.nowNanos() - this.start) / 1_000_000)
			.toList();
	}

	/** The cumulative ack and the gap blocks of the only SACK. */
	static String sacked(List<SentPacket> packets) {
		SentChunk sack = SentPacket.only(packets, ChunkType.SACK);
		return sack.intAt(0) + " " + sack.gaps();
	}

	/**
	 * Lengths of the messages that were delivered since this was last asked, now read.
	 */
	List<Integer> delivered() {
		List<Integer> lengths = this.peer.events().messages().stream().map((message) -> message.length).toList();
		this.peer.events().messages().clear();
		if (!lengths.isEmpty()) {
			this.peer.consumed(lengths.stream().mapToInt(Integer::intValue).sum(), lengths.size());
		}
		return lengths;
	}

	/** A word for each message that failed or was given up: sent or unsent. */
	List<String> failures() {
		return this.peer.events().failures();
	}

	AssociationStatus status() {
		return this.peer.association().status();
	}

	PathStatus path() {
		return path(ScriptedPeer.PEER);
	}

	PathStatus path(SctpAddress address) {
		return status().paths().stream().filter((path) -> path.address().equals(address)).findFirst().orElseThrow();
	}

	long rtoMillis() {
		Duration rto = path().rto();
		return (rto != null) ? rto.toMillis() : 0;
	}

}
