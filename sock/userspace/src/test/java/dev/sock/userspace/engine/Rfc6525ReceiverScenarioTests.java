package dev.sock.userspace.engine;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import dev.sock.SctpOptions;
import dev.sock.StreamReconfiguration;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.ReconfigurationPeer.OPTIONS;
import static dev.sock.userspace.engine.ReconfigurationPeer.addIn;
import static dev.sock.userspace.engine.ReconfigurationPeer.addOut;
import static dev.sock.userspace.engine.ReconfigurationPeer.chunks;
import static dev.sock.userspace.engine.ReconfigurationPeer.data;
import static dev.sock.userspace.engine.ReconfigurationPeer.in;
import static dev.sock.userspace.engine.ReconfigurationPeer.length;
import static dev.sock.userspace.engine.ReconfigurationPeer.out;
import static dev.sock.userspace.engine.ReconfigurationPeer.rc;
import static dev.sock.userspace.engine.ReconfigurationPeer.rsp;
import static dev.sock.userspace.engine.ReconfigurationPeer.sacked;
import static dev.sock.userspace.engine.ReconfigurationPeer.tsn;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 41 to 52 of {@code rfc6525-scenarios.md}: the peer resets the streams that it
 * sends on.
 */
class Rfc6525ReceiverScenarioTests {

	private final ReconfigurationPeer peer = new ReconfigurationPeer();

	/** Stream 3 has come up to number 6, stream 1 up to 3, TSNs up to 0x200a. */
	private void receiveUpTo200a() {
		this.peer.peerSends(3, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1);
	}

	/** TSN 0x2009 is missing: number 6 of stream 3, whose number 7 is there. */
	private List<SentPacket> deferStream3() {
		this.peer.peerSends(3, 3, 3, 3, 3, 3, 1, 1, 1);
		this.peer.receive(data(0x200a, 3, 7));
		return this.peer.receive(rc(out(0x2000, 0xfff, 0x200a, 3)));
	}

	@Test
	void aDeferredResetIsDoneWhenItsLastTsnIsOfAStreamThatThereIsNot() {
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x2000, 1))).containsExactly("Rsp(2000,6)");
		assertThat(chunks(this.peer.receive(data(0x2000, 99, 0)))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.changes()).containsExactly("INBOUND [1]");
	}

	@Test
	@DisplayName("41. The stream expects 0 again, and only that one (RFC 6525 §5.2.1, §5.2.2, §6.1.1)")
	void resetsAStream() {
		receiveUpTo200a();
		List<SentPacket> packets = this.peer.receive(rc(out(0x2000, 0xfff, 0x200a, 3)));
		assertThat(chunks(packets)).containsExactly("Rsp(2000,1)");
		assertThat(sacked(packets)).isEqualTo("200a []");
		assertThat(this.peer.changes()).containsExactly("INBOUND [3]");
		this.peer.receive(data(0x200b, 3, 0), data(0x200c, 1, 4));
		assertThat(this.peer.read()).containsExactly(length(0x200b), length(0x200c));
		assertThat(this.peer.reconfigure(out(0x2001, 0xfff, 0x2003, 1))).containsExactly("Rsp(2001,1)");
		this.peer.receive(data(0x200d, 1, 0));
		assertThat(this.peer.read()).containsExactly(length(0x200d));
	}

	@Test
	@DisplayName("42. All streams expect 0 again (RFC 6525 §5.2.2 E3)")
	void resetsAllStreams() {
		receiveUpTo200a();
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x200a))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.changes()).containsExactly("INBOUND []");
		this.peer.receive(data(0x200b, 3, 0), data(0x200c, 1, 0), data(0x200d, 0, 0));
		assertThat(this.peer.read()).hasSize(3);
	}

	@Test
	@DisplayName("43. While DATA from before is missing it is in progress (RFC 6525 §5.2.2 E2)")
	void defersWhileDataIsMissing() {
		List<SentPacket> packets = deferStream3();
		assertThat(chunks(packets)).containsExactly("Rsp(2000,6)");
		assertThat(sacked(packets)).isEqualTo("2008 [2-2]");
		assertThat(this.peer.changes()).isEmpty();
	}

	@Test
	@DisplayName("44. DATA of these streams from afterwards is acknowledged and held, that of others delivered (RFC 6525 §5.2.2 E2)")
	void holdsDataFromAfterwards() {
		deferStream3();
		this.peer.read();
		List<SentPacket> packets = this.peer.receive(data(0x200b, 3, 0), data(0x200c, 1, 3));
		assertThat(sacked(packets)).isEqualTo("2008 [2-4]");
		assertThat(this.peer.read()).containsExactly(length(0x200c));
		assertThat(this.peer.status().receiveBufferUsed()).isEqualTo(length(0x200a) + length(0x200b));
	}

	@Test
	@DisplayName("45. When nothing is missing: old messages, reset, new messages, and the answer unasked (RFC 6525 §5.2.2 E3 to E5)")
	void resetsWhenNothingIsMissing() {
		deferStream3();
		this.peer.receive(data(0x200b, 3, 0), data(0x200c, 1, 3));
		this.peer.read();
		List<SentPacket> packets = this.peer.receive(data(0x2009, 3, 6));
		assertThat(this.peer.events()).containsExactly("deliver", "deliver", "streams-reset", "deliver");
		assertThat(this.peer.read()).containsExactly(length(0x2009), length(0x200a), length(0x200b));
		assertThat(chunks(packets)).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.changes()).containsExactly("INBOUND [3]");
		assertThat(this.peer.status().receiveBufferUsed()).isZero();
	}

	@Test
	@DisplayName("46. Asked again meanwhile it is still in progress, and still one reset (RFC 6525 §5.2.1)")
	void staysInProgressWhenAskedAgain() {
		deferStream3();
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x200a, 3))).containsExactly("Rsp(2000,6)");
		this.peer.receive(data(0x2009, 3, 6));
		assertThat(this.peer.changes()).containsExactly("INBOUND [3]");
	}

	@Test
	@DisplayName("47. Asked again afterwards the answer is the final one, and nothing is reset again (RFC 6525 §5.2.1)")
	void answersAgainWithoutResettingAgain() {
		deferStream3();
		this.peer.receive(data(0x2009, 3, 6), data(0x200b, 3, 0), data(0x200c, 3, 1));
		this.peer.changes();
		this.peer.read();
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x200a, 3))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.changes()).isEmpty();
		this.peer.receive(data(0x200d, 3, 2));
		assertThat(this.peer.read()).containsExactly(length(0x200d));
	}

	@Test
	@DisplayName("48. A stream that there is not makes the whole request wrong, and spends its number (RFC 6525 §4.4)")
	void refusesStreamsThatThereAreNot() {
		receiveUpTo200a();
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x200a, 9))).containsExactly("Rsp(2000,3)");
		assertThat(this.peer.reconfigure(out(0x2001, 0xfff, 0x200a, 1, 9))).containsExactly("Rsp(2001,3)");
		assertThat(this.peer.changes()).isEmpty();
		this.peer.peerSends(1, 3);
		assertThat(this.peer.state()).isEqualTo("ESTABLISHED");
	}

	@Test
	@DisplayName("49, 114. What the option lacks is denied, kind by kind (RFC 6525 §5.2.1, §6.3.1)")
	void deniesWhatTheOptionLacks() {
		for (StreamReconfiguration allowed : StreamReconfiguration.values()) {
			SctpOptions options = OPTIONS.toBuilder().streamReconfiguration(Set.of(allowed)).build();
			boolean streams = allowed == StreamReconfiguration.RESET_STREAMS;
			boolean association = allowed == StreamReconfiguration.RESET_ASSOCIATION;
			boolean add = allowed == StreamReconfiguration.ADD_STREAMS;
			ReconfigurationPeer some = new ReconfigurationPeer(options);
			assertThat(some.reconfigure(out(0x2000, 0xfff, 0x1fff, 1)))
				.containsExactly("Rsp(2000," + (streams ? 1 : 2) + ")");
			assertThat(some.reconfigure(in(0x2001, 1)))
				.containsExactly(streams ? "Out(1000,2001,fff,{1})" : "Rsp(2001,2)");
			if (streams) {
				some.reconfigure(rsp(0x1000, 1));
			}
			assertThat(some.reconfigure(addOut(0x2002, 1))).containsExactly("Rsp(2002," + (add ? 1 : 2) + ")");
			List<String> added = some.reconfigure(addIn(0x2003, 1));
			assertThat(added).last().isEqualTo("Rsp(2003," + (add ? 1 : 2) + ")");
			assertThat(added).hasSize(add ? 2 : 1);
			if (add) {
				some.reconfigure(rsp(0x1000, 1));
			}
			assertThat(some.reconfigure(tsn(0x2004))).hasSize(1)
				.first()
				.asString()
				.startsWith("Rsp(2004," + (association ? 1 : 2) + ",");
		}
	}

	@Test
	@DisplayName("51. Another reset while one is deferred is refused, and does not lose the first")
	void refusesAnotherWhileOneIsDeferred() {
		deferStream3();
		assertThat(this.peer.reconfigure(out(0x2001, 0xfff, 0x200a, 1))).containsExactly("Rsp(2001,4)");
		assertThat(this.peer.reconfigure(tsn(0x2002))).hasSize(1).first().asString().startsWith("Rsp(2002,4");
		assertThat(chunks(this.peer.receive(data(0x2009, 3, 6)))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.changes()).containsExactly("INBOUND [3]");
	}

	@Test
	@DisplayName("52. A request that crosses one's own is performed (RFC 6525 §5.2.2)")
	void performsWhatCrossesItsOwn() {
		receiveUpTo200a();
		this.peer.resetOutbound(1);
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x200a, 2))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.outcome()).isEqualTo("pending");
		assertThat(this.peer.reconfigure(rsp(0x1000, 1))).isEmpty();
		assertThat(this.peer.outcome()).isEqualTo("done");
	}

	@Test
	@DisplayName("50. A long message is delivered whole before the reset")
	void aLongMessageIsDeliveredBeforeTheReset() {
		this.peer.receive(RawChunks.data(0x2000, 3, 0, 2, 500), RawChunks.data(0x2002, 3, 0, 1, 300));
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x2002, 3))).containsExactly("Rsp(2000,6)");
		this.peer.events();
		this.peer.receive(RawChunks.data(0x2001, 3, 0, 0, 200));
		assertThat(this.peer.events()).containsExactly("deliver", "streams-reset");
		assertThat(this.peer.read()).containsExactly(1000);
	}

	@Test
	@DisplayName("101. A list of thousands, each twice, costs no more than its length")
	void aLongListIsHarmless() {
		receiveUpTo200a();
		int[] streams = IntStream.range(0, 30_000).map((n) -> n % 4).toArray();
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x200a, streams))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.changes()).containsExactly("INBOUND [0, 1, 2, 3]");
		assertThat(this.peer.reconfigure(out(0x2001, 0xfff, 0x200a, IntStream.range(0, 30_000).toArray())))
			.containsExactly("Rsp(2001,3)");
	}

	@Test
	@DisplayName("102. A last TSN far ahead holds this stream, bounded by the window, and no other")
	void aLastTsnFarAheadHoldsOnlyThatStream() {
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x2000 + (1 << 30), 3))).containsExactly("Rsp(2000,6)");
		this.peer.receive(data(0x2000, 1, 0), data(0x2001, 3, 0));
		assertThat(this.peer.read()).hasSize(2);
		assertThat(chunks(this.peer.receive(rc(out(0x2001, 0xfff, 0x2001 + Integer.MIN_VALUE, 3))))).hasSize(1);
		assertThat(this.peer.state()).isEqualTo("ESTABLISHED");
	}

	@Test
	@DisplayName("110 a. A FORWARD TSN that leaves nothing missing completes the reset (RFC 3758 §3.6)")
	void forwardTsnCompletesTheReset() {
		ReconfigurationPeer partial = new ReconfigurationPeer(OPTIONS, 0x1000, 0x2000,
				RawChunks.parameter(RawChunks.FORWARD_TSN_SUPPORTED));
		partial.receive(data(0x2001, 3, 1));
		assertThat(partial.reconfigure(out(0x2000, 0xfff, 0x2001, 3))).containsExactly("Rsp(2000,6)");
		partial.receive(data(0x2002, 3, 0));
		List<SentPacket> packets = partial.receive(RawChunks.forwardTsn(0x2000, 3, 0));
		assertThat(chunks(packets)).containsExactly("Rsp(2000,1)");
		assertThat(partial.events()).endsWith("deliver", "streams-reset", "deliver");
		assertThat(partial.read()).containsExactly(length(0x2001), length(0x2002));
	}

	/**
	 * The sender has not assigned a new number yet (§5.1.2 A1), so all that it passes
	 * over are old ones, whatever the scenario says of (b).
	 */
	@Test
	@DisplayName("110 b. Numbers in a FORWARD TSN that goes beyond are those of before the reset (RFC 6525 §5.1.2 A1)")
	void forwardTsnBeyondTheResetTellsOldNumbers() {
		ReconfigurationPeer partial = new ReconfigurationPeer(OPTIONS, 0x1000, 0x2000,
				RawChunks.parameter(RawChunks.FORWARD_TSN_SUPPORTED));
		partial.peerSends(3, 3);
		assertThat(partial.reconfigure(out(0x2000, 0xfff, 0x2002, 3))).containsExactly("Rsp(2000,6)");
		// 0x2002 was number 2 of stream 3, 0x2003 number 0 of stream 1.
		assertThat(chunks(partial.receive(RawChunks.forwardTsn(0x2003, 3, 2, 1, 0)))).containsExactly("Rsp(2000,1)");
		partial.receive(data(0x2004, 3, 0), data(0x2005, 1, 1));
		assertThat(partial.read()).containsExactly(length(0x2004), length(0x2005));
		assertThat(partial.state()).isEqualTo("ESTABLISHED");
	}

	@Test
	void aMessageWhoseTurnNeverCameIsDeliveredWhenItsStreamIsReset() {
		this.peer.receive(data(0x2000, 3, 5));
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x2000, 3))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.read()).containsExactly(length(0x2000));
		assertThat(this.peer.status().receiveBufferUsed()).isZero();
		assertThat(ReconfigurationPeer.types(this.peer.receive(data(0x2001, 3, 0)))).doesNotContain(ChunkType.ABORT);
	}

}
