package dev.sock.userspace.engine;

import java.nio.ByteBuffer;
import java.util.List;

import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.PartialReliabilityPeer.FORWARD_TSN;
import static dev.sock.userspace.engine.PartialReliabilityPeer.UNORDERED;
import static dev.sock.userspace.engine.PartialReliabilityPeer.WHOLE;
import static dev.sock.userspace.engine.PartialReliabilityPeer.data;
import static dev.sock.userspace.engine.PartialReliabilityPeer.forward;
import static dev.sock.userspace.engine.PartialReliabilityPeer.sacked;
import static dev.sock.userspace.engine.PartialReliabilityPeer.supported;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 73 to 90 of {@code rfc3758-scenarios.md}: FORWARD TSNs that are old,
 * repeated, at the wrap of their numbers or malformed, and how they are acknowledged.
 */
class Rfc3758ForwardTsnScenarioTests {

	private final PartialReliabilityPeer peer = new PartialReliabilityPeer();

	@BeforeEach
	void firstMessage() {
		this.peer.receive(data(101, 0));
		this.peer.delivered();
	}

	/** The next message of stream 0 is the one with this SSN. */
	private void assertExpects(PartialReliabilityPeer from, int tsn, int ssn) {
		from.receive(data(tsn + 1, ssn + 1));
		assertThat(from.delivered()).isEmpty();
		from.receive(data(tsn, ssn));
		assertThat(from.delivered()).containsExactly(tsn, tsn + 1);
	}

	@Test
	@DisplayName("73. An old one is answered by a SACK and changes nothing, whatever streams it names (RFC 3758 §3.6)")
	void ignoresOldOnes() {
		for (int tsn = 102; tsn <= 105; tsn++) {
			this.peer.receive(data(tsn, tsn - 101));
		}
		assertThat(this.peer.delivered()).hasSize(4);
		this.peer.peer().advanceMillis(200);
		for (byte[] old : List.of(forward(105, 0, 4), forward(103, 0, 2), forward(103, 0, 9), forward(105, 0, 100),
				forward(101))) {
			assertThat(sacked(this.peer.receiveAndWait(old))).isEqualTo("105 []");
		}
		assertExpects(this.peer, 106, 5);
	}

	@Test
	@DisplayName("74. One that comes again is answered again (RFC 3758 §3.6)")
	void answersRepeatedOnes() {
		for (int i = 0; i < 3; i++) {
			assertThat(sacked(this.peer.receiveAndWait(forward(102, 0, 1)))).isEqualTo("102 []");
		}
		assertExpects(this.peer, 103, 2);
	}

	@Test
	@DisplayName("75. It is acknowledged like DATA: within 200 ms, or with the second packet (RFC 3758 §3.6, RFC 9260 §6.2)")
	void isAcknowledgedLikeData() {
		assertThat(sacked(this.peer.receiveAndWait(forward(102, 0, 1)))).isEqualTo("102 []");
		assertThat(this.peer.receive(data(103, 2))).isEmpty();
		assertThat(sacked(this.peer.receive(forward(104, 0, 3)))).isEqualTo("104 []");
		assertThat(this.peer.peer().advanceMillis(1000)).isEmpty();
		this.peer.receive(data(107, 0, 0, WHOLE | UNORDERED));
		assertThat(sacked(this.peer.receive(forward(105)))).as("a gap is left").isEqualTo("105 [2-2]");
	}

	@Test
	@DisplayName("76. What was skipped and comes late is a duplicate (RFC 3758 §3.6)")
	void reportsLateDataAsDuplicate() {
		this.peer.receiveAndWait(forward(103, 0, 1));
		for (byte[] late : List.of(data(102, 1), data(103, 0, 2, 2))) {
			List<SentPacket> packets = this.peer.receive(late);
			assertThat(sacked(packets)).isEqualTo("103 []");
			SentChunk sack = SentPacket.only(packets, ChunkType.SACK);
			assertThat(sack.shortAt(10)).isEqualTo(1);
			assertThat(sack.intAt(12)).isEqualTo(ByteBuffer.wrap(late).getInt(4));
		}
		assertThat(this.peer.delivered()).isEmpty();
		assertThat(this.peer.status().receiveBufferUsed()).isZero();
	}

	@Test
	@DisplayName("78. It shares a packet with DATA, in front or behind (RFC 3758 §3.5 F2, RFC 9260 §6.10)")
	void sharesAPacketWithData() {
		assertThat(sacked(this.peer.receiveAndWait(forward(102, 0, 1), data(103, 2)))).isEqualTo("103 []");
		assertThat(this.peer.delivered()).containsExactly(103);
		assertThat(sacked(this.peer.receiveAndWait(data(105, 4), forward(104, 0, 3)))).isEqualTo("105 []");
		assertThat(this.peer.delivered()).containsExactly(105);
	}

	@Test
	@DisplayName("79. In the midst of gaps only those beyond the point are reported (RFC 3758 §3.2, §3.6)")
	void reportsGapsBeyondThePoint() {
		for (int tsn = 104; tsn <= 110; tsn += 2) {
			this.peer.receive(data(tsn, 0, 0, WHOLE | UNORDERED));
		}
		assertThat(sacked(this.peer.receive(forward(105)))).isEqualTo("106 [2-2, 4-4]");
		assertThat(sacked(this.peer.receive(forward(108)))).isEqualTo("108 [2-2]");
	}

	private void assertGoesAhead(int tsns) {
		this.peer.receive(data(104, 0, 3, WHOLE));
		this.peer.receive(data(106, 0, 0, WHOLE | UNORDERED));
		this.peer.delivered();
		int point = 101 + tsns;
		assertThat(sacked(this.peer.receiveAndWait(forward(point, 0, 2)))).isEqualTo(point + " []");
		assertThat(this.peer.delivered()).containsExactly(104);
		this.peer.receive(RawChunks.data(point + 1, 0, 4, WHOLE, 7));
		assertThat(this.peer.delivered()).containsExactly(7);
	}

	@Test
	@DisplayName("80. It may go far ahead (RFC 3758 §3.2)")
	void goesFarAhead() {
		assertGoesAhead(30_000);
	}

	@Test
	@DisplayName("80. It may go farther ahead than there are SSNs (RFC 3758 §3.2)")
	void goesFartherAhead() {
		assertGoesAhead(1_000_000);
	}

	@Test
	@DisplayName("81. Farther than half of all TSNs is behind (RFC 3758 §2)")
	void isBehindByHalfTheSpace() {
		assertThat(sacked(this.peer.receiveAndWait(forward(101 + Integer.MIN_VALUE + 5, 0, 9)))).isEqualTo("101 []");
		assertExpects(this.peer, 102, 1);
	}

	@Test
	@DisplayName("82. TSNs wrap (RFC 3758 §2)")
	void wrapsTsns() {
		PartialReliabilityPeer from = new PartialReliabilityPeer(new ScriptedPeer(EstablishedPeer.PLAIN), -2,
				RawChunks.WINDOW, supported());
		from.receive(RawChunks.data(-2, 0, 0, WHOLE, 10));
		assertThat(sacked(from.receiveAndWait(forward(1, 0, 1)))).isEqualTo("1 []");
		assertThat(sacked(from.receiveAndWait(forward(-1, 0, 9)))).isEqualTo("1 []");
		from.receive(RawChunks.data(2, 0, 2, WHOLE, 20));
		assertThat(from.delivered()).containsExactly(10, 20);
	}

	@Test
	@DisplayName("83. SSNs wrap (RFC 9260 §6.5)")
	void wrapsSsns() {
		this.peer.receive(forward(102, 0, 32_000));
		this.peer.receive(forward(103, 0, 64_000));
		this.peer.receive(forward(104, 0, 65_534));
		this.peer.receive(data(106, 0));
		assertThat(this.peer.delivered()).isEmpty();
		this.peer.receive(forward(105, 0, 65_535));
		assertThat(this.peer.delivered()).containsExactly(106);
		assertExpects(this.peer, 107, 1);
	}

	@Test
	@DisplayName("84. An SSN that is behind does not take a stream back (RFC 3758 §3.6)")
	void neverTakesAStreamBack() {
		this.peer.receive(data(102, 1));
		this.peer.receive(data(103, 2));
		this.peer.delivered();
		assertThat(sacked(this.peer.receiveAndWait(forward(104, 0, 0)))).isEqualTo("104 []");
		assertExpects(this.peer, 105, 3);
	}

	@Test
	@DisplayName("85. Of a stream that is named twice the later SSN counts (RFC 3758 §3.5 C4)")
	void takesTheLaterOfTwo() {
		this.peer.receive(forward(104, 0, 3, 0, 1));
		assertExpects(this.peer, 105, 4);
		this.peer.receive(forward(109, 0, 6, 0, 8));
		assertExpects(this.peer, 110, 9);
	}

	@Test
	@DisplayName("86. A stream that does not exist is passed over (RFC 3758 §3.6, RFC 9260 §6.5)")
	void passesOverAStreamThatDoesNotExist() {
		assertThat(sacked(this.peer.receiveAndWait(forward(103, 65_535, 0, 0, 2)))).isEqualTo("103 []");
		assertExpects(this.peer, 104, 3);
		assertThat(this.peer.peer().state()).isEqualTo("ESTABLISHED");
	}

	@Test
	@DisplayName("87. Without a whole TSN it has no effect (RFC 3758 §3.2)")
	void hasNoEffectWithoutAWholeTsn() {
		for (int length = 0; length < 4; length++) {
			PartialReliabilityPeer from = new PartialReliabilityPeer();
			from.receive(data(101, 0));
			from.receive(data(103, 2));
			from.delivered();
			from.receive(RawChunks.chunk(FORWARD_TSN, 0, new byte[length]));
			assertThat(from.delivered()).isEmpty();
			if (from.peer().state().equals("ESTABLISHED")) {
				assertThat(sacked(from.receiveAndWait(data(102, 1)))).isEqualTo("103 []");
				assertThat(from.delivered()).containsExactly(102, 103);
			}
		}
	}

	@Test
	@DisplayName("88. Half a pair is never used (RFC 3758 §3.2)")
	void neverUsesHalfAPair() {
		byte[] half = RawChunks.withLength(forward(102, 1, 0), 10);
		byte[] oneAndAHalf = RawChunks.withLength(forward(102, 0, 1, 1, 0), 14);
		for (byte[] malformed : List.of(half, oneAndAHalf)) {
			PartialReliabilityPeer from = new PartialReliabilityPeer();
			from.receive(data(101, 0));
			from.receive(data(104, 1, 1, WHOLE));
			from.delivered();
			from.receive(malformed, RawChunks.heartbeat(new byte[8]));
			assertThat(from.delivered()).as("stream 1 was named by half").isEmpty();
			if (from.peer().state().equals("ESTABLISHED")) {
				from.receive(data(102, 2, 0, WHOLE), data(103, 1, 0, WHOLE));
				assertThat(from.delivered()).endsWith(104);
			}
		}
	}

	@Test
	@DisplayName("89. Its flags are ignored (RFC 3758 §3.2)")
	void ignoresFlags() {
		this.peer.receive(data(103, 2));
		this.peer.receive(RawChunks.withFlags(forward(102, 0, 1), 0xff));
		assertThat(this.peer.delivered()).containsExactly(103);
	}

	@Test
	@DisplayName("90. A packet full of streams releases all that they held (RFC 3758 §3.2)")
	void takesAsManyStreamsAsFit() {
		int tsn = 400;
		int[] pairs = new int[2 * 363];
		for (int stream = 0; stream < 300; stream++) {
			this.peer.receive(RawChunks.data(tsn++, stream, 2, WHOLE, 10));
			pairs[2 * stream] = stream;
			pairs[2 * stream + 1] = 1;
		}
		for (int i = 600; i < pairs.length; i += 2) {
			pairs[i] = 1000 + i;
		}
		assertThat(sacked(this.peer.receiveAndWait(forward(399, pairs)))).isEqualTo("699 []");
		assertThat(this.peer.delivered()).hasSize(300);
	}

}
