package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.List;

import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.ReconfigurationPeer.OPTIONS;
import static dev.sock.userspace.engine.ReconfigurationPeer.chunks;
import static dev.sock.userspace.engine.ReconfigurationPeer.data;
import static dev.sock.userspace.engine.ReconfigurationPeer.length;
import static dev.sock.userspace.engine.ReconfigurationPeer.out;
import static dev.sock.userspace.engine.ReconfigurationPeer.rc;
import static dev.sock.userspace.engine.ReconfigurationPeer.rsp;
import static dev.sock.userspace.engine.ReconfigurationPeer.sacked;
import static dev.sock.userspace.engine.ReconfigurationPeer.sent;
import static dev.sock.userspace.engine.ReconfigurationPeer.tsn;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 66 to 75 of {@code rfc6525-scenarios.md}: all sequence numbers start anew.
 */
class Rfc6525AssociationScenarioTests {

	private final ReconfigurationPeer peer = new ReconfigurationPeer();

	/** The engine has sent 0x1000 to 0x1004, the peer 0x2000 to 0x2008. */
	private void exchange() {
		this.peer.peerSends(0, 0, 0, 1, 1, 2, 2, 3, 3);
		this.peer.send(0, 1, 2, 3, 0);
		this.peer.sack(0x1004);
	}

	@Test
	@DisplayName("66. It asks once nothing is outstanding, and sends nothing until the answer (RFC 6525 §5.1.4)")
	void asksOnceNothingIsOutstanding() {
		this.peer.send(0, 1);
		assertThat(this.peer.resetAssociation()).isEmpty();
		assertThat(this.peer.send(2)).isEmpty();
		assertThat(chunks(this.peer.sack(0x1000))).isEmpty();
		assertThat(chunks(this.peer.sack(0x1001))).containsExactly("Tsn(1000)");
		assertThat(this.peer.send(0, 1, 2, 3)).isEmpty();
	}

	@Test
	@DisplayName("66. Not again within 30 seconds (RFC 6525 §5.1.4)")
	void notAgainWithin30Seconds() {
		this.peer.resetAssociation();
		this.peer.reconfigure(rsp(0x1000, 1, 0x2000, 0x80001000));
		assertThat(this.peer.outcome()).isEqualTo("done");
		assertThat(this.peer.resetAssociation()).isEmpty();
		assertThat(this.peer.outcome()).isEqualTo("FAILED");
		this.peer.advance(30_000);
		assertThat(this.peer.resetAssociation()).containsExactly("Tsn(1001)");
	}

	@Test
	@DisplayName("67. Asked to, all numbers of both sides start anew (RFC 6525 §5.2.4 G1 to G5)")
	void startsAnewWhenAsked() {
		exchange();
		List<SentPacket> packets = this.peer.receive(rc(tsn(0x2000)));
		assertThat(chunks(packets)).containsExactly("Rsp(2000,1,1005,80002009)");
		assertThat(sacked(packets)).isEqualTo("80002008 []");
		assertThat(this.peer.changes()).containsExactly("1005 80002009");
		assertThat(sent(this.peer.send(0, 3))).containsExactly("1005 0/0", "1006 3/0");
		this.peer.receive(data(0x80002009, 3, 0), data(0x8000200a, 0, 0));
		assertThat(this.peer.read()).containsExactly(length(0x80002009), length(0x8000200a));
		assertThat(this.peer.reconfigure(out(0x2001, 0xfff, 0x8000200a, 1))).containsExactly("Rsp(2001,1)");
	}

	@Test
	@DisplayName("68. What the peer has given up is passed over first (RFC 6525 §5.2.4 G4, RFC 3758 §3.6)")
	void passesOverWhatIsMissing() {
		this.peer.receive(RawChunks.data(0x2000, 0, 0, 2, 500));
		this.peer.receive(data(0x2005, 1, 5));
		this.peer.events();
		List<SentPacket> packets = this.peer.receive(rc(tsn(0x2000)));
		assertThat(chunks(packets)).containsExactly("Rsp(2000,1,1000,80002001)");
		assertThat(this.peer.events()).containsExactly("deliver", "association-reset");
		assertThat(this.peer.read()).containsExactly(length(0x2005));
		assertThat(this.peer.status().receiveBufferUsed()).isZero();
		packets = new ArrayList<>(this.peer.receive(data(0x80002001, 0, 0), data(0x80002002, 1, 0)));
		packets.addAll(this.peer.advance(200));
		assertThat(sacked(packets)).isEqualTo("80002002 []");
		assertThat(this.peer.read()).hasSize(2);
	}

	@Test
	@DisplayName("69. What is outstanding is acknowledged first; until then it is in progress, and then it says so")
	void nothingOutstandingIsLost() {
		exchange();
		this.peer.send(0, 1);
		assertThat(this.peer.reconfigure(tsn(0x2000))).hasSize(1).first().asString().startsWith("Rsp(2000,6");
		assertThat(this.peer.send(2)).isEmpty();
		assertThat(this.peer.reconfigure(tsn(0x2000))).hasSize(1).first().asString().startsWith("Rsp(2000,6");
		assertThat(this.peer.resetOutbound(1)).isEmpty();
		assertThat(this.peer.outcome()).isEqualTo("IN_PROGRESS");
		assertThat(this.peer.changes()).isEmpty();
		List<SentPacket> packets = this.peer.sack(0x1006);
		assertThat(chunks(packets)).containsExactly("Rsp(2000,1,1007,80002009)");
		assertThat(sent(packets)).containsExactly("1007 2/0");
		assertThat(this.peer.changes()).containsExactly("1007 80002009");
	}

	@Test
	@DisplayName("70. What is queued without a TSN is kept, and leaves")
	void whatIsQueuedIsKept() {
		exchange();
		this.peer.receive(RawChunks.sack(0x1004, 0));
		assertThat(this.peer.send(0)).isEmpty();
		assertThat(this.peer.reconfigure(tsn(0x2000))).hasSize(1).first().asString().startsWith("Rsp(2000,6");
		assertThat(sent(this.peer.sack(0x1004))).containsExactly("1005 0/2");
		List<SentPacket> packets = this.peer.sack(0x1005);
		assertThat(chunks(packets)).containsExactly("Rsp(2000,1,1006,80002009)");
		assertThat(sent(this.peer.send(0))).containsExactly("1006 0/0");
	}

	@Test
	@DisplayName("71. Performed: both sides go on where the answer says (RFC 6525 §5.2.7 H5)")
	void goesOnWhereTheAnswerSays() {
		exchange();
		this.peer.receive(RawChunks.data(0x200a, 0, 3, 2, 500));
		assertThat(this.peer.resetAssociation()).containsExactly("Tsn(1000)");
		this.peer.send(0, 3);
		List<SentPacket> packets = this.peer.receive(rc(rsp(0x1000, 1, 0x2100, 0x80001005)));
		assertThat(sent(packets)).containsExactly("80001005 0/0", "80001006 3/0");
		assertThat(this.peer.changes()).containsExactly("80001005 2100");
		assertThat(this.peer.outcome()).isEqualTo("done");
		assertThat(this.peer.status().receiveBufferUsed()).isZero();
		this.peer.receive(data(0x2100, 2, 0));
		assertThat(this.peer.read()).containsExactly(length(0x2100));
		assertThat(sent(this.peer.sack(0x80001006))).isEmpty();
		assertThat(this.peer.status().unacknowledgedChunks()).isZero();
	}

	@Test
	@DisplayName("72. Denied: nothing changes, in either form; an answer without TSNs is ignored (RFC 6525 §4.4)")
	void changesNothingWhenDenied() {
		for (int[] answer : new int[][] { { 2 }, { 2, 0, 0 }, { 4 }, { 9, 1, 1 } }) {
			ReconfigurationPeer denied = new ReconfigurationPeer();
			denied.peerSends(1);
			denied.send(0);
			denied.sack(0x1000);
			denied.resetAssociation();
			denied.send(0);
			assertThat(denied.reconfigure(rsp(0x1000, 1))).isEmpty();
			assertThat(denied.outcome()).isEqualTo("pending");
			assertThat(sent(denied.receive(rc(rsp(0x1000, answer))))).containsExactly("1001 0/1");
			assertThat(denied.outcome()).isIn("DENIED", "IN_PROGRESS", "FAILED");
			assertThat(denied.changes()).isEmpty();
			denied.peerSends(1);
			assertThat(denied.state()).isEqualTo("ESTABLISHED");
		}
	}

	@Test
	@DisplayName("73. Asked again the answer is the same, byte for byte (RFC 6525 §5.2.1)")
	void answersAgainTheSame() {
		exchange();
		this.peer.receive(rc(tsn(0x2000)));
		this.peer.send(0, 0, 0);
		this.peer.changes();
		assertThat(this.peer.reconfigure(tsn(0x2000))).containsExactly("Rsp(2000,1,1005,80002009)");
		assertThat(this.peer.changes()).isEmpty();
		this.peer.receive(data(0x80002009, 0, 0));
		assertThat(this.peer.read()).hasSize(1);
	}

	@Test
	@DisplayName("74. Requests that cross are both refused")
	void refusesWhatCrosses() {
		this.peer.resetAssociation();
		assertThat(this.peer.reconfigure(tsn(0x2000))).hasSize(1).first().asString().startsWith("Rsp(2000,4");
		this.peer.reconfigure(rsp(0x1000, 4));
		assertThat(this.peer.outcome()).isEqualTo("IN_PROGRESS");
		assertThat(this.peer.changes()).isEmpty();
		assertThat(sent(this.peer.send(0))).containsExactly("1000 0/0");
	}

	@Test
	@DisplayName("75. The new numbers wrap, and what comes late of the old ones is a duplicate")
	void oldNumbersAreOld() {
		ReconfigurationPeer high = new ReconfigurationPeer(OPTIONS, 0x1000, 0xfffffff0);
		high.peerSends(1);
		assertThat(high.reconfigure(tsn(0xfffffff0))).containsExactly("Rsp(fffffff0,1,1000,7ffffff1)");
		List<SentPacket> packets = new ArrayList<>(high.receive(data(0xfffffff0, 1, 0)));
		packets.addAll(high.advance(200));
		assertThat(sacked(packets)).isEqualTo("7ffffff0 []");
		assertThat(high.read()).isEmpty();
		high.receive(data(0x7ffffff1, 1, 0), data(0x7ffffff2, 1, 1));
		high.receive(data(0xfffffff0, 1, 0));
		assertThat(high.read()).hasSize(2);
	}

	@Test
	void aSackThatComesLateAfterTheResetTellsNothing() {
		exchange();
		this.peer.resetAssociation();
		this.peer.reconfigure(rsp(0x1000, 1, 0x2009, 0x80001005));
		this.peer.send(0, 1, 2);
		this.peer.sack(0x80001006);
		assertThat(ReconfigurationPeer.types(this.peer.sack(0x1004))).doesNotContain(ChunkType.ABORT);
		assertThat(ReconfigurationPeer.types(this.peer.sack(0x1001))).doesNotContain(ChunkType.ABORT);
		assertThat(this.peer.state()).isEqualTo("ESTABLISHED");
		assertThat(this.peer.status().unacknowledgedChunks()).isEqualTo(1);
	}

	@Test
	void aForwardTsnThatComesLateAfterTheResetIsOld() {
		ReconfigurationPeer partial = new ReconfigurationPeer(OPTIONS, 0x1000, 0x2000,
				RawChunks.parameter(RawChunks.FORWARD_TSN_SUPPORTED));
		partial.receive(RawChunks.forwardTsn(0x2003, 1, 2));
		partial.reconfigure(tsn(0x2000));
		partial.receive(data(0x80002004, 1, 0), data(0x80002005, 1, 1));
		assertThat(sacked(partial.receive(RawChunks.forwardTsn(0x2003, 1, 2)))).isEqualTo("80002005 []");
		partial.receive(data(0x80002006, 1, 2));
		assertThat(partial.read()).hasSize(3);
	}

	@Test
	void dataThatOvertakesTheAnswerIsTakenByTheNewNumbers() {
		exchange();
		this.peer.resetAssociation();
		// The peer has performed it; its answer comes late.
		List<SentPacket> packets = this.peer.receive(data(0x2009, 1, 0), data(0x200a, 1, 1));
		packets = packets.isEmpty() ? this.peer.advance(200) : packets;
		assertThat(sacked(packets)).isEqualTo("200a []");
		assertThat(this.peer.read()).isEmpty();
		this.peer.reconfigure(rsp(0x1000, 1, 0x2009, 0x80001005));
		assertThat(this.peer.read()).containsExactly(length(0x2009), length(0x200a));
		assertThat(sacked(this.peer.receive(data(0x200c, 1, 3)))).isEqualTo("200a [2-2]");
		this.peer.receive(data(0x200b, 1, 2));
		assertThat(this.peer.read()).hasSize(2);
	}

	@Test
	void dataFromBeforeTheResetIsDeliveredBeforeIt() {
		exchange();
		this.peer.resetAssociation();
		this.peer.receive(data(0x2009, 1, 2), data(0x200b, 0, 0));
		assertThat(this.peer.read()).isEmpty();
		this.peer.receive(data(0x200a, 0, 3));
		this.peer.events();
		this.peer.reconfigure(rsp(0x1000, 1, 0x200b, 0x80001005));
		assertThat(this.peer.events()).containsExactly("deliver", "deliver", "association-reset", "deliver");
		assertThat(this.peer.read()).containsExactly(length(0x2009), length(0x200a), length(0x200b));
	}

	@Test
	void dataThatWaitedIsDeliveredByTheOldNumbersWhenItIsDenied() {
		exchange();
		this.peer.resetAssociation();
		this.peer.receive(data(0x2009, 1, 2));
		assertThat(this.peer.read()).isEmpty();
		this.peer.reconfigure(rsp(0x1000, 2));
		assertThat(this.peer.read()).containsExactly(length(0x2009));
		assertThat(this.peer.status().receiveBufferUsed()).isZero();
	}

	@Test
	void aResetOfThePeerThatIsDeferredComesFirst() {
		this.peer.send(0);
		this.peer.resetAssociation();
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x2000, 1))).containsExactly("Rsp(2000,6)");
		assertThat(chunks(this.peer.sack(0x1000))).isEmpty();
		assertThat(this.peer.send(0)).isEmpty();
		List<SentPacket> packets = this.peer.receive(data(0x2000, 1, 0));
		assertThat(this.peer.read()).containsExactly(length(0x2000));
		assertThat(chunks(packets)).containsExactly("Rsp(2000,1)", "Tsn(1000)");
	}

	@Test
	void whatWaitsForTheAnswerIsBoundedByTheWindowAndDoesNotStopThePeer() {
		ReconfigurationPeer small = new ReconfigurationPeer(OPTIONS.toBuilder().receiveBuffer(4096).build());
		small.resetAssociation();
		for (int i = 0; i < 10; i++) {
			small.receive(RawChunks.data(0x2000 + i, 1, i, RawChunks.WHOLE_MESSAGE, 1000));
		}
		assertThat(small.status().receiveBufferUsed()).isLessThanOrEqualTo(5000);
		assertThat(small.read()).isEmpty();
		// The peer has still something to send before it can do it.
		small.reconfigure(rsp(0x1000, 6));
		assertThat(small.read()).isNotEmpty();
	}

	@Test
	void theResetWaitsUntilTheAssociationIsShutDownRatherThanLoseWhatIsHeld() {
		exchange();
		this.peer.resetAssociation();
		this.peer.send(1);
		this.peer.peer().shutdown();
		assertThat(this.peer.state()).isEqualTo("SHUTDOWN_PENDING");
		assertThat(sent(this.peer.receive(rc(rsp(0x1000, 1, 0x2009, 0x80001005))))).containsExactly("80001005 1/0");
		this.peer.sack(0x80001005);
		assertThat(this.peer.state()).isEqualTo("SHUTDOWN_SENT");
	}

}
