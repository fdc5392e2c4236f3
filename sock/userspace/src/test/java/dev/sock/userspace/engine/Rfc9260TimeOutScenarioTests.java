package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.List;

import dev.sock.PathState;
import dev.sock.SctpEvent.PathChange;
import dev.sock.SendOptions;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 7 to 16 of {@code rfc9260-scenarios.md}: round trips that may be measured,
 * and the retransmission timer.
 */
class Rfc9260TimeOutScenarioTests {

	private final EstablishedPeer peer = new EstablishedPeer();

	@Test
	@DisplayName("7. An answer to a chunk that was sent twice measures nothing, one to a chunk sent once does (§6.3.1 C5)")
	void followsKarn() {
		this.peer.send(1, 100);
		assertThat(this.peer.tsns(this.peer.until(1000))).containsExactly(1);
		this.peer.until(1100);
		this.peer.sack(1);
		assertThat(this.peer.rtoMillis()).isEqualTo(2000);
		this.peer.send(1, 100);
		this.peer.until(1200);
		this.peer.sack(2);
		assertThat(this.peer.rtoMillis()).isEqualTo(1000);
	}

	@Test
	@DisplayName("8. Nor does a later chunk, if an earlier one was retransmitted after it was sent (§6.3.1 C5)")
	void followsKarnForLaterChunks() {
		this.peer.send(5, 100);
		this.peer.until(500);
		this.peer.sack(0, 3, 3);
		this.peer.sack(0, 3, 4);
		assertThat(this.peer.tsns(this.peer.sack(0, 3, 5))).startsWith(1);
		Object srtt = this.peer.path().srtt();
		this.peer.until(600);
		this.peer.sack(2, 1, 3);
		assertThat(this.peer.path().srtt()).isEqualTo(srtt);
	}

	@Test
	@DisplayName("9. The round trip is measured once per round trip (§6.3.1 C4)")
	void measuresOncePerRoundTrip() {
		this.peer.send(1, 100);
		for (int i = 1; i < 4; i++) {
			this.peer.until(10 * i);
			this.peer.send(1, 100);
		}
		this.peer.until(110);
		this.peer.sack(2);
		Object srtt = this.peer.path().srtt();
		this.peer.until(130);
		this.peer.sack(4);
		assertThat(this.peer.path().srtt()).isEqualTo(srtt);
	}

	@Test
	@DisplayName("10. T3 starts with the first chunk, starts anew with the lowest one acknowledged, and stops with the last (§6.3.2)")
	void startsAndStopsTheTimer() {
		this.peer.send(1, 100);
		this.peer.until(300);
		this.peer.send(2, 100);
		this.peer.until(350);
		this.peer.sack(0, 3, 3); // higher TSNs do not start it anew
		this.peer.until(400);
		this.peer.sack(1, 2, 2);
		long rto = this.peer.rtoMillis();
		assertThat(this.peer.times(this.peer.until(3000), ChunkType.DATA)).containsExactly(400 + rto);
		EstablishedPeer other = new EstablishedPeer();
		other.send(1, 100);
		other.until(300);
		other.send(1, 100);
		assertThat(other.times(other.until(1500), ChunkType.DATA)).containsExactly(1000L);
		other.sack(2);
		assertThat(other.until(100_000)).isEmpty();
	}

	@Test
	@DisplayName("11. An expiry sends one packet with as many of the lowest chunks as fit, and doubles the RTO (§6.3.3)")
	void sendsOnePacketAfterATimeOut() {
		this.peer.send(3, 1444);
		List<SentPacket> packets = this.peer.until(1000);
		assertThat(packets).hasSize(1);
		assertThat(this.peer.tsns(packets)).containsExactly(1);
		assertThat(this.peer.rtoMillis()).isEqualTo(2000);
		assertThat(this.peer.path().cwnd()).isEqualTo(1460);
		assertThat(this.peer.path().ssthresh()).isEqualTo(5840);
		EstablishedPeer small = new EstablishedPeer();
		small.send(10, 200);
		List<SentPacket> smallPackets = small.until(1000);
		assertThat(smallPackets).hasSize(1);
		assertThat(small.tsns(smallPackets)).containsExactly(1, 2, 3, 4, 5, 6);
		assertThat(smallPackets.get(0).size()).isEqualTo(1308);
	}

	@Test
	@DisplayName("12. After an expiry nothing more is sent until an acknowledgement, then slow start begins (§7.2.1, §7.2.3)")
	void waitsForAnAcknowledgementAfterATimeOut() {
		this.peer.send(3, 1444);
		this.peer.until(1000);
		assertThat(this.peer.send(1, 10)).isEmpty();
		assertThat(this.peer.until(1900)).isEmpty();
		List<SentPacket> next = this.peer.sack(1);
		assertThat(this.peer.path().cwnd()).isEqualTo(2920);
		assertThat(this.peer.tsns(next)).startsWith(2, 3);
	}

	@Test
	@DisplayName("13. Without any answer the RTO doubles up to 60 s, and the eleventh expiry ends the association (§6.3.3 E2, §8.1)")
	void givesUpAfterElevenTimeOuts() {
		this.peer.send(1, 100);
		this.peer.peer().queue(5000, SendOptions.DEFAULT);
		List<SentPacket> packets = this.peer.until(362_999);
		assertThat(this.peer.times(packets, ChunkType.DATA).stream().filter((time) -> time > 999).distinct())
			.containsExactly(1000L, 3000L, 7000L, 15_000L, 31_000L, 63_000L, 123_000L, 183_000L, 243_000L, 303_000L);
		assertThat(this.peer.peer().events().take()).isEmpty();
		List<SentPacket> last = this.peer.until(363_000);
		assertThat(SentPacket.chunks(last)).noneMatch((chunk) -> chunk.type() == ChunkType.DATA);
		assertThat(this.peer.peer().events().take()).containsExactly(EventLog.COMM_LOST);
		assertThat(this.peer.peer().events().failures()).hasSize(2);
		assertThat(this.peer.peer().engine().associationCount()).isZero();
	}

	@Test
	@DisplayName("14. The sixth expiry makes the path inactive and tells the user once; a single path goes on being used (§8.2)")
	void tellsThatThePathIsInactive() {
		this.peer.send(1, 100);
		this.peer.until(62_999);
		assertThat(this.peer.peer().events().pathChanges()).isEmpty();
		assertThat(this.peer.path().errorCount()).isEqualTo(5);
		assertThat(this.peer.tsns(this.peer.until(63_000))).containsExactly(1);
		assertThat(this.peer.path().state()).isEqualTo(PathState.INACTIVE);
		assertThat(this.peer.tsns(this.peer.until(310_000))).containsExactly(1, 1, 1, 1);
		assertThat(this.peer.peer().events().pathChanges()).containsExactly(PathChange.UNREACHABLE);
	}

	@Test
	@DisplayName("15. One acknowledged chunk clears both counters, and a silence after it has its eleven expiries (§8.1, §8.2)")
	void clearsTheCounters() {
		this.peer.send(1, 100);
		this.peer.until(310_000);
		assertThat(this.peer.status().overallErrorCount()).isEqualTo(10);
		this.peer.sack(1);
		assertThat(this.peer.status().overallErrorCount()).isZero();
		assertThat(this.peer.path().errorCount()).isZero();
		assertThat(this.peer.path().state()).isEqualTo(PathState.ACTIVE);
		assertThat(this.peer.peer().events().pathChanges()).containsExactly(PathChange.UNREACHABLE,
				PathChange.AVAILABLE);
		assertThat(this.peer.rtoMillis()).isEqualTo(60_000);
		this.peer.send(1, 100);
		List<SentPacket> packets = this.peer.until(310_000 + 11 * 60_000 - 1);
		assertThat(this.peer.tsns(packets)).hasSize(10);
		assertThat(this.peer.peer().events().take()).isEmpty();
		this.peer.until(310_000 + 11 * 60_000);
		assertThat(this.peer.peer().events().take()).containsExactly(EventLog.COMM_LOST);
	}

	@Test
	@DisplayName("16. A SACK that acknowledges nothing new resets nothing (§8.1)")
	void countsOnDespiteOldSacks() {
		this.peer.send(1, 100);
		List<SentPacket> packets = new ArrayList<>();
		for (int time = 5000; time < 363_000; time += 5000) {
			packets.addAll(this.peer.until(time));
			packets.addAll(this.peer.sack(0));
		}
		packets.addAll(this.peer.until(362_999));
		assertThat(this.peer.tsns(packets)).hasSize(10);
		assertThat(this.peer.peer().events().take()).isEmpty();
		this.peer.until(363_000);
		assertThat(this.peer.peer().events().take()).containsExactly(EventLog.COMM_LOST);
	}

}
