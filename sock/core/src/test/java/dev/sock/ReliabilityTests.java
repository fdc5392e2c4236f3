package dev.sock;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReliabilityTests {

	private static final long MAX = 0xffffffffL;

	@Test
	void messagesAreFullyReliableUnlessTheySayOtherwise() {
		assertThat(SendOptions.DEFAULT.reliability()).isEqualTo(Reliability.FULL);
		assertThat(SendOptions.stream(3).reliability()).isSameAs(Reliability.FULL);
	}

	@Test
	void theOtherOptionsKeepTheReliabilityAndItKeepsThem() {
		SendOptions options = SendOptions.DEFAULT.withLifetime(Duration.ofSeconds(2))
			.withStream(1)
			.withUnordered(true)
			.withPayloadProtocolId(46)
			.withContext(7)
			.withImmediateAck(true)
			.withDestination(null);
		assertThat(options.reliability()).isEqualTo(new Reliability.Timed(Duration.ofSeconds(2)));
		assertThat(options.withReliability(Reliability.priority(3)))
			.isEqualTo(new SendOptions(1, 46, true, 7, null, true, new Reliability.Prioritized(3)));
	}

	@Test
	void everyValueOfTheRangeIsPossible() {
		assertThat(new Reliability.Timed(Duration.ofMillis(MAX)))
			.isEqualTo(Reliability.lifetime(Duration.ofMillis(MAX)));
		assertThat(Reliability.lifetime(Duration.ofMillis(1))).isNotNull();
		assertThat(Reliability.retransmissions(0)).isEqualTo(new Reliability.LimitedRetransmissions(0));
		assertThat(Reliability.retransmissions(MAX)).isNotNull();
		assertThat(Reliability.priority(0)).isNotNull();
		assertThat(Reliability.priority(MAX)).isNotNull();
	}

	@Test
	void valuesOutOfTheRangeAreRefusedByName() {
		assertRefused("lifetime", () -> Reliability.lifetime(Duration.ZERO));
		assertRefused("lifetime", () -> Reliability.lifetime(Duration.ofNanos(999_999)));
		assertRefused("lifetime", () -> Reliability.lifetime(Duration.ofMillis(MAX + 1)));
		assertRefused("max-retransmissions", () -> Reliability.retransmissions(-1));
		assertRefused("max-retransmissions", () -> Reliability.retransmissions(MAX + 1));
		assertRefused("priority", () -> Reliability.priority(-1));
		assertRefused("priority", () -> Reliability.priority(MAX + 1));
	}

	private static void assertRefused(String option, Runnable attempt) {
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(attempt::run)
			.satisfies((ex) -> assertThat(ex.option()).isEqualTo(option));
	}

}
