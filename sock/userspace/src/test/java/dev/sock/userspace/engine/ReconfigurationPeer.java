package dev.sock.userspace.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.sock.AssociationStatus;
import dev.sock.SctpAddress;
import dev.sock.SctpOptions;
import dev.sock.SctpReconfigurationException;
import dev.sock.SendOptions;
import dev.sock.StreamReconfiguration;
import dev.sock.spi.Reconfiguration;
import dev.sock.spi.Reconfiguration.AddStreams;
import dev.sock.spi.Reconfiguration.ResetAssociation;
import dev.sock.spi.Reconfiguration.ResetInbound;
import dev.sock.spi.Reconfiguration.ResetOutbound;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.jspecify.annotations.Nullable;

/**
 * An association between an engine and a scripted peer, which both support stream
 * reconfiguration unless a test says otherwise, as the scenarios have it: the engine's
 * first TSN is 0x1000, the peer's 0x2000, and there are four streams each way.
 */
final class ReconfigurationPeer {

	static final int TSN = 0x1000;

	static final int PEER_TSN = 0x2000;

	static final int PEER_TAG = 0x0a0b0c0d;

	static final int SUPPORTED_EXTENSIONS = 0x8008;

	static final int LENGTH = 100;

	static final SctpOptions OPTIONS = EstablishedPeer.PLAIN.toBuilder()
		.outboundStreams(4)
		.streamReconfiguration(Set.of(StreamReconfiguration.values()))
		.build();

	private final ScriptedPeer peer;

	private int tag;

	/** The next TSN of the peer, and the next number of each stream of it. */
	private int nextTsn = PEER_TSN;

	private final int[] nextSsn = new int[100];

	private @Nullable CompletableFuture<Void> answer;

	ReconfigurationPeer() {
		this(OPTIONS);
	}

	ReconfigurationPeer(SctpOptions options, SctpAddress... listed) {
		this(options, TSN, PEER_TSN, Arrays.stream(listed).map(RawChunks::address).toArray(byte[][]::new));
	}

	/** The engine connects; INIT ACK has the parameters and says what is supported. */
	ReconfigurationPeer(SctpOptions options, int tsn, int peerTsn, byte[]... parameters) {
		this(options, tsn, peerTsn, List.of(supported(0x82), RawChunks.join(parameters)));
	}

	private ReconfigurationPeer(SctpOptions options, int tsn, int peerTsn, List<byte[]> parameters) {
		this.peer = new ScriptedPeer(options);
		this.nextTsn = peerTsn;
		EngineTestHooks.startSequences(this.peer.engine(), tsn, 0);
		SentChunk init = SentPacket.only(this.peer.connect(), ChunkType.INIT);
		this.tag = init.intAt(0);
		byte[] cookie = RawChunks.parameter(RawChunks.STATE_COOKIE, new byte[8]);
		receive(RawChunks.init(ChunkType.INIT_ACK, PEER_TAG, RawChunks.WINDOW, 4, 4, peerTsn, cookie,
				RawChunks.join(parameters.toArray(byte[][]::new))));
		receive(RawChunks.chunk(ChunkType.COOKIE_ACK, 0));
		this.peer.events().take();
	}

	/** A peer that says of itself just what the parameters say. */
	static ReconfigurationPeer saying(SctpOptions options, byte[]... parameters) {
		return new ReconfigurationPeer(options, TSN, PEER_TSN, List.of(parameters));
	}

	static byte[] supported(int... types) {
		byte[] value = new byte[types.length];
		for (int i = 0; i < types.length; i++) {
			value[i] = (byte) types[i];
		}
		return RawChunks.parameter(SUPPORTED_EXTENSIONS, value);
	}

	/** The peer starts anew, or comes for the first time, with other first TSNs. */
	void startAnew(int initiateTag, int tsn, int peerTsn) {
		EngineTestHooks.startSequences(this.peer.engine(), tsn, 0);
		byte[] packet = RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, 0,
				RawChunks.init(ChunkType.INIT, initiateTag, RawChunks.WINDOW, 4, 4, peerTsn, supported(0x82)));
		SentChunk initAck = SentPacket.only(this.peer.receive(packet, ScriptedPeer.PEER, ScriptedPeer.UDP_PORT),
				ChunkType.INIT_ACK);
		this.tag = initAck.intAt(0);
		this.nextTsn = peerTsn;
		Arrays.fill(this.nextSsn, 0);
		receive(RawChunks.cookieEcho(initAck.parameter(RawChunks.STATE_COOKIE)));
	}

	// What the peer sends

	/** RE-CONFIG; the padding of the last parameter does not count. */
	static byte[] rc(byte[]... parameters) {
		byte[] chunk = RawChunks.chunk(ChunkType.RE_CONFIG, 0, RawChunks.join(parameters));
		if (parameters.length == 0) {
			return chunk;
		}
		byte[] last = parameters[parameters.length - 1];
		int padding = last.length - (ByteBuffer.wrap(last).getShort(2) & 0xffff);
		return RawChunks.withLength(chunk, RawChunks.length(chunk) - padding);
	}

	static byte[] out(int number, int answers, int lastTsn, int... streams) {
		return RawChunks.parameter(13, RawChunks.join(RawChunks.bytes(number, answers, lastTsn), shorts(streams)));
	}

	static byte[] in(int number, int... streams) {
		return RawChunks.parameter(14, RawChunks.join(RawChunks.bytes(number), shorts(streams)));
	}

	static byte[] tsn(int number) {
		return RawChunks.parameter(15, RawChunks.bytes(number));
	}

	static byte[] rsp(int number, int... resultAndNextTsns) {
		return RawChunks.parameter(16, RawChunks.join(RawChunks.bytes(number), RawChunks.bytes(resultAndNextTsns)));
	}

	static byte[] addOut(int number, int streams) {
		return RawChunks.parameter(17, RawChunks.bytes(number, streams << 16));
	}

	static byte[] addIn(int number, int streams) {
		return RawChunks.parameter(18, RawChunks.bytes(number, streams << 16));
	}

	static byte[] shorts(int... numbers) {
		ByteBuffer bytes = ByteBuffer.allocate(2 * numbers.length);
		Arrays.stream(numbers).forEach((number) -> bytes.putShort((short) number));
		return bytes.array();
	}

	/**
	 * DATA with as many bytes as the last two digits of its TSN, so that it can be told.
	 */
	static byte[] data(int tsn, int stream, int ssn) {
		return RawChunks.data(tsn, stream, ssn, RawChunks.WHOLE_MESSAGE, length(tsn));
	}

	static int length(int tsn) {
		return 1 + (tsn & 0xff);
	}

	/** Messages of the peer, one for each stream that is named; all are read. */
	void peerSends(int... streams) {
		for (int stream : streams) {
			receive(data(this.nextTsn++, stream, this.nextSsn[stream]++));
		}
		read();
	}

	List<SentPacket> receive(byte[]... chunks) {
		return this.peer.receive(this.tag, chunks);
	}

	/** RE-CONFIG that is answered at once. */
	List<String> reconfigure(byte[]... parameters) {
		return chunks(receive(rc(parameters)));
	}

	List<SentPacket> sack(int cumulative, int... gaps) {
		return receive(RawChunks.sack(cumulative, RawChunks.WINDOW, gaps));
	}

	// What the user does

	/** Messages, one for each stream that is named, each in a packet of its own. */
	List<SentPacket> send(int... streams) {
		List<SentPacket> packets = new ArrayList<>();
		for (int stream : streams) {
			packets.addAll(this.peer.send(LENGTH, SendOptions.stream(stream)));
		}
		return packets;
	}

	/** Asks for something; what is sent at once. */
	List<String> ask(Reconfiguration what) {
		return chunks(askAndListen(what));
	}

	List<SentPacket> askAndListen(Reconfiguration what) {
		this.answer = new CompletableFuture<>();
		this.peer.association().reconfigure(what, this.answer, this.peer.now());
		return this.peer.flush();
	}

	List<String> resetOutbound(Integer... streams) {
		return ask(new ResetOutbound(List.of(streams)));
	}

	List<String> resetInbound(Integer... streams) {
		return ask(new ResetInbound(List.of(streams)));
	}

	List<String> resetAssociation() {
		return ask(new ResetAssociation());
	}

	List<String> addStreams(int outbound, int inbound) {
		return ask(new AddStreams(outbound, inbound));
	}

	/** What has become of what was asked for last: pending, done, or why it failed. */
	String outcome() {
		CompletableFuture<Void> future = Objects.requireNonNull(this.answer);
		if (!future.isDone()) {
			return "pending";
		}
		try {
			future.join();
			return "done";
		}
		catch (CompletionException ex) {
			return ((SctpReconfigurationException) ex.getCause()).reason().name();
		}
	}

	/** What was reset or added since this was last asked. */
	List<String> changes() {
		return this.peer.events().takeChanges();
	}

	/** Lengths of messages that were delivered since this was last asked, now read. */
	List<Integer> read() {
		List<Integer> lengths = this.peer.events().messages().stream().map((message) -> message.length).toList();
		this.peer.events().messages().clear();
		if (!lengths.isEmpty()) {
			this.peer.consumed(lengths.stream().mapToInt(Integer::intValue).sum(), lengths.size());
		}
		this.peer.events().take();
		return lengths;
	}

	/** Deliveries and changes in their order. */
	List<String> events() {
		return this.peer.events().take();
	}

	// What the engine sends

	/** The RE-CONFIG chunks in packets, as the scenarios write them. */
	static List<String> chunks(List<SentPacket> packets) {
		return SentPacket.chunks(packets)
			.stream()
			.filter((chunk) -> chunk.type() == ChunkType.RE_CONFIG)
			.map(ReconfigurationPeer::text)
			.toList();
	}

	private static String text(SentChunk chunk) {
		List<String> parameters = new ArrayList<>();
		for (int at = 0; at < chunk.value().length; at += (chunk.shortAt(at + 2) + 3) & ~3) {
			parameters.add(parameter(chunk, at, chunk.shortAt(at + 2)));
		}
		return String.join(" ", parameters);
	}

	private static String parameter(SentChunk chunk, int at, int length) {
		int type = chunk.shortAt(at);
		int words = switch (type) {
			case 13 -> 3;
			case 14, 15 -> 1;
			case 16 -> (length - 4) / 4;
			case 17, 18 -> 2;
			default -> throw new AssertionError("A parameter of type " + type);
		};
		String numbers = IntStream.range(0, words)
			.mapToObj((word) -> Integer.toHexString(chunk.intAt(at + 4 + 4 * word)))
			.collect(Collectors.joining(","));
		String streams = IntStream.iterate(at + 4 + 4 * words, (offset) -> offset < at + length, (offset) -> offset + 2)
			.mapToObj((offset) -> String.valueOf(chunk.shortAt(offset)))
			.collect(Collectors.joining(","));
		return switch (type) {
			case 13 -> "Out(" + numbers + ",{" + streams + "})";
			case 14 -> "In(" + numbers + ",{" + streams + "})";
			case 15 -> "Tsn(" + numbers + ")";
			case 16 -> "Rsp(" + numbers + ")";
			default -> ((type == 17) ? "AddOut(" : "AddIn(") + Integer.toHexString(chunk.intAt(at + 4)) + ","
					+ chunk.shortAt(at + 8) + ")";
		};
	}

	/** TSN, stream and stream sequence number of DATA, as hexadecimal and decimals. */
	static List<String> sent(List<SentPacket> packets) {
		return SentPacket.chunks(packets)
			.stream()
			.filter((chunk) -> chunk.type() == ChunkType.DATA)
			.map((chunk) -> Integer.toHexString(chunk.intAt(0)) + " " + chunk.shortAt(4) + "/" + chunk.shortAt(6)
					+ (((chunk.flags() & 4) != 0) ? " U" : ""))
			.toList();
	}

	/** The cumulative ack and the gap blocks of the only SACK. */
	static String sacked(List<SentPacket> packets) {
		SentChunk sack = SentPacket.only(packets, ChunkType.SACK);
		return Integer.toHexString(sack.intAt(0)) + " " + sack.gaps();
	}

	static List<Integer> types(List<SentPacket> packets) {
		return SentPacket.chunks(packets).stream().map(SentChunk::type).toList();
	}

	/** When packets with RE-CONFIG were sent, in milliseconds since a time. */
	static List<Long> times(List<SentPacket> packets, long start) {
		return packets.stream()
			.filter((packet) -> packet.has(ChunkType.RE_CONFIG))
			.map((packet) -> (packet.nowNanos() - start) / 1_000_000)
			.toList();
	}

	ScriptedPeer peer() {
		return this.peer;
	}

	int tag() {
		return this.tag;
	}

	String state() {
		return this.peer.state();
	}

	List<SentPacket> advance(long millis) {
		return this.peer.advanceMillis(millis);
	}

	AssociationStatus status() {
		return this.peer.association().status();
	}

	/** The numbers of streams, outbound and inbound. */
	String streams() {
		return status().outboundStreams() + "/" + status().inboundStreams();
	}

	int errors() {
		return Objects.requireNonNull(status().overallErrorCount());
	}

	int pathErrors() {
		return Objects.requireNonNull(status().paths().get(0).errorCount());
	}

}
