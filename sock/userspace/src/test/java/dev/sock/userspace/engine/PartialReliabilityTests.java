package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sock.Reliability;
import dev.sock.RtoOptions;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpExtension;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.spi.OutboundMessage;
import dev.sock.userspace.engine.EnginePair.Established;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.sim.RecordingListener.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that are given up between two engines, in virtual time.
 */
class PartialReliabilityTests {

	private static final SctpOptions OFF = SctpOptions.builder().partialReliability(false).build();

	private static SendOptions lifetime(long millis) {
		return SendOptions.stream(1).withLifetime(Duration.ofMillis(millis));
	}

	private static List<Integer> numbers(Established both) {
		return both.server().events().messages().stream().map(Message::streamSequenceNumber).toList();
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "true, false", "false, true", "false, false" })
	void itIsThereIfBothSidesHaveIt(boolean client, boolean server) {
		Established both = EnginePair
			.with(1, SctpOptions.builder().partialReliability(client).build(),
					SctpOptions.builder().partialReliability(server).build())
			.connect();
		assertThat(both.client().status().extensions().contains(SctpExtension.PARTIAL_RELIABILITY))
			.isEqualTo(client && server);
		assertThat(both.server().status().extensions()).isEqualTo(both.client().status().extensions());
		assertThat(both.client().events().remoteErrors()).hasSize(0);
	}

	@Test
	void whatDiesOnACutLinkIsPassedOverAndTheRestArrivesInOrder() {
		Established both = EnginePair.with(1).connect();
		both.client().send(EnginePair.payload(100), lifetime(5000));
		both.pair().await("the first", () -> both.server().events().messageCount() == 1);
		both.pair().cutAll(Duration.ofSeconds(5));
		List<OutboundMessage> dead = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			dead.add(both.client().send(EnginePair.payload(3000), lifetime(500)));
		}
		both.pair().run(Duration.ofSeconds(3));
		assertThat(both.client().events().abandoned()).extracting((failure) -> failure.message())
			.containsExactlyInAnyOrderElementsOf(dead);
		assertThat(both.client().events().releasedBytes()).isEqualTo(both.client().acceptedBytes());
		for (int i = 0; i < 5; i++) {
			both.client().send(EnginePair.payload(3000), SendOptions.stream(1));
		}
		both.pair().await("the rest", () -> both.server().events().messageCount() == 6);
		assertThat(numbers(both)).isSorted();
		both.pair().await("quiet", () -> both.client().status().unacknowledgedChunks() == 0);
		assertThat(both.server().status().receiveBufferUsed()).isZero();
		assertThat(both.client().status().statistics().abandonedSent()).isPositive();
		assertThat(both.client().status().statistics().abandonedUnsent()).isPositive();
		assertThat(both.client().status().statistics().messagesFailed()).isEqualTo(10);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void withoutSupportOnOneSideWhatWasBegunArrives(boolean clientHasIt) {
		Established both = (clientHasIt ? EnginePair.with(1, SctpOptions.DEFAULT, OFF)
				: EnginePair.with(1, OFF, SctpOptions.DEFAULT))
			.connect();
		both.pair().cutAll(Duration.ofSeconds(5));
		both.client().send(EnginePair.payload(100), lifetime(500));
		both.client()
			.send(EnginePair.payload(100), SendOptions.stream(1).withReliability(Reliability.retransmissions(0)));
		for (int i = 0; i < 20; i++) {
			both.client().send(EnginePair.payload(1400), lifetime(500));
		}
		both.pair()
			.await("all ends",
					() -> both.client().acknowledgedMessages() + both.client().events().abandoned().size() == 22);
		assertThat(both.client().events().abandoned()).isNotEmpty().noneMatch((failure) -> failure.sent());
		assertThat(both.server().events().messageCount()).isEqualTo(both.client().acknowledgedMessages());
		assertThat(both.client().status().statistics().abandonedSent()).isZero();
	}

	@Test
	void moreStreamsThanFitAPacketArePassedOverOneAfterTheOther() {
		SctpOptions narrow = SctpOptions.builder()
			.outboundStreams(200)
			.pathMtu(576)
			.rto(new RtoOptions(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)))
			.associationMaxRetransmissions(255)
			.build();
		Established both = EnginePair.with(1, narrow).connect();
		both.pair().cutAll(Duration.ofSeconds(60));
		for (int i = 0; i < 200; i++) {
			both.client()
				.send(EnginePair.payload(10), SendOptions.stream(i).withReliability(Reliability.retransmissions(0)));
		}
		both.pair().await("the end of all", () -> both.client().events().abandoned().size() == 200);
		for (int i = 0; i < 200; i++) {
			both.client().send(EnginePair.payload(10), SendOptions.stream(i));
		}
		both.pair().await("delivery", () -> both.server().events().messageCount() == 200);
		assertThat(numbers(both)).containsOnly(1);
	}

	@Test
	void aRestartOfThePeerFailsThemOnceAndLifetimesDoNotComeBack() {
		EnginePair pair = EnginePair.with(1);
		Established both = pair.connect();
		pair.cutAll(Duration.ofMillis(500));
		for (int i = 0; i < 30; i++) {
			both.client().send(EnginePair.payload(1400), lifetime(20_000));
		}
		pair.run(Duration.ofMillis(10));
		pair.server.restart();
		pair.run(Duration.ofMillis(500));
		pair.server.connect(pair.client);
		pair.await("the restart", () -> both.client().events().restarts() == 1);
		assertThat(both.client().events().failures()).hasSize(30);
		both.client().send(EnginePair.payload(100), lifetime(20_000));
		pair.run(Duration.ofMinutes(1));
		assertThat(both.client().events().abandoned()).isEmpty();
		assertThat(both.client().acknowledgedMessages()).isOne();
	}

	@Test
	void whatIsLeftWhenTheAssociationEndsFailsOnce() {
		Established both = EnginePair.with(1).connect();
		both.pair().cutAll(Duration.ofSeconds(2));
		for (int i = 0; i < 10; i++) {
			both.client().send(EnginePair.payload(1000), lifetime(300 + 300 * i));
		}
		both.pair().run(Duration.ofMillis(1100));
		both.client().abort("enough");
		both.pair().run(Duration.ofSeconds(10));
		assertThat(both.client().events().abandoned()).isNotEmpty();
		assertThat(both.client().events().failures()).isNotEmpty();
		assertThat(both.client().events().abandoned().size() + both.client().events().failures().size()).isEqualTo(10);
		assertThat(both.client().events().releasedBytes()).isEqualTo(10_000);
	}

	@Test
	void aShutdownAfterAllWasGivenUpCompletes() {
		Established both = EnginePair.with(2).connect();
		both.pair().cutAll(Duration.ofSeconds(5));
		for (int i = 0; i < 100; i++) {
			both.client().send(EnginePair.payload(2000), lifetime(100 + i));
		}
		both.client().shutdown();
		both.awaitEnd();
		assertThat(both.client().events().termination().change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		assertThat(both.server().events().termination().change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		assertThat(both.client().events().senderDries()).isPositive();
		both.pair().assertNothingLeft();
	}

	@Test
	void fullyReliableMessagesMeetNoForwardTsn() {
		Established both = EnginePair.with(1).connect();
		both.pair().network.filter((packet) -> {
			assertThat(packet.toString()).doesNotContain(ChunkType.name(ChunkType.FORWARD_TSN));
			return true;
		});
		both.pair().cutAll(Duration.ofSeconds(4));
		for (int i = 0; i < 50; i++) {
			both.client().send(EnginePair.payload(3000), SendOptions.stream(1));
		}
		both.pair().await("delivery", () -> both.server().events().messageCount() == 50);
		assertThat(both.client().events().abandoned()).isEmpty();
	}

}
