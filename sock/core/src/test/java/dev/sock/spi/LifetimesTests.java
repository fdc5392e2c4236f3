package dev.sock.spi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

import dev.sock.SendOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LifetimesTests {

	private final Lifetimes lifetimes = new Lifetimes();

	private static Expendable message(long millis) {
		OutboundMessage message = new OutboundMessage(new byte[1],
				SendOptions.DEFAULT.withLifetime(Duration.ofMillis(millis)), null);
		Expendable expendable = message.expendable();
		expendable.accepted(0);
		return expendable;
	}

	@Test
	void aLifetimeCountsFromWhenItIsAcceptedFirst() {
		Expendable message = message(5);
		message.accepted(1_000_000);
		assertThat(message.expiresAt()).isEqualTo(5_000_000);
		assertThat(message.isExpired(4_999_999)).isFalse();
		assertThat(message.isExpired(5_000_000)).isTrue();
	}

	@Test
	void aFullyReliableMessageHasNothingMoreThanItself() {
		assertThat(new OutboundMessage(new byte[1], SendOptions.DEFAULT, null).expendable()).isNull();
	}

	@Test
	void anEmptyOneHasNoEnd() {
		assertThat(this.lifetimes.first()).isEqualTo(Expendable.NEVER);
		assertThat(this.lifetimes.pollExpired(Long.MAX_VALUE - 1)).isNull();
	}

	@Test
	void aMessageThatHasEndedIsNotTold() {
		Expendable message = message(1);
		this.lifetimes.add(message);
		message.end();
		assertThat(this.lifetimes.pollExpired(2_000_000)).isNull();
		assertThat(this.lifetimes.first()).isEqualTo(Expendable.NEVER);
	}

	@Test
	void givesWhatAPriorityQueueGives() {
		for (int seed = 0; seed < 200; seed++) {
			Random random = new Random(seed);
			PriorityQueue<Long> expected = new PriorityQueue<>();
			List<Expendable> inside = new ArrayList<>();
			for (int step = 0; step < 300; step++) {
				if (random.nextInt(3) > 0 || inside.isEmpty()) {
					Expendable message = message(1 + random.nextInt(1000));
					this.lifetimes.add(message);
					inside.add(message);
					expected.add(message.expiresAt());
				}
				else if (random.nextBoolean()) {
					Expendable message = inside.remove(random.nextInt(inside.size()));
					this.lifetimes.remove(message);
					this.lifetimes.remove(message);
					expected.remove(message.expiresAt());
				}
				else {
					OutboundMessage first = this.lifetimes.pollExpired(Long.MAX_VALUE - 1);
					assertThat(first.expendable().expiresAt()).isEqualTo(expected.remove());
					inside.remove(first.expendable());
				}
				assertThat(this.lifetimes.first()).isEqualTo(expected.isEmpty() ? Expendable.NEVER : expected.peek());
			}
			this.lifetimes.clear();
			assertThat(inside).allMatch((message) -> message.place() == -1);
		}
	}

}
