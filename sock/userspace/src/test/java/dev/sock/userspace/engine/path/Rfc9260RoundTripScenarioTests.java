package dev.sock.userspace.engine.path;

import java.time.Duration;

import dev.sock.RtoOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 1 to 6 of {@code rfc9260-scenarios.md}: the retransmission time-out.
 */
class Rfc9260RoundTripScenarioTests {

	private final RoundTripEstimator estimator = new RoundTripEstimator(RtoOptions.DEFAULT);

	private void measure(double millis) {
		this.estimator.measure(Math.round(millis * 1e6));
	}

	private void assertEstimate(double srtt, double rttVar, double rto) {
		assertThat(this.estimator.srtt() / 1e6).as("SRTT").isEqualTo(srtt);
		assertThat(this.estimator.rttVar() / 1e6).as("RTTVAR").isEqualTo(rttVar);
		assertThat(this.estimator.rto() / 1e6).as("RTO").isEqualTo(rto);
	}

	@Test
	@DisplayName("1. Before any measurement the RTO is one second (§6.3.1 C1)")
	void startsWithTheInitialValue() {
		assertThat(this.estimator.rto()).isEqualTo(1_000_000_000);
		assertThat(this.estimator.isMeasured()).isFalse();
	}

	@Test
	@DisplayName("2. The first measurement gives SRTT, half of it as RTTVAR, and three times it as RTO (§6.3.1 C2, C6)")
	void takesTheFirstMeasurement() {
		measure(400);
		assertEstimate(400, 200, 1200);
		RoundTripEstimator small = new RoundTripEstimator(RtoOptions.DEFAULT);
		small.measure(100_000_000);
		assertThat(small.rttVar()).isEqualTo(50_000_000);
		assertThat(small.rto()).isEqualTo(1_000_000_000);
		RoundTripEstimator border = new RoundTripEstimator(RtoOptions.DEFAULT);
		border.measure(333_333_334);
		assertThat(border.rto()).isEqualTo(1_000_000_002);
	}

	@Test
	@DisplayName("3. Later measurements change RTTVAR by the old SRTT, then SRTT (§6.3.1 C3)")
	void takesLaterMeasurements() {
		measure(400);
		measure(200);
		assertEstimate(375, 200, 1175);
		measure(375);
		assertEstimate(375, 150, 1000);
	}

	@Test
	@DisplayName("4. A steady round trip lets RTTVAR shrink by a quarter each time, the RTO to its minimum (§6.3.1 C3, C6)")
	void settlesOnASteadyRoundTrip() {
		measure(400);
		assertEstimate(400, 200, 1200);
		measure(400);
		assertEstimate(400, 150, 1000);
		measure(400);
		assertEstimate(400, 112.5, 1000);
		measure(400);
		assertEstimate(400, 84.375, 1000);
	}

	@Test
	@DisplayName("5. A variation of zero is replaced by the clock's granularity (§6.3.1 G1)")
	void neverTakesTheVariationForZero() {
		measure(0);
		assertEstimate(0, 1, 1000);
		RoundTripEstimator fast = new RoundTripEstimator(
				new RtoOptions(Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ofSeconds(60)));
		fast.measure(0);
		assertThat(fast.rto()).isEqualTo(4_000_000);
	}

	@Test
	@DisplayName("6. The RTO is never more than RTO.Max, 60 seconds (§6.3.1 C7)")
	void isBounded() {
		measure(30_000);
		assertEstimate(30_000, 15_000, 60_000);
		this.estimator.backOff();
		assertThat(this.estimator.rto()).isEqualTo(60_000_000_000L);
	}

}
