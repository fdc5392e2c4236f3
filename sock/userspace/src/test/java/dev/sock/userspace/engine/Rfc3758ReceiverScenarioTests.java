package dev.sock.userspace.engine;

import java.util.List;
import java.util.Objects;

import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.PartialReliabilityPeer.BEGIN;
import static dev.sock.userspace.engine.PartialReliabilityPeer.END;
import static dev.sock.userspace.engine.PartialReliabilityPeer.UNORDERED;
import static dev.sock.userspace.engine.PartialReliabilityPeer.WHOLE;
import static dev.sock.userspace.engine.PartialReliabilityPeer.data;
import static dev.sock.userspace.engine.PartialReliabilityPeer.forward;
import static dev.sock.userspace.engine.PartialReliabilityPeer.sacked;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 61 to 72 and 91 of {@code rfc3758-scenarios.md}: what a FORWARD TSN does to
 * messages that are held and to fragments. The first message of the peer, TSN 101 with
 * SSN 0 on stream 0, has come; messages are told by their lengths, which are their TSNs.
 */
class Rfc3758ReceiverScenarioTests {

	private final PartialReliabilityPeer peer = new PartialReliabilityPeer();

	private long window;

	@BeforeEach
	void firstMessage() {
		this.peer.receive(data(101, 0));
		this.peer.delivered();
		this.window = window();
	}

	private long window() {
		return Objects.requireNonNull(this.peer.status().localRwnd());
	}

	/** Nothing is held: all that came was read or thrown away. */
	private void assertNothingIsHeld() {
		assertThat(window()).isEqualTo(this.window);
		assertThat(this.peer.status().receiveBufferUsed()).isZero();
	}

	@Test
	@DisplayName("61. The cumulative point moves to the new TSN and on over what is there (RFC 3758 §3.6)")
	void movesTheCumulativePoint() {
		this.peer.receive(data(103, 0, 0, WHOLE | UNORDERED));
		this.peer.receive(data(104, 0, 0, WHOLE | UNORDERED));
		this.peer.receive(data(106, 0, 0, WHOLE | UNORDERED));
		assertThat(sacked(this.peer.receive(forward(102)))).isEqualTo("104 [2-2]");
	}

	@Test
	@DisplayName("62. Messages that waited for what is skipped are delivered in order at once (RFC 3758 §3.6)")
	void deliversWhatWaited() {
		this.peer.receive(data(104, 3));
		this.peer.receive(data(103, 2));
		assertThat(this.peer.delivered()).isEmpty();
		List<SentPacket> packets = this.peer.receive(forward(102, 0, 1));
		assertThat(this.peer.delivered()).containsExactly(103, 104);
		packets = packets.isEmpty() ? this.peer.peer().advanceMillis(200) : packets;
		assertThat(sacked(packets)).isEqualTo("104 []");
	}

	@Test
	@DisplayName("63. They are delivered up to the next one that is missing (RFC 3758 §3.6)")
	void deliversUpToTheNextHole() {
		this.peer.receive(data(104, 3));
		assertThat(sacked(this.peer.receive(forward(102, 0, 1)))).isEqualTo("102 [2-2]");
		assertThat(this.peer.delivered()).isEmpty();
		this.peer.receive(data(103, 2));
		assertThat(this.peer.delivered()).containsExactly(103, 104);
	}

	@Test
	@DisplayName("64. What is stranded before the SSN that is told is delivered, too (RFC 3758 §3.6)")
	void deliversWhatIsStranded() {
		this.peer.receive(data(103, 2));
		this.peer.receive(data(105, 4));
		this.peer.receive(data(107, 6));
		assertThat(sacked(this.peer.receive(forward(104, 0, 3)))).isEqualTo("105 [2-2]");
		assertThat(this.peer.delivered()).containsExactly(103, 105);
		this.peer.receive(data(106, 5));
		assertThat(this.peer.delivered()).containsExactly(106, 107);
		assertNothingIsHeld();
	}

	@Test
	@DisplayName("65. Streams that are not named go on waiting (RFC 3758 §3.6)")
	void leavesOtherStreamsAlone() {
		this.peer.receive(data(103, 1, 1, WHOLE));
		this.peer.receive(data(104, 0, 2, WHOLE));
		this.peer.receive(forward(102, 1, 0));
		assertThat(this.peer.delivered()).containsExactly(103);
		this.peer.receive(data(105, 0, 1, WHOLE));
		assertThat(this.peer.delivered()).containsExactly(105, 104);
	}

	@Test
	@DisplayName("66. A message of fragments that waited is delivered whole (RFC 3758 §3.6)")
	void deliversFragmentsThatWaited() {
		this.peer.receive(data(103, 0, 2, BEGIN));
		this.peer.receive(data(104, 0, 2, END));
		this.peer.receive(forward(102, 0, 1));
		assertThat(this.peer.delivered()).containsExactly(207);
		assertNothingIsHeld();
	}

	@Test
	@DisplayName("67. A message that is not whole yet but lies beyond the point is kept (RFC 3758 §3.6)")
	void keepsFragmentsBeyondThePoint() {
		this.peer.receive(data(103, 0, 2, BEGIN));
		this.peer.receive(forward(102, 0, 1));
		assertThat(this.peer.delivered()).isEmpty();
		this.peer.receive(data(104, 0, 2, END));
		assertThat(this.peer.delivered()).containsExactly(207);
		this.peer.receive(data(106, 0, 0, BEGIN | UNORDERED));
		this.peer.receive(forward(105));
		this.peer.receive(data(107, 0, 0, END | UNORDERED));
		assertThat(this.peer.delivered()).containsExactly(213);
	}

	@Test
	@DisplayName("67. Also if it follows right behind what is thrown away (RFC 3758 §3.6)")
	void keepsAMessageRightBehindThePoint() {
		for (int flags : new int[] { 0, UNORDERED }) {
			PartialReliabilityPeer from = new PartialReliabilityPeer();
			from.receive(data(101, 0));
			from.delivered();
			from.receive(data(103, 0, 1, flags));
			from.receive(data(104, 0, 1, END | flags));
			from.receive(data(105, 0, 2, BEGIN | flags));
			from.receive((flags == 0) ? forward(104, 0, 1) : forward(104));
			assertThat(from.delivered()).isEmpty();
			from.receive(data(106, 0, 2, END | flags));
			assertThat(from.delivered()).containsExactly(211);
			assertThat(from.status().receiveBufferUsed()).isZero();
		}
	}

	@Test
	@DisplayName("68. Fragments of a message that is skipped are thrown away and give their room back (RFC 3758 §3.6)")
	void throwsFragmentsAway() {
		this.peer.receive(data(102, 0, 1, BEGIN));
		this.peer.receive(data(104, 0, 1, END));
		this.peer.receive(data(105, 0, 2, WHOLE));
		assertThat(sacked(this.peer.receiveAndWait(forward(104, 0, 1)))).isEqualTo("105 []");
		assertThat(this.peer.delivered()).containsExactly(105);
		assertNothingIsHeld();
	}

	@Test
	@DisplayName("69. Also those beyond the point, if one up to the point is missing (RFC 3758 §3.6)")
	void throwsAwayAMessageThatThePointLiesIn() {
		this.peer.receive(data(102, 0, 1, BEGIN));
		this.peer.receive(data(104, 0, 1, END));
		this.peer.receive(data(105, 0, 2, WHOLE));
		assertThat(sacked(this.peer.receiveAndWait(forward(103, 0, 1)))).isEqualTo("105 []");
		assertThat(this.peer.delivered()).containsExactly(105);
		assertNothingIsHeld();
	}

	@Test
	@DisplayName("70. Fragments of unordered messages are thrown away though no stream names them (RFC 3758 §3.6)")
	void throwsUnorderedFragmentsAway() {
		this.peer.receive(data(102, 0, 0, BEGIN | UNORDERED));
		this.peer.receive(data(104, 0, 0, END | UNORDERED));
		this.peer.receive(forward(104));
		assertThat(this.peer.delivered()).isEmpty();
		assertNothingIsHeld();
		this.peer.receive(data(105, 0, 0, BEGIN | UNORDERED));
		this.peer.receive(data(106, 0, 0, END | UNORDERED));
		assertThat(this.peer.delivered()).containsExactly(211);
		this.peer.receive(data(108, 0, 0, UNORDERED));
		this.peer.receive(data(109, 0, 0, END | UNORDERED));
		this.peer.receive(forward(109));
		assertThat(this.peer.delivered()).as("its beginning is missing").isEmpty();
		assertNothingIsHeld();
	}

	@Test
	@DisplayName("69. The same for unordered messages (RFC 3758 §3.6)")
	void throwsAwayAnUnorderedMessageThatThePointLiesIn() {
		this.peer.receive(data(103, 0, 0, UNORDERED));
		this.peer.receive(data(104, 0, 0, END | UNORDERED));
		this.peer.receive(forward(102));
		assertThat(this.peer.delivered()).isEmpty();
		assertNothingIsHeld();
	}

	@Test
	@DisplayName("69. What of such a message comes after the FORWARD TSN does not stay either (RFC 3758 §3.6)")
	void throwsAwayWhatComesTooLateForItsMessage() {
		for (int flags : new int[] { 0, UNORDERED }) {
			PartialReliabilityPeer from = new PartialReliabilityPeer();
			from.receive(data(101, 0));
			from.delivered();
			from.receive((flags == 0) ? forward(103, 0, 1) : forward(103));
			from.receive(data(104, 0, 1, flags));
			from.receive(data(105, 0, 1, END | flags));
			from.receive(data(106, 0, 2, WHOLE | flags));
			assertThat(from.delivered()).containsExactly(106);
			assertThat(from.status().receiveBufferUsed()).isZero();
			assertThat(from.status().localRwnd()).isEqualTo(this.window);
		}
	}

	@Test
	@DisplayName("71. The beginning of a message that is skipped is never joined with the next one (RFC 3758 §3.6)")
	void neverJoinsAcrossThePoint() {
		for (int flags : new int[] { 0, UNORDERED }) {
			PartialReliabilityPeer from = new PartialReliabilityPeer();
			from.receive(data(101, 0));
			from.delivered();
			from.receive(data(102, 0, 1, BEGIN | flags));
			byte[] forward = (flags == 0) ? forward(104, 0, 1) : forward(104);
			from.receive(forward);
			from.receive(data(105, 0, 2, END | flags));
			assertThat(from.delivered()).isEmpty();
			from.receive(data(106, 0, (flags == 0) ? 2 : 0, WHOLE | flags));
			assertThat(from.delivered()).containsExactly(106);
		}
	}

	@Test
	@DisplayName("72. A message whose beginning was acknowledged and whose rest is skipped is thrown away (RFC 3758 §3.6)")
	void throwsAwayWhatWasAcknowledged() {
		for (int flags : new int[] { 0, UNORDERED }) {
			PartialReliabilityPeer from = new PartialReliabilityPeer();
			from.receive(data(101, 0));
			from.delivered();
			Object before = from.status().localRwnd();
			from.receive(data(102, 0, 1, BEGIN | flags));
			byte[] forward = (flags == 0) ? forward(103, 0, 1) : forward(103);
			assertThat(sacked(from.receiveAndWait(forward))).isEqualTo("103 []");
			assertThat(from.status().localRwnd()).isEqualTo(before);
			from.receive(data(104, 0, (flags == 0) ? 2 : 1, WHOLE));
			assertThat(from.delivered()).containsExactly(104);
		}
	}

	@Test
	@DisplayName("91. A window that fragments have made small is whole again when they are skipped (RFC 3758 §3.6, RFC 9260 §6.2)")
	void opensTheWindow() {
		PartialReliabilityPeer from = new PartialReliabilityPeer(
				EstablishedPeer.PLAIN.toBuilder().receiveBuffer(10_000).build());
		from.receive(data(101, 0));
		from.delivered();
		for (int tsn = 103; tsn <= 112; tsn++) {
			from.receive(RawChunks.data(tsn, 0, 1, 0, 1000));
		}
		assertThat(from.status().localRwnd()).isLessThan(6000);
		List<SentPacket> packets = from.receiveAndWait(forward(113, 0, 1));
		assertThat(sacked(packets)).isEqualTo("113 []");
		assertThat(SentPacket.only(packets, ChunkType.SACK).intAt(4)).isEqualTo(10_000);
		from.receive(data(114, 2));
		assertThat(from.delivered()).containsExactly(114);
	}

}
