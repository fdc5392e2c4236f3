package dev.sock.userspace.sim;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.PacketSink;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link SimulatedNetwork} with nodes that only count.
 */
class SimulatedNetworkTests {

	private static final SctpAddress A = Objects.requireNonNull(SctpAddress.parse("10.0.0.1"));

	private static final SctpAddress B = Objects.requireNonNull(SctpAddress.parse("10.0.0.2"));

	private static final Duration LONG = Duration.ofHours(1);

	@Test
	void deliversEveryPacketInOrderAfterTheDelayWithoutFaults() {
		Run run = new Run(1, LinkFaults.builder().delay(Duration.ofMillis(20), Duration.ofMillis(10)).build());
		run.send(100);
		assertThat(run.receiver.numbers).hasSize(100).isSorted();
		assertThat(run.receiver.longestNanos).isBetween(20_000_000L, 30_000_000L);
	}

	@Test
	void losesTheShareThatItIsToldTo() {
		Run run = new Run(2, LinkFaults.builder().loss(0.3).build());
		run.send(10_000);
		assertThat(run.network.counts().count(FaultKind.LOSS)).isCloseTo(3000, within(200L));
		assertThat(run.receiver.numbers).hasSize(10_000 - (int) run.network.counts().count(FaultKind.LOSS));
	}

	@Test
	void losesInBurstsDuringBadSpells() {
		Run run = new Run(3, LinkFaults.builder().bursts(0.01, 0.1, 1).build());
		run.send(10_000);
		long lost = run.network.counts().count(FaultKind.BURST_LOSS);
		assertThat(lost).isBetween(500L, 1500L);
		int gaps = 0;
		for (int i = 1; i < run.receiver.numbers.size(); i++) {
			gaps += (run.receiver.numbers.get(i) > run.receiver.numbers.get(i - 1) + 1) ? 1 : 0;
		}
		assertThat((double) lost / gaps).isGreaterThan(5);
	}

	@Test
	void deliversDuplicates() {
		Run run = new Run(4, LinkFaults.builder().duplication(0.1).build());
		run.send(10_000);
		assertThat(run.receiver.numbers).hasSize(10_000 + (int) run.network.counts().count(FaultKind.DUPLICATION));
		assertThat(run.network.counts().count(FaultKind.DUPLICATION)).isCloseTo(1000, within(150L));
		assertThat(run.receiver.numbers.stream().distinct()).hasSize(10_000);
	}

	@Test
	void holdsPacketsBackWhileOthersPass() {
		Run run = new Run(5, LinkFaults.builder().reordering(0.2, Duration.ofMillis(50)).build());
		run.send(1000);
		assertThat(run.receiver.numbers).hasSize(1000).isNotEqualTo(run.receiver.numbers.stream().sorted().toList());
		assertThat(run.network.counts().count(FaultKind.REORDERING)).isCloseTo(200, within(60L));
	}

	@Test
	void flipsOneToThreeBits() {
		Run run = new Run(6, LinkFaults.builder().corruption(1).build());
		run.send(1000);
		// None are seen where they hit the number and the time.
		assertThat(run.receiver.flippedBits).hasSize(1000).allMatch((bits) -> bits <= 3).contains(1, 2, 3);
		assertThat(run.receiver.flippedBits.stream().filter((bits) -> bits == 0).count()).isLessThan(200);
	}

	@Test
	void cutsPacketsShort() {
		Run run = new Run(7, LinkFaults.builder().truncation(1).build());
		run.send(1000);
		assertThat(run.receiver.sizes).hasSize(1000).allMatch((size) -> size < Sender.SIZE);
		assertThat(run.receiver.sizes).contains(0, Sender.SIZE - 1);
	}

	@Test
	void losesEverythingOfOneDirectionWhileItIsCut() {
		Run run = new Run(8, LinkFaults.NONE);
		run.network.cut(A, B, Duration.ofMillis(100), Duration.ofMillis(50));
		run.network.cut(B, A, Duration.ZERO, LONG);
		run.send(300);
		assertThat(run.network.counts().count(FaultKind.ONE_WAY_CUT)).isEqualTo(50);
		assertThat(run.receiver.numbers).hasSize(250);
	}

	@Test
	void losesWhatIsLargerThanTheLinkTakes() {
		Run run = new Run(9, LinkFaults.builder().maxPacketSize(Sender.SIZE - 1).build());
		run.send(10);
		assertThat(run.receiver.numbers).isEmpty();
		assertThat(run.network.counts().count(FaultKind.BLACK_HOLE)).isEqualTo(10);
	}

	@Test
	void queuesForTheBandwidthAndLosesWhatDoesNotFitTheQueue() {
		Run run = new Run(10, LinkFaults.builder().bandwidth(Sender.SIZE * 100, Sender.SIZE * 5).build());
		run.send(1000);
		assertThat(run.receiver.numbers.size()).isBetween(100, 110);
		assertThat(run.network.counts().count(FaultKind.QUEUE_OVERFLOW)).isEqualTo(1000 - run.receiver.numbers.size());
	}

	@Test
	void countsPacketsToNobody() {
		Run run = new Run(11, LinkFaults.NONE);
		run.sender.destination = Objects.requireNonNull(SctpAddress.parse("10.9.9.9"));
		run.send(3);
		assertThat(run.network.counts().count(FaultKind.UNROUTABLE)).isEqualTo(3);
	}

	@Test
	void hidesNothingWhenTheSocketRefusesPacketsForAWhile() {
		Run run = new Run(12, LinkFaults.NONE);
		run.senderHost.blockSends(0.2, Duration.ofMillis(10));
		run.send(1000);
		assertThat(run.receiver.numbers).hasSize(1000).isSorted();
		assertThat(run.network.counts().count(FaultKind.BLOCKED_SEND)).isGreaterThan(50);
	}

	@Test
	void givesTheSameTraceForTheSameSeedAndAnotherForAnother() {
		assertThat(hash(20)).isEqualTo(hash(20)).isNotEqualTo(hash(21));
	}

	@Test
	void givesTheTraceThatItGaveOnEveryJdk() {
		// This value changes only with the network itself.
		assertThat(hash(20)).isEqualTo("02b36b64c30140af");
	}

	@Test
	void tellsWhenTheTimeDoesNotPass() {
		Run run = new Run(13, LinkFaults.NONE);
		run.sender.stuck = true;
		assertThatThrownBy(() -> run.send(1)).isInstanceOf(AssertionError.class)
			.hasMessageContaining("the time does not pass");
	}

	@Test
	void handsOverAllPacketsOfAnInstantBeforeTheHostSends() {
		SimulatedNetwork network = new SimulatedNetwork(14);
		SimulatedHost host = network.addHost("b", 1, B);
		network.checkPackets(false);
		List<String> calls = new ArrayList<>();
		host.run(new Receiver() {

			@Override
			public void receive(ByteBuffer packet, SctpAddress localAddress, SctpAddress remoteAddress,
					int remoteUdpPort, long nowNanos) {
				calls.add("receive");
			}

			@Override
			public boolean flush(PacketSink sink, long nowNanos) {
				calls.add("flush");
				return true;
			}

		});
		for (int i = 0; i < 3; i++) {
			network.deliver(new SimulatedPacket(A, 1, B, 1, new byte[12]));
		}
		network.run(Duration.ofSeconds(1));
		assertThat(calls).containsExactly("receive", "receive", "receive", "flush");
	}

	private static String hash(long seed) {
		Run run = new Run(seed,
				LinkFaults.builder()
					.delay(Duration.ofMillis(7), Duration.ofMillis(3))
					.loss(0.1)
					.bursts(0.02, 0.3, 0.8)
					.duplication(0.1)
					.reordering(0.1, Duration.ofMillis(30))
					.corruption(0.1)
					.truncation(0.1)
					.build());
		run.senderHost.blockSends(0.1, Duration.ofMillis(3));
		run.send(1000);
		return run.network.trace().hash();
	}

	/**
	 * A sender that sends a packet each millisecond, and a receiver.
	 */
	private static final class Run {

		private final SimulatedNetwork network;

		private final SimulatedHost senderHost;

		private final Sender sender;

		private final Receiver receiver = new Receiver();

		private Run(long seed, LinkFaults faults) {
			this.network = new SimulatedNetwork(seed);
			this.network.checkPackets(false);
			this.network.faults(faults);
			this.senderHost = this.network.addHost("a", 1, A);
			this.sender = new Sender(this.network.nowNanos());
			this.senderHost.run(this.sender);
			this.network.addHost("b", 1, B).run(this.receiver);
		}

		private void send(int packets) {
			this.sender.remaining = packets;
			this.network.run(LONG);
		}

	}

	private static final class Sender implements NetworkNode {

		private static final int SIZE = 100;

		private SctpAddress destination = B;

		private boolean stuck;

		private int number;

		private int remaining;

		private int due;

		private long nextNanos;

		private Sender(long nowNanos) {
			this.nextNanos = nowNanos;
		}

		@Override
		public void receive(ByteBuffer packet, SctpAddress localAddress, SctpAddress remoteAddress, int remoteUdpPort,
				long nowNanos) {
		}

		@Override
		public void advanceTo(long nowNanos) {
			if (!this.stuck) {
				this.due++;
				this.remaining--;
				this.nextNanos = nowNanos + 1_000_000;
			}
		}

		@Override
		public long nextDeadlineNanos() {
			return (this.remaining > 0) ? this.nextNanos : Long.MAX_VALUE;
		}

		@Override
		public boolean flush(PacketSink sink, long nowNanos) {
			while (this.due > 0) {
				ByteBuffer buffer = sink.begin(A, this.destination, 1, SIZE, false, false);
				if (buffer == null) {
					return false;
				}
				buffer.putInt(this.number++).putLong(nowNanos).put(new byte[SIZE - 12]);
				sink.end(SIZE);
				this.due--;
			}
			return true;
		}

	}

	private static class Receiver implements NetworkNode {

		private final List<Integer> numbers = new ArrayList<>();

		private final List<Integer> sizes = new ArrayList<>();

		private final List<Integer> flippedBits = new ArrayList<>();

		private long longestNanos;

		@Override
		public void receive(ByteBuffer packet, SctpAddress localAddress, SctpAddress remoteAddress, int remoteUdpPort,
				long nowNanos) {
			this.sizes.add(packet.remaining());
			if (packet.remaining() == Sender.SIZE) {
				this.numbers.add(packet.getInt(packet.position()));
				this.longestNanos = Math.max(this.longestNanos, nowNanos - packet.getLong(packet.position() + 4));
				byte[] zeros = new byte[Sender.SIZE - 12];
				packet.get(packet.position() + 12, zeros);
				int bits = 0;
				for (byte b : zeros) {
					bits += Integer.bitCount(b & 0xff);
				}
				this.flippedBits.add(bits);
				assertThat(Arrays.asList(A, B)).contains(localAddress, remoteAddress);
			}
		}

		@Override
		public void advanceTo(long nowNanos) {
		}

		@Override
		public long nextDeadlineNanos() {
			return Long.MAX_VALUE;
		}

		@Override
		public boolean flush(PacketSink sink, long nowNanos) {
			return true;
		}

	}

}
