package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.List;

import dev.sock.PathState;
import dev.sock.SctpEvent.PathChange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.ReconfigurationPeer.OPTIONS;
import static dev.sock.userspace.engine.ReconfigurationPeer.addOut;
import static dev.sock.userspace.engine.ReconfigurationPeer.chunks;
import static dev.sock.userspace.engine.ReconfigurationPeer.in;
import static dev.sock.userspace.engine.ReconfigurationPeer.out;
import static dev.sock.userspace.engine.ReconfigurationPeer.rsp;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 84 to 96 of {@code rfc6525-scenarios.md}: the numbers of requests, and the
 * timer.
 */
class Rfc6525TimerScenarioTests {

	private final ReconfigurationPeer peer = new ReconfigurationPeer();

	@Test
	@DisplayName("84. Every request that is expected spends its number, whatever the result (RFC 6525 §5.2.1, §4.1)")
	void everyResultSpendsANumber() {
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x1fff, 9))).containsExactly("Rsp(2000,3)");
		assertThat(this.peer.reconfigure(addOut(0x2001, 0))).containsExactly("Rsp(2001,2)");
		assertThat(this.peer.reconfigure(out(0x2002, 0xfff, 0x2005, 1))).containsExactly("Rsp(2002,6)");
		assertThat(this.peer.reconfigure(out(0x2003, 0xfff, 0x1fff, 1))).containsExactly("Rsp(2003,4)");
		assertThat(this.peer.reconfigure(addOut(0x2004, 1))).containsExactly("Rsp(2004,1)");
	}

	@Test
	@DisplayName("85. The last ones are answered again as before, and not performed again (RFC 6525 §5.2.1)")
	void answersTheLastOnesAgain() {
		this.peer.reconfigure(addOut(0x2000, 1));
		this.peer.reconfigure(out(0x2001, 0xfff, 0x1fff, 1), in(0x2002, 9));
		assertThat(this.peer.reconfigure(out(0x2001, 0xfff, 0x1fff, 1), in(0x2002, 9)))
			.containsExactly("Rsp(2001,1) Rsp(2002,3)");
		assertThat(this.peer.changes()).containsExactly("4/5", "INBOUND [1]");
		assertThat(this.peer.reconfigure(addOut(0x2000, 1))).containsExactly("Rsp(2000,5)");
	}

	@Test
	@DisplayName("86. Even if something else is asked with the same number")
	void answersTheNumberNotTheContent() {
		this.peer.reconfigure(addOut(0x2000, 1));
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x1fff, 1))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.changes()).containsExactly("4/5");
	}

	@Test
	@DisplayName("87. A number too far ahead is bad, and changes nothing (RFC 6525 §4.4)")
	void refusesNumbersAhead() {
		assertThat(this.peer.reconfigure(out(0x2001, 0xfff, 0x1fff, 1))).containsExactly("Rsp(2001,5)");
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x1fff, 1))).containsExactly("Rsp(2000,1)");
		assertThat(this.peer.changes()).containsExactly("INBOUND [1]");
	}

	@Test
	@DisplayName("88. So is an old one, also before there was any (RFC 6525 §4.4)")
	void refusesOldNumbers() {
		assertThat(this.peer.reconfigure(out(0x1fff, 0xfff, 0x1fff, 1))).containsExactly("Rsp(1fff,5)");
		assertThat(this.peer.reconfigure(out(0x1ffe, 0xfff, 0x1fff, 1))).containsExactly("Rsp(1ffe,5)");
		for (int number = 0x2000; number < 0x2004; number++) {
			this.peer.reconfigure(addOut(number, 1));
		}
		assertThat(this.peer.reconfigure(addOut(0x2001, 1))).containsExactly("Rsp(2001,5)");
		assertThat(this.peer.streams()).isEqualTo("4/8");
	}

	@Test
	@DisplayName("89. Numbers that descend within a chunk are taken as they come")
	void takesParametersAsTheyCome() {
		assertThat(this.peer.reconfigure(out(0x2001, 0xfff, 0x1fff, 1), in(0x2000, 1)))
			.containsExactly("Rsp(2001,5) Out(1000,2000,fff,{1})");
	}

	@Test
	@DisplayName("90. The numbers of requests do not follow the TSNs (RFC 6525 §4.1)")
	void numbersDoNotFollowTsns() {
		this.peer.send(1, 2, 3);
		this.peer.peerSends(1, 2, 3);
		assertThat(this.peer.resetOutbound(1)).containsExactly("Out(1000,1fff,1002,{1})");
		assertThat(this.peer.reconfigure(out(0x2000, 0xfff, 0x2002, 1))).containsExactly("Rsp(2000,1)");
	}

	@Test
	@DisplayName("91. Without an answer the same is sent after RTO, which doubles, and is counted (RFC 6525 §5.1.1)")
	void sendsAgainWithTheRtoDoubled() {
		long start = this.peer.peer().now();
		this.peer.resetOutbound(1);
		List<SentPacket> packets = this.peer.advance(1000);
		assertThat(chunks(packets)).containsExactly("Out(1000,1fff,fff,{1})");
		assertThat(this.peer.errors()).isEqualTo(1);
		assertThat(this.peer.pathErrors()).isEqualTo(1);
		assertThat(this.peer.status().paths().get(0).rto()).hasSeconds(2);
		this.peer.send(2);
		this.peer.sack(0x1000);
		packets = this.peer.advance(7000);
		assertThat(chunks(packets)).isNotEmpty().containsOnly("Out(1000,1fff,fff,{1})");
		assertThat(ReconfigurationPeer.times(packets, start)).containsExactly(3000L, 7000L);
	}

	@Test
	@DisplayName("92. After too many the association is lost, and what was held fails (RFC 6525 §5.1.1, RFC 9260 §8.1)")
	void givesUpAfterTooMany() {
		this.peer.resetOutbound(1);
		this.peer.send(1);
		this.peer.advance(1_000_000);
		assertThat(this.peer.events()).endsWith("comm-lost");
		assertThat(this.peer.outcome()).isEqualTo("CLOSED");
		assertThat(this.peer.peer().events().failures()).containsExactly("unsent");
		assertThat(this.peer.peer().events().pathChanges()).contains(PathChange.UNREACHABLE);
		assertThat(this.peer.peer().engine().nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	@DisplayName("92. Another path is tried (RFC 9260 §8.2)")
	void triesAnotherPath() {
		ReconfigurationPeer two = new ReconfigurationPeer(OPTIONS, ScriptedPeer.PEER, ScriptedPeer.PEER_2);
		List<SentPacket> heartbeats = two.advance(100);
		heartbeats
			.forEach((packet) -> packet.chunks()
				.stream()
				.filter((chunk) -> chunk.type() == 4)
				.forEach((chunk) -> two.peer()
					.receive(
							RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, two.tag(),
									RawChunks.chunk(5, 0, chunk.value())),
							packet.destination(), ScriptedPeer.UDP_PORT)));
		assertThat(two.status().paths()).allMatch((path) -> path.state() == PathState.ACTIVE);
		two.resetOutbound(1);
		assertThat(two.advance(60_000)).filteredOn((packet) -> packet.has(0x82))
			.extracting(SentPacket::destination)
			.contains(ScriptedPeer.PEER, ScriptedPeer.PEER_2);
	}

	@Test
	@DisplayName("93. An answer after retransmissions is as good, and shows that the peer is there")
	void takesALateAnswer() {
		Duration before = this.peer.status().paths().get(0).srtt();
		this.peer.resetOutbound(1);
		this.peer.advance(7000);
		assertThat(this.peer.errors()).isEqualTo(3);
		this.peer.reconfigure(rsp(0x1000, 1));
		assertThat(this.peer.outcome()).isEqualTo("done");
		assertThat(this.peer.errors()).isZero();
		assertThat(this.peer.status().paths().get(0).srtt()).isEqualTo(before);
		assertThat(chunks(this.peer.advance(60_000))).isEmpty();
	}

	@Test
	@DisplayName("94, 95. Nothing is left to be done when nothing is asked, answers included")
	void leavesNoTimerBehind() {
		this.peer.advance(60_000);
		assertThat(this.peer.peer().engine().nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
		this.peer.resetOutbound(1);
		assertThat(this.peer.peer().engine().nextDeadlineNanos()).isLessThan(Long.MAX_VALUE);
		this.peer.reconfigure(rsp(0x1000, 1));
		this.peer.reconfigure(out(0x2000, 0xfff, 0x2005, 1));
		assertThat(this.peer.advance(600_000)).isEmpty();
		assertThat(this.peer.errors()).isZero();
	}

	@Test
	@DisplayName("96. Two requests in a chunk have one timer (RFC 6525 §5.1.1)")
	void twoRequestsHaveOneTimer() {
		long start = this.peer.peer().now();
		this.peer.addStreams(1, 1);
		assertThat(ReconfigurationPeer.times(this.peer.advance(3000), start)).containsExactly(1000L, 3000L);
	}

}
