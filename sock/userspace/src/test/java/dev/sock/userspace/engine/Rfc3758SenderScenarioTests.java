package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.sim.SeededRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.PartialReliabilityPeer.FORWARD_TSN;
import static dev.sock.userspace.engine.PartialReliabilityPeer.PEER_TSN;
import static dev.sock.userspace.engine.PartialReliabilityPeer.WHOLE;
import static dev.sock.userspace.engine.PartialReliabilityPeer.chunks;
import static dev.sock.userspace.engine.PartialReliabilityPeer.lifetime;
import static dev.sock.userspace.engine.PartialReliabilityPeer.supported;
import static dev.sock.userspace.engine.PartialReliabilityPeer.unordered;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 17 to 37 of {@code rfc3758-scenarios.md}: how far the sender moves the ack
 * point of the peer, and what FORWARD TSN says. A lifetime of 300 ms is over when T3
 * expires after 1000 ms; FORWARD TSN has to leave 500 ms later at the latest.
 */
class Rfc3758SenderScenarioTests {

	private static final SendOptions RELIABLE = SendOptions.DEFAULT;

	private final PartialReliabilityPeer peer = new PartialReliabilityPeer();

	/** What is sent until FORWARD TSN can wait no longer. */
	private List<SentPacket> giveUp(SendOptions... messages) {
		this.peer.send(messages);
		return this.peer.until(1500);
	}

	private void assertForwards(List<SentPacket> packets, String wanted) {
		assertThat(this.peer.forwards(packets)).isNotEmpty().containsOnly(wanted);
	}

	@Test
	@DisplayName("17. Nothing is forwarded once the peer is as far, or farther (RFC 3758 §3.5 C1)")
	void doesNotForwardBehindThePeer() {
		assertForwards(giveUp(lifetime(300), lifetime(300), lifetime(300)), "3 [0/2]");
		assertThat(this.peer.sack(3)).isEmpty();
		assertThat(this.peer.until(100_000)).isEmpty();
		PartialReliabilityPeer other = new PartialReliabilityPeer();
		other.send(lifetime(300));
		other.until(1500);
		other.peer().queue(100, RELIABLE);
		other.peer().queue(100, RELIABLE);
		assertThat(other.tsns(other.peer().flush())).containsExactly(2, 3);
		assertThat(other.sack(3)).isEmpty();
		assertThat(other.until(100_000)).isEmpty();
	}

	@Test
	@DisplayName("18. The point moves over what is given up and stops before what is not (RFC 3758 §3.5 C2)")
	void stopsBeforeWhatIsNotGivenUp() {
		this.peer.send(RELIABLE, lifetime(300), lifetime(300), RELIABLE, RELIABLE);
		assertThat(this.peer.forwards(this.peer.until(500))).isEmpty();
		List<SentPacket> packets = new ArrayList<>(this.peer.sack(1, 4, 4));
		packets.addAll(this.peer.until(3000));
		assertForwards(packets, "3 [0/2]");
		assertThat(this.peer.tsns(packets)).isNotEmpty().containsOnly(4);
		assertThat(this.peer.ssns(packets)).containsOnly(3);
	}

	@Test
	@DisplayName("19. It does not move past a reliable message that is missing (RFC 3758 §3.5 C2, C3)")
	void neverMovesPastAReliableMessage() {
		List<SentPacket> packets = giveUp(RELIABLE, lifetime(300));
		assertThat(this.peer.tsns(packets)).containsExactly(1);
		assertThat(this.peer.forwards(packets)).isEmpty();
		packets = this.peer.sackAndWait(1);
		assertForwards(packets, "2 [0/1]");
		assertThat(this.peer.tsns(packets)).isEmpty();
	}

	@Test
	@DisplayName("20. Nor past one that is acknowledged by a gap block only (RFC 3758 §3.5 C2)")
	void neverMovesPastAGapAck() {
		this.peer.send(lifetime(300), RELIABLE, lifetime(300));
		this.peer.until(400);
		List<SentPacket> packets = new ArrayList<>(this.peer.sack(0, 2, 2));
		packets.addAll(this.peer.until(1700));
		assertForwards(packets, "1 [0/0]");
		assertThat(this.peer.tsns(packets)).isEmpty();
		assertForwards(this.peer.sackAndWait(2), "3 [0/2]");
	}

	@Test
	@DisplayName("21. When T3 expires a FORWARD TSN takes the place of what was given up (RFC 3758 §4.1 TR4, §3.5 A5, C3, C4)")
	void forwardsWhenT3Expires() {
		List<SentPacket> packets = giveUp(lifetime(300));
		assertForwards(packets, "1 [0/0]");
		assertThat(this.peer.tsns(packets)).isEmpty();
		assertThat(this.peer.times(packets, FORWARD_TSN)).allMatch((time) -> time >= 300);
		assertThat(chunks(packets, FORWARD_TSN)).allMatch((chunk) -> chunk.length() == 12 && chunk.flags() == 0);
		assertThat(this.peer.failures()).containsExactly("abandoned sent");
	}

	@Test
	@DisplayName("22. A SACK that reports the gap is followed by a FORWARD TSN (RFC 3758 §3.5 A4, C3, F3)")
	void forwardsAfterASack() {
		this.peer.send(lifetime(300), RELIABLE);
		this.peer.until(400);
		List<SentPacket> packets = new ArrayList<>(this.peer.sack(0, 2, 2));
		packets.addAll(this.peer.until(1700));
		assertForwards(packets, "1 [0/0]");
		assertThat(this.peer.tsns(packets)).isEmpty();
	}

	@Test
	@DisplayName("23. T3 runs for a FORWARD TSN that is not answered, and repeats it (RFC 3758 §3.5 C5, A5)")
	void repeatsForwardTsn() {
		assertForwards(giveUp(lifetime(300)), "1 [0/0]");
		List<SentPacket> packets = this.peer.until(20_000);
		assertForwards(packets, "1 [0/0]");
		assertThat(this.peer.times(packets, FORWARD_TSN)).hasSizeBetween(2, 10);
		assertThat(this.peer.tsns(packets)).isEmpty();
		assertThat(this.peer.sack(1)).isEmpty();
		assertThat(this.peer.until(200_000)).isEmpty();
	}

	@Test
	@DisplayName("23. Also when a SACK has left nothing outstanding but what was given up (RFC 3758 §3.5 C5)")
	void repeatsForwardTsnWithNothingOutstanding() {
		this.peer.send(RELIABLE, lifetime(300), RELIABLE);
		this.peer.until(400);
		this.peer.sackAndWait(1, 2, 2);
		List<SentPacket> packets = this.peer.until(20_000);
		assertForwards(packets, "2 [0/1]");
		assertThat(this.peer.times(packets, FORWARD_TSN)).hasSizeBetween(2, 10);
		assertThat(this.peer.tsns(packets)).isEmpty();
		assertThat(this.peer.sack(3)).isEmpty();
		assertThat(this.peer.until(200_000)).isEmpty();
	}

	@Test
	@DisplayName("24. A peer that answers no FORWARD TSN is lost after as many expiries as any other (RFC 7496 §3.1, RFC 9260 §8.1, §8.2)")
	void losesAPeerThatAnswersNothing() {
		this.peer.send(lifetime(300));
		this.peer.until(62_900);
		assertThat(this.peer.peer().events().pathChanges()).isEmpty();
		this.peer.until(64_500);
		assertThat(this.peer.peer().events().pathChanges()).hasSize(1);
		this.peer.until(362_900);
		assertThat(this.peer.peer().events().take()).isEmpty();
		this.peer.until(364_500);
		assertThat(this.peer.peer().events().take()).containsExactly(EventLog.COMM_LOST);
		assertThat(this.peer.failures()).containsExactly("abandoned sent");
	}

	@Test
	@DisplayName("25. SACKs that still report the gap are answered by further FORWARD TSNs, not more than one each (RFC 3758 §3.5 C3, F2)")
	void forwardsAgainWhileTheGapIsReported() {
		this.peer.send(lifetime(300), lifetime(300), lifetime(300), RELIABLE);
		this.peer.until(200);
		this.peer.sack(0, 4, 4);
		this.peer.until(1800);
		int forwards = 0;
		for (int time = 1850; time <= 2850; time += 50) {
			List<SentPacket> packets = new ArrayList<>(this.peer.until(time));
			packets.addAll(this.peer.sack(0, 4, 4));
			assertThat(this.peer.forwards(packets)).hasSizeLessThanOrEqualTo(2);
			forwards += this.peer.forwards(packets).size();
		}
		assertThat(forwards).isBetween(1, 22);
	}

	@Test
	@DisplayName("26. FORWARD TSN has the highest SSN of each stream, each stream once (RFC 3758 §3.2, §3.5 C4)")
	void namesTheHighestOfEachStream() {
		List<SentPacket> packets = giveUp(lifetime(1, 300), lifetime(1, 300), lifetime(2, 300), lifetime(1, 300),
				lifetime(3, 300));
		assertForwards(packets, "5 [1/2, 2/0, 3/0]");
		assertThat(chunks(packets, FORWARD_TSN)).allMatch((chunk) -> chunk.length() == 20);
	}

	@Test
	@DisplayName("27. Unordered messages are not named (RFC 3758 §3.2, §3.5 C4)")
	void doesNotNameUnorderedMessages() {
		assertForwards(giveUp(unordered(1, 300), lifetime(2, 300), unordered(3, 300)), "3 [2/0]");
		PartialReliabilityPeer other = new PartialReliabilityPeer();
		other.send(unordered(1, 300));
		List<SentPacket> packets = other.until(1500);
		assertThat(other.forwards(packets)).isNotEmpty().containsOnly("1 []");
		assertThat(chunks(packets, FORWARD_TSN)).allMatch((chunk) -> chunk.length() == 8);
	}

	@Test
	@DisplayName("28. Only streams of TSNs up to the point are named, with SSNs of these TSNs (RFC 3758 §3.2, §3.5 C4)")
	void namesOnlyWhatIsSkipped() {
		List<SentPacket> packets = giveUp(lifetime(1, 300), SendOptions.stream(2), lifetime(1, 300));
		assertForwards(packets, "1 [1/0]");
		assertForwards(this.peer.sackAndWait(2), "3 [1/1]");
	}

	@Test
	@DisplayName("28. What the peer has after all need not be named; the rest must (RFC 3758 §3.5 C4)")
	void namesTheRestWhenSomeHaveArrived() {
		assertForwards(giveUp(lifetime(1, 300), lifetime(2, 300)), "2 [1/0, 2/0]");
		List<SentPacket> packets = new ArrayList<>(this.peer.sack(1));
		packets.addAll(this.peer.until(10_000));
		assertThat(this.peer.forwards(packets)).isNotEmpty().isSubsetOf("2 [2/0]", "2 [1/0, 2/0]");
	}

	@Test
	@DisplayName("29. When SSNs wrap the later one is named, though its number is smaller (RFC 3758 §3.2, RFC 9260 §6.5)")
	void namesTheLaterSsnWhenTheyWrap() {
		for (int tsn = 1; tsn <= 65_535; tsn++) {
			this.peer.peer().send(4, RELIABLE);
			this.peer.sack(tsn);
		}
		assertForwards(giveUp(lifetime(300), lifetime(300)), "65537 [0/0]");
	}

	@Test
	@DisplayName("30. The point moves on when TSNs wrap (RFC 3758 §2)")
	void movesThePointWhenTsnsWrap() {
		PartialReliabilityPeer wrapping = new PartialReliabilityPeer(
				new ScriptedPeer(EstablishedPeer.PLAIN, startingAt(-2)), PEER_TSN, RawChunks.WINDOW, supported());
		assertThat(wrapping.wire(1)).isEqualTo(-2);
		wrapping.send(lifetime(300), lifetime(300), lifetime(300), RELIABLE, lifetime(300));
		List<SentPacket> packets = wrapping.until(1500);
		assertThat(wrapping.forwards(packets)).isNotEmpty().containsOnly("3 [0/2]");
		assertThat(wrapping.tsns(packets)).containsExactly(4);
		assertThat(wrapping.forwards(wrapping.sackAndWait(4))).isNotEmpty().containsOnly("5 [0/4]");
		assertThat(wrapping.sack(5)).isEmpty();
		assertThat(wrapping.until(100_000)).isEmpty();
	}

	/** A generator whose 32-bit numbers are all the same, the first TSN among them. */
	private static RandomGenerator startingAt(int number) {
		SeededRandom others = new SeededRandom(1);
		return new RandomGenerator() {

			@Override
			public long nextLong() {
				return others.nextLong();
			}

			@Override
			public int nextInt() {
				return number;
			}

		};
	}

	@Test
	@DisplayName("31. The point moves no farther than one packet can tell (RFC 3758 §3.5 C4)")
	void movesAsFarAsFitsAPacket() {
		SctpOptions options = EstablishedPeer.PLAIN.toBuilder()
			.pathMtu(576)
			.outboundStreams(300)
			.maxBurst(1024)
			.build();
		PartialReliabilityPeer narrow = new PartialReliabilityPeer(options);
		int before = grow(narrow, 8000);
		for (int stream = 0; stream < 200; stream++) {
			narrow.peer().send(10, lifetime(stream, 300));
		}
		List<SentPacket> packets = narrow.peer().advanceMillis(2500);
		int told = 0;
		while (told < 200) {
			assertThat(packets).allMatch((packet) -> packet.size() <= 548);
			List<SentChunk> forwards = chunks(packets, FORWARD_TSN).toList();
			assertThat(forwards).isNotEmpty();
			int next = narrow.forwardedTo(forwards.get(0)) - before;
			assertThat(next).isGreaterThan(told);
			assertThat(forwards.get(0).length()).as("each of them is named").isEqualTo(8 + 4 * (next - told));
			told = next;
			packets = narrow.sackAndWait(before + told);
		}
		assertThat(told).isEqualTo(200);
		assertThat(narrow.tsns(packets)).isEmpty();
	}

	/** Lets the window grow by acknowledging what is sent. */
	private static int grow(PartialReliabilityPeer to, long cwnd) {
		int sent = 0;
		while (to.path().cwnd() < cwnd) {
			for (int i = 0; i < 60; i++) {
				to.peer().queue(500, RELIABLE);
			}
			int now = to.tsns(to.peer().flush()).size();
			while (now > 0) {
				sent += now;
				now = to.tsns(to.sack(sent)).size();
			}
		}
		return sent;
	}

	@Test
	@DisplayName("32. With one fragment all of its message are given up, those that have arrived, too (RFC 3758 §3.5 A3)")
	void givesUpAllFragments() {
		this.peer.peer().send(4000, lifetime(300));
		this.peer.until(400);
		List<SentPacket> packets = new ArrayList<>(this.peer.sack(0, 2, 3));
		packets.addAll(this.peer.until(1700));
		assertForwards(packets, "3 [0/0]");
		assertThat(this.peer.tsns(packets)).isEmpty();
		assertThat(this.peer.failures()).containsExactly("abandoned sent");
	}

	/** A long message of which the peer's window lets two fragments out. */
	private static PartialReliabilityPeer withHalfAMessage(SendOptions how) {
		PartialReliabilityPeer to = new PartialReliabilityPeer(new ScriptedPeer(EstablishedPeer.PLAIN), PEER_TSN,
				2 * 1444, supported());
		assertThat(to.tsns(to.peer().send(20_000, how))).containsExactly(1, 2);
		return to;
	}

	/** What was given up was told, and the next message begins behind it. */
	private static void assertGoesOnBehindIt(PartialReliabilityPeer to, List<SentPacket> packets, int least,
			String pairs, int ssn) {
		List<SentChunk> forwards = chunks(packets, FORWARD_TSN).toList();
		assertThat(forwards).isNotEmpty();
		int point = to.forwardedTo(forwards.get(forwards.size() - 1));
		assertThat(point).isGreaterThanOrEqualTo(least);
		assertThat(to.forwards(packets)).endsWith(point + " " + pairs);
		assertThat(to.failures()).containsExactly("abandoned sent");
		assertThat(to.tsns(to.sack(point))).as("nothing of the rest").isEmpty();
		packets = to.send(RELIABLE);
		assertThat(to.tsns(packets)).containsExactly(point + 1);
		assertThat(to.ssns(packets)).containsExactly(ssn);
		assertThat(SentPacket.only(packets, ChunkType.DATA).flags() & WHOLE).isEqualTo(WHOLE);
	}

	@Test
	@DisplayName("33. The rest of a message that was given up is never sent, and the next one has an SSN of its own (RFC 3758 §3.5 A3)")
	void neverSendsTheRest() {
		PartialReliabilityPeer to = withHalfAMessage(lifetime(300));
		List<SentPacket> packets = to.until(1500);
		assertThat(to.tsns(packets)).isEmpty();
		assertGoesOnBehindIt(to, packets, 2, "[0/0]", 1);
	}

	@Test
	@DisplayName("34. If all that was sent of it was acknowledged, the peer is told that the rest does not come (RFC 3758 §3.5 A3, C3)")
	void tellsThatTheRestDoesNotCome() {
		PartialReliabilityPeer to = withHalfAMessage(lifetime(300));
		to.until(100);
		to.sackWithWindow(2, 0);
		List<SentPacket> packets = new ArrayList<>(to.until(2500));
		packets.addAll(to.sackAndWait(2));
		assertThat(to.tsns(packets)).isEmpty();
		assertGoesOnBehindIt(to, packets, 3, "[0/0]", 1);
	}

	@Test
	@DisplayName("35. The same for unordered messages, which are not named (RFC 3758 §3.5 A3, C4)")
	void neverSendsTheRestOfUnorderedMessages() {
		PartialReliabilityPeer to = withHalfAMessage(unordered(0, 300));
		List<SentPacket> packets = to.until(1500);
		assertThat(to.tsns(packets)).isEmpty();
		assertGoesOnBehindIt(to, packets, 2, "[]", 0);
		to = withHalfAMessage(unordered(0, 300));
		to.until(100);
		to.sackWithWindow(2, 0);
		packets = new ArrayList<>(to.until(2500));
		packets.addAll(to.sackAndWait(2));
		assertGoesOnBehindIt(to, packets, 3, "[]", 0);
	}

	@Test
	@DisplayName("36. What the peer has is not given up when its lifetime ends (RFC 3758 §3.4, §3.5 A2)")
	void doesNotGiveUpWhatThePeerHas() {
		this.peer.send(RELIABLE, lifetime(300));
		this.peer.until(100);
		this.peer.sack(0, 2, 2);
		List<SentPacket> packets = new ArrayList<>(this.peer.until(1200));
		assertThat(this.peer.tsns(packets)).containsExactly(1);
		packets.addAll(this.peer.sackAndWait(2));
		packets.addAll(this.peer.until(100_000));
		assertThat(this.peer.forwards(packets)).isEmpty();
		assertThat(this.peer.failures()).isEmpty();
	}

	@Test
	@DisplayName("37. If the peer takes its acknowledgement back after the lifetime it is given up (RFC 3758 §3.4, RFC 9260 §6.2.1)")
	void givesUpWhatThePeerHasReneged() {
		this.peer.send(RELIABLE, lifetime(300));
		this.peer.until(100);
		this.peer.sack(0, 2, 2);
		this.peer.until(1200);
		List<SentPacket> packets = new ArrayList<>(this.peer.sack(1));
		packets.addAll(this.peer.until(5000));
		assertForwards(packets, "2 [0/1]");
		assertThat(this.peer.tsns(packets)).isEmpty();
		assertThat(this.peer.failures()).containsExactly("abandoned sent");
	}

}
