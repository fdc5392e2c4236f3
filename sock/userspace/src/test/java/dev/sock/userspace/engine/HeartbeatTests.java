package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sock.SctpOptions;
import dev.sock.userspace.engine.EnginePair.Established;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for heartbeats on an idle association (RFC 9260 §8.3), in virtual time.
 */
class HeartbeatTests {

	private static List<Long> heartbeatTimes(Established both, int path, Duration time) {
		List<Long> times = new ArrayList<>();
		both.pair().network.filter((packet) -> {
			if (packet.firstChunkType() == ChunkType.HEARTBEAT
					&& packet.destination().equals(both.pair().server.address(path))) {
				times.add(both.pair().network.nowNanos());
			}
			return true;
		});
		both.pair().run(time);
		return times;
	}

	@Test
	void comeOnEachPathEveryIntervalPlusRtoWithJitter() {
		SctpOptions options = SctpOptions.builder().heartbeatInterval(Duration.ofSeconds(10)).build();
		for (int path = 0; path < 2; path++) {
			Established both = EnginePair.with(2, options).connect();
			List<Long> times = heartbeatTimes(both, path, Duration.ofMinutes(20));
			// HB.interval of 10 s, and an RTO of 1 s give or take half of it.
			assertThat(times.size()).isBetween(100, 120);
			List<Long> gaps = new ArrayList<>();
			for (int i = 1; i < times.size(); i++) {
				gaps.add((times.get(i) - times.get(i - 1)) / 1_000_000);
			}
			assertThat(gaps).allMatch((gap) -> gap >= 10_400 && gap <= 11_700);
			assertThat(gaps.stream().distinct().count()).isGreaterThan(10);
		}
	}

	@Test
	void areSwitchedOffByAnIntervalOfZeroOnceThePathsAreConfirmed() {
		SctpOptions options = SctpOptions.builder().heartbeatInterval(Duration.ZERO).build();
		Established both = EnginePair.with(2, options).connect();
		assertThat(heartbeatTimes(both, 0, Duration.ofHours(1))).isEmpty();
	}

	@Test
	void keepAnIdleAssociationAliveForDays() {
		Established both = EnginePair.with(2).connect();
		both.pair().run(Duration.ofDays(3));
		assertThat(both.client().events().isTerminated()).isFalse();
		assertThat(both.client().status().overallErrorCount()).isZero();
		assertThat(both.client().status().paths())
			.allSatisfy((path) -> assertThat(path.statistics().heartbeatAcksReceived()).isGreaterThan(8000));
	}

}
