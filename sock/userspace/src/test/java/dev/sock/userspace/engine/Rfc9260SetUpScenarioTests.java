package dev.sock.userspace.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import dev.sock.SctpOptions;
import dev.sock.userspace.engine.ScriptedPeer.IssuedCookie;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 58 to 65 of {@code rfc9260-scenarios.md}: the handshake.
 */
class Rfc9260SetUpScenarioTests {

	private static final int TAG = 0x01020304;

	private static final byte[] COOKIE = RawChunks.parameter(RawChunks.STATE_COOKIE, new byte[8]);

	private final ScriptedPeer peer = new ScriptedPeer(EstablishedPeer.PLAIN);

	private final long start = this.peer.now();

	private List<Long> times(List<SentPacket> packets) {
		return packets.stream().map((packet) -> (packet.nowNanos() - this.start) / 1_000_000).toList();
	}

	private int tagOf(List<SentPacket> init) {
		return SentPacket.only(init, ChunkType.INIT).intAt(0);
	}

	@Test
	@DisplayName("58. INIT is sent nine times, each like the first, and fails after 243 seconds (§4, §5.1.6)")
	void repeatsInit() {
		List<SentPacket> packets = new ArrayList<>(this.peer.connect());
		packets.addAll(this.peer.advanceMillis(242_999));
		assertThat(times(packets)).containsExactly(0L, 1000L, 3000L, 7000L, 15_000L, 31_000L, 63_000L, 123_000L,
				183_000L);
		assertThat(packets).allMatch((packet) -> packet.tag() == 0);
		assertThat(
				SentPacket.chunks(packets).stream().map((chunk) -> HexFormat.of().formatHex(chunk.value())).distinct())
			.hasSize(1);
		assertThat(this.peer.events().take()).isEmpty();
		assertThat(this.peer.advanceMillis(1)).isEmpty();
		assertThat(this.peer.events().take()).containsExactly(EventLog.COMM_LOST);
	}

	@Test
	@DisplayName("59. COOKIE ECHO is repeated by the same rule (§4, §5.1.4)")
	void repeatsCookieEcho() {
		int tag = tagOf(this.peer.connect());
		this.peer.advanceMillis(100);
		List<SentPacket> packets = new ArrayList<>(this.peer.receive(tag, RawChunks.initAck(TAG, 1, COOKIE)));
		packets.addAll(this.peer.advanceMillis(242_999));
		assertThat(SentPacket.chunks(packets)).allMatch((chunk) -> chunk.type() == ChunkType.COOKIE_ECHO);
		assertThat(times(packets)).containsExactly(100L, 1100L, 3100L, 7100L, 15_100L, 31_100L, 63_100L, 123_100L,
				183_100L);
		this.peer.advanceMillis(1);
		assertThat(this.peer.events().take()).containsExactly(EventLog.COMM_LOST);
	}

	@Test
	@DisplayName("59. An INIT ACK for a repeated INIT measures no round trip (§6.3.1 C5)")
	void measuresNothingByARepeatedInit() {
		int tag = tagOf(this.peer.connect());
		this.peer.advanceMillis(1100);
		this.peer.receive(tag, RawChunks.initAck(TAG, 1, COOKIE));
		assertThat(this.peer.association().status().paths()).allMatch((path) -> path.srtt() == null);
		assertThat(times(this.peer.advanceMillis(2000)).get(0)).isIn(2100L, 3100L);
	}

	@Test
	@DisplayName("60. With two addresses of the peer INIT goes to them in turn, eight repetitions in all (§5.1)")
	void triesAlternateAddresses() {
		List<SentPacket> packets = new ArrayList<>(this.peer.connect(ScriptedPeer.PEER, ScriptedPeer.PEER_2));
		packets.addAll(this.peer.advance(Duration.ofMinutes(20)));
		assertThat(packets).hasSize(9);
		for (int i = 0; i < 9; i++) {
			assertThat(packets.get(i).destination()).isEqualTo((i % 2 == 0) ? ScriptedPeer.PEER : ScriptedPeer.PEER_2);
		}
		assertThat(times(packets)).startsWith(0L, 1000L);
	}

	@Test
	@DisplayName("61. A cookie is good for 60 seconds to the millisecond (§5.1.5, §3.3.10.3)")
	void refusesACookieThatIsTooOld() {
		IssuedCookie cookie = this.peer.issueCookie(TAG, 1, ScriptedPeer.PEER_PORT);
		this.peer.advance(Duration.ofSeconds(60).plusMillis(1));
		List<SentPacket> packets = this.peer.receive(cookie.localTag(), RawChunks.cookieEcho(cookie.bytes()),
				RawChunks.data(1, 0, 0, 3, 10));
		assertThat(SentPacket.chunks(packets)).hasSize(1);
		SentChunk error = SentPacket.only(packets, ChunkType.ERROR);
		assertThat(error.causes()).containsExactly(3);
		assertThat(error.shortAt(2)).isEqualTo(8);
		assertThat(error.intAt(4)).isIn(0, 1000);
		assertThat(this.peer.engine().associationCount()).isZero();
		IssuedCookie fresh = this.peer.issueCookie(TAG, 1, ScriptedPeer.PEER_PORT);
		this.peer.advance(Duration.ofSeconds(60));
		SentPacket.only(this.peer.receive(fresh.localTag(), RawChunks.cookieEcho(fresh.bytes())), ChunkType.COOKIE_ACK);
		assertThat(this.peer.events().take()).containsExactly(EventLog.COMM_UP);
	}

	@Test
	@DisplayName("62. A stale cookie is followed by an INIT that asks for a longer life, and not endlessly (§5.2.6, §3.3.2.1.3)")
	void asksForALongerLife() {
		int tag = tagOf(this.peer.connect());
		this.peer.advanceMillis(200);
		this.peer.receive(tag, RawChunks.initAck(TAG, 1, COOKIE));
		this.peer.advanceMillis(200);
		byte[] stale = RawChunks.error(RawChunks.parameter(3, RawChunks.bytes(800_000)));
		SentChunk init = SentPacket.only(this.peer.receive(tag, stale), ChunkType.INIT);
		byte[] preservative = init.parameter(9);
		assertThat(preservative).hasSize(4);
		assertThat(ByteBuffer.wrap(preservative).getInt()).isBetween(800, 1200);
		int rounds = 0;
		while (this.peer.engine().associationCount() > 0) {
			assertThat(++rounds).isLessThanOrEqualTo(8);
			this.peer.receive(init.intAt(0), RawChunks.initAck(TAG, 1, COOKIE));
			this.peer.receive(init.intAt(0), stale);
		}
		assertThat(this.peer.events().take()).containsExactly(EventLog.COMM_LOST);
	}

	@Test
	@DisplayName("63. The lesser of what one wishes and the other takes is the number of streams (§5.1.1)")
	void negotiatesStreams() {
		int[][] cases = { { 4, 4 }, { 20, 10 } };
		for (int[] each : cases) {
			ScriptedPeer other = new ScriptedPeer(SctpOptions.builder().outboundStreams(10).build());
			int tag = tagOf(other.connect());
			other.receive(tag, RawChunks.init(ChunkType.INIT_ACK, TAG, 10_000, 10, each[0], 1, COOKIE));
			other.receive(tag, RawChunks.chunk(ChunkType.COOKIE_ACK, 0));
			assertThat(other.events().outboundStreams()).isEqualTo(each[1]);
		}
	}

	/** Types of the unknown parameters that an INIT ACK reports. */
	private List<Integer> reported(int... types) {
		byte[][] parameters = Arrays.stream(types)
			.mapToObj((type) -> RawChunks.parameter(type, new byte[4]))
			.toArray(byte[][]::new);
		byte[] packet = RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, 0,
				RawChunks.init(TAG, 1, parameters));
		List<SentPacket> packets = this.peer.receive(packet, ScriptedPeer.PEER, ScriptedPeer.UDP_PORT);
		SentChunk initAck = SentPacket.only(packets, ChunkType.INIT_ACK);
		assertThat(packets.get(0).size()).isLessThanOrEqualTo(1472);
		List<Integer> reported = new ArrayList<>();
		for (int at = 16; at < initAck.value().length; at += (initAck.shortAt(at + 2) + 3) & ~3) {
			if (initAck.shortAt(at) == 8) {
				assertThat(initAck.shortAt(at + 2)).isEqualTo(12);
				reported.add(initAck.shortAt(at + 4));
			}
		}
		return reported;
	}

	@Test
	@DisplayName("64. The two highest bits of an unknown parameter say whether to go on and whether to report it (§3.2.1, §12.4)")
	void followsTheBitsOfUnknownParameters() {
		assertThat(reported(0x0abc, 0xcabc)).isEmpty();
		assertThat(reported(0x4abc, 0xcabc)).containsExactly(0x4abc);
		assertThat(reported(0x8abc, 0xcabc)).containsExactly(0xcabc);
		assertThat(reported(0xcabc, 0xcabc)).containsExactly(0xcabc, 0xcabc);
		int[] many = new int[1000];
		Arrays.fill(many, 0xcabc);
		assertThat(reported(many)).hasSizeLessThan(120);
	}

	@Test
	@DisplayName("64. What an INIT ACK holds that is unknown is reported behind COOKIE ECHO in one packet (§3.2.2)")
	void reportsUnknownParametersOfInitAck() {
		int tag = tagOf(this.peer.connect());
		List<SentPacket> packets = this.peer.receive(tag,
				RawChunks.initAck(TAG, 1, COOKIE, RawChunks.parameter(0xcabc, new byte[4])));
		assertThat(packets).hasSize(1);
		assertThat(packets.get(0).chunks()).extracting(SentChunk::type)
			.containsExactly(ChunkType.COOKIE_ECHO, ChunkType.ERROR);
		assertThat(packets.get(0).chunks().get(1).causes()).containsExactly(8);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6, 7 })
	@DisplayName("65. When both sides send INIT at once, each comes up once, whatever the order of arrival (§5.2.1, §5.2.4)")
	void comesUpOnceOnSimultaneousInits(int order) {
		int tag = tagOf(this.peer.connect());
		IssuedCookie cookie = ((order & 1) == 0) ? this.peer.issueCookie(TAG, 1, ScriptedPeer.PEER_PORT) : null;
		if ((order & 2) == 0) {
			this.peer.receive(tag, RawChunks.initAck(TAG, 1, COOKIE));
		}
		if (cookie == null) {
			cookie = this.peer.issueCookie(TAG, 1, ScriptedPeer.PEER_PORT);
		}
		assertThat(cookie.localTag()).isEqualTo(tag);
		if ((order & 4) == 0) {
			this.peer.receive(tag, RawChunks.chunk(ChunkType.COOKIE_ACK, 0));
		}
		SentPacket.only(this.peer.receive(tag, RawChunks.cookieEcho(cookie.bytes())), ChunkType.COOKIE_ACK);
		this.peer.receive(tag, RawChunks.initAck(TAG, 1, COOKIE));
		this.peer.receive(tag, RawChunks.chunk(ChunkType.COOKIE_ACK, 0));
		assertThat(this.peer.events().take()).containsExactly(EventLog.COMM_UP);
		assertThat(this.peer.engine().associationCount()).isEqualTo(1);
	}

}
