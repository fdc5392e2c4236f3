package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.List;

import dev.sock.SendOptions;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 55 to 57 of {@code rfc9260-scenarios.md}: a peer whose window is closed.
 */
class Rfc9260WindowProbeScenarioTests {

	private final EstablishedPeer peer = new EstablishedPeer();

	/** The window closes, with one message waiting. */
	private void close() {
		this.peer.send(1, 100);
		this.peer.sackWithWindow(1, 0);
		assertThat(this.peer.send(1, 100)).isEmpty();
	}

	@Test
	@DisplayName("55. A closed window is probed with doubling intervals, for as long as the peer answers (§6.1 A)")
	void probesTheClosedWindow() {
		close();
		List<Long> probes = new ArrayList<>();
		for (long time = 10; time <= 3_600_000; time += 10) {
			List<SentPacket> packets = this.peer.until(time);
			if (!this.peer.tsns(packets).isEmpty()) {
				assertThat(this.peer.tsns(packets)).containsExactly(2);
				probes.addAll(this.peer.times(packets, ChunkType.DATA));
				assertThat(this.peer.sackWithWindow(1, 0)).isEmpty();
			}
		}
		assertThat(probes).startsWith(1000L, 3000L, 7000L, 15_000L, 31_000L, 63_000L, 123_000L, 183_000L);
		assertThat(this.peer.status().overallErrorCount()).isZero();
		assertThat(this.peer.path().errorCount()).isZero();
		assertThat(this.peer.peer().events().take()).isEmpty();
	}

	@Test
	@DisplayName("56. Probes that are not answered count, and the eleventh in a row ends the association (§6.1 A, §8.1)")
	void givesUpWhenProbesAreNotAnswered() {
		close();
		this.peer.until(1000);
		List<SentPacket> packets = this.peer.until(1_000_000);
		assertThat(this.peer.tsns(packets)).hasSize(10).containsOnly(2);
		assertThat(this.peer.peer().events().take()).containsExactly(EventLog.COMM_LOST);
	}

	@Test
	@DisplayName("57. Once the window is open data flows at once; a window smaller than a chunk counts as closed (§6.1 A, §6.2.1)")
	void sendsWhenTheWindowOpens() {
		close();
		assertThat(this.peer.tsns(this.peer.sackWithWindow(1, 10_000))).containsExactly(2);
		EstablishedPeer small = new EstablishedPeer();
		small.send(2, 1000);
		small.peer().queue(1444, SendOptions.DEFAULT);
		assertThat(small.tsns(small.peer().flush())).containsExactly(3);
		small.peer().queue(1444, SendOptions.DEFAULT);
		assertThat(small.tsns(small.sackWithWindow(1, 500))).isEmpty();
	}

}
