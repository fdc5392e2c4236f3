package dev.sock.impl;

import java.util.concurrent.TimeUnit;

import dev.sock.SctpAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RefusalLogTests {

	private long now = Long.MAX_VALUE - 5;

	private final RefusalLog log = new RefusalLog(() -> this.now);

	@Test
	void tellsOfAPeerOnceAMinuteAndCountsTheRest() {
		assertThat(next(1)).isZero();
		assertThat(next(1)).isEqualTo(-1);
		assertThat(next(1)).isEqualTo(-1);
		assertThat(next(2)).isEqualTo(2);
		this.now += TimeUnit.MINUTES.toNanos(1);
		assertThat(next(1)).isZero();
	}

	@Test
	void manyPeersCannotFillTheLog() {
		int lines = 0;
		for (int peer = 0; peer < 10_000; peer++) {
			lines += (next(peer) >= 0) ? 1 : 0;
		}
		assertThat(lines).isEqualTo(20);
		this.now += TimeUnit.MINUTES.toNanos(1);
		assertThat(next(1)).isEqualTo(9980);
	}

	private long next(int peer) {
		return this.log.next(SctpAddress.of(new byte[] { 10, 0, (byte) (peer >> 8), (byte) peer }));
	}

}
