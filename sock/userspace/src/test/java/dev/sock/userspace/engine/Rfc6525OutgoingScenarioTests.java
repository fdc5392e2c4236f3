package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.spi.Reconfiguration.ResetOutbound;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.ReconfigurationPeer.OPTIONS;
import static dev.sock.userspace.engine.ReconfigurationPeer.chunks;
import static dev.sock.userspace.engine.ReconfigurationPeer.in;
import static dev.sock.userspace.engine.ReconfigurationPeer.out;
import static dev.sock.userspace.engine.ReconfigurationPeer.rc;
import static dev.sock.userspace.engine.ReconfigurationPeer.rsp;
import static dev.sock.userspace.engine.ReconfigurationPeer.sent;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 18 to 40 of {@code rfc6525-scenarios.md}: resetting the streams that one
 * sends on.
 */
class Rfc6525OutgoingScenarioTests {

	private static final String REQUEST = "Out(1000,1fff,100a,{3})";

	private final ReconfigurationPeer peer = new ReconfigurationPeer();

	/** TSNs up to 0x100a, of which those from 0x1005 are outstanding. */
	private void sendUpTo100a() {
		this.peer.send(3, 3, 3, 3, 1);
		this.peer.sack(0x1004);
		this.peer.send(1, 3, 1, 3, 1, 1);
	}

	private List<String> resetStream3() {
		sendUpTo100a();
		return this.peer.resetOutbound(3);
	}

	@Test
	@DisplayName("18. The request names the last TSN, whether or not that is acknowledged (RFC 6525 §5.1.2, §4.1)")
	void asksWithTheLastTsn() {
		assertThat(resetStream3()).containsExactly(REQUEST);
		assertThat(this.peer.outcome()).isEqualTo("pending");
		long start = this.peer.peer().now();
		long rto = this.peer.status().paths().get(0).rto().toMillis();
		assertThat(ReconfigurationPeer.times(this.peer.advance(rto), start)).containsExactly(rto);
	}

	@Test
	@DisplayName("19. Before any DATA the last TSN is the one before the first (RFC 6525 §5.1.2)")
	void asksBeforeAnyData() {
		assertThat(this.peer.resetOutbound(3)).containsExactly("Out(1000,1fff,fff,{3})");
	}

	@Test
	@DisplayName("20. A message that has begun to leave leaves whole before the request (RFC 6525 §5.1.2)")
	void drainsAMessageThatHasBegun() {
		List<SentPacket> packets = new ArrayList<>(this.peer.peer().send(20_000, SendOptions.stream(3)));
		int begun = sent(packets).size();
		assertThat(begun).isBetween(1, 13);
		assertThat(this.peer.resetOutbound(3)).isEmpty();
		List<String> asked = new ArrayList<>();
		int tsn = 0x1000 + begun - 1;
		while (asked.isEmpty()) {
			packets = this.peer.sack(tsn);
			tsn += sent(packets).size();
			asked.addAll(chunks(packets));
			assertThat(sent(packets)).allMatch((chunk) -> chunk.endsWith(" 3/0"));
		}
		assertThat(asked).containsExactly("Out(1000,1fff," + Integer.toHexString(tsn) + ",{3})");
	}

	@Test
	@DisplayName("21. What was sent before the reset keeps the old numbers and goes first (RFC 6525 §5.1.2)")
	void drainsWhatIsQueued() {
		List<SentPacket> packets = this.peer.peer().send(4000, SendOptions.stream(1));
		this.peer.peer().queue(3000, SendOptions.stream(3));
		this.peer.peer().queue(100, SendOptions.stream(3));
		int last = 0x1000 + sent(packets).size() - 1;
		assertThat(this.peer.resetOutbound(3)).isEmpty();
		this.peer.send(3);
		packets = this.peer.sack(last);
		assertThat(sent(packets)).extracting((chunk) -> chunk.substring(5))
			.contains("3/0", "3/1")
			.doesNotContain("3/2");
		assertThat(chunks(packets)).hasSize(1);
		assertThat(sent(this.peer.receive(rc(rsp(0x1000, 1))))).hasSize(1).allMatch((chunk) -> chunk.endsWith(" 3/0"));
	}

	@Test
	@DisplayName("22. Until the answer the stream holds what is new, unordered messages, too; others go on (RFC 6525 §5.1.2)")
	void holdsWhatIsNew() {
		resetStream3();
		assertThat(this.peer.send(3)).isEmpty();
		assertThat(this.peer.peer().send(100, SendOptions.stream(3).withUnordered(true))).isEmpty();
		assertThat(sent(this.peer.send(1))).containsExactly("100b 1/5");
	}

	@Test
	@DisplayName("23. What is held counts as unsent, like anything in the send buffer")
	void whatIsHeldIsCounted() {
		resetStream3();
		this.peer.send(3, 3, 3);
		assertThat(this.peer.status().pendingBytes()).isEqualTo(300);
		assertThat(sent(this.peer.send(0, 1, 2))).hasSize(3);
	}

	@Test
	@DisplayName("24. Performed: what was held leaves with new numbers, others keep theirs (RFC 6525 §5.2.7, §6.1.1)")
	void startsAnewWhenPerformed() {
		resetStream3();
		this.peer.send(3, 3, 1);
		List<SentPacket> packets = this.peer.receive(rc(rsp(0x1000, 1)));
		assertThat(sent(packets)).containsExactly("100c 3/0", "100d 3/1");
		assertThat(this.peer.outcome()).isEqualTo("done");
		assertThat(this.peer.changes()).containsExactly("OUTBOUND [3]");
		assertThat(sent(this.peer.send(1, 3))).containsExactly("100e 1/6", "100f 3/2");
		this.peer.sack(0x100f);
		assertThat(chunks(this.peer.advance(60_000))).isEmpty();
	}

	@Test
	@DisplayName("25. All streams: none is listed, all hold, all start anew (RFC 6525 §5.1.2 A4)")
	void resetsAllStreams() {
		sendUpTo100a();
		assertThat(this.peer.resetOutbound()).containsExactly("Out(1000,1fff,100a,{})");
		assertThat(this.peer.send(0, 1, 2, 3)).isEmpty();
		assertThat(sent(this.peer.receive(rc(rsp(0x1000, 1))))).containsExactly("100b 0/0", "100c 1/0", "100d 2/0",
				"100e 3/0");
		assertThat(this.peer.changes()).containsExactly("OUTBOUND []");
	}

	@Test
	@DisplayName("26, 27. Streams that there are not are refused, and nothing is sent")
	void refusesStreamsThatThereAreNot() {
		assertThat(this.peer.resetOutbound(3, 4)).isEmpty();
		assertThat(this.peer.outcome()).isEqualTo("WRONG_STREAM");
		assertThat(sent(this.peer.send(3))).containsExactly("1000 3/0");
		assertThat(this.peer.resetOutbound(0, 1, 2, 3)).containsExactly("Out(1000,1fff,1000,{0,1,2,3})");
	}

	@Test
	@DisplayName("28. Nothing to do: numbers go on, and it is no success unless they are at 0 (RFC 6525 §5.2.7)")
	void nothingToDo() {
		resetStream3();
		this.peer.send(3);
		assertThat(sent(this.peer.receive(rc(rsp(0x1000, 0))))).containsExactly("100b 3/6");
		assertThat(this.peer.outcome()).isEqualTo("FAILED");
		assertThat(this.peer.resetOutbound(2)).containsExactly("Out(1001,1fff,100b,{2})");
		this.peer.receive(rc(rsp(0x1001, 0)));
		assertThat(this.peer.outcome()).isEqualTo("done");
		assertThat(this.peer.changes()).isEmpty();
	}

	@Test
	@DisplayName("29. Denied: numbers go on where they were (RFC 6525 §5.2.7 H3)")
	void denied() {
		resetStream3();
		this.peer.send(3);
		assertThat(sent(this.peer.receive(rc(rsp(0x1000, 2))))).containsExactly("100b 3/6");
		assertThat(this.peer.outcome()).isEqualTo("DENIED");
		assertThat(this.peer.changes()).isEmpty();
	}

	@Test
	@DisplayName("30. Every other answer ends it, too, and its number is spent (RFC 6525 §5.2.7 H3)")
	void failed() {
		int number = 0x1000;
		for (Object[] row : new Object[][] { { 3, "WRONG_STREAM" }, { 4, "IN_PROGRESS" }, { 5, "BAD_SEQUENCE_NUMBER" },
				{ 7, "FAILED" }, { -1, "FAILED" } }) {
			assertThat(this.peer.resetOutbound(3)).hasSize(1)
				.first()
				.asString()
				.startsWith("Out(" + Integer.toHexString(number));
			this.peer.send(3);
			List<SentPacket> packets = this.peer.receive(rc(rsp(number, (Integer) row[0])));
			assertThat(sent(packets)).hasSize(1).first().asString().endsWith("3/" + (number - 0x1000));
			assertThat(this.peer.outcome()).isEqualTo(row[1]);
			number++;
		}
	}

	@Test
	@DisplayName("31, 32. In progress: it is asked again with the same bytes, which is no error (RFC 6525 §5.2.7 H2)")
	void asksAgainWhileInProgress() {
		resetStream3();
		this.peer.sack(0x100a);
		this.peer.send(3);
		for (int i = 0; i < 3; i++) {
			assertThat(this.peer.receive(rc(rsp(0x1000, 6)))).isEmpty();
			List<SentPacket> packets = new ArrayList<>();
			while (packets.isEmpty()) {
				packets.addAll(this.peer.advance(100));
			}
			assertThat(chunks(packets)).containsExactly(REQUEST);
			assertThat(sent(packets)).isEmpty();
			assertThat(this.peer.errors()).isZero();
			assertThat(this.peer.pathErrors()).isZero();
		}
		assertThat(this.peer.outcome()).isEqualTo("pending");
	}

	@Test
	@DisplayName("33. The final answer may come without having been asked for again (RFC 6525 §5.2.2)")
	void takesTheFinalAnswerUnasked() {
		resetStream3();
		this.peer.send(3);
		this.peer.receive(rc(rsp(0x1000, 6)));
		assertThat(sent(this.peer.receive(rc(rsp(0x1000, 1))))).containsExactly("100b 3/0");
		assertThat(this.peer.outcome()).isEqualTo("done");
	}

	@Test
	@DisplayName("34. In progress for minutes is no error as long as it is answered; silence is")
	void silenceAfterProgressIsCounted() {
		resetStream3();
		this.peer.sack(0x100a);
		for (int i = 0; i < 30; i++) {
			this.peer.receive(rc(rsp(0x1000, 6)));
			this.peer.advance(60_000);
		}
		assertThat(this.peer.state()).isEqualTo("ESTABLISHED");
		this.peer.receive(rc(rsp(0x1000, 6)));
		this.peer.advance(1_200_000);
		assertThat(this.peer.state()).isEqualTo("CLOSED");
		assertThat(this.peer.outcome()).isEqualTo("CLOSED");
	}

	@Test
	@DisplayName("35. Answers to what is not asked are ignored (RFC 6525 §5.2.7 H1)")
	void ignoresAnswersToWhatIsNotAsked() {
		resetStream3();
		assertThat(this.peer.receive(rc(rsp(0xfff, 1)))).isEmpty();
		assertThat(this.peer.receive(rc(rsp(0x1001, 1)))).isEmpty();
		assertThat(this.peer.outcome()).isEqualTo("pending");
		this.peer.receive(rc(rsp(0x1000, 1)));
		this.peer.changes();
		this.peer.send(3, 3);
		assertThat(this.peer.receive(rc(rsp(0x1000, 1)))).isEmpty();
		assertThat(this.peer.changes()).isEmpty();
		assertThat(sent(this.peer.send(3))).containsExactly("100d 3/2");
		assertThat(this.peer.state()).isEqualTo("ESTABLISHED");
	}

	@Test
	@DisplayName("36, 37. A second request is refused while one is under way, and asked with the next number later (RFC 6525 §5.1.1)")
	void oneRequestAtATime() {
		resetStream3();
		assertThat(this.peer.resetOutbound(1)).isEmpty();
		assertThat(this.peer.outcome()).isEqualTo("IN_PROGRESS");
		assertThat(sent(this.peer.send(1))).containsExactly("100b 1/5");
		this.peer.receive(rc(rsp(0x1000, 1)));
		assertThat(this.peer.resetOutbound(1)).containsExactly("Out(1001,1fff,100b,{1})");
	}

	@Test
	@DisplayName("38. The peer's requests are answered while one's own is under way (RFC 6525 §5.1.1)")
	void answersWhileAsking() {
		resetStream3();
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x1fff, 2))).containsExactly("Rsp(2000,1)");
	}

	@Test
	@DisplayName("39. The request tells the number of the peer's last one (RFC 6525 §4.1)")
	void tellsThePeersLastNumber() {
		for (int number = 0x2000; number < 0x2005; number++) {
			this.peer.reconfigure(out(number, 0xfff, 0x1fff, 2));
		}
		assertThat(this.peer.resetOutbound(3)).containsExactly("Out(1000,2004,fff,{3})");
	}

	@Test
	@DisplayName("40. Numbers wrap (RFC 6525 §4.1)")
	void numbersWrap() {
		ReconfigurationPeer wrapping = new ReconfigurationPeer(OPTIONS, -1, -1);
		wrapping.send(1);
		assertThat(wrapping.resetOutbound(3)).containsExactly("Out(ffffffff,fffffffe,ffffffff,{3})");
		assertThat(wrapping.reconfigure(out(-1, -2, -2, 1))).containsExactly("Rsp(ffffffff,1)");
		assertThat(wrapping.reconfigure(out(0, -2, -2, 2))).containsExactly("Rsp(0,1)");
		wrapping.receive(rc(rsp(-1, 1)));
		assertThat(wrapping.outcome()).isEqualTo("done");
		assertThat(wrapping.resetOutbound(3)).containsExactly("Out(0,0,ffffffff,{3})");
		wrapping.receive(rc(rsp(0, 1)));
		assertThat(wrapping.outcome()).isEqualTo("done");
	}

	@Test
	@DisplayName("110 d, e. What expires while it is held, or drains, is given up and spends no number")
	void whatExpiresWhileItIsHeld() {
		resetStream3();
		this.peer.sack(0x100a);
		this.peer.peer().send(100, SendOptions.stream(3).withLifetime(Duration.ofMillis(100)));
		this.peer.send(3);
		this.peer.advance(200);
		assertThat(this.peer.peer().events().failures()).containsExactly("abandoned unsent");
		List<SentPacket> packets = this.peer.receive(rc(rsp(0x1000, 1)));
		assertThat(sent(packets)).containsExactly("100b 3/0");
		assertThat(packets).noneMatch((packet) -> packet.has(ChunkType.FORWARD_TSN));
	}

	@Test
	@DisplayName("110 c. Numbers of before the reset are not told in a later FORWARD TSN (RFC 3758 §3.5)")
	void oldNumbersAreNotForwarded() {
		SctpOptions options = OPTIONS.toBuilder().partialReliability(true).build();
		ReconfigurationPeer partial = new ReconfigurationPeer(options, 0x1000, 0x2000,
				RawChunks.parameter(RawChunks.FORWARD_TSN_SUPPORTED));
		partial.peer().send(100, SendOptions.stream(3).withLifetime(Duration.ofMillis(500)));
		partial.peer().send(100, SendOptions.stream(1).withLifetime(Duration.ofMillis(5500)));
		partial.advance(1000);
		assertThat(partial.resetOutbound(3)).containsExactly("Out(1000,1fff,1001,{3})");
		// The peer has passed 0x1001, though no SACK says so.
		partial.receive(rc(rsp(0x1000, 1)));
		List<SentPacket> packets = partial.advance(100_000);
		assertThat(forwards(packets)).isNotEmpty().allMatch((chunk) -> chunk.value().length == 4);
	}

	@Test
	@DisplayName("110 c. Nor together with later TSNs while the peer may have reset the stream (RFC 6525 §5.2.2 E3)")
	void oldNumbersAreNotForwardedBeyondTheReset() {
		SctpOptions options = OPTIONS.toBuilder().partialReliability(true).build();
		ReconfigurationPeer partial = new ReconfigurationPeer(options, 0x1000, 0x2000,
				RawChunks.parameter(RawChunks.FORWARD_TSN_SUPPORTED));
		partial.peer().send(100, SendOptions.stream(3).withLifetime(Duration.ofMillis(500)));
		partial.advance(1000);
		assertThat(partial.resetOutbound(3)).containsExactly("Out(1000,1fff,1000,{3})");
		partial.peer().send(100, SendOptions.stream(1).withLifetime(Duration.ofMillis(500)));
		assertThat(forwards(partial.advance(20_000))).isNotEmpty()
			.extracting((chunk) -> chunk.intAt(0))
			.containsOnly(0x1000);
		assertThat(partial.peer().events().failures()).containsExactly("abandoned sent", "abandoned sent");
		// It may have reset the stream now: what it is told of names that no more.
		SentPacket.SentChunk forward = forwards(partial.sack(0x1000)).get(0);
		assertThat(forward.intAt(0)).isEqualTo(0x1001);
		assertThat(forward.value()).hasSize(8);
		assertThat(forward.shortAt(4)).isEqualTo(1);
	}

	private static List<SentPacket.SentChunk> forwards(List<SentPacket> packets) {
		return SentPacket.chunks(packets).stream().filter((chunk) -> chunk.type() == ChunkType.FORWARD_TSN).toList();
	}

	@Test
	@DisplayName("112. A stream that is held does not hold up the others")
	void theOthersGoOnPastWhatIsHeld() {
		resetStream3();
		this.peer.send(3, 3);
		assertThat(sent(this.peer.send(0, 1, 2))).containsExactly("100b 0/0", "100c 1/5", "100d 2/0");
		assertThat(this.peer.reconfigure(in(0x2000, 3))).containsExactly("Rsp(2000,0)");
	}

	@Test
	void aRequestThatWaitsIsSentOnceTheSocketHasTakenTheDataBeforeIt() {
		this.peer.peer().queue(100, SendOptions.stream(3));
		List<SentPacket> packets = this.peer.askAndListen(new ResetOutbound(List.of(3)));
		assertThat(ReconfigurationPeer.types(packets)).containsExactly(ChunkType.DATA, ChunkType.RE_CONFIG);
	}

}
