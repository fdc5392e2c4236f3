package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sock.PathState;
import dev.sock.SctpEvent.PathChange;
import dev.sock.SctpOptions;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 66 to 71 of {@code rfc9260-scenarios.md}: several paths and heartbeats. P is
 * the primary path, Q the other one.
 */
class Rfc9260PathScenarioTests {

	private static final SctpOptions OPTIONS = SctpOptions.builder().potentiallyFailedThreshold(255).build();

	private final EstablishedPeer peer = new EstablishedPeer(OPTIONS, ScriptedPeer.PEER_2);

	private static byte[] answer(SentChunk heartbeat) {
		return RawChunks.heartbeatAck(Arrays.copyOfRange(heartbeat.value(), 4, heartbeat.shortAt(2)));
	}

	/**
	 * Lets time pass while heartbeats to Q, and to P if so wished, are answered at once.
	 */
	private static List<SentPacket> live(EstablishedPeer peer, long untilMillis, boolean answerP) {
		List<SentPacket> all = new ArrayList<>();
		long now = peer.peer().now();
		for (long step = 0; step < untilMillis; step += 50) {
			List<SentPacket> packets = peer.peer().advance(Duration.ofMillis(50));
			all.addAll(packets);
			for (SentPacket packet : packets) {
				boolean answered = packet.destination().equals(ScriptedPeer.PEER_2) || answerP;
				for (SentChunk chunk : packet.chunks()) {
					if (chunk.type() == ChunkType.HEARTBEAT && answered) {
						peer.receive(answer(chunk));
					}
				}
			}
		}
		assertThat(peer.peer().millisSince(now)).isEqualTo(untilMillis);
		return all;
	}

	private int errors(EstablishedPeer of, boolean primary) {
		Integer count = of.path(primary ? ScriptedPeer.PEER : ScriptedPeer.PEER_2).errorCount();
		return (count != null) ? count : -1;
	}

	@Test
	@DisplayName("66. Each path has its counter; time-outs of data count for the association, heartbeats of an unused path do not (§8.1, §8.2)")
	void countsErrorsByPath() {
		live(this.peer, 100, true);
		assertThat(this.peer.path(ScriptedPeer.PEER_2).state()).isEqualTo(PathState.ACTIVE);
		this.peer.send(1, 100);
		List<SentPacket> packets = this.peer.peer().advanceMillis(1050);
		assertThat(errors(this.peer, true)).isEqualTo(1);
		assertThat(this.peer.status().overallErrorCount()).isEqualTo(1);
		assertThat(packets).filteredOn((packet) -> packet.has(ChunkType.DATA))
			.extracting(SentPacket::destination)
			.containsExactly(ScriptedPeer.PEER_2);
		this.peer.sack(1);
		assertThat(this.peer.status().overallErrorCount()).isZero();
		assertThat(errors(this.peer, true)).as("the data was last sent to Q").isEqualTo(1);
		// both are silent now: the next heartbeats fail
		this.peer.peer().advance(Duration.ofSeconds(36));
		assertThat(errors(this.peer, false)).isEqualTo(1);
	}

	@Test
	@DisplayName("67. Data that timed out goes to the other path; fast retransmissions stay on theirs (§6.4, §6.3.3)")
	void retransmitsElsewhere() {
		live(this.peer, 100, true);
		this.peer.send(6, 100);
		this.peer.sack(0, 2, 2);
		this.peer.sack(0, 2, 3);
		assertThat(this.peer.sack(0, 2, 4)).extracting(SentPacket::destination).containsExactly(ScriptedPeer.PEER);
		assertThat(this.peer.rtoMillis()).isEqualTo(1000);
		List<SentPacket> packets = this.peer.peer().advanceMillis(1050);
		assertThat(packets).filteredOn((packet) -> packet.has(ChunkType.DATA))
			.isNotEmpty()
			.allMatch((packet) -> packet.destination().equals(ScriptedPeer.PEER_2));
		assertThat(this.peer.rtoMillis()).isEqualTo(2000);
		assertThat(this.peer.path(ScriptedPeer.PEER_2).rto()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	@DisplayName("68. An inactive primary path loses new data to the other one and gets it back with its first HEARTBEAT ACK (§6.4.1, §8.2)")
	void failsOverAndBack() {
		live(this.peer, 100, true);
		// P goes silent: its heartbeats fail six times
		live(this.peer, 500_000, false);
		assertThat(this.peer.path().state()).isEqualTo(PathState.INACTIVE);
		assertThat(errors(this.peer, true)).isEqualTo(6);
		assertThat(this.peer.peer().events().pathChanges()).containsOnlyOnce(PathChange.UNREACHABLE);
		assertThat(this.peer.send(1, 100)).extracting(SentPacket::destination).containsExactly(ScriptedPeer.PEER_2);
		this.peer.sack(1);
		List<SentPacket> packets = live(this.peer, 200_000, true);
		assertThat(packets).anyMatch((packet) -> packet.destination().equals(ScriptedPeer.PEER));
		assertThat(this.peer.path().state()).isEqualTo(PathState.ACTIVE);
		assertThat(errors(this.peer, true)).isZero();
		assertThat(this.peer.peer().events().pathChanges()).endsWith(PathChange.AVAILABLE);
		assertThat(this.peer.send(1, 100)).extracting(SentPacket::destination).containsExactly(ScriptedPeer.PEER);
	}

	@Test
	@DisplayName("69. Heartbeats of an idle path come one interval and one RTO apart, the RTO jittered by half (§8.3)")
	void sendsHeartbeatsWithJitter() {
		EstablishedPeer single = new EstablishedPeer(OPTIONS);
		List<Long> times = new ArrayList<>();
		while (times.size() < 1000) {
			List<SentPacket> packets = single.peer().advanceMillis(10);
			for (SentPacket packet : packets) {
				times.add(packet.nowNanos());
				single.receive(answer(packet.chunks().get(0)));
			}
		}
		double sum = 0;
		for (int i = 1; i < times.size(); i++) {
			double seconds = (times.get(i) - times.get(i - 1)) / 1e9;
			assertThat(seconds).isBetween(30.49, 31.52);
			sum += seconds;
		}
		assertThat(sum / (times.size() - 1)).isBetween(30.95, 31.05);
	}

	@Test
	@DisplayName("70. An idle path that does not answer is inactive after its sixth heartbeat (§8.3, §8.2)")
	void noticesThatAnIdlePathIsDead() {
		EstablishedPeer single = new EstablishedPeer(OPTIONS);
		long start = single.peer().now();
		List<SentPacket> packets = new ArrayList<>();
		while (single.path().state() == PathState.ACTIVE) {
			packets.addAll(single.peer().advanceMillis(100));
		}
		assertThat(packets).hasSize(6);
		// 244 or 275 s without jitter, which is half of each RTO at most: 31.5 s in all
		assertThat(single.peer().millisSince(start)).isBetween(212_000L, 307_000L);
		assertThat(single.peer().events().pathChanges()).containsExactly(PathChange.UNREACHABLE);
	}

	@Test
	@DisplayName("71. An address that the peer only listed gets nothing but heartbeats until the right nonce comes back (§5.4)")
	void verifiesPaths() {
		assertThat(this.peer.path(ScriptedPeer.PEER_2).state()).isEqualTo(PathState.UNCONFIRMED);
		List<SentPacket> packets = new ArrayList<>(this.peer.peer().advanceMillis(900));
		packets.addAll(this.peer.send(3, 100));
		List<SentPacket> toSecond = packets.stream()
			.filter((packet) -> packet.destination().equals(ScriptedPeer.PEER_2))
			.toList();
		assertThat(toSecond).as("at most one per RTO").hasSize(1);
		SentChunk heartbeat = SentPacket.only(toSecond, ChunkType.HEARTBEAT);
		byte[] right = Arrays.copyOfRange(heartbeat.value(), 4, heartbeat.shortAt(2));
		for (int at = 0; at < right.length; at++) {
			byte[] wrong = right.clone();
			wrong[at] ^= 1;
			this.peer.receive(RawChunks.heartbeatAck(wrong));
			assertThat(this.peer.path(ScriptedPeer.PEER_2).state()).isEqualTo(PathState.UNCONFIRMED);
		}
		this.peer.receive(RawChunks.heartbeatAck(right));
		assertThat(this.peer.path(ScriptedPeer.PEER_2).state()).isEqualTo(PathState.ACTIVE);
		assertThat(this.peer.peer().events().pathChanges()).containsExactly(PathChange.CONFIRMED);
	}

}
