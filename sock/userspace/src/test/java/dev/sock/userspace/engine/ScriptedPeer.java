package dev.sock.userspace.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

import dev.sock.AssociationState;
import dev.sock.SctpAddress;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.spi.ConnectTarget;
import dev.sock.spi.OutboundMessage;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.engine.packet.PacketSink;
import dev.sock.userspace.engine.path.SourceAddressSelector;
import dev.sock.userspace.sim.SeededRandom;
import org.jspecify.annotations.Nullable;

/**
 * One engine, and a peer that sends just what the test says. Every call that gives the
 * engine something returns what it sends at once.
 */
final class ScriptedPeer {

	static final int ENGINE_PORT = 5001;

	static final int PEER_PORT = 5000;

	static final int UDP_PORT = 9899;

	static final SctpAddress LOCAL = address("10.0.0.2");

	static final SctpAddress PEER = address("10.0.0.1");

	static final SctpAddress PEER_2 = address("10.0.1.1");

	private final SctpOptions options;

	private final EndpointEngine engine;

	private final EventLog events = new EventLog();

	private final List<SentPacket> sent = new ArrayList<>();

	private @Nullable AssociationEngine association;

	private boolean accepts = true;

	private long now = 1_000_000_000_000L;

	ScriptedPeer(SctpOptions options) {
		this(options, 4711);
	}

	ScriptedPeer(SctpOptions options, long seed) {
		this(options, new SeededRandom(seed));
	}

	ScriptedPeer(SctpOptions options, RandomGenerator random) {
		this(options, random, List.of(LOCAL), (destination, addresses) -> addresses.get(0));
	}

	ScriptedPeer(SctpOptions options, RandomGenerator random, List<SctpAddress> locals, SourceAddressSelector sources) {
		this.options = options;
		EngineConfig config = new EngineConfig(ENGINE_PORT, locals, locals.size() > 1, sources, options, random,
				1 << 30);
		this.engine = new EndpointEngine(config, (request, accepted) -> {
			if (!this.accepts) {
				return null;
			}
			this.association = accepted;
			return this.events;
		}, this.now);
	}

	static SctpAddress address(String literal) {
		return Objects.requireNonNull(SctpAddress.parse(literal));
	}

	void refuse() {
		this.accepts = false;
	}

	EndpointEngine engine() {
		return this.engine;
	}

	EventLog events() {
		return this.events;
	}

	AssociationEngine association() {
		return Objects.requireNonNull(this.association);
	}

	/** The state's name; CLOSED without an association. */
	String state() {
		AssociationEngine current = this.association;
		return ((current != null) ? current.state() : AssociationState.CLOSED).name();
	}

	long now() {
		return this.now;
	}

	/** Milliseconds since a time. */
	long millisSince(long start) {
		return (this.now - start) / 1_000_000;
	}

	List<SentPacket> connect(SctpAddress... addresses) {
		List<SctpAddress> all = (addresses.length > 0) ? Arrays.asList(addresses) : List.of(PEER);
		this.association = this.engine.connect(new ConnectTarget(all, PEER_PORT, UDP_PORT, this.options), this.events,
				this.now);
		return flush();
	}

	List<SentPacket> receive(int tag, byte[]... chunks) {
		return receive(RawChunks.packet(PEER_PORT, ENGINE_PORT, tag, chunks), PEER, UDP_PORT);
	}

	List<SentPacket> receive(byte[] packet, SctpAddress from, int udpPort) {
		return receive(packet, from, LOCAL, udpPort);
	}

	List<SentPacket> receive(byte[] packet, SctpAddress from, SctpAddress to, int udpPort) {
		this.engine.receive(ByteBuffer.wrap(packet), to, from, udpPort, this.now);
		return flush();
	}

	List<SentPacket> send(int length) {
		return send(length, SendOptions.DEFAULT);
	}

	List<SentPacket> send(int length, SendOptions how) {
		queue(length, how);
		return flush();
	}

	void queue(int length, SendOptions how) {
		association().send(new OutboundMessage(new byte[length], how, null), this.now);
	}

	List<SentPacket> shutdown() {
		association().shutdown(this.now);
		return flush();
	}

	List<SentPacket> consumed(int bytes, int messages) {
		association().consumed(bytes, messages, this.now);
		return flush();
	}

	/** Lets time pass; every timer runs when it is due. */
	List<SentPacket> advance(Duration time) {
		return advanceTo(this.now + time.toNanos());
	}

	List<SentPacket> advanceMillis(long millis) {
		return advance(Duration.ofMillis(millis));
	}

	private List<SentPacket> advanceTo(long target) {
		List<SentPacket> all = new ArrayList<>();
		int idle = 0;
		while (this.engine.nextDeadlineNanos() <= target) {
			long due = Math.max(this.now, this.engine.nextDeadlineNanos());
			idle = (due == this.now) ? idle + 1 : 0;
			if (idle > 1000) {
				throw new AssertionError("The time does not pass");
			}
			this.now = due;
			this.engine.advanceTo(this.now);
			all.addAll(flush());
		}
		this.now = target;
		return all;
	}

	List<SentPacket> flush() {
		this.sent.clear();
		this.engine.flush(new Sink(), this.now);
		return List.copyOf(this.sent);
	}

	/** The cookie and tag of the engine's answer to an INIT. */
	IssuedCookie issueCookie(int initiateTag, int tsn, int sourcePort) {
		byte[] packet = RawChunks.packet(sourcePort, ENGINE_PORT, 0, RawChunks.init(initiateTag, tsn));
		SentPacket.SentChunk initAck = SentPacket.only(receive(packet, PEER, UDP_PORT), ChunkType.INIT_ACK);
		return new IssuedCookie(initAck.parameter(RawChunks.STATE_COOKIE), initAck.intAt(0), initiateTag);
	}

	/**
	 * A state cookie.
	 *
	 * @param bytes the cookie
	 * @param localTag the engine's tag in it
	 * @param peerTag the peer's tag in it
	 */
	record IssuedCookie(byte[] bytes, int localTag, int peerTag) {

		IssuedCookie withBitFlipped(int bit) {
			byte[] changed = this.bytes.clone();
			changed[bit >> 3] ^= (byte) (1 << (bit & 7));
			return new IssuedCookie(changed, this.localTag, this.peerTag);
		}

	}

	private final class Sink implements PacketSink {

		private ByteBuffer buffer = ByteBuffer.allocate(0);

		private SctpAddress source = LOCAL;

		private SctpAddress destination = PEER;

		private int udpPort;

		@Override
		public ByteBuffer begin(SctpAddress source, SctpAddress destination, int remoteUdpPort, int maxSize,
				boolean segmentable, boolean fragmentable) {
			this.buffer = ByteBuffer.allocate(maxSize);
			this.source = source;
			this.destination = destination;
			this.udpPort = remoteUdpPort;
			return this.buffer;
		}

		@Override
		public void end(int size) {
			if (size > 0) {
				ScriptedPeer.this.sent.add(SentPacket.parse(ScriptedPeer.this.now, this.source, this.destination,
						this.udpPort, Arrays.copyOf(this.buffer.array(), size)));
			}
		}

	}

}
