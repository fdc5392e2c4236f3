package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.sock.PathState;
import dev.sock.SctpAddress;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.userspace.engine.EnginePair.Established;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.sim.LinkFaults;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.PartialReliabilityPeer.FORWARD_TSN;
import static dev.sock.userspace.engine.PartialReliabilityPeer.PEER_TSN;
import static dev.sock.userspace.engine.PartialReliabilityPeer.chunks;
import static dev.sock.userspace.engine.PartialReliabilityPeer.lifetime;
import static dev.sock.userspace.engine.PartialReliabilityPeer.retransmissions;
import static dev.sock.userspace.engine.PartialReliabilityPeer.supported;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 38 to 50 of {@code rfc3758-scenarios.md}: what giving up means for windows,
 * timers and paths.
 */
class Rfc3758CongestionScenarioTests {

	private static final SendOptions RELIABLE = SendOptions.DEFAULT;

	private final PartialReliabilityPeer peer = new PartialReliabilityPeer();

	private void assertForwards(List<SentPacket> packets, String wanted) {
		assertThat(this.peer.forwards(packets)).isNotEmpty().containsOnly(wanted);
	}

	/** Four messages that fill the window and are lost. */
	private void fillTheWindow() {
		for (int i = 0; i < 4; i++) {
			this.peer.peer().send(1444, lifetime(300));
		}
		assertThat(this.peer.path().flightSize()).isEqualTo(5840);
	}

	@Test
	@DisplayName("38. What was given up is not outstanding any more and makes room for new data (RFC 3758 §3.5 A2)")
	void makesRoomForNewData() {
		fillTheWindow();
		assertThat(this.peer.send(RELIABLE)).isEmpty();
		List<SentPacket> packets = new ArrayList<>(this.peer.until(1500));
		assertForwards(packets, "4 [0/3]");
		assertThat(this.peer.path().flightSize()).isLessThanOrEqualTo(116);
		packets.addAll(this.peer.sack(4));
		assertThat(this.peer.tsns(packets)).containsExactly(5);
		assertThat(this.peer.ssns(packets)).containsExactly(4);
	}

	@Test
	@DisplayName("38. What was given up is not counted as unacknowledged (RFC 3758 §3.5 A2)")
	void isNotUnacknowledgedAnyMore() {
		fillTheWindow();
		assertForwards(this.peer.until(1500), "4 [0/3]");
		assertThat(this.peer.status().unacknowledgedChunks()).isZero();
	}

	@Test
	@DisplayName("39. What was given up does not open the congestion window (RFC 3758 §3.5 A2)")
	void doesNotOpenTheWindow() {
		fillTheWindow();
		this.peer.until(1500);
		assertThat(this.peer.path().cwnd()).isEqualTo(1460);
		this.peer.sack(4);
		assertThat(this.peer.path().cwnd()).isEqualTo(1460);
	}

	@Test
	@DisplayName("40. The answer to a FORWARD TSN measures no round trip (RFC 3758 §3.5 A2, RFC 9260 §6.3.1 C5)")
	void measuresNoRoundTrip() {
		this.peer.send(lifetime(300));
		Object srtt = this.peer.path().srtt();
		this.peer.until(1600);
		this.peer.sack(1);
		assertThat(this.peer.path().srtt()).isEqualTo(srtt);
		assertThat(this.peer.rtoMillis()).isEqualTo(2000);
	}

	@Test
	@DisplayName("41. A loss noticed by T3 is answered as if the chunk were sent again (RFC 3758 §3.5 F5, RFC 7496 §3.1)")
	void answersATimeOut() {
		for (SendOptions how : new SendOptions[] { lifetime(300), retransmissions(0) }) {
			PartialReliabilityPeer to = new PartialReliabilityPeer();
			to.send(how);
			to.until(1500);
			assertThat(to.path().cwnd()).isEqualTo(1460);
			assertThat(to.path().ssthresh()).isEqualTo(5840);
			assertThat(to.rtoMillis()).isEqualTo(2000);
			assertThat(to.path().errorCount()).isEqualTo(1);
			assertThat(to.status().overallErrorCount()).isEqualTo(1);
		}
	}

	/** Lets the window grow by acknowledging what is sent. */
	private static int grow(PartialReliabilityPeer to, long cwnd) {
		int sent = 0;
		while (to.path().cwnd() < cwnd) {
			for (int i = 0; i < 40; i++) {
				to.peer().queue(1444, RELIABLE);
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
	@DisplayName("42. A loss noticed by missing reports halves the window, once in a recovery (RFC 3758 §3.5 F5, RFC 9260 §7.2.4)")
	void answersMissingReports() {
		PartialReliabilityPeer to = new PartialReliabilityPeer(
				EstablishedPeer.PLAIN.toBuilder().maxBurst(1024).build());
		int sent = grow(to, 20_000);
		long before = cwnd(to);
		to.peer().send(1444, retransmissions(0));
		to.peer().send(1444, RELIABLE);
		to.peer().send(1444, retransmissions(0));
		for (int i = 0; i < 4; i++) {
			to.peer().send(1444, RELIABLE);
		}
		to.sack(sent, 2, 2);
		to.sack(sent, 2, 2, 4, 4);
		List<SentPacket> packets = new ArrayList<>(to.sack(sent, 2, 2, 4, 5));
		packets.addAll(to.sack(sent, 2, 2, 4, 6));
		packets.addAll(to.sack(sent, 2, 2, 4, 7));
		assertThat(cwnd(to)).isEqualTo(Math.max(before / 2, 5840)).isEqualTo(to.path().ssthresh());
		packets.addAll(to.peer().advanceMillis(500));
		assertThat(to.tsns(packets)).isEmpty();
		assertThat(to.forwards(packets)).isNotEmpty().containsOnly((sent + 1) + " [0/" + sent + "]");
		assertThat(to.failures()).containsExactly("abandoned sent", "abandoned sent");
	}

	private static long cwnd(PartialReliabilityPeer of) {
		Long cwnd = of.path().cwnd();
		return (cwnd != null) ? cwnd : 0;
	}

	/** Messages come all the time, and nothing is ever acknowledged. */
	private static List<SentPacket> sendIntoTheVoid(PartialReliabilityPeer to, SendOptions how, long millis) {
		List<SentPacket> packets = new ArrayList<>();
		for (long time = 0; time < millis && to.peer().engine().associationCount() > 0; time += 50) {
			packets.addAll(to.until(time));
			packets.addAll(to.peer().send(1444, how));
		}
		packets.addAll(to.until(millis));
		return packets;
	}

	@Test
	@DisplayName("41. Nobody sends more into a dead network than with reliable messages, however short their lives (RFC 7496 §5, RFC 3758 §3.5 F5)")
	void isNotMoreAggressive() {
		int reliable = this.peer.tsns(sendIntoTheVoid(this.peer, RELIABLE, 20_000)).size();
		assertThat(reliable).isBetween(5, 10);
		for (SendOptions how : new SendOptions[] { lifetime(100), lifetime(2500), retransmissions(0) }) {
			PartialReliabilityPeer to = new PartialReliabilityPeer();
			assertThat(to.tsns(sendIntoTheVoid(to, how, 20_000))).as("%s", how).hasSizeLessThanOrEqualTo(reliable);
		}
	}

	@Test
	@DisplayName("41. A dead peer is noticed though no message lives until T3 expires (RFC 7496 §3.1, RFC 9260 §8.1)")
	void noticesADeadPeer() {
		sendIntoTheVoid(this.peer, lifetime(100), 370_000);
		assertThat(this.peer.peer().events().take()).containsExactly(EventLog.COMM_LOST);
	}

	@Test
	@DisplayName("43. Whether a SACK is old is judged by the last ack, not by the point (RFC 3758 §3.5 F4)")
	void judgesSacksByTheLastAck() {
		this.peer.send(lifetime(300), lifetime(300), lifetime(300));
		this.peer.until(1500);
		assertThat(this.peer.tsns(this.peer.send(RELIABLE))).containsExactly(4);
		this.peer.sackWithWindow(1, 50_000, 3, 3);
		assertThat(this.peer.path().flightSize()).isZero();
		assertThat(this.peer.status().peerRwnd()).isEqualTo(50_000);
		this.peer.sackWithWindow(0, 0);
		assertThat(this.peer.status().peerRwnd()).as("an old one").isEqualTo(50_000);
	}

	@Test
	@DisplayName("44. A retransmission leaves out what was given up (RFC 3758 §3.5 A2, RFC 9260 §6.3.3)")
	void leavesOutWhatWasGivenUp() {
		this.peer.send(lifetime(300), RELIABLE, lifetime(300), RELIABLE);
		List<SentPacket> packets = this.peer.until(1500);
		assertThat(this.peer.tsns(packets)).containsExactly(2, 4);
		assertForwards(packets, "1 [0/0]");
		packets = this.peer.sackAndWait(2);
		assertForwards(packets, "3 [0/2]");
		assertThat(this.peer.sack(4)).isEmpty();
		assertThat(this.peer.until(100_000)).isEmpty();
	}

	@Test
	@DisplayName("45. A closed window of the peer does not hold a FORWARD TSN up (RFC 3758 §3.5 C3)")
	void forwardsThroughAClosedWindow() {
		this.peer.send(lifetime(300));
		this.peer.until(100);
		this.peer.sackWithWindow(0, 0);
		assertForwards(this.peer.until(1600), "1 [0/0]");
	}

	@Test
	@DisplayName("46. A probe of a closed window can be given up; the next message is the next probe (RFC 3758 §4.1 TR4, RFC 9260 §6.1 A)")
	void givesUpAProbe() {
		this.peer.send(RELIABLE);
		this.peer.sackWithWindow(1, 0);
		assertThat(this.peer.send(lifetime(1500), RELIABLE)).isEmpty();
		assertThat(this.peer.tsns(this.peer.until(1010))).containsExactly(2);
		this.peer.sackWithWindow(1, 0);
		List<SentPacket> packets = this.peer.until(8000);
		assertForwards(packets, "2 [0/1]");
		assertThat(this.peer.tsns(packets)).doesNotContain(2);
		packets = new ArrayList<>(packets);
		packets.addAll(this.peer.sackWithWindow(2, 0));
		packets.addAll(this.peer.until(100_000));
		assertThat(this.peer.tsns(packets)).isNotEmpty().containsOnly(3);
		assertThat(this.peer.ssns(packets)).containsOnly(2);
	}

	@Test
	@DisplayName("47. FORWARD TSN does not leave later than the data that it makes room for (RFC 3758 §3.5 F2)")
	void forwardsBeforeNewData() {
		fillTheWindow();
		this.peer.send(RELIABLE);
		List<SentChunk> chunks = SentPacket.chunks(this.peer.until(1500));
		List<Integer> types = chunks.stream().map(SentChunk::type).toList();
		assertThat(types).contains(FORWARD_TSN);
		if (types.contains(ChunkType.DATA)) {
			assertThat(types.indexOf(FORWARD_TSN)).isLessThan(types.indexOf(ChunkType.DATA));
		}
	}

	@Test
	@DisplayName("48. Losses alone bring no FORWARD TSN (RFC 3758 §3.5 F1)")
	void neverForwardsWithoutGivingUp() {
		Established both = EnginePair.with(1).connect();
		both.pair().network.faults(LinkFaults.builder().loss(0.05).build());
		Set<Integer> types = new HashSet<>();
		both.pair().network.filter((packet) -> {
			types.add(packet.firstChunkType());
			return true;
		});
		for (int i = 0; i < 2000; i++) {
			SendOptions how = switch (i % 3) {
				case 0 -> RELIABLE;
				case 1 -> lifetime(1, 4_000_000_000L);
				default -> retransmissions(1000);
			};
			both.client().send(EnginePair.payload(700), how);
		}
		both.pair().await("delivery", () -> both.server().events().messageCount() == 2000);
		assertThat(types).contains(ChunkType.DATA, ChunkType.SACK).doesNotContain(FORWARD_TSN);
		assertThat(both.client().events().failures()).isEmpty();
	}

	private static PartialReliabilityPeer withTwoPaths(SctpOptions options) {
		return new PartialReliabilityPeer(new ScriptedPeer(options), PEER_TSN, RawChunks.WINDOW, supported(),
				RawChunks.address(ScriptedPeer.PEER_2));
	}

	@Test
	@DisplayName("49. FORWARD TSN goes to a confirmed address only (RFC 3758 §3.5 C3)")
	void forwardsToAConfirmedAddress() {
		PartialReliabilityPeer to = withTwoPaths(EstablishedPeer.PLAIN);
		assertThat(to.path(ScriptedPeer.PEER_2).state()).isEqualTo(PathState.UNCONFIRMED);
		to.send(lifetime(300));
		List<SctpAddress> destinations = forwardsOf(to.until(20_000));
		assertThat(destinations).hasSizeGreaterThan(1).containsOnly(ScriptedPeer.PEER);
	}

	private static List<SctpAddress> forwardsOf(List<SentPacket> packets) {
		return packets.stream().filter((packet) -> packet.has(FORWARD_TSN)).map(SentPacket::destination).toList();
	}

	@Test
	@DisplayName("50. T3 repeats FORWARD TSN on whatever path, and the answer counts whichever it was (RFC 3758 §3.5 A5, C5)")
	void repeatsOnAnyPath() {
		SctpOptions heartbeats = EstablishedPeer.PLAIN.toBuilder().heartbeatInterval(Duration.ofHours(1)).build();
		PartialReliabilityPeer to = withTwoPaths(heartbeats);
		List<SentPacket> packets = new ArrayList<>(to.peer().flush());
		packets.addAll(to.until(3000));
		SentPacket heartbeat = packets.stream()
			.filter((packet) -> packet.destination().equals(ScriptedPeer.PEER_2) && packet.has(ChunkType.HEARTBEAT))
			.reduce((first, last) -> last)
			.orElseThrow();
		byte[] echo = SentPacket.only(List.of(heartbeat), ChunkType.HEARTBEAT).value();
		to.peer()
			.receive(
					RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, to.tag(),
							RawChunks.chunk(ChunkType.HEARTBEAT_ACK, 0, echo)),
					ScriptedPeer.PEER_2, ScriptedPeer.UDP_PORT);
		assertThat(to.path(ScriptedPeer.PEER_2).state()).isEqualTo(PathState.ACTIVE);
		to.send(lifetime(300));
		packets = to.peer().advanceMillis(20_000);
		assertThat(forwardsOf(packets)).hasSizeGreaterThan(1)
			.isSubsetOf(List.of(ScriptedPeer.PEER, ScriptedPeer.PEER_2));
		assertThat(to.forwards(packets)).containsOnly("1 [0/0]");
		to.sack(1);
		assertThat(chunks(to.peer().advanceMillis(100_000), FORWARD_TSN)).isEmpty();
	}

}
