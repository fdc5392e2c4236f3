package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.sock.SctpExtension;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.AddressPeer.ADD;
import static dev.sock.userspace.engine.AddressPeer.E1;
import static dev.sock.userspace.engine.AddressPeer.E2;
import static dev.sock.userspace.engine.AddressPeer.OPTIONS;
import static dev.sock.userspace.engine.AddressPeer.P2;
import static dev.sock.userspace.engine.AddressPeer.answer;
import static dev.sock.userspace.engine.AddressPeer.asconf;
import static dev.sock.userspace.engine.AddressPeer.asked;
import static dev.sock.userspace.engine.AddressPeer.chunks;
import static dev.sock.userspace.engine.AddressPeer.extensions;
import static dev.sock.userspace.engine.AddressPeer.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 1 to 21 and 27 of {@code rfc5061-scenarios.md}: what both sides offer for
 * authentication. Keys and digests as such are in {@code Rfc4895VectorTests}; here
 * {@link AddressPeer} looks at every digest that is sent.
 */
class Rfc4895SetUpScenarioTests {

	private static final byte[] ALL = extensions(0xc1, 0x80, 0x0f);

	private static final byte[] COOKIE = RawChunks.parameter(RawChunks.STATE_COOKIE, new byte[8]);

	private final ScriptedPeer engine = AddressPeer.peer(OPTIONS, 1);

	private List<SentPacket> init(byte[]... parameters) {
		return init(this.engine, parameters);
	}

	private static List<SentPacket> init(ScriptedPeer to, byte[]... parameters) {
		return to.receive(RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, 0,
				RawChunks.init(0x7777, 1, parameters)), ScriptedPeer.PEER, ScriptedPeer.UDP_PORT);
	}

	private static void assertRefused(List<SentPacket> packets) {
		SentChunk abort = SentPacket.only(packets, ChunkType.ABORT);
		assertThat(abort.flags()).isZero();
		assertThat(abort.causes()).containsExactly(13);
		assertThat(packets.get(0).tag()).isEqualTo(0x7777);
		assertThat(SentPacket.chunks(packets)).hasSize(1);
	}

	private static byte[] random(int length) {
		return RawChunks.parameter(RawAuth.RANDOM, new byte[length]);
	}

	private static byte[] hmacs(int... identifiers) {
		return new RawAuth(new byte[32], null, identifiers).parameters();
	}

	private static byte[] only(int type, byte[] parameters) {
		return (type == RawAuth.RANDOM) ? Arrays.copyOf(parameters, 36)
				: Arrays.copyOfRange(parameters, 36, parameters.length);
	}

	@Test
	@DisplayName("1. INIT offers AUTH: a random number, what is to be authenticated, algorithms, chunk types (RFC 4895 §3, §6.1, RFC 5061 §4.2.7)")
	void offersAuthInInit() {
		SentChunk init = SentPacket.only(this.engine.connect(), ChunkType.INIT);
		assertThat(init.parameter(RawAuth.RANDOM)).hasSize(32).isNotEqualTo(new byte[32]);
		assertThat(init.parameter(RawAuth.CHUNKS)).containsExactly(0xc1, 0x80);
		assertThat(init.parameter(RawAuth.HMAC_ALGO)).containsExactly(0, 3, 0, 1);
		assertThat(init.parameter(RawAuth.SUPPORTED_EXTENSIONS)).contains(0xc1, 0x80, 0x0f);
	}

	@Test
	@DisplayName("2. INIT ACK offers AUTH with a number of its own each time, and the cookie is all that is kept (RFC 4895 §6.1, §6.3)")
	void offersAuthInInitAck() {
		SentChunk one = SentPacket.only(init(ALL, RawAuth.usual().parameters()), ChunkType.INIT_ACK);
		SentChunk other = SentPacket.only(init(ALL, RawAuth.usual().parameters()), ChunkType.INIT_ACK);
		assertThat(one.parameter(RawAuth.RANDOM)).hasSize(32).isNotEqualTo(other.parameter(RawAuth.RANDOM));
		assertThat(one.parameter(RawAuth.CHUNKS)).containsExactly(0xc1, 0x80);
		assertThat(one.parameter(RawAuth.HMAC_ALGO)).containsExactly(0, 3, 0, 1);
		assertThat(one.parameter(RawAuth.SUPPORTED_EXTENSIONS)).contains(0xc1, 0x80, 0x0f);
		assertThat(this.engine.engine().associationCount()).isZero();
		AddressPeer accepted = AddressPeer.accepting();
		assertThat(answer(accepted.authenticated(asconf(1, request(ADD, 1, P2))))).isEmpty();
		accepted.add(E2);
		accepted.authenticated(accepted.ack(1));
		assertThat(accepted.locals()).containsExactly(E1, E2);
	}

	@Test
	@DisplayName("3. A peer without AUTH gets an association without it (RFC 4895 §3)")
	void goesWithoutAuth() {
		SentChunk initAck = SentPacket.only(init(), ChunkType.INIT_ACK);
		this.engine.receive(initAck.intAt(0), RawChunks.cookieEcho(initAck.parameter(RawChunks.STATE_COOKIE)));
		assertThat(this.engine.state()).isEqualTo("ESTABLISHED");
		assertThat(this.engine.association().extensions()).doesNotContain(SctpExtension.AUTHENTICATION,
				SctpExtension.DYNAMIC_ADDRESSES);
		List<String> outcomes = new ArrayList<>();
		this.engine.association().requestPeerPrimary(E1, (failure) -> outcomes.add(String.valueOf(failure.reason())));
		assertThat(outcomes).containsExactly("NOT_SUPPORTED");
		assertThat(this.engine.flush()).isEmpty();
	}

	@Test
	@DisplayName("4, 5. A peer that lists nothing, or an empty list, has nothing but changes of addresses authenticated (RFC 4895 §6.1, RFC 5061 §4.1.1)")
	void takesAPeerThatListsNothing() {
		byte[] number = RawAuth.usual().random();
		for (RawAuth auth : List.of(new RawAuth(number, null, 1), new RawAuth(number, new byte[0], 1))) {
			AddressPeer peer = new AddressPeer(OPTIONS, auth);
			assertThat(SentPacket.chunks(peer.send(10))).extracting(SentChunk::type).containsExactly(ChunkType.DATA);
			assertThat(answer(peer.authenticated(asconf(1, request(ADD, 1, P2))))).isEmpty();
			assertThat(asked(peer.add(E2))).hasSize(1);
		}
	}

	@Test
	@DisplayName("6. A random number of another length in INIT is refused (RFC 4895 §6.1)")
	void refusesARandomNumberOfAnotherLengthInInit() {
		for (int length : new int[] { 31, 33, 0 }) {
			assertRefused(init(ALL, random(length), only(RawAuth.HMAC_ALGO, hmacs(1))));
		}
	}

	@Test
	@DisplayName("7. And in INIT ACK (RFC 4895 §6.1)")
	void refusesARandomNumberOfAnotherLengthInInitAck() {
		SentChunk init = SentPacket.only(this.engine.connect(), ChunkType.INIT);
		assertRefused(this.engine.receive(init.intAt(0),
				RawChunks.initAck(0x7777, 8, COOKIE, ALL, random(33), only(RawAuth.HMAC_ALGO, hmacs(1)))));
		assertThat(this.engine.state()).isEqualTo("CLOSED");
	}

	@Test
	@DisplayName("8. So are algorithms without SHA-1, and lists that are malformed (RFC 4895 §3.2, §3.3, §6.1)")
	void refusesAlgorithmsWithoutSha1() {
		assertRefused(init(ALL, hmacs(3)));
		assertRefused(init(ALL, hmacs()));
		assertRefused(init(ALL, random(32), RawChunks.parameter(RawAuth.HMAC_ALGO, (byte) 0, (byte) 1, (byte) 0)));
		assertRefused(init(ALL, hmacs(1), RawChunks.parameter(RawAuth.CHUNKS, new byte[257])));
		assertRefused(init(ALL, random(32), RawChunks.parameter(RawAuth.HMAC_ALGO, new byte[1000])));
	}

	@Test
	@DisplayName("6, 8. A side that does not offer AUTH does not look at it (RFC 4895 §3)")
	void doesNotLookAtAuthWithoutTheOption() {
		ScriptedPeer plain = new ScriptedPeer(EstablishedPeer.PLAIN);
		for (byte[] parameters : List.of(random(33), hmacs(3), RawChunks.parameter(RawAuth.HMAC_ALGO, (byte) 1))) {
			assertThat(chunks(init(plain, ALL, parameters), ChunkType.INIT_ACK)).hasSize(1);
		}
	}

	@Test
	@DisplayName("9, 12. ASCONF without AUTH is refused: no number, no algorithms, or AUTH not listed (RFC 5061 §4.2.7, §6)")
	void refusesAsconfWithoutAuth() {
		for (byte[] list : List.of(ALL, extensions(0xc1, 0x80), extensions(0xc1), extensions(0x80, 0xc0))) {
			assertRefused(init(list));
			assertRefused(init(list, only(RawAuth.RANDOM, hmacs(1))));
			assertRefused(init(list, only(RawAuth.HMAC_ALGO, hmacs(1))));
		}
		assertRefused(init(extensions(0xc1, 0x80), RawAuth.usual().parameters()));
	}

	@Test
	@DisplayName("13. In INIT ACK it ends the attempt without COOKIE ECHO (RFC 5061 §6)")
	void givesUpOnAsconfWithoutAuth() {
		SentChunk init = SentPacket.only(this.engine.connect(), ChunkType.INIT);
		assertThat(this.engine.receive(init.intAt(0), RawChunks.initAck(0x7777, 8, COOKIE, ALL))).isEmpty();
		assertThat(this.engine.events().take()).containsExactly(EventLog.COMM_LOST);
		assertThat(this.engine.events().reason()).contains("authentication");
		assertThat(this.engine.advanceMillis(100_000)).isEmpty();
	}

	@Test
	@DisplayName("14. A side that does not support ASCONF does not care (RFC 5061 §6)")
	void acceptsAsconfWithoutAuthWithoutTheOption() {
		ScriptedPeer plain = new ScriptedPeer(EstablishedPeer.PLAIN);
		SentChunk initAck = SentPacket.only(init(plain, ALL), ChunkType.INIT_ACK);
		plain.receive(initAck.intAt(0), RawChunks.cookieEcho(initAck.parameter(RawChunks.STATE_COOKIE)));
		assertThat(plain.association().extensions()).isEqualTo(Set.of());
	}

	@Test
	@DisplayName("15. A peer with AUTH and without ASCONF has authentication, and its addresses do not change (RFC 5061 §4.2.7)")
	void takesAuthWithoutAsconf() {
		for (byte[] list : List.of(extensions(0x0f), new byte[0])) {
			ScriptedPeer peer = AddressPeer.peer(OPTIONS, 2);
			SentChunk initAck = SentPacket.only(init(peer, list, RawAuth.listing(0).parameters()), ChunkType.INIT_ACK);
			peer.receive(initAck.intAt(0), RawChunks.cookieEcho(initAck.parameter(RawChunks.STATE_COOKIE)));
			assertThat(peer.association().extensions()).contains(SctpExtension.AUTHENTICATION)
				.doesNotContain(SctpExtension.DYNAMIC_ADDRESSES);
			List<SentPacket> packets = peer.send(10);
			assertThat(SentPacket.chunks(packets)).extracting(SentChunk::type)
				.containsExactly(RawAuth.AUTH, ChunkType.DATA);
			RawAuth.check(packets.get(0), RawAuth.key(RawAuth.of(initAck), RawAuth.listing(0)));
		}
	}

	@Test
	@DisplayName("16. ASCONF is authenticated though the peer does not list it (RFC 5061 §4.1.1, §4.1.2)")
	void authenticatesAsconfInAnyCase() {
		AddressPeer peer = new AddressPeer(OPTIONS, RawAuth.listing(0));
		assertThat(asked(peer.add(E2))).hasSize(1);
		assertThat(peer.receive(asconf(1, request(ADD, 1, P2)))).isEmpty();
		assertThat(answer(peer.authenticated(asconf(1, request(ADD, 1, P2))))).isEmpty();
	}

	@Test
	@DisplayName("17. INIT keeps its number when it is repeated, and INIT ACK has the same when both ask at once (RFC 4895 §6.1)")
	void keepsItsNumber() {
		SentChunk init = SentPacket.only(this.engine.connect(), ChunkType.INIT);
		SentChunk repeated = SentPacket.only(this.engine.advanceMillis(1001), ChunkType.INIT);
		assertThat(repeated.parameter(RawAuth.RANDOM)).isEqualTo(init.parameter(RawAuth.RANDOM));
		SentChunk initAck = SentPacket.only(init(ALL, RawAuth.usual().parameters()), ChunkType.INIT_ACK);
		assertThat(initAck.parameter(RawAuth.RANDOM)).isEqualTo(init.parameter(RawAuth.RANDOM));
		this.engine.receive(initAck.intAt(0), RawChunks.cookieEcho(initAck.parameter(RawChunks.STATE_COOKIE)));
		assertThat(this.engine.state()).isEqualTo("ESTABLISHED");
		this.engine.association().requestPeerPrimary(E1, (failure) -> {
		});
		List<SentPacket> packets = this.engine.flush();
		assertThat(asked(packets)).hasSize(1);
		RawAuth.check(packets.get(0), RawAuth.key(RawAuth.of(init), RawAuth.usual()));
	}

	@Test
	@DisplayName("10. The first of the peer's algorithms that is known is used (RFC 4895 §6.1)")
	void usesTheFirstAlgorithmThatItKnows() {
		for (int[] list : new int[][] { { 3, 1, 3 }, { 1, 3, 1 }, { 2, 4, 1, 1 }, { 0, 3, 1, 3 } }) {
			int wanted = list[list.length - 1];
			AddressPeer peer = new AddressPeer(OPTIONS,
					RawAuth.usual().withHmacs(Arrays.copyOf(list, list.length - 1)));
			assertThat(SentPacket.only(peer.add(E2), RawAuth.AUTH).shortAt(2)).isEqualTo(wanted);
		}
	}

	@Test
	@DisplayName("11. INIT, INIT ACK, SHUTDOWN COMPLETE and AUTH are never authenticated, and stay in the key (RFC 4895 §3.2)")
	void neverAuthenticatesWhatMustNotBe() {
		AddressPeer peer = new AddressPeer(OPTIONS, RawAuth.listing(1, 2, 14, 15, 0xc1, 0x80));
		assertThat(asked(peer.add(E2))).hasSize(1);
		peer.authenticated(peer.ack(1));
		peer.peer().shutdown();
		List<SentPacket> packets = peer.receive(RawChunks.chunk(ChunkType.SHUTDOWN_ACK, 0));
		assertThat(SentPacket.chunks(packets)).extracting(SentChunk::type).containsExactly(ChunkType.SHUTDOWN_COMPLETE);
	}

	@Test
	@DisplayName("27, 28. COOKIE ECHO is behind AUTH if the peer asks for it, otherwise plain (RFC 4895 §6.3, §7)")
	void authenticatesCookieEcho() {
		for (boolean listed : new boolean[] { true, false }) {
			ScriptedPeer peer = AddressPeer.peer(OPTIONS, 3);
			RawAuth auth = listed ? RawAuth.listing(10) : RawAuth.listing(0);
			SentChunk init = SentPacket.only(peer.connect(), ChunkType.INIT);
			List<SentPacket> packets = peer.receive(init.intAt(0),
					RawChunks.initAck(0x7777, 8, COOKIE, ALL, auth.parameters()));
			assertThat(SentPacket.chunks(packets)).extracting(SentChunk::type)
				.containsExactlyElementsOf(
						listed ? List.of(RawAuth.AUTH, ChunkType.COOKIE_ECHO) : List.of(ChunkType.COOKIE_ECHO));
			RawAuth.check(packets.get(0), RawAuth.key(RawAuth.of(init), auth));
		}
	}

	@Test
	@DisplayName("21. Without a pair key the key identifier is 0 (RFC 4895 §6.2)")
	void usesKeyZero() {
		assertThat(Stream.of(SentPacket.only(new AddressPeer().add(E2), RawAuth.AUTH)))
			.allMatch((auth) -> auth.shortAt(0) == 0 && auth.length() == 28);
		assertThat(chunks(new AddressPeer().add(E2), RawAuth.AUTH)).hasSize(1);
	}

}
