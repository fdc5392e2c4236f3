package dev.sock.userspace.engine.path;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 11, 17, 19 to 27 and 30 of {@code rfc9260-scenarios.md}, as far as they are
 * sums of the congestion window.
 */
class Rfc9260CongestionScenarioTests {

	private static final int FULL = 1460;

	private final NewRenoCongestionControl congestion = new NewRenoCongestionControl(FULL, true, 1);

	/** Slow start with a full window until the window has a size. */
	private void growTo(long cwnd) {
		while (this.congestion.cwnd() < cwnd) {
			acknowledge(Math.min(FULL, cwnd - this.congestion.cwnd()), this.congestion.cwnd());
		}
		assertThat(this.congestion.cwnd()).isEqualTo(cwnd);
	}

	/** Past a loss, with ssthresh 5840: a window of 7300 in congestion avoidance. */
	private void avoidAt7300() {
		growTo(11_680);
		this.congestion.lost();
		assertThat(this.congestion.ssthresh()).isEqualTo(5840);
		acknowledge(FULL, 5840);
		assertThat(this.congestion.cwnd()).isEqualTo(7300);
	}

	private void acknowledge(long bytes, long flightBefore) {
		this.congestion.acknowledged(bytes, flightBefore, true, false, false);
	}

	private void assertWindow(long cwnd) {
		assertThat(this.congestion.cwnd()).isEqualTo(cwnd);
	}

	@Test
	@DisplayName("11. An expiry of T3 halves ssthresh, but not below four chunks, and leaves a window of one (§7.2.3)")
	void shrinksOnATimeOut() {
		growTo(14_600);
		this.congestion.timedOut();
		assertThat(this.congestion.ssthresh()).isEqualTo(7300);
		assertWindow(FULL);
		NewRenoCongestionControl other = new NewRenoCongestionControl(FULL, true, 1);
		other.acknowledged(FULL, 4404, true, false, false);
		other.acknowledged(FULL, 5864, true, false, false);
		other.acknowledged(1436, 7324, true, false, false);
		assertThat(other.cwnd()).isEqualTo(8760);
		other.timedOut();
		assertThat(other.ssthresh()).isEqualTo(5840);
	}

	@ParameterizedTest(name = "chunks of {0} bytes, IPv4 {1}: {2}")
	@CsvSource({ "500,true,2000", "1101,true,4404", "1440,true,4404", "1460,true,4404", "2202,true,4404",
			"2203,true,4406", "4000,true,8000", "1440,false,4344", "500,false,2000" })
	@DisplayName("17. The initial window depends on the largest chunk (§7.2.1)")
	void startsWithTheInitialWindow(int largest, boolean ipv4, long cwnd) {
		assertThat(new NewRenoCongestionControl(largest, ipv4, 1).cwnd()).isEqualTo(cwnd);
	}

	@Test
	@DisplayName("19. Slow start adds what was acknowledged, padding included, but no more than one chunk (§7.2.1)")
	void growsByWhatWasAcknowledged() {
		acknowledge(2920, 5840);
		assertWindow(5864);
		acknowledge(116, 5864);
		assertWindow(5980);
		acknowledge(120, 5980);
		assertWindow(6100);
	}

	@Test
	@DisplayName("20. A window that is not fully used does not grow (§7.2.1)")
	void doesNotGrowUnused() {
		growTo(5864);
		acknowledge(FULL, FULL);
		assertWindow(5864);
	}

	@Test
	@DisplayName("22. Congestion avoidance adds a chunk for each window of acknowledged bytes (§7.2.2)")
	void avoidsCongestion() {
		avoidAt7300();
		long[] windows = { 7300, 7300, 8760, 8760, 8760, 10_220 };
		for (long window : windows) {
			acknowledge(2920, this.congestion.cwnd());
			assertWindow(window);
		}
		// 1460 are left over of the last one: with 8760 more there is another.
		acknowledge(8760, 10_220);
		assertWindow(11_680);
	}

	@Test
	@DisplayName("23. Exactly a window of acknowledged bytes is enough (§7.2.2)")
	void growsOnAnExactWindow() {
		avoidAt7300();
		acknowledge(5840, 7300);
		acknowledge(1460, 7300);
		assertWindow(8760);
		acknowledge(8759, 8760);
		assertWindow(8760);
	}

	@Test
	@DisplayName("24. In avoidance a window that is not fully used saves up no more than itself (§7.2.2)")
	void savesUpNoMoreThanAWindow() {
		avoidAt7300();
		acknowledge(5840, 7300);
		acknowledge(2920, 4380);
		assertWindow(7300);
		acknowledge(1460, 7300);
		assertWindow(8760);
		acknowledge(7299, 8760);
		assertWindow(8760);
		acknowledge(1, 8760);
		assertWindow(10_220);
	}

	@Test
	@DisplayName("25. When nothing is outstanding any more the saved bytes are forgotten, after the window was judged (§7.2.2)")
	void forgetsSavedBytesWhenAllIsAcknowledged() {
		avoidAt7300();
		acknowledge(5840, 7300);
		this.congestion.acknowledged(1460, 7300, true, false, true);
		assertWindow(8760);
		acknowledge(5840, 8760);
		this.congestion.acknowledged(1460, 7300, true, false, true);
		acknowledge(8759, 8760);
		assertWindow(8760);
	}

	@Test
	@DisplayName("26. A window equal to ssthresh is still in slow start (§7.2.1)")
	void startsSlowlyAtTheBorder() {
		growTo(11_680);
		this.congestion.lost();
		assertWindow(5840);
		acknowledge(2920, 5840);
		assertWindow(7300);
	}

	@Test
	@DisplayName("27. An idle window halves once per RTO down to four chunks, and ssthresh keeps what it was (§7.2.1, §7.2.2)")
	void shrinksWhenIdle() {
		long[] windows = { 10_000, 5840, 5840 };
		for (int periods = 1; periods <= 3; periods++) {
			NewRenoCongestionControl idle = new NewRenoCongestionControl(FULL, true, 1);
			while (idle.cwnd() < 20_000) {
				idle.acknowledged(Math.min(FULL, 20_000 - idle.cwnd()), idle.cwnd(), true, false, false);
			}
			idle.idle(periods);
			assertThat(idle.cwnd()).isEqualTo(windows[periods - 1]);
			assertThat(idle.ssthresh()).isEqualTo(20_000);
		}
		this.congestion.idle(1);
		assertThat(this.congestion.cwnd()).isBetween(4404L, 5840L);
	}

	@Test
	@DisplayName("30. A loss halves the window, but not below four chunks (§7.2.3)")
	void halvesOnALoss() {
		growTo(14_600);
		this.congestion.lost();
		assertWindow(7300);
		assertThat(this.congestion.ssthresh()).isEqualTo(7300);
		this.congestion.lost();
		assertWindow(5840);
		NewRenoCongestionControl small = new NewRenoCongestionControl(FULL, true, 1);
		small.lost();
		assertThat(small.cwnd()).isBetween(4404L, 5840L);
	}

	@Test
	@DisplayName("33. The window does not grow in fast recovery, even a full one (§7.2.1)")
	void doesNotGrowInRecovery() {
		growTo(14_600);
		this.congestion.lost();
		this.congestion.acknowledged(2920, 7300, true, true, false);
		assertWindow(7300);
	}

}
