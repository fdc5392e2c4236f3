package dev.sock.userspace.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import dev.sock.AssociationStatus;
import dev.sock.PathStatus;
import dev.sock.SctpAddress;
import dev.sock.SctpAddressException;
import dev.sock.SctpOptions;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.sim.SeededRandom;

/**
 * An association between an engine and a scripted peer, which both support changes of
 * addresses unless a test says otherwise. The engine has the addresses E1 to E3 and tells
 * E1 only; the peer has P1 and whatever it lists. Whatever the engine sends is looked at:
 * ASCONF and its answers are behind AUTH, and each digest is right.
 */
final class AddressPeer {

	static final int ASCONF = 0xc1;

	static final int ASCONF_ACK = 0x80;

	static final int ADD = 0xc001;

	static final int DELETE = 0xc002;

	static final int ERROR = 0xc003;

	static final int PRIMARY = 0xc004;

	static final int OK = 0xc005;

	static final int PEER_TAG = 0x0a0b0c0d;

	static final int PEER_TSN = 101;

	static final SctpAddress E1 = ScriptedPeer.LOCAL;

	static final SctpAddress E2 = ScriptedPeer.address("10.0.1.2");

	static final SctpAddress E3 = ScriptedPeer.address("10.0.2.2");

	static final SctpAddress P1 = ScriptedPeer.PEER;

	static final SctpAddress P2 = ScriptedPeer.PEER_2;

	static final SctpAddress P3 = ScriptedPeer.address("10.0.2.1");

	static final SctpAddress P4 = ScriptedPeer.address("10.0.3.1");

	static final SctpAddress ANY = ScriptedPeer.address("0.0.0.0");

	static final SctpOptions OPTIONS = EstablishedPeer.PLAIN.toBuilder().dynamicAddresses(true).build();

	private final ScriptedPeer peer;

	private final List<String> outcomes = new ArrayList<>();

	private final RawAuth auth;

	private int tag;

	private int tsnBefore;

	private byte[] key;

	private byte[] cookieEcho = new byte[0];

	private int starts;

	private long start;

	/** The engine connects; the peer lists addresses beside P1. */
	AddressPeer(SctpAddress... listed) {
		this(OPTIONS, RawAuth.usual(), listed);
	}

	AddressPeer(SctpOptions options, RawAuth auth, SctpAddress... listed) {
		this.auth = auth;
		this.peer = peer(options, 4711);
		SentChunk init = SentPacket.only(this.peer.connect(), ChunkType.INIT);
		this.tag = init.intAt(0);
		this.tsnBefore = init.intAt(12) - 1;
		this.key = RawAuth.key(RawAuth.of(init), auth);
		this.peer.receive(this.tag,
				RawChunks.init(ChunkType.INIT_ACK, PEER_TAG, RawChunks.WINDOW, 10, 10, PEER_TSN,
						RawChunks.parameter(RawChunks.STATE_COOKIE, new byte[8]), RawChunks.join(addresses(listed)),
						supported()));
		receive(RawChunks.chunk(ChunkType.COOKIE_ACK, 0));
		this.start = this.peer.now();
		this.peer.events().take();
	}

	/** The engine accepts. */
	static AddressPeer accepting(SctpAddress... listed) {
		return accepting(peer(OPTIONS, 4711), () -> {
		}, listed);
	}

	/** An engine accepts, and something happens before the COOKIE ECHO comes. */
	static AddressPeer accepting(ScriptedPeer engine, Runnable meanwhile, SctpAddress... listed) {
		return new AddressPeer(engine, meanwhile, listed);
	}

	private AddressPeer(ScriptedPeer peer, Runnable meanwhile, SctpAddress... listed) {
		this.auth = RawAuth.usual();
		this.peer = peer;
		startAnew(meanwhile, listed);
		this.start = this.peer.now();
		this.peer.events().take();
	}

	/** An engine that leaves from the local address in the network of the destination. */
	static ScriptedPeer peer(SctpOptions options, long seed) {
		ScriptedPeer made = new ScriptedPeer(options, new SeededRandom(seed), List.of(E1),
				(destination, locals) -> locals.stream()
					.filter((local) -> local.isIpv4() == destination.isIpv4())
					.min((one, other) -> Integer.compare(distance(one, destination), distance(other, destination)))
					.orElse(null));
		return made;
	}

	private static int distance(SctpAddress one, SctpAddress other) {
		return Arrays.equals(Arrays.copyOf(one.toBytes(), 3), Arrays.copyOf(other.toBytes(), 3)) ? 0 : 1;
	}

	/** INIT and COOKIE ECHO of the peer, as one that starts anew. */
	List<SentPacket> startAnew(SctpAddress... listed) {
		return startAnew(() -> {
		}, listed);
	}

	private List<SentPacket> startAnew(Runnable meanwhile, SctpAddress... listed) {
		byte[] init = RawChunks.init(PEER_TAG + ++this.starts, PEER_TSN, RawChunks.join(addresses(listed)),
				supported());
		List<SentPacket> answer = this.peer.receive(
				RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, 0, init), P1, ScriptedPeer.UDP_PORT);
		if (answer.stream().noneMatch((packet) -> packet.has(ChunkType.INIT_ACK))) {
			return answer;
		}
		SentChunk initAck = SentPacket.only(answer, ChunkType.INIT_ACK);
		this.tag = initAck.intAt(0);
		this.tsnBefore = initAck.intAt(12) - 1;
		this.key = RawAuth.key(RawAuth.of(initAck), this.auth);
		meanwhile.run();
		this.cookieEcho = RawChunks.cookieEcho(initAck.parameter(RawChunks.STATE_COOKIE));
		return receive(this.cookieEcho);
	}

	/** Extensions and authentication, as INIT and INIT ACK have them. */
	byte[] supported() {
		return RawChunks.join(extensions(0xc1, 0x80, 0x0f, 0x82), this.auth.parameters());
	}

	static byte[] extensions(int... types) {
		byte[] list = new byte[types.length];
		for (int i = 0; i < types.length; i++) {
			list[i] = (byte) types[i];
		}
		return RawChunks.parameter(RawAuth.SUPPORTED_EXTENSIONS, list);
	}

	private static byte[][] addresses(SctpAddress... listed) {
		return Stream.of(listed).map(AddressPeer::address).toArray(byte[][]::new);
	}

	static byte[] address(SctpAddress address) {
		return RawChunks.parameter(address.isIpv4() ? 5 : 6, address.toBytes());
	}

	/** The COOKIE ECHO that the association has come from. */
	byte[] cookieEcho() {
		return this.cookieEcho;
	}

	ScriptedPeer peer() {
		return this.peer;
	}

	byte[] key() {
		return this.key;
	}

	int tag() {
		return this.tag;
	}

	/** The engine's serial number that is the first, second and so on, from 1. */
	int serial(int number) {
		return this.tsnBefore + number;
	}

	int wire(int tsn) {
		return this.tsnBefore + tsn;
	}

	// What the peer sends

	List<SentPacket> receive(byte[]... chunks) {
		return receiveFrom(P1, E1, chunks);
	}

	List<SentPacket> receiveFrom(SctpAddress from, SctpAddress to, byte[]... chunks) {
		return checked(
				this.peer.receive(RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, this.tag, chunks),
						from, to, ScriptedPeer.UDP_PORT));
	}

	byte[] signed(byte[]... chunks) {
		return RawAuth.signed(this.key, RawAuth.SHA_1, chunks);
	}

	/** A packet of AUTH and chunks from P1. */
	List<SentPacket> authenticated(byte[]... chunks) {
		return receive(signed(chunks));
	}

	List<SentPacket> authenticatedFrom(SctpAddress from, byte[]... chunks) {
		return receiveFrom(from, E1, signed(chunks));
	}

	/** ASCONF of the peer; its serial numbers count from 1, its lookup address is P1. */
	static byte[] asconf(int number, byte[]... requests) {
		return asconf(number, P1, requests);
	}

	static byte[] asconf(int number, SctpAddress lookup, byte[]... requests) {
		return RawChunks.chunk(ASCONF, 0,
				RawChunks.join(RawChunks.bytes(PEER_TSN - 1 + number), address(lookup), RawChunks.join(requests)));
	}

	static byte[] request(int type, int id, SctpAddress address) {
		return RawChunks.parameter(type, RawChunks.join(RawChunks.bytes(id), address(address)));
	}

	byte[] ack(int number, byte[]... responses) {
		return ackOf(serial(number), responses);
	}

	static byte[] ackOf(int serial, byte[]... responses) {
		return RawChunks.chunk(ASCONF_ACK, 0, RawChunks.join(RawChunks.bytes(serial), RawChunks.join(responses)));
	}

	static byte[] error(int id, int cause, byte... request) {
		return RawChunks.parameter(ERROR, RawChunks.join(RawChunks.bytes(id), RawChunks.parameter(cause, request)));
	}

	static byte[] ok(int id) {
		return RawChunks.parameter(OK, RawChunks.bytes(id));
	}

	// What the user wants

	List<SentPacket> add(SctpAddress address) {
		this.peer.engine()
			.localAddresses()
			.add(address, true, (failure) -> this.outcomes.add("add " + address + text(failure)));
		return flush();
	}

	List<SentPacket> remove(SctpAddress address) {
		this.peer.engine()
			.localAddresses()
			.remove(address, true, (failure) -> this.outcomes.add("remove " + address + text(failure)));
		return flush();
	}

	List<SentPacket> requestPrimary(SctpAddress address) {
		this.peer.association()
			.requestPeerPrimary(address, (failure) -> this.outcomes.add("primary " + address + text(failure)));
		return flush();
	}

	private static String text(SctpAddressException failure) {
		return (failure != null) ? " " + failure.reason() : "";
	}

	/** What has become of the user's wishes since this was last asked. */
	List<String> outcomes() {
		List<String> taken = List.copyOf(this.outcomes);
		this.outcomes.clear();
		return taken;
	}

	// What the engine does

	List<SentPacket> flush() {
		return checked(this.peer.flush());
	}

	List<SentPacket> send(int length) {
		return checked(this.peer.send(length));
	}

	List<SentPacket> until(long millis) {
		return checked(this.peer.advance(Duration.ofNanos(this.start + millis * 1_000_000 - this.peer.now())));
	}

	List<SentPacket> sack(int cumulative) {
		return receive(RawChunks.sack(wire(cumulative), RawChunks.WINDOW));
	}

	private List<SentPacket> checked(List<SentPacket> packets) {
		for (SentPacket packet : packets) {
			boolean seen = false;
			for (SentChunk chunk : packet.chunks()) {
				if (chunk.type() == RawAuth.AUTH && seen) {
					throw new AssertionError("Two AUTH chunks in " + packet.chunks());
				}
				seen |= chunk.type() == RawAuth.AUTH;
				if ((chunk.type() == ASCONF || chunk.type() == ASCONF_ACK) && !seen) {
					throw new AssertionError("Not authenticated: " + packet.chunks());
				}
			}
			RawAuth.check(packet, this.key);
		}
		return packets;
	}

	static List<SentChunk> chunks(List<SentPacket> packets, int type) {
		return SentPacket.chunks(packets).stream().filter((chunk) -> chunk.type() == type).toList();
	}

	/** Chunks of a type as hex, header included. */
	static List<String> hex(List<SentPacket> packets, int type) {
		return chunks(packets, type).stream()
			.map((chunk) -> HexFormat.of().formatHex(RawChunks.chunk(chunk.type(), chunk.flags(), chunk.value())))
			.toList();
	}

	static String hex(byte[] chunk) {
		return HexFormat.of().formatHex(chunk);
	}

	/** Answers as the number of the request and the cause codes, 0 for a success. */
	static List<String> responses(SentChunk ack) {
		List<String> responses = new ArrayList<>();
		ByteBuffer value = ByteBuffer.wrap(ack.value());
		for (int at = 4; at < ack.value().length; at += (ack.shortAt(at + 2) + 3) & ~3) {
			int cause = (ack.shortAt(at) == ERROR) ? ack.shortAt(at + 8) : 0;
			responses.add(value.getInt(at + 4) + ":" + Integer.toHexString(cause));
		}
		return responses;
	}

	/** The responses of the one ASCONF-ACK in packets. */
	static List<String> answer(List<SentPacket> packets) {
		return responses(SentPacket.only(packets, ASCONF_ACK));
	}

	/** Requests of the one ASCONF in packets: type, address. */
	static List<String> asked(List<SentPacket> packets) {
		SentChunk asconf = SentPacket.only(packets, ASCONF);
		List<String> requests = new ArrayList<>();
		int first = 4 + ((asconf.shortAt(6) + 3) & ~3);
		for (int at = first; at < asconf.value().length; at += (asconf.shortAt(at + 2) + 3) & ~3) {
			byte[] address = Arrays.copyOfRange(asconf.value(), at + 12, at + asconf.shortAt(at + 2));
			requests.add(Integer.toHexString(asconf.shortAt(at)) + " " + SctpAddress.of(address));
		}
		return requests;
	}

	/** The number that a request of the one ASCONF in packets has. */
	static int id(List<SentPacket> packets, int index) {
		SentChunk asconf = SentPacket.only(packets, ASCONF);
		int at = 4 + ((asconf.shortAt(6) + 3) & ~3);
		for (int i = 0; i < index; i++) {
			at += (asconf.shortAt(at + 2) + 3) & ~3;
		}
		return asconf.intAt(at + 4);
	}

	/** Answers the heartbeat to an address that is in packets. */
	List<SentPacket> confirm(SctpAddress address, List<SentPacket> packets) {
		SentPacket heartbeat = packets.stream()
			.filter((packet) -> packet.destination().equals(address) && packet.has(ChunkType.HEARTBEAT))
			.findFirst()
			.orElseThrow();
		SentChunk chunk = SentPacket.only(List.of(heartbeat), ChunkType.HEARTBEAT);
		return receiveFrom(address, heartbeat.source(), RawChunks.chunk(ChunkType.HEARTBEAT_ACK, 0, chunk.value()));
	}

	/** Lets the moment pass after which two addresses that were added are probed. */
	List<SentPacket> probes() {
		return this.peer.advance(Duration.ofMillis(20));
	}

	/** Adds an address of the peer and confirms it. */
	void addAndConfirm(int number, SctpAddress address) {
		authenticated(asconf(number, request(ADD, 1, address)));
		confirm(address, probes());
		this.peer.events().paths();
	}

	AssociationStatus status() {
		return this.peer.association().status();
	}

	List<SctpAddress> paths() {
		return status().paths().stream().map(PathStatus::address).toList();
	}

	PathStatus path(SctpAddress address) {
		return status().paths().stream().filter((path) -> path.address().equals(address)).findFirst().orElseThrow();
	}

	SctpAddress primary() {
		return status().paths().stream().filter(PathStatus::primary).findFirst().orElseThrow().address();
	}

	List<SctpAddress> locals() {
		return this.peer.association().localAddresses();
	}

	/** What the user was told of paths since this was last asked. */
	List<String> pathEvents() {
		return this.peer.events().paths();
	}

}
