package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.sock.SendOptions;
import dev.sock.userspace.engine.EnginePair.Established;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.sim.LinkFaults;
import dev.sock.userspace.sim.RecordingListener.Message;
import dev.sock.userspace.sim.SimulatedAssociation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sock.userspace.engine.PartialReliabilityPeer.chunks;
import static dev.sock.userspace.engine.PartialReliabilityPeer.data;
import static dev.sock.userspace.engine.PartialReliabilityPeer.forward;
import static dev.sock.userspace.engine.PartialReliabilityPeer.lifetime;
import static dev.sock.userspace.engine.PartialReliabilityPeer.retransmissions;
import static dev.sock.userspace.engine.PartialReliabilityPeer.sacked;
import static dev.sock.userspace.engine.PartialReliabilityPeer.supported;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 93 to 99 of {@code rfc3758-scenarios.md}: what is given up when an
 * association shuts down, starts anew or ends.
 */
class Rfc3758EndScenarioTests {

	private static final SendOptions RELIABLE = SendOptions.DEFAULT;

	private static final int MESSAGES = 400;

	private final PartialReliabilityPeer peer = new PartialReliabilityPeer();

	private static boolean has(List<SentPacket> packets, int type) {
		return chunks(packets, type).findAny().isPresent();
	}

	@Test
	@DisplayName("93. SHUTDOWN waits for what is reliable, not for what was given up (RFC 3758 §3.5 A2, RFC 9260 §9.2)")
	void shutsDownWithoutWhatWasGivenUp() {
		this.peer.send(lifetime(300));
		List<SentPacket> packets = new ArrayList<>(this.peer.peer().shutdown());
		packets.addAll(this.peer.until(1500));
		assertThat(this.peer.forwards(packets)).isNotEmpty().containsOnly("1 [0/0]");
		packets.addAll(this.peer.sack(1));
		assertThat(has(packets, ChunkType.SHUTDOWN)).isTrue();
		assertThat(this.peer.peer().state()).isEqualTo("SHUTDOWN_SENT");
		assertThat(this.peer.failures()).containsExactly("abandoned sent");
	}

	@Test
	@DisplayName("93. It waits for the cumulative ack of what the peer holds behind it (RFC 3758 §3.5 A2, RFC 9260 §9.2)")
	void doesNotShutDownBeforeTheRestIsAcknowledged() {
		this.peer.send(lifetime(300), RELIABLE);
		this.peer.peer().shutdown();
		this.peer.until(200);
		List<SentPacket> packets = new ArrayList<>(this.peer.sack(0, 2, 2));
		packets.addAll(this.peer.until(2000));
		assertThat(this.peer.forwards(packets)).isNotEmpty().containsOnly("1 [0/0]");
		assertThat(has(packets, ChunkType.SHUTDOWN)).isFalse();
		assertThat(has(this.peer.sack(2), ChunkType.SHUTDOWN)).isTrue();
	}

	@Test
	@DisplayName("94. What expires unsent does not hold SHUTDOWN up (RFC 3758 §4.1 TR3, RFC 9260 §9.2)")
	void shutsDownWithoutWhatExpiresUnsent() {
		this.peer.send(RELIABLE);
		this.peer.sackWithWindow(1, 0);
		this.peer.send(lifetime(300), lifetime(300));
		List<SentPacket> packets = new ArrayList<>(this.peer.peer().shutdown());
		packets.addAll(this.peer.until(1500));
		assertThat(this.peer.tsns(packets)).isEmpty();
		assertThat(has(packets, ChunkType.SHUTDOWN)).isTrue();
		assertThat(this.peer.failures()).containsExactly("abandoned unsent", "abandoned unsent");
	}

	@Test
	@DisplayName("95. After the peer's SHUTDOWN the rest is forwarded or sent before SHUTDOWN ACK (RFC 9260 §9.2)")
	void answersShutdownAfterTheRest() {
		this.peer.send(lifetime(300), RELIABLE);
		this.peer.receive(RawChunks.shutdown(this.peer.wire(0)));
		List<SentPacket> packets = this.peer.until(1500);
		assertThat(this.peer.forwards(packets)).isNotEmpty().containsOnly("1 [0/0]");
		assertThat(this.peer.tsns(packets)).containsExactly(2);
		assertThat(has(packets, ChunkType.SHUTDOWN_ACK)).isFalse();
		assertThat(has(this.peer.sack(2), ChunkType.SHUTDOWN_ACK)).isTrue();
	}

	@Test
	@DisplayName("95. The cumulative ack of SHUTDOWN answers a FORWARD TSN (RFC 3758 §3.5 C1, RFC 9260 §9.2)")
	void takesShutdownForAnAnswer() {
		this.peer.send(lifetime(300));
		this.peer.receive(RawChunks.shutdown(this.peer.wire(0)));
		List<SentPacket> packets = new ArrayList<>(this.peer.until(1500));
		assertThat(this.peer.forwards(packets)).isNotEmpty().containsOnly("1 [0/0]");
		packets.addAll(this.peer.receive(RawChunks.shutdown(this.peer.wire(1))));
		assertThat(has(packets, ChunkType.SHUTDOWN_ACK)).isTrue();
		assertThat(this.peer.peer().state()).isEqualTo("SHUTDOWN_ACK_SENT");
		assertThat(chunks(this.peer.until(10_000), PartialReliabilityPeer.FORWARD_TSN)).isEmpty();
	}

	@Test
	@DisplayName("96. After SHUTDOWN was sent a FORWARD TSN is answered like DATA (RFC 3758 §3.6, RFC 9260 §9.2)")
	void answersForwardTsnAfterShutdown() {
		this.peer.receive(data(101, 0));
		this.peer.delivered();
		SentPacket.only(this.peer.peer().shutdown(), ChunkType.SHUTDOWN);
		this.peer.until(500);
		List<SentPacket> packets = this.peer.receive(data(103, 2));
		assertThat(SentPacket.only(packets, ChunkType.SHUTDOWN).intAt(0)).isEqualTo(101);
		assertThat(sacked(packets)).isEqualTo("101 [2-2]");
		packets = this.peer.receive(forward(102, 0, 1));
		assertThat(SentPacket.only(packets, ChunkType.SHUTDOWN).intAt(0)).isEqualTo(103);
		assertThat(this.peer.delivered()).containsExactly(103);
		assertThat(this.peer.times(this.peer.until(2000), ChunkType.SHUTDOWN)).as("T2 started anew")
			.containsExactly(1500L);
	}

	@Test
	@DisplayName("97. After a restart it counts what the new INIT says, and the point starts anew (RFC 3758 §3.3.2, RFC 9260 §5.2.2)")
	void startsAnew() {
		this.peer.send(lifetime(300), lifetime(300));
		this.peer.until(1500);
		assertThat(this.peer.failures()).hasSize(2);
		this.peer.startAnew(supported());
		assertThat(this.peer.peer().events().take()).contains("restart-event");
		this.peer.send(lifetime(300));
		List<SentPacket> packets = this.peer.peer().advanceMillis(2500);
		assertThat(this.peer.forwards(packets)).isNotEmpty().containsOnly("1 [0/0]");
		assertThat(this.peer.tsns(packets)).isEmpty();
		assertThat(this.peer.sack(1)).isEmpty();
		assertThat(this.peer.failures()).hasSize(3);
		this.peer.startAnew();
		this.peer.send(lifetime(300));
		packets = this.peer.peer().advanceMillis(30_000);
		assertThat(this.peer.tsns(packets)).hasSizeGreaterThan(2).containsOnly(1);
		assertThat(this.peer.forwards(packets)).isEmpty();
		assertThat(this.peer.failures()).hasSize(3);
	}

	@Test
	@DisplayName("98. What was given up does not fail a second time when the association ends (RFC 3758 §3.5 A2)")
	void failsOnce() {
		this.peer.send(lifetime(300), RELIABLE);
		this.peer.until(1500);
		assertThat(this.peer.failures()).containsExactly("abandoned sent");
		this.peer.receive(RawChunks.chunk(ChunkType.ABORT, 0));
		assertThat(this.peer.failures()).containsExactly("abandoned sent", "sent");
		assertThat(this.peer.peer().engine().associationCount()).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
	@DisplayName("99. Whatever the network does, what is reliable arrives, and the rest arrives in order or is told (RFC 3758 §3)")
	void losesOnlyWhatWasGivenUp(int number) {
		Established both = EnginePair.with(1).connect();
		both.pair().network.faults(LinkFaults.builder()
			.loss(0.02 * number)
			.duplication(0.05)
			.reordering(0.05, Duration.ofMillis(100))
			.build());
		for (int i = 0; i < MESSAGES; i++) {
			for (SimulatedAssociation side : List.of(both.client(), both.server())) {
				side.send(numbered(i, (i % 7 == number % 7) ? 6000 : 200), how(i, number));
			}
			both.pair().run(Duration.ofMillis(10));
		}
		both.pair().network.heal();
		both.pair()
			.await("the end of all messages",
					() -> ended(both.client(), both.server()) && ended(both.server(), both.client()));
		both.pair().run(Duration.ofSeconds(5));
		assertWhole(both.client(), both.server());
		assertWhole(both.server(), both.client());
	}

	private static SendOptions how(int index, int number) {
		return switch ((index + number) % 4) {
			case 0 -> RELIABLE;
			case 1 -> retransmissions(0);
			case 2 -> lifetime(150);
			default -> lifetime(1, 40).withUnordered(index % 8 == 3);
		};
	}

	private static byte[] numbered(int index, int length) {
		byte[] payload = new byte[length];
		payload[0] = (byte) (index >> 8);
		payload[1] = (byte) index;
		return payload;
	}

	private static int index(byte[] payload) {
		return (payload[0] & 0xff) << 8 | payload[1] & 0xff;
	}

	private static boolean ended(SimulatedAssociation from, SimulatedAssociation to) {
		return from.acknowledgedMessages() + from.events().abandoned().size() == MESSAGES
				&& to.events().messageCount() > 0 && Long.valueOf(0).equals(from.status().sendBufferUsed());
	}

	/** What did not arrive was told as failed, and nothing is left. */
	private static void assertWhole(SimulatedAssociation from, SimulatedAssociation to) {
		Map<Integer, Integer> arrived = new HashMap<>();
		Map<Integer, Integer> last = new HashMap<>();
		for (Message message : to.events().messages()) {
			int index = index(message.payload());
			assertThat(arrived.put(index, message.payload().length)).as("once").isNull();
			if (!message.unordered()) {
				Integer before = last.put(message.streamId(), index);
				assertThat(index).as("in order").isGreaterThan((before != null) ? before : -1);
			}
		}
		from.events().abandoned().forEach((failure) -> {
			assertThat(failure.message().options()).as("a policy").isNotEqualTo(RELIABLE);
			if (!failure.sent()) {
				assertThat(arrived).doesNotContainKey(index(failure.message().payload()));
			}
		});
		Set<Integer> givenUp = from.events()
			.abandoned()
			.stream()
			.map((failure) -> index(failure.message().payload()))
			.collect(Collectors.toSet());
		for (int index = 0; index < MESSAGES; index++) {
			assertThat(arrived.containsKey(index) || givenUp.contains(index)).as("message %s", index).isTrue();
		}
		assertThat(to.status().receiveBufferUsed()).isZero();
	}

}
