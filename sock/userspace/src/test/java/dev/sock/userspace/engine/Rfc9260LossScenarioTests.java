package dev.sock.userspace.engine;

import java.util.List;

import dev.sock.SendOptions;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 18, 21 and 28 to 40 of {@code rfc9260-scenarios.md}: bursts, missing reports,
 * fast retransmission and fast recovery. The scenarios' TSNs 10 to 16 are 0 to 6 here.
 */
class Rfc9260LossScenarioTests {

	private final EstablishedPeer peer = new EstablishedPeer(EstablishedPeer.PLAIN.toBuilder().maxBurst(4).build());

	/** Lets the window grow by messages that are acknowledged one after the other. */
	private int grow(int rounds) {
		int tsn = 0;
		for (int i = 0; i < rounds; i++) {
			for (int chunk = 0; chunk < 4; chunk++) {
				this.peer.peer().queue(1444, SendOptions.DEFAULT);
			}
			List<Integer> sent = this.peer.tsns(this.peer.peer().flush());
			tsn += sent.size();
			while (!sent.isEmpty()) {
				sent = this.peer.tsns(this.peer.sack(tsn));
				tsn += sent.size();
			}
		}
		return tsn;
	}

	/** Lets the window grow by full flights, each acknowledged by one SACK. */
	private int growLarge() {
		int tsn = 0;
		for (int round = 0; round < 10; round++) {
			for (int i = 0; i < 30; i++) {
				this.peer.peer().queue(1444, SendOptions.DEFAULT);
			}
			List<Integer> sent = this.peer.tsns(this.peer.peer().flush());
			while (!sent.isEmpty()) {
				tsn += sent.size();
				sent = this.peer.tsns(this.peer.peer().flush());
			}
			tsn += this.peer.tsns(this.peer.sack(tsn)).size();
		}
		List<Integer> sent = this.peer.tsns(this.peer.sack(tsn));
		while (!sent.isEmpty()) {
			tsn += sent.size();
			sent = this.peer.tsns(this.peer.sack(tsn));
		}
		return tsn;
	}

	@Test
	@DisplayName("18. The first burst fills the initial window and goes over it by less than a chunk (§6.1 B, §7.2.1)")
	void fillsTheInitialWindow() {
		for (int i = 0; i < 10; i++) {
			this.peer.peer().queue(1444, SendOptions.DEFAULT);
		}
		assertThat(this.peer.path().cwnd()).isEqualTo(4404);
		assertThat(this.peer.tsns(this.peer.peer().flush())).containsExactly(1, 2, 3, 4);
		assertThat(this.peer.path().flightSize()).isEqualTo(5840);
		assertThat(this.peer.peer().flush()).isEmpty();
	}

	@Test
	@DisplayName("21. Acknowledging the same chunk again does not open the window further (§7.2.1)")
	void countsEachChunkOnce() {
		this.peer.send(4, 1444);
		this.peer.sack(1);
		assertThat(this.peer.path().cwnd()).isEqualTo(5864);
		for (int i = 0; i < 10; i++) {
			this.peer.sack(1);
		}
		assertThat(this.peer.path().cwnd()).isEqualTo(5864);
	}

	@Test
	@DisplayName("28. At most Max.Burst packets leave at once, and the window keeps its size (§6.1 D)")
	void limitsBursts() {
		int sent = grow(6);
		Object cwnd = this.peer.path().cwnd();
		assertThat((Long) cwnd).isGreaterThanOrEqualTo(4 * 1460);
		for (int i = 0; i < 20; i++) {
			this.peer.peer().queue(1444, SendOptions.DEFAULT);
		}
		assertThat(this.peer.tsns(this.peer.peer().flush())).containsExactly(sent + 1, sent + 2, sent + 3, sent + 4);
		assertThat(this.peer.path().cwnd()).isEqualTo(cwnd);
	}

	@Test
	@DisplayName("28. The burst is counted from what is in flight already (§6.1 D)")
	void limitsBurstsWithDataInFlight() {
		int sent = growLarge();
		assertThat(this.peer.tsns(this.peer.send(2, 1444))).hasSize(2);
		assertThat(this.peer.path().flightSize()).isEqualTo(2920);
		for (int i = 0; i < 20; i++) {
			this.peer.peer().queue(1444, SendOptions.DEFAULT);
		}
		assertThat(this.peer.tsns(this.peer.peer().flush())).containsExactly(sent + 3, sent + 4, sent + 5, sent + 6);
	}

	@Test
	@DisplayName("29. What is to be sent again goes before new data (§6.1 C)")
	void retransmitsFirst() {
		this.peer.send(3, 1444);
		this.peer.peer().queue(3000, SendOptions.DEFAULT);
		assertThat(this.peer.tsns(this.peer.until(1000))).contains(1).doesNotContain(5);
		assertThat(this.peer.tsns(this.peer.sack(1))).startsWith(2, 3);
	}

	@Test
	@DisplayName("30. The third missing report sends the chunk again at once, in one packet (§7.2.4)")
	void retransmitsFast() {
		this.peer.send(6, 100);
		assertThat(this.peer.tsns(this.peer.sack(0, 2, 2))).isEmpty();
		assertThat(this.peer.tsns(this.peer.sack(0, 2, 3))).isEmpty();
		List<SentPacket> packets = this.peer.sack(0, 2, 4);
		assertThat(packets).hasSize(1);
		assertThat(this.peer.tsns(packets)).containsExactly(1);
		assertThat(this.peer.path().cwnd()).isBetween(4404L, 5840L).isEqualTo(this.peer.path().ssthresh());
	}

	@Test
	@DisplayName("31. Only TSNs below the highest newly acknowledged one are counted as missing (§7.2.4)")
	void countsBelowTheHighestNewlyAcknowledged() {
		this.peer.send(6, 100);
		assertThat(this.peer.tsns(this.peer.sack(0, 5, 5))).isEmpty();
		assertThat(this.peer.tsns(this.peer.sack(0, 2, 2, 5, 5))).isEmpty();
		assertThat(this.peer.tsns(this.peer.sack(0, 2, 3, 5, 5))).containsExactly(1);
		assertThat(this.peer.tsns(this.peer.sack(0, 2, 3, 5, 6))).as("4 has two reports").isEmpty();
	}

	@Test
	@DisplayName("32. A SACK that is repeated is no further report (§7.2.4)")
	void ignoresRepeatedReports() {
		this.peer.send(6, 100);
		for (int i = 0; i < 5; i++) {
			assertThat(this.peer.tsns(this.peer.sack(0, 2, 2))).isEmpty();
		}
		this.peer.sack(0, 2, 3);
		assertThat(this.peer.tsns(this.peer.sack(0, 2, 4))).containsExactly(1);
	}

	/** TSN 1 is lost; fast recovery until 6. */
	private void enterRecovery() {
		this.peer.send(6, 100);
		this.peer.sack(0, 2, 2);
		this.peer.sack(0, 2, 3);
		assertThat(this.peer.tsns(this.peer.sack(0, 2, 4))).containsExactly(1);
	}

	@Test
	@DisplayName("33. In recovery a further loss does not halve the window, and each advance counts every missing TSN (§7.2.4)")
	void halvesOnceInRecovery() {
		enterRecovery();
		Object cwnd = this.peer.path().cwnd();
		assertThat(this.peer.tsns(this.peer.send(4, 100))).containsExactly(7, 8, 9, 10);
		// 5 is lost too; the cumulative ack moves to 4 and reports it though 6 is not
		// new.
		assertThat(this.peer.tsns(this.peer.sack(0, 2, 4, 6, 6))).isEmpty();
		assertThat(this.peer.tsns(this.peer.sack(4, 2, 2))).isEmpty();
		assertThat(this.peer.tsns(this.peer.sack(4, 2, 3))).containsExactly(5);
		assertThat(this.peer.path().cwnd()).isEqualTo(cwnd);
		assertThat(this.peer.path().ssthresh()).isEqualTo(cwnd);
	}

	@Test
	@DisplayName("34. Recovery ends when all that was sent before it is acknowledged; then a loss halves again (§7.2.4)")
	void leavesRecovery() {
		int sent = growLarge();
		this.peer.send(6, 1444);
		lose(sent);
		Object cwnd = this.peer.path().cwnd();
		this.peer.sack(sent + 5);
		this.peer.send(6, 100);
		lose(sent + 5); // 6 is missing as well, still in recovery
		assertThat(this.peer.path().cwnd()).isEqualTo(cwnd);
		this.peer.sack(sent + 12);
		Object before = this.peer.path().ssthresh();
		this.peer.send(6, 100);
		lose(sent + 12);
		assertThat(this.peer.path().ssthresh()).isNotEqualTo(before);
	}

	private void lose(int cumulative) {
		this.peer.sack(cumulative, 2, 2);
		this.peer.sack(cumulative, 2, 3);
		assertThat(this.peer.tsns(this.peer.sack(cumulative, 2, 4))).contains(cumulative + 1);
	}

	@Test
	@DisplayName("35. A chunk is not retransmitted fast again for what was sent before; T3 repairs it (§7.2.4)")
	void retransmitsFastOnce() {
		enterRecovery();
		for (int end = 5; end <= 6; end++) {
			assertThat(this.peer.tsns(this.peer.sack(0, 2, end))).doesNotContain(1);
		}
		assertThat(this.peer.tsns(this.peer.until(5000))).startsWith(1);
	}

	@Test
	@DisplayName("36. Fast retransmission of the lowest TSN starts T3 anew (§7.2.4)")
	void startsTheTimerAnew() {
		this.peer.send(6, 100);
		this.peer.until(600);
		this.peer.sack(0, 2, 2);
		this.peer.sack(0, 2, 3);
		this.peer.sack(0, 2, 4);
		assertThat(this.peer.times(this.peer.until(2000), ChunkType.DATA))
			.containsExactly(600 + this.peer.rtoMillis() / 2); // doubled by the expiry
	}

	@Test
	@DisplayName("37. Of several chunks reported by one SACK only one packet is sent at once (§7.2.4)")
	void retransmitsOnePacketAtOnce() {
		int sent = grow(2);
		this.peer.send(4, 1444);
		this.peer.send(3, 100);
		this.peer.sack(sent, 3, 3);
		this.peer.sack(sent, 3, 4);
		List<SentPacket> packets = this.peer.sack(sent, 3, 5);
		assertThat(packets.get(0).has(ChunkType.DATA)).isTrue();
		assertThat(this.peer.tsns(packets.subList(0, 1))).containsExactly(sent + 1);
		EstablishedPeer small = new EstablishedPeer();
		small.send(6, 200);
		small.sack(0, 3, 3);
		small.sack(0, 3, 4);
		packets = small.sack(0, 3, 5);
		assertThat(packets).hasSize(1);
		assertThat(small.tsns(packets)).containsExactly(1, 2);
	}

	@Test
	@DisplayName("38. What the peer has reneged on counts as outstanding again, and T3 runs (§6.2.1, §6.3.2 R4)")
	void standsReneging() {
		this.peer.send(4, 100);
		this.peer.sack(0, 2, 4);
		assertThat(this.peer.path().flightSize()).isEqualTo(116);
		this.peer.sack(0, 4, 4);
		assertThat(this.peer.path().flightSize()).isEqualTo(3 * 116);
		assertThat(this.peer.status().unacknowledgedChunks()).isEqualTo(4);
		assertThat(this.peer.tsns(this.peer.until(1100))).contains(1, 2, 3).doesNotContain(4);
	}

	@Test
	@DisplayName("39. A SACK behind the ack point is dropped whole, its window too (§6.2.1)")
	void dropsOldSacks() {
		this.peer.send(4, 100);
		this.peer.sack(4);
		Object window = this.peer.status().peerRwnd();
		assertThat(this.peer.sackWithWindow(2, 0)).isEmpty();
		assertThat(this.peer.status().peerRwnd()).isEqualTo(window);
		assertThat(this.peer.tsns(this.peer.send(1, 1000))).containsExactly(5);
	}

	@Test
	@DisplayName("40. Acknowledging what was never sent ends the association with ABORT (§12.4)")
	void abortsOnAcknowledgementsOfNothing() {
		this.peer.send(6, 100);
		SentPacket.only(this.peer.sack(7), ChunkType.ABORT);
		assertThat(this.peer.peer().events().take()).containsExactly(EventLog.COMM_LOST);
		EstablishedPeer other = new EstablishedPeer();
		other.send(6, 100);
		SentPacket.only(other.sack(0, 2, 7), ChunkType.ABORT);
	}

}
