package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.sock.SendOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.ReconfigurationPeer.chunks;
import static dev.sock.userspace.engine.ReconfigurationPeer.data;
import static dev.sock.userspace.engine.ReconfigurationPeer.in;
import static dev.sock.userspace.engine.ReconfigurationPeer.length;
import static dev.sock.userspace.engine.ReconfigurationPeer.out;
import static dev.sock.userspace.engine.ReconfigurationPeer.rc;
import static dev.sock.userspace.engine.ReconfigurationPeer.rsp;
import static dev.sock.userspace.engine.ReconfigurationPeer.sent;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 53 to 65 of {@code rfc6525-scenarios.md}: asking the peer to reset what it
 * sends on, and being asked. The API has no call for both directions at once, so that the
 * chunk of scenario 63 is taken, but never sent.
 */
class Rfc6525IncomingScenarioTests {

	private final ReconfigurationPeer peer = new ReconfigurationPeer();

	@Test
	@DisplayName("53. The request changes nothing here, and is repeated until it is answered (RFC 6525 §5.1.3)")
	void asksThePeer() {
		this.peer.peerSends(1, 1);
		assertThat(this.peer.resetInbound(1)).containsExactly("In(1000,{1})");
		assertThat(sent(this.peer.send(0, 1, 2, 3))).hasSize(4);
		this.peer.sack(0x1003);
		this.peer.peerSends(1);
		assertThat(this.peer.changes()).isEmpty();
		assertThat(chunks(this.peer.advance(1000))).containsExactly("In(1000,{1})");
		assertThat(new ReconfigurationPeer().resetInbound()).containsExactly("In(1000,{})");
	}

	@Test
	void aStreamThatThePeerListsTwiceIsAskedForOnce() {
		assertThat(this.peer.reconfigure(in(0x2000, 3, 1, 3, 1, 1))).containsExactly("Out(1000,2000,fff,{1,3})");
	}

	@Test
	void aListThatWouldNotFitTheRequestForItsResetIsDenied() {
		ReconfigurationPeer many = new ReconfigurationPeer();
		many.addStreams(2000, 0);
		many.reconfigure(rsp(0x1000, 1));
		assertThat(many.reconfigure(in(0x2000, IntStream.range(0, 800).toArray()))).containsExactly("Rsp(2000,2)");
		List<SentPacket> packets = many.receive(rc(in(0x2001, IntStream.range(0, 600).toArray())));
		assertThat(chunks(packets)).hasSize(1).first().asString().startsWith("Out(1001,2001,");
		assertThat(packets).allMatch((packet) -> packet.size() <= 1452);
	}

	@Test
	void noRequestIsLargerThanAPacketOfASmallPath() {
		ReconfigurationPeer small = new ReconfigurationPeer(
				ReconfigurationPeer.OPTIONS.toBuilder().pathMtu(576).build());
		small.addStreams(2000, 0);
		small.reconfigure(rsp(0x1000, 1));
		assertThat(small.reconfigure(in(0x2000, IntStream.range(0, 300).toArray()))).containsExactly("Rsp(2000,2)");
		List<SentPacket> packets = small.receive(rc(in(0x2001, IntStream.range(0, 200).toArray())));
		assertThat(chunks(packets)).hasSize(1).first().asString().startsWith("Out(1001,2001,");
		assertThat(packets).allMatch((packet) -> packet.size() <= 576 - 20 - 8);
	}

	@Test
	@DisplayName("54. The peer's reset is the answer (RFC 6525 §5.2.2 E1)")
	void thePeersResetIsTheAnswer() {
		this.peer.peerSends(1, 1, 0);
		this.peer.resetInbound(1);
		assertThat(this.peer.reconfigure(out(0x2000, 0x1000, 0x2002, 1))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.outcome()).isEqualTo("done");
		assertThat(this.peer.changes()).containsExactly("INBOUND [1]");
		assertThat(chunks(this.peer.advance(60_000))).isEmpty();
		assertThat(this.peer.resetInbound(1)).containsExactly("In(1001,{1})");
	}

	@Test
	@DisplayName("54. Even if it has to be deferred (RFC 6525 §5.2.2 E1, E2)")
	void aDeferredResetIsTheAnswer() {
		this.peer.peerSends(1, 1);
		this.peer.resetInbound(1);
		assertThat(this.peer.reconfigure(out(0x2000, 0x1000, 0x2002, 1))).containsExactly("Rsp(2000,6)");
		assertThat(this.peer.outcome()).isEqualTo("done");
		assertThat(chunks(this.peer.advance(60_000))).isEmpty();
		assertThat(chunks(this.peer.receive(data(0x2002, 1, 2)))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.changes()).containsExactly("INBOUND [1]");
	}

	@Test
	@DisplayName("55. A refusal ends it, progress does not (RFC 6525 §5.2.7)")
	void aRefusalEndsIt() {
		int number = 0x1000;
		for (Object[] row : new Object[][] { { 2, "DENIED" }, { 3, "WRONG_STREAM" }, { 4, "IN_PROGRESS" },
				{ 5, "BAD_SEQUENCE_NUMBER" }, { 0, "done" } }) {
			assertThat(this.peer.resetInbound(1)).hasSize(1);
			this.peer.reconfigure(rsp(number, 6));
			assertThat(this.peer.outcome()).isEqualTo("pending");
			this.peer.reconfigure(rsp(number++, (Integer) row[0]));
			assertThat(this.peer.outcome()).isEqualTo(row[1]);
			assertThat(chunks(this.peer.advance(60_000))).isEmpty();
		}
		assertThat(this.peer.changes()).isEmpty();
	}

	@Test
	@DisplayName("56. The peer may agree first and reset later")
	void thePeerMayAgreeFirst() {
		this.peer.peerSends(1, 1);
		this.peer.resetInbound(1);
		assertThat(this.peer.reconfigure(rsp(0x1000, 1))).isEmpty();
		assertThat(this.peer.outcome()).isEqualTo("done");
		assertThat(this.peer.changes()).isEmpty();
		this.peer.peerSends(1);
		assertThat(this.peer.reconfigure(out(0x2000, 0x1000, 0x2002, 1))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.changes()).containsExactly("INBOUND [1]");
	}

	@Test
	@DisplayName("57. Asked to, it resets its own streams, naming the number of the request (RFC 6525 §5.2.3)")
	void resetsItsStreamsWhenAsked() {
		this.peer.send(2, 2, 1);
		this.peer.sack(0x1002);
		assertThat(this.peer.reconfigure(in(0x2000, 2))).containsExactly("Out(1000,2000,1002,{2})");
		assertThat(this.peer.send(2)).isEmpty();
		assertThat(sent(this.peer.send(1))).containsExactly("1003 1/1");
		assertThat(sent(this.peer.receive(rc(rsp(0x1000, 1))))).containsExactly("1004 2/0");
		assertThat(this.peer.changes()).containsExactly("OUTBOUND [2]");
		assertThat(this.peer.reconfigure(in(0x2001))).containsExactly("Out(1001,2001,1004,{})");
	}

	@Test
	@DisplayName("57. What is queued goes first; until then it is in progress (RFC 6525 §5.1.2)")
	void drainsBeforeItResetsItsStreams() {
		List<SentPacket> packets = this.peer.peer().send(20_000, SendOptions.stream(2));
		int last = 0x1000 + sent(packets).size() - 1;
		assertThat(this.peer.reconfigure(in(0x2000, 2))).containsExactly("Rsp(2000,6)");
		assertThat(this.peer.reconfigure(in(0x2000, 2))).containsExactly("Rsp(2000,6)");
		List<String> asked = new ArrayList<>();
		while (asked.isEmpty()) {
			packets = this.peer.sack(last);
			last += sent(packets).size();
			asked.addAll(chunks(packets));
		}
		assertThat(asked).containsExactly("Out(1000,2000," + Integer.toHexString(last) + ",{2})");
	}

	@Test
	@DisplayName("58. Asked again it sends the same request again, and afterwards says that it is done (RFC 6525 §5.2.1)")
	void repeatsTheSameRequest() {
		assertThat(this.peer.reconfigure(in(0x2000, 2))).containsExactly("Out(1000,2000,fff,{2})");
		this.peer.send(1);
		assertThat(this.peer.reconfigure(in(0x2000, 2))).containsExactly("Out(1000,2000,fff,{2})");
		this.peer.reconfigure(rsp(0x1000, 1));
		this.peer.send(2);
		assertThat(this.peer.reconfigure(in(0x2000, 2))).containsExactly("Rsp(2000,1)");
		assertThat(sent(this.peer.send(2))).containsExactly("1002 2/1");
		assertThat(this.peer.changes()).containsExactly("OUTBOUND [2]");
	}

	@Test
	@DisplayName("59. Asked for a stream that there is not it says so (RFC 6525 §4.4)")
	void refusesStreamsThatThereAreNot() {
		assertThat(this.peer.reconfigure(in(0x2000, 9))).containsExactly("Rsp(2000,3)");
		assertThat(this.peer.reconfigure(in(0x2001, 1, 9))).containsExactly("Rsp(2001,3)");
		assertThat(sent(this.peer.send(1))).hasSize(1);
	}

	@Test
	@DisplayName("60. What is being reset anyway leaves nothing to do (RFC 6525 §5.2.3)")
	void nothingToDoForWhatIsBeingReset() {
		this.peer.send(1, 2);
		this.peer.resetOutbound(1, 2);
		assertThat(this.peer.reconfigure(in(0x2000, 2))).containsExactly("Rsp(2000,0)");
		this.peer.reconfigure(rsp(0x1000, 1));
		this.peer.resetOutbound();
		assertThat(this.peer.reconfigure(in(0x2001, 1, 3))).containsExactly("Rsp(2001,0)");
		assertThat(this.peer.reconfigure(in(0x2002))).containsExactly("Rsp(2002,0)");
	}

	@Test
	@DisplayName("61, 83. Another one while a request is under way is refused (RFC 6525 §5.1.1)")
	void refusesMoreWhileARequestIsUnderWay() {
		this.peer.resetOutbound(1);
		assertThat(this.peer.reconfigure(in(0x2000, 1, 2))).containsExactly("Rsp(2000,4)");
		assertThat(this.peer.reconfigure(in(0x2001))).containsExactly("Rsp(2001,4)");
	}

	@Test
	@DisplayName("62. What was just reset leaves nothing to do (RFC 6525 §5.2.3)")
	void nothingToDoForWhatWasJustReset() {
		this.peer.send(2);
		this.peer.resetOutbound(2);
		this.peer.reconfigure(rsp(0x1000, 1));
		assertThat(this.peer.reconfigure(in(0x2000, 2))).containsExactly("Rsp(2000,0)");
		this.peer.send(2);
		assertThat(this.peer.reconfigure(in(0x2001, 2))).containsExactly("Out(1001,2001,1001,{2})");
	}

	@Test
	@DisplayName("64. Answer and reset may come in one chunk, or in two, in either order (RFC 6525 §5.2.2 E1, §5.2.7 H1)")
	void takesAnswerAndResetTogether() {
		this.peer.peerSends(1);
		this.peer.resetInbound(1);
		assertThat(this.peer.reconfigure(rsp(0x1000, 1), out(0x2000, 0x1000, 0x2000, 1)))
			.containsExactly("Rsp(2000,1)");
		assertThat(this.peer.outcome()).isEqualTo("done");
		this.peer.resetInbound(1);
		assertThat(this.peer.reconfigure(out(0x2001, 0x1001, 0x2000, 1), rsp(0x1001, 1)))
			.containsExactly("Rsp(2001,1)");
		assertThat(this.peer.changes()).containsExactly("INBOUND [1]", "INBOUND [1]");
		this.peer.receive(data(0x2001, 1, 0));
		assertThat(this.peer.read()).containsExactly(length(0x2001));
	}

	@Test
	@DisplayName("65. Both directions in one chunk are answered in one (RFC 6525 §5.2.1, §3.1)")
	void answersBothDirectionsInOneChunk() {
		this.peer.peerSends(1);
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x2000, 1), in(0x2001, 1)))
			.containsExactly("Rsp(2000,1) Out(1000,2001,fff,{1})");
		assertThat(this.peer.changes()).containsExactly("INBOUND [1]");
		this.peer.reconfigure(rsp(0x1000, 1));
		this.peer.send(1);
		assertThat(this.peer.reconfigure(out(0x2002, 0x1000, 0x2001, 1), in(0x2003, 1)))
			.containsExactly("Rsp(2002,6) Out(1001,2003,1000,{1})");
		this.peer.reconfigure(rsp(0x1001, 1));
		this.peer.receive(data(0x2001, 1, 0));
		assertThat(this.peer.reconfigure(in(0x2004, 2), out(0x2005, 0x1001, 0x2001, 1)))
			.containsExactly("Out(1002,2004,1000,{2})", "Rsp(2005,1)");
	}

}
