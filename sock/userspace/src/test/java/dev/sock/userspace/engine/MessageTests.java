package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.userspace.engine.EnginePair.Established;
import dev.sock.userspace.sim.LinkFaults;
import dev.sock.userspace.sim.RecordingListener.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for sending and receiving messages, in virtual time.
 */
class MessageTests {

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void deliversMessagesOfEverySizeOrderedAndUnordered(boolean unordered) {
		Established both = EnginePair.with(2).connect();
		int count = 0;
		for (int size = 1; size <= 100_000; size += (size < 3100) ? 1 : 997) {
			both.client().send(EnginePair.payload(size), SendOptions.stream(1).withUnordered(unordered));
			count++;
			if (both.client().acceptedBytes() - both.client().events().releasedBytes() > 500_000) {
				int sent = count;
				both.pair().await("delivery", () -> both.server().events().messageCount() == sent);
			}
		}
		int all = count;
		both.pair().await("delivery", () -> both.server().events().messageCount() == all);
		for (Message message : both.server().events().messages()) {
			assertThat(Arrays.equals(message.payload(), EnginePair.payload(message.payload().length))).isTrue();
			assertThat(message.unordered()).isEqualTo(unordered);
		}
		assertThat(both.server().events().messages().stream().map((message) -> message.payload().length).distinct())
			.hasSize(all);
	}

	@Test
	void handsStreamPayloadProtocolIdAndSequenceNumberOver() {
		Established both = EnginePair.with(1).connect();
		both.client().send(EnginePair.payload(5), SendOptions.stream(3).withPayloadProtocolId(0xfffffffeL));
		both.client().send(EnginePair.payload(5), SendOptions.stream(3).withPayloadProtocolId(46));
		both.client().send(EnginePair.payload(5), SendOptions.stream(4));
		both.pair().await("delivery", () -> both.server().events().messageCount() == 3);
		List<Message> messages = both.server().events().messages();
		assertThat(messages).extracting(Message::streamId).containsExactly(3, 3, 4);
		assertThat(messages).extracting(Message::payloadProtocolId).containsExactly(-2, 46, 0);
		assertThat(messages).extracting(Message::streamSequenceNumber).containsExactly(0, 1, 0);
	}

	@Test
	void acknowledgesEachMessageAndTellsWhenTheSenderIsDry() {
		Established both = EnginePair.with(1).connect();
		for (int i = 0; i < 50; i++) {
			both.client().send(EnginePair.payload(3000), SendOptions.DEFAULT);
		}
		both.pair().await("acknowledgement", () -> both.client().acknowledgedMessages() == 50);
		both.pair().run(Duration.ofSeconds(1));
		assertThat(both.client().events().releasedBytes()).isEqualTo(150_000);
		assertThat(both.client().events().senderDries()).isPositive();
		assertThat(both.client().status().sendBufferUsed()).isZero();
		assertThat(both.server().status().receiveBufferUsed()).isZero();
	}

	@Test
	void anUnorderedMessageOvertakesAnOrderedOneThatWaitsForALostOne() {
		Established both = EnginePair.with(1).connect();
		boolean[] lost = { false };
		both.pair().network.filter((packet) -> lost[0] || !(lost[0] = packet.firstChunkType() == 0));
		both.client().send(EnginePair.payload(1200), SendOptions.DEFAULT.withPayloadProtocolId(1));
		both.client().send(EnginePair.payload(1200), SendOptions.DEFAULT.withPayloadProtocolId(2));
		both.client().send(EnginePair.payload(1200), SendOptions.DEFAULT.withPayloadProtocolId(3).withUnordered(true));
		both.client().send(EnginePair.payload(1200), SendOptions.stream(1).withPayloadProtocolId(4));
		both.pair().await("delivery", () -> both.server().events().messageCount() == 4);
		assertThat(both.server().events().messages()).extracting(Message::payloadProtocolId)
			.containsExactly(3, 4, 1, 2);
	}

	@Test
	void aMessageLargerThanTheReceiverAllowsEndsThatAssociationOnly() {
		EnginePair pair = EnginePair.with(1, SctpOptions.DEFAULT, SctpOptions.builder().maxMessageSize(10_000).build());
		Established both = pair.connect();
		both.client().send(EnginePair.payload(10_000), SendOptions.DEFAULT);
		pair.await("delivery", () -> both.server().events().messageCount() == 1);
		both.client().send(EnginePair.payload(10_001), SendOptions.DEFAULT);
		both.awaitEnd();
		assertThat(both.server().events().messageCount()).isEqualTo(1);
		assertThat(both.server().events().termination().change()).isEqualTo(AssociationChange.COMM_LOST);
		assertThat(both.server().events().termination().reason()).contains("10000");
		assertThat(both.client().events().termination().change()).isEqualTo(AssociationChange.COMM_LOST);
		assertThat(both.client().events().failures()).hasSize(1);
		pair.assertNothingLeft();
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 0.02 })
	void streamSequenceNumbersWrap(double loss) {
		Established both = EnginePair.with(1).connect();
		both.pair().network.faults(LinkFaults.builder().loss(loss).build());
		int count = 70_000;
		for (int i = 0; i < count; i++) {
			both.client().send(EnginePair.payload(4), SendOptions.stream(2).withPayloadProtocolId(i));
			if (both.client().acceptedBytes() - both.client().events().releasedBytes() > 20_000) {
				int sent = i;
				both.pair()
					.await("acknowledgement", Duration.ofHours(1),
							() -> both.client().acknowledgedMessages() == sent + 1);
			}
		}
		both.pair().await("delivery", Duration.ofHours(1), () -> both.server().events().messageCount() == count);
		for (int i = 0; i < count; i++) {
			Message message = both.server().events().messages().get(i);
			assertThat(message.payloadProtocolId()).isEqualTo(i);
			assertThat(message.streamSequenceNumber()).isEqualTo(i & 0xffff);
		}
	}

	@Test
	void shrinksThePathMtuWhenLargePacketsVanish() {
		EnginePair pair = EnginePair.with(1);
		Established both = pair.connect();
		pair.network.faults(LinkFaults.builder().maxPacketSize(900).build());
		for (int i = 0; i < 20; i++) {
			both.client().send(EnginePair.payload(5000), SendOptions.stream(i % 3));
		}
		pair.await("delivery", () -> both.server().events().messageCount() == 20);
		assertThat(both.client().status().paths().get(0).pathMtu()).isLessThan(1000);
		assertThat(both.server().events().messages()).extracting((message) -> message.payload().length)
			.allMatch((length) -> length == 5000);
	}

	@Test
	void bundlesSmallMessagesThatAreSentTogether() {
		Established both = EnginePair.with(1).connect();
		Map<String, Integer> packets = new java.util.TreeMap<>();
		both.pair().network.filter((packet) -> {
			if (packet.firstChunkType() == 0) {
				packets.merge("data", 1, Integer::sum);
			}
			return true;
		});
		for (int i = 0; i < 100; i++) {
			both.client().send(EnginePair.payload(20), SendOptions.DEFAULT);
		}
		both.pair().await("delivery", () -> both.server().events().messageCount() == 100);
		assertThat(packets.get("data")).isLessThan(10);
	}

}
