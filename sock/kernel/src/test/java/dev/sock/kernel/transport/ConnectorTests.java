package dev.sock.kernel.transport;

import java.time.Duration;

import dev.sock.RtoOptions;
import dev.sock.SctpOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Connector}, as far as they need no kernel.
 */
class ConnectorTests {

	private static final SctpOptions OPTIONS = SctpOptions.builder()
		.rto(new RtoOptions(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(10)))
		.maxInitRetransmissions(5)
		.build();

	@Test
	void patienceIsTheSumOfTheTimeOuts() {
		assertThat(Connector.patience(OPTIONS, 1)).hasSeconds(1 + 2 + 4 + 8 + 10 + 10);
		assertThat(Connector.patience(OPTIONS.toBuilder().maxInitTimeout(Duration.ofSeconds(3)).build(), 1))
			.hasSeconds(1 + 2 + 3 + 3 + 3 + 3);
	}

	@Test
	void aTimeOutIsDoubledOnceEveryAddressWasTried() {
		assertThat(Connector.patience(OPTIONS, 2)).hasSeconds(1 + 1 + 2 + 2 + 4 + 4);
		assertThat(Connector.patience(OPTIONS, 0)).isEqualTo(Connector.patience(OPTIONS, 1));
	}

}
