package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sock.Reliability;
import dev.sock.SctpExtension;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.spi.OutboundMessage;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a sender puts on the wire for messages that it gives up (RFC 3758 §3.5, RFC 7496
 * §3). TSNs are counted from 1.
 */
class ForwardTsnSendingTests {

	private static final SctpOptions PLAIN = EstablishedPeer.PLAIN;

	private final EstablishedPeer peer = EstablishedPeer.withForwardTsn(PLAIN);

	private static SendOptions lifetime(long millis) {
		return SendOptions.DEFAULT.withLifetime(Duration.ofMillis(millis));
	}

	private static SendOptions retransmissions(long most) {
		return SendOptions.DEFAULT.withReliability(Reliability.retransmissions(most));
	}

	private List<SentPacket> send(int length, SendOptions options) {
		return this.peer.peer().send(length, options);
	}

	/** FORWARD TSN chunks as TSN, streams and numbers. */
	private List<String> forwards(List<SentPacket> packets) {
		List<String> texts = new ArrayList<>();
		for (SentChunk chunk : SentPacket.chunks(packets)) {
			if (chunk.type() == ChunkType.FORWARD_TSN) {
				StringBuilder text = new StringBuilder().append(chunk.intAt(0) - this.peer.wire(0));
				for (int at = 4; at < chunk.value().length; at += 4) {
					text.append(" ").append(chunk.shortAt(at)).append(":").append(chunk.shortAt(at + 2));
				}
				texts.add(text.toString());
			}
		}
		return texts;
	}

	private List<String> failures() {
		return this.peer.peer().events().failures();
	}

	@Test
	void bothSidesSupportItOnlyIfBothSayIt() {
		assertThat(this.peer.status().extensions()).containsExactly(SctpExtension.PARTIAL_RELIABILITY);
		assertThat(new EstablishedPeer(PLAIN).status().extensions()).isEmpty();
		SctpOptions off = PLAIN.toBuilder().partialReliability(false).build();
		assertThat(EstablishedPeer.withForwardTsn(off).status().extensions()).isEmpty();
	}

	@Test
	void anInitSaysItUnlessTheOptionIsOff() {
		SentChunk init = SentPacket.only(new ScriptedPeer(PLAIN).connect(), ChunkType.INIT);
		assertThat(init.parameter(RawChunks.FORWARD_TSN_SUPPORTED)).isEmpty();
		SctpOptions off = PLAIN.toBuilder().partialReliability(false).build();
		SentChunk without = SentPacket.only(new ScriptedPeer(off).connect(), ChunkType.INIT);
		assertThat(without.length()).isEqualTo(init.length() - 4);
	}

	@Test
	void whatIsExpiredWhenItIsFoundLostIsNotSentAgain() {
		send(100, lifetime(500));
		List<SentPacket> packets = this.peer.until(999);
		assertThat(packets).as("it is on its way").isEmpty();
		assertThat(failures()).isEmpty();
		packets = this.peer.until(1000);
		assertThat(this.peer.tsns(packets)).isEmpty();
		assertThat(forwards(packets)).containsExactly("1 0:0");
		assertThat(failures()).containsExactly("abandoned sent");
		assertThat(this.peer.status().statistics().abandonedSent()).isOne();
		assertThat(this.peer.status().sendBufferUsed()).isZero();
		assertThat(this.peer.path().flightSize()).isZero();
	}

	@Test
	void whatIsNotExpiredIsSentAgain() {
		send(100, lifetime(1500));
		assertThat(this.peer.tsns(this.peer.until(1000))).containsExactly(1);
		List<SentPacket> packets = this.peer.until(3000);
		assertThat(this.peer.tsns(packets)).isEmpty();
		assertThat(forwards(packets)).containsExactly("1 0:0");
	}

	@Test
	void anAcknowledgementInFlightStillCountsAfterTheLifetime() {
		send(100, lifetime(500));
		this.peer.until(900);
		assertThat(this.peer.sack(1)).isEmpty();
		this.peer.until(5000);
		assertThat(failures()).isEmpty();
	}

	@Test
	void aForwardTsnThatIsLostIsSentAgainByT3() {
		send(100, lifetime(500));
		List<SentPacket> packets = this.peer.until(7000);
		assertThat(this.peer.times(packets, ChunkType.FORWARD_TSN)).containsExactly(1000L, 3000L, 7000L);
		assertThat(this.peer.status().overallErrorCount()).isEqualTo(3);
		this.peer.sack(1);
		assertThat(this.peer.status().overallErrorCount()).isZero();
		assertThat(this.peer.path().errorCount()).isZero();
		assertThat(this.peer.until(60_000)).isEmpty();
	}

	@Test
	void aPeerThatNeverAnswersAForwardTsnIsGivenUp() {
		send(100, lifetime(500));
		this.peer.until(600_000);
		assertThat(this.peer.peer().events().take()).contains(EventLog.COMM_LOST);
	}

	@Test
	void aChunkIsSentAgainAsOftenAsItMayAndNoMore() {
		send(100, retransmissions(2));
		List<SentPacket> packets = this.peer.until(7000);
		assertThat(this.peer.tsns(packets)).containsExactly(1, 1);
		assertThat(forwards(packets)).containsExactly("1 0:0");
		assertThat(this.peer.times(packets, ChunkType.FORWARD_TSN)).containsExactly(7000L);
	}

	@Test
	void withoutRetransmissionsTheThirdMissingReportGivesItUp() {
		send(100, retransmissions(0));
		this.peer.send(4, 100);
		this.peer.sack(0, 2, 2);
		this.peer.sack(0, 2, 3);
		long before = this.peer.path().cwnd();
		List<SentPacket> packets = this.peer.sack(0, 2, 4);
		assertThat(this.peer.tsns(packets)).isEmpty();
		assertThat(forwards(packets)).containsExactly("1 0:0");
		assertThat(this.peer.path().ssthresh()).as("a loss is a loss").isNotNull();
		assertThat(this.peer.path().cwnd()).isGreaterThanOrEqualTo(before);
	}

	@Test
	void allFragmentsShareTheFateOfOne() {
		send(4000, retransmissions(0));
		List<SentPacket> packets = this.peer.until(1000);
		assertThat(this.peer.tsns(packets)).isEmpty();
		assertThat(forwards(packets)).containsExactly("3 0:0");
	}

	@Test
	void whatWasNotSentOfAMessageThatIsGivenUpIsNeverSent() {
		assertThat(this.peer.tsns(send(20_000, lifetime(500)))).containsExactly(1, 2, 3, 4);
		this.peer.peer().queue(100, SendOptions.stream(1));
		List<SentPacket> packets = this.peer.until(500);
		assertThat(forwards(packets)).as("5 stands for the end").containsExactly("5 0:0");
		assertThat(this.peer.tsns(packets)).containsExactly(6);
		assertThat(failures()).containsExactly("abandoned sent");
		assertThat(this.peer.status().pendingBytes()).isZero();
		assertThat(this.peer.tsns(this.peer.sack(6))).isEmpty();
		assertThat(this.peer.until(60_000)).isEmpty();
	}

	@Test
	void aForwardTsnTravelsWithDataIfThereIsSome() {
		send(100, lifetime(500));
		this.peer.peer().queue(100, SendOptions.DEFAULT);
		this.peer.peer().flush();
		this.peer.until(999);
		this.peer.peer().queue(100, SendOptions.DEFAULT);
		List<SentPacket> packets = this.peer.until(1000);
		SentPacket first = packets.stream().filter((packet) -> packet.has(ChunkType.FORWARD_TSN)).findFirst().get();
		assertThat(first.chunks().get(0).type()).isEqualTo(ChunkType.FORWARD_TSN);
		assertThat(first.has(ChunkType.DATA)).isTrue();
	}

	@Test
	void thePointStopsBeforeWhatIsStillWanted() {
		send(100, lifetime(500));
		send(100, SendOptions.DEFAULT);
		send(100, lifetime(500));
		List<SentPacket> packets = this.peer.until(1000);
		assertThat(forwards(packets)).containsExactly("1 0:0");
		assertThat(this.peer.tsns(packets)).containsExactly(2);
		assertThat(forwards(this.peer.sack(2))).containsExactly("3 0:2");
	}

	@Test
	void eachStreamIsNamedOnceAndUnorderedMessagesAreNot() {
		send(100, lifetime(500));
		send(100, lifetime(500));
		send(100, lifetime(500).withStream(3));
		send(100, lifetime(500).withStream(4).withUnordered(true));
		assertThat(forwards(this.peer.until(1000))).containsExactly("4 0:1 3:0");
	}

	@Test
	void aSackThatDoesNotShowItIsAnsweredOnceInARoundTrip() {
		send(100, SendOptions.DEFAULT);
		this.peer.peer().advanceMillis(100);
		this.peer.sack(1);
		send(100, retransmissions(0));
		this.peer.send(4, 100);
		this.peer.sack(1, 2, 2);
		this.peer.sack(1, 2, 3);
		assertThat(forwards(this.peer.sack(1, 2, 4))).containsExactly("2 0:1");
		assertThat(forwards(this.peer.sack(1, 2, 4))).isEmpty();
		this.peer.peer().advanceMillis(100);
		assertThat(forwards(this.peer.sack(1, 2, 5))).containsExactly("2 0:1");
	}

	@Test
	void anAbandonedChunkThatTurnsOutToBeLostShrinksTheWindow() {
		OutboundMessage unimportant = new OutboundMessage(new byte[100],
				SendOptions.DEFAULT.withReliability(Reliability.priority(7)), null);
		this.peer.peer().association().send(unimportant, this.peer.peer().now());
		this.peer.peer().flush();
		this.peer.send(4, 100);
		this.peer.peer().association().abandon(unimportant, this.peer.peer().now());
		assertThat(forwards(this.peer.peer().flush())).containsExactly("1 0:0");
		this.peer.sack(0, 2, 2);
		this.peer.sack(0, 2, 3);
		assertThat(this.peer.path().ssthresh()).isNull();
		assertThat(this.peer.tsns(this.peer.sack(0, 2, 4))).isEmpty();
		assertThat(this.peer.path().ssthresh()).isNotNull();
	}

	@Test
	void anAbandonedChunkThatArrivedAfterAllDoesNotOpenTheWindow() {
		send(1444, retransmissions(0));
		this.peer.send(3, 1444);
		this.peer.until(1000);
		long before = this.peer.path().cwnd();
		this.peer.sack(0, 1, 1);
		assertThat(this.peer.path().cwnd()).isEqualTo(before);
	}

	@Test
	void aPeerWithoutItGetsEverythingThatWasBegun() {
		EstablishedPeer plain = new EstablishedPeer(PLAIN);
		plain.peer().send(100, lifetime(500));
		plain.peer().send(100, retransmissions(0));
		List<SentPacket> packets = plain.until(3000);
		assertThat(plain.tsns(packets)).contains(1, 2);
		assertThat(packets).noneMatch((packet) -> packet.has(ChunkType.FORWARD_TSN));
		assertThat(plain.peer().events().failures()).isEmpty();
	}

	@Test
	void aPeerWithoutItIsNotSentWhatExpiredBeforeItWasBegun() {
		EstablishedPeer plain = new EstablishedPeer(PLAIN);
		for (int i = 0; i < 6; i++) {
			plain.peer().queue(1444, lifetime(500));
		}
		assertThat(plain.tsns(plain.peer().flush())).containsExactly(1, 2, 3, 4);
		plain.until(500);
		assertThat(plain.peer().events().failures()).containsExactly("abandoned unsent", "abandoned unsent");
		assertThat(plain.status().statistics().abandonedUnsent()).isEqualTo(2);
		assertThat(plain.tsns(plain.sack(4))).isEmpty();
	}

	@Test
	void theEndOfALifetimeIsNoticedWhileNothingElseHappens() {
		this.peer.sackWithWindow(0, 0);
		for (int i = 0; i < 10; i++) {
			this.peer.peer().queue(100, lifetime(100 + 10 * (9 - i)));
		}
		this.peer.peer().flush();
		this.peer.until(145);
		assertThat(failures()).hasSize(5).containsOnly("abandoned unsent");
		this.peer.until(190);
		assertThat(failures()).hasSize(10);
		assertThat(this.peer.status().sendBufferUsed()).isZero();
	}

	@Test
	void aShutdownWaitsUntilThePeerHasPassedOverWhatWasGivenUp() {
		send(100, lifetime(500));
		this.peer.peer().shutdown();
		List<SentPacket> packets = this.peer.until(1000);
		assertThat(packets).noneMatch((packet) -> packet.has(ChunkType.SHUTDOWN));
		assertThat(forwards(packets)).hasSize(1);
		assertThat(this.peer.sack(1)).anyMatch((packet) -> packet.has(ChunkType.SHUTDOWN));
	}

	@Test
	void aShutdownGoesOnWhenTheLastUnsentMessageIsGivenUp() {
		this.peer.sackWithWindow(0, 0);
		this.peer.peer().queue(100, lifetime(300));
		this.peer.peer().shutdown();
		assertThat(this.peer.until(299)).isEmpty();
		assertThat(this.peer.until(300)).anyMatch((packet) -> packet.has(ChunkType.SHUTDOWN));
	}

	@Test
	void aHundredThousandLifetimesCostNoMoreThanTheirOwnEnd() {
		this.peer.sackWithWindow(0, 0);
		this.peer.peer().queue(10, SendOptions.DEFAULT);
		for (int i = 0; i < 100_000; i++) {
			this.peer.peer().queue(10, lifetime(1000 + i % 1000));
		}
		this.peer.peer().flush();
		this.peer.until(1999);
		assertThat(failures()).hasSize(100_000);
		assertThat(this.peer.status().pendingBytes()).isEqualTo(0);
	}

}
