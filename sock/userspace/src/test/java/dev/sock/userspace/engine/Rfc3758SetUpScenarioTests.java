package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sock.SctpOptions;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.PartialReliabilityPeer.FORWARD_TSN_SUPPORTED;
import static dev.sock.userspace.engine.PartialReliabilityPeer.PEER_TAG;
import static dev.sock.userspace.engine.PartialReliabilityPeer.PEER_TSN;
import static dev.sock.userspace.engine.PartialReliabilityPeer.data;
import static dev.sock.userspace.engine.PartialReliabilityPeer.forward;
import static dev.sock.userspace.engine.PartialReliabilityPeer.lifetime;
import static dev.sock.userspace.engine.PartialReliabilityPeer.retransmissions;
import static dev.sock.userspace.engine.PartialReliabilityPeer.sacked;
import static dev.sock.userspace.engine.PartialReliabilityPeer.supported;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 1 to 10 of {@code rfc3758-scenarios.md}: who supports partial reliability.
 */
class Rfc3758SetUpScenarioTests {

	private static final int UNRECOGNIZED = 8;

	private static final byte[] ADAPTATION = RawChunks.parameter(0xc006, new byte[4]);

	private static final SctpOptions SWITCHED_OFF = EstablishedPeer.PLAIN.toBuilder().partialReliability(false).build();

	/** Lengths of the parameters of a type in INIT or INIT ACK. */
	private static List<Integer> lengths(SentChunk chunk, int type) {
		List<Integer> lengths = new ArrayList<>();
		for (int at = 16; at + 4 <= chunk.value().length; at += (chunk.shortAt(at + 2) + 3) & ~3) {
			if (chunk.shortAt(at) == type) {
				lengths.add(chunk.shortAt(at + 2));
			}
		}
		return lengths;
	}

	private static SentChunk initAck(SctpOptions options, byte[]... parameters) {
		byte[] packet = RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, 0,
				RawChunks.init(PEER_TAG, 1, parameters));
		return SentPacket.only(new ScriptedPeer(options).receive(packet, ScriptedPeer.PEER, ScriptedPeer.UDP_PORT),
				ChunkType.INIT_ACK);
	}

	/** A message that is lost is sent like any other, for as long as one looks. */
	private static void assertNeverGivenUp(PartialReliabilityPeer peer) {
		peer.send(lifetime(300));
		List<SentPacket> packets = peer.until(100_000);
		assertThat(peer.times(packets, ChunkType.DATA)).containsExactly(1000L, 3000L, 7000L, 15_000L, 31_000L, 63_000L);
		assertThat(peer.forwards(packets)).isEmpty();
		assertThat(peer.failures()).isEmpty();
	}

	private static void assertGivenUp(PartialReliabilityPeer peer) {
		peer.send(lifetime(300));
		List<SentPacket> packets = peer.until(1500);
		assertThat(peer.forwards(packets)).isNotEmpty().containsOnly("1 [0/0]");
		assertThat(peer.tsns(packets)).isEmpty();
	}

	@Test
	@DisplayName("1. INIT says once that it is supported, unless it is switched off (RFC 3758 §3.1, §3.3.1)")
	void initSaysThatItIsSupported() {
		SentChunk init = SentPacket.only(new ScriptedPeer(EstablishedPeer.PLAIN).connect(), ChunkType.INIT);
		assertThat(lengths(init, FORWARD_TSN_SUPPORTED)).containsExactly(4);
		init = SentPacket.only(new ScriptedPeer(SWITCHED_OFF).connect(), ChunkType.INIT);
		assertThat(lengths(init, FORWARD_TSN_SUPPORTED)).isEmpty();
	}

	@Test
	@DisplayName("2. INIT ACK says so, too, and does not report the peer's parameter as unknown (RFC 3758 §3.3.2)")
	void initAckSaysThatItIsSupported() {
		byte[] supported = supported();
		List<byte[][]> orders = List.of(new byte[][] { supported }, new byte[][] { supported, ADAPTATION },
				new byte[][] { ADAPTATION, supported }, new byte[][] { ADAPTATION, supported, ADAPTATION });
		for (byte[][] order : orders) {
			SentChunk initAck = initAck(EstablishedPeer.PLAIN, order);
			assertThat(lengths(initAck, FORWARD_TSN_SUPPORTED)).containsExactly(4);
			assertThat(lengths(initAck, UNRECOGNIZED)).isEmpty();
		}
	}

	@Test
	@DisplayName("3. What INIT said is known when the cookie comes back (RFC 3758 §3.3.2, RFC 9260 §5.1.3)")
	void theCookieKeepsWhatInitSaid() {
		assertGivenUp(new PartialReliabilityPeer(EstablishedPeer.PLAIN, supported()));
	}

	@Test
	@DisplayName("4. Without it in the peer's INIT no FORWARD TSN is ever sent (RFC 3758 §3.3.2)")
	void neverForwardsIfInitHadItNot() {
		assertNeverGivenUp(new PartialReliabilityPeer(EstablishedPeer.PLAIN, ADAPTATION));
	}

	@Test
	@DisplayName("5. Nor without it in the peer's INIT ACK, whatever the policy (RFC 3758 §3.3.2, RFC 7496 §3)")
	void neverForwardsIfInitAckHadItNot() {
		assertNeverGivenUp(withInitAck());
		PartialReliabilityPeer peer = withInitAck();
		peer.send(retransmissions(0));
		List<SentPacket> packets = peer.until(10_000);
		assertThat(peer.tsns(packets)).containsExactly(1, 1, 1);
		assertThat(peer.forwards(packets)).isEmpty();
	}

	private static PartialReliabilityPeer withInitAck(byte[]... parameters) {
		return new PartialReliabilityPeer(new ScriptedPeer(EstablishedPeer.PLAIN), PEER_TSN, RawChunks.WINDOW,
				parameters);
	}

	@Test
	@DisplayName("6. A peer that reports it as unknown in INIT ACK is connected to and never sent a FORWARD TSN (RFC 3758 §3.3.3)")
	void connectsIfInitAckReportsItAsUnknown() {
		PartialReliabilityPeer peer = withInitAck(RawChunks.parameter(UNRECOGNIZED, supported()));
		assertThat(peer.peer().state()).isEqualTo("ESTABLISHED");
		assertNeverGivenUp(peer);
	}

	@Test
	@DisplayName("7. The same if the report comes in an ERROR after it came up (RFC 3758 §3.3.3)")
	void stopsToForwardIfErrorReportsItAsUnknown() {
		PartialReliabilityPeer peer = new PartialReliabilityPeer();
		peer.receive(RawChunks.error(RawChunks.parameter(UNRECOGNIZED, supported())));
		assertThat(peer.peer().state()).isEqualTo("ESTABLISHED");
		assertNeverGivenUp(peer);
	}

	@Test
	@DisplayName("8. Switched off, FORWARD TSN is an unknown chunk: reported, passed over, without effect (RFC 3758 §3.3.1, RFC 9260 §3.2)")
	void reportsForwardTsnAsUnknownIfSwitchedOff() {
		for (byte[][] parameters : new byte[][][] { {}, { supported() } }) {
			PartialReliabilityPeer peer = new PartialReliabilityPeer(new ScriptedPeer(SWITCHED_OFF), PEER_TSN,
					RawChunks.WINDOW, parameters);
			peer.receive(data(101, 0));
			peer.delivered();
			byte[] forward = forward(103, 0, 2);
			List<SentPacket> packets = peer.receiveAndWait(forward, data(102, 1));
			SentChunk error = SentPacket.only(packets, ChunkType.ERROR);
			assertThat(error.causes()).containsExactly(6);
			assertThat(Arrays.copyOfRange(error.value(), 4, error.value().length)).isEqualTo(forward);
			assertThat(sacked(packets)).isEqualTo("102 []");
			assertThat(peer.delivered()).containsExactly(102);
		}
	}

	@Test
	@DisplayName("9. FORWARD TSN of a peer that has not offered it does no harm (RFC 3758 §3.3.2)")
	void survivesForwardTsnThatWasNotOffered() {
		PartialReliabilityPeer peer = withInitAck();
		peer.receive(data(101, 0));
		peer.receive(forward(102, 0, 1), data(102, 1, 0, 3));
		peer.receive(data(103, 2, 0, 3), data(104, 2, 1, 3));
		assertThat(peer.peer().state()).isEqualTo("ESTABLISHED");
		assertThat(peer.delivered()).endsWith(104);
	}

	@Test
	@DisplayName("10. FORWARD TSN before the association is up, with a wrong tag, out of the blue or at the end changes nothing (RFC 9260 §8.4, §8.5)")
	void ignoresForwardTsnWhereItDoesNotBelong() {
		byte[] forward = forward(103, 0, 2);
		ScriptedPeer waiting = new ScriptedPeer(EstablishedPeer.PLAIN);
		int tag = SentPacket.only(waiting.connect(), ChunkType.INIT).intAt(0);
		assertThat(waiting.receive(tag, forward)).isEmpty();
		assertThat(waiting.state()).isEqualTo("COOKIE_WAIT");

		PartialReliabilityPeer peer = new PartialReliabilityPeer();
		peer.receive(data(101, 0));
		assertThat(peer.peer().receive(peer.tag() + 1, forward)).isEmpty();
		assertThat(sacked(peer.receiveAndWait(data(102, 1)))).isEqualTo("102 []");
		peer.receive(RawChunks.shutdown(peer.wire(0)));
		assertThat(peer.peer().state()).isEqualTo("SHUTDOWN_ACK_SENT");
		assertThat(SentPacket.chunks(peer.receive(forward)))
			.noneMatch((chunk) -> chunk.type() == ChunkType.ERROR || chunk.type() == ChunkType.SACK);
		assertThat(peer.peer().state()).isEqualTo("SHUTDOWN_ACK_SENT");

		List<SentPacket> answer = new ScriptedPeer(EstablishedPeer.PLAIN).receive(77, forward);
		assertThat(SentPacket.only(answer, ChunkType.ABORT).flags()).isEqualTo(RawChunks.FLAG_T);
		assertThat(answer.get(0).tag()).isEqualTo(77);
	}

}
