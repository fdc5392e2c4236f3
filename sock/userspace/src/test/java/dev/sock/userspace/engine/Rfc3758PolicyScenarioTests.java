package dev.sock.userspace.engine;

import java.util.List;

import dev.sock.Reliability;
import dev.sock.SendOptions;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.PartialReliabilityPeer.PEER_TSN;
import static dev.sock.userspace.engine.PartialReliabilityPeer.lifetime;
import static dev.sock.userspace.engine.PartialReliabilityPeer.retransmissions;
import static dev.sock.userspace.engine.PartialReliabilityPeer.supported;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 11 to 16 and 51 to 60 of {@code rfc3758-scenarios.md}: when a message is
 * given up, by its lifetime or by the policies of RFC 7496, and what its sender is told.
 */
class Rfc3758PolicyScenarioTests {

	private static final SendOptions RELIABLE = SendOptions.DEFAULT;

	private final PartialReliabilityPeer peer = new PartialReliabilityPeer();

	private void expiresBeforeItHasATsn(PartialReliabilityPeer to) {
		to.send(RELIABLE);
		to.sackWithWindow(1, 0);
		assertThat(to.send(lifetime(300), RELIABLE)).isEmpty();
		assertThat(to.until(600)).isEmpty();
		List<SentPacket> packets = to.sack(1);
		assertThat(to.tsns(packets)).containsExactly(2);
		assertThat(to.ssns(packets)).as("the SSN was not used up").containsExactly(1);
		assertThat(to.failures()).containsExactly("abandoned unsent");
		assertThat(to.forwards(to.sack(2))).isEmpty();
		assertThat(to.until(100_000)).isEmpty();
		assertThat(to.failures()).hasSize(1);
	}

	@Test
	@DisplayName("11. What expires before it has a TSN uses up neither TSN nor SSN and needs no FORWARD TSN (RFC 3758 §4.1 TR3)")
	void nothingIsUsedUpByWhatWasNeverSent() {
		expiresBeforeItHasATsn(this.peer);
	}

	@Test
	@DisplayName("12. The same with a peer that has no partial reliability (RFC 9260 §11.1.5)")
	void expiresUnsentWithoutSupport() {
		expiresBeforeItHasATsn(new PartialReliabilityPeer(new ScriptedPeer(EstablishedPeer.PLAIN), PEER_TSN,
				RawChunks.WINDOW, new byte[0][]));
	}

	@Test
	@DisplayName("13. Within its lifetime a message is sent again like any other (RFC 3758 §4.1 TR2)")
	void isReliableWithinItsLifetime() {
		this.peer.send(lifetime(5000));
		List<SentPacket> packets = this.peer.until(3100);
		assertThat(this.peer.times(packets, ChunkType.DATA)).containsExactly(1000L, 3000L);
		assertThat(this.peer.ssns(packets)).containsOnly(0);
		this.peer.sack(1);
		assertThat(this.peer.until(100_000)).isEmpty();
		assertThat(this.peer.failures()).isEmpty();
	}

	@Test
	@DisplayName("14. Once the lifetime is over it is not sent again but given up (RFC 3758 §4.1 TR4, §3.5 A5)")
	void isGivenUpAfterItsLifetime() {
		this.peer.send(lifetime(5000));
		List<SentPacket> packets = this.peer.until(4999);
		assertThat(this.peer.times(packets, ChunkType.DATA)).containsExactly(1000L, 3000L);
		assertThat(this.peer.forwards(packets)).isEmpty();
		assertThat(this.peer.failures()).isEmpty();
		packets = this.peer.until(7500);
		assertThat(this.peer.tsns(packets)).isEmpty();
		assertThat(this.peer.forwards(packets)).isNotEmpty().containsOnly("1 [0/0]");
		assertThat(this.peer.failures()).containsExactly("abandoned sent");
	}

	@Test
	@DisplayName("15. Without a lifetime it is never given up (RFC 3758 §4.1 TR1)")
	void isNeverGivenUpWithoutALifetime() {
		this.peer.send(RELIABLE);
		List<SentPacket> packets = this.peer.until(300_000);
		assertThat(this.peer.tsns(packets)).hasSize(9).containsOnly(1);
		assertThat(this.peer.forwards(packets)).isEmpty();
		assertThat(this.peer.failures()).isEmpty();
	}

	@Test
	@DisplayName("16. A SACK that comes after the lifetime ends all about the message (RFC 3758 §3.5 C1, §4.1 TR5)")
	void isDoneWithWhenTheSackIsLate() {
		this.peer.send(lifetime(300));
		this.peer.until(600);
		assertThat(this.peer.forwards(this.peer.sack(1))).isEmpty();
		assertThat(this.peer.until(100_000)).isEmpty();
		assertThat(this.peer.failures()).hasSizeLessThanOrEqualTo(1);
	}

	@Test
	@DisplayName("51. A message that was given up is told once, whatever comes after (RFC 3758 §3.5 A2)")
	void isToldOnce() {
		this.peer.send(lifetime(300), RELIABLE);
		this.peer.until(1500);
		assertThat(this.peer.failures()).containsExactly("abandoned sent");
		this.peer.sack(0, 2, 2);
		this.peer.sack(1);
		this.peer.sack(2);
		this.peer.receive(RawChunks.chunk(ChunkType.ABORT, 0));
		assertThat(this.peer.peer().state()).isEqualTo("CLOSED");
		assertThat(this.peer.failures()).containsExactly("abandoned sent");
	}

	@Test
	@DisplayName("52. With no retransmission allowed it is given up when it would be sent again (RFC 7496 §3.1)")
	void isNeverSentAgainWithNoRetransmissions() {
		this.peer.send(retransmissions(0));
		assertThat(this.peer.until(999)).isEmpty();
		List<SentPacket> packets = this.peer.until(1500);
		assertThat(this.peer.tsns(packets)).isEmpty();
		assertThat(this.peer.forwards(packets)).isNotEmpty().containsOnly("1 [0/0]");
		assertThat(this.peer.failures()).containsExactly("abandoned sent");
	}

	@Test
	@DisplayName("53. With two it is sent three times in all (RFC 7496 §3.1)")
	void isSentAgainAsOftenAsAllowed() {
		this.peer.send(retransmissions(2));
		List<SentPacket> packets = this.peer.until(6999);
		assertThat(this.peer.times(packets, ChunkType.DATA)).containsExactly(1000L, 3000L);
		assertThat(this.peer.forwards(packets)).isEmpty();
		packets = this.peer.until(7500);
		assertThat(this.peer.tsns(packets)).isEmpty();
		assertThat(this.peer.forwards(packets)).isNotEmpty().containsOnly("1 [0/0]");
		assertThat(this.peer.failures()).containsExactly("abandoned sent");
	}

	@Test
	@DisplayName("54. Fast retransmissions count like those of T3 (RFC 7496 §3.1)")
	void countsBothKindsOfRetransmission() {
		this.peer.send(retransmissions(1), RELIABLE, RELIABLE, RELIABLE);
		this.peer.sack(0, 2, 2);
		this.peer.sack(0, 2, 3);
		assertThat(this.peer.tsns(this.peer.sack(0, 2, 4))).containsExactly(1);
		List<SentPacket> packets = this.peer.until(5000);
		assertThat(this.peer.tsns(packets)).isEmpty();
		assertThat(this.peer.forwards(packets)).isNotEmpty().containsOnly("1 [0/0]");
		assertThat(this.peer.failures()).containsExactly("abandoned sent");
	}

	@Test
	@DisplayName("55. One fragment that was sent too often gives the whole message up (RFC 7496 §3.1, RFC 3758 §3.5 A3)")
	void countsEachFragment() {
		this.peer.peer().send(4000, retransmissions(1));
		this.peer.until(100);
		this.peer.sack(1, 2, 2);
		List<SentPacket> packets = this.peer.until(1100);
		assertThat(this.peer.tsns(packets)).containsExactly(2);
		packets = this.peer.until(3600);
		assertThat(this.peer.tsns(packets)).isEmpty();
		assertThat(this.peer.forwards(packets)).isNotEmpty().containsOnly("3 [0/0]");
		assertThat(this.peer.failures()).containsExactly("abandoned sent");
	}

	@Test
	@DisplayName("57. The limit of the association comes before a large limit of the message (RFC 7496 §3.1)")
	void losesTheAssociationAllTheSame() {
		this.peer.send(retransmissions(1000));
		List<SentPacket> packets = this.peer.until(362_999);
		assertThat(this.peer.tsns(packets)).hasSize(10);
		assertThat(this.peer.forwards(packets)).isEmpty();
		assertThat(this.peer.peer().events().take()).isEmpty();
		this.peer.until(363_000);
		assertThat(this.peer.peer().events().take()).containsExactly(EventLog.COMM_LOST);
		assertThat(this.peer.failures()).containsExactly("sent");
	}

	@Test
	@DisplayName("58. A priority alone never gives a message up that is on its way (RFC 7496 §3.2)")
	void doesNotGiveUpByPriorityAlone() {
		this.peer.send(RELIABLE.withReliability(Reliability.priority(9)));
		List<SentPacket> packets = this.peer.until(10_000);
		assertThat(this.peer.tsns(packets)).containsExactly(1, 1, 1);
		assertThat(this.peer.forwards(packets)).isEmpty();
	}

	@Test
	@DisplayName("59. What was given up is counted by whether any part of it was sent (RFC 7496 §4.4)")
	void countsWhatWasGivenUp() {
		assertCounts(this.peer, 0, 0);
		this.peer.peer().send(4000, lifetime(300));
		this.peer.sackWithWindow(0, 0);
		this.peer.send(lifetime(300), lifetime(300), RELIABLE);
		List<SentPacket> packets = this.peer.until(1500);
		SentChunk forward = PartialReliabilityPeer.chunks(packets, PartialReliabilityPeer.FORWARD_TSN)
			.findFirst()
			.orElseThrow();
		this.peer.sack(this.peer.forwardedTo(forward));
		this.peer.until(2000);
		assertCounts(this.peer, 2, 1);
		assertThat(this.peer.failures()).containsExactlyInAnyOrder("abandoned sent", "abandoned unsent",
				"abandoned unsent");
	}

	private static void assertCounts(PartialReliabilityPeer peer, long unsent, long sent) {
		assertThat(peer.status().statistics().abandonedUnsent()).isEqualTo(unsent);
		assertThat(peer.status().statistics().abandonedSent()).isEqualTo(sent);
	}

	@Test
	@DisplayName("60. Both sides must support it, and the user is told whether they do (RFC 3758 §4.2)")
	void tellsWhetherItIsSupported() {
		assertThat(this.peer.status().extensions()).hasSize(1);
		assertThat(new PartialReliabilityPeer(EstablishedPeer.PLAIN, supported()).status().extensions()).hasSize(1);
		assertThat(new PartialReliabilityPeer(new ScriptedPeer(EstablishedPeer.PLAIN), PEER_TSN, RawChunks.WINDOW,
				new byte[0][])
			.status()
			.extensions()).isEmpty();
		assertThat(new PartialReliabilityPeer(EstablishedPeer.PLAIN.toBuilder().partialReliability(false).build(),
				supported())
			.status()
			.extensions()).isEmpty();
	}

}
