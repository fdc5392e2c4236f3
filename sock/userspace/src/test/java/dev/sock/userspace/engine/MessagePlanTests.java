package dev.sock.userspace.engine;

import java.util.HexFormat;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MessagePlan} and {@link SeedScenario}.
 */
class MessagePlanTests {

	@Test
	void payloadsDifferByPlanStreamAndIndexAndAreTheSameOnEveryJdk() {
		assertThat(MessagePlan.payload(1, 2, 3, 100)).isEqualTo(MessagePlan.payload(1, 2, 3, 100))
			.isNotEqualTo(MessagePlan.payload(2, 2, 3, 100))
			.isNotEqualTo(MessagePlan.payload(1, 3, 3, 100))
			.isNotEqualTo(MessagePlan.payload(1, 2, 4, 100));
		assertThat(HexFormat.of().formatHex(MessagePlan.payload(1, 2, 3, 10))).isEqualTo("9cb67816f54c725377ca");
	}

	@Test
	void everyScenarioHasMessagesOfEachKindOnThreeStreamsOrMore() {
		LongStream.range(0, 300).mapToObj(SeedScenario::new).forEach((scenario) -> {
			for (MessagePlan plan : scenario.plans) {
				assertThat(plan.size()).isGreaterThanOrEqualTo(200);
				assertThat(plan.messages().stream().map(MessagePlan.Planned::streamId).distinct().count())
					.isGreaterThanOrEqualTo(3);
				assertThat(plan.messages()).anyMatch((message) -> message.unordered() && message.length() > 2000);
				assertThat(plan.messages()).anyMatch((message) -> !message.unordered() && message.length() > 2000);
			}
			for (int side = 0; side < SeedScenario.SIDES; side++) {
				assertThat(scenario.options[side].sendBuffer()).isGreaterThan(scenario.maxMessage);
				assertThat(Math.min(scenario.options[side].receiveBuffer(), scenario.maxReceiveWindow[side]))
					.isGreaterThanOrEqualTo(2 * scenario.maxMessage);
			}
		});
	}

	@Test
	void aStreamThatStartsBeforeTheWrapOfItsSequenceNumbersDoesWrap() {
		long wrapping = LongStream.range(0, 300)
			.mapToObj(SeedScenario::new)
			.filter((scenario) -> scenario.startsBeforeSsnWrap)
			.filter((scenario) -> scenario.plans[0].ordered(0).size() > 0x10000 - scenario.initialSsn)
			.count();
		assertThat(wrapping).isGreaterThan(30);
	}

}
