package dev.sock.impl;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.sock.impl.AbstractSockTests.Task;
import dev.sock.impl.SendBuffer.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SendBufferTests {

	private final SendBuffer buffer = new SendBuffer(100, 0);

	@Test
	void takesUntilItIsFullToTheByte() {
		assertThat(this.buffer.tryAcquire(60)).isTrue();
		assertThat(this.buffer.tryAcquire(41)).isFalse();
		assertThat(this.buffer.tryAcquire(40)).isTrue();
		assertThat(this.buffer.tryAcquire(1)).isFalse();
		this.buffer.release(100);
		assertThat(this.buffer.tryAcquire(100)).isTrue();
		assertThat(this.buffer.used()).isEqualTo(100);
	}

	@Test
	void givesRoomInTheOrderOfComing() throws Throwable {
		this.buffer.tryAcquire(100);
		List<Integer> order = new ArrayList<>();
		List<Task<Outcome>> tasks = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			int number = i;
			tasks.add(AbstractSockTests.start(() -> {
				Outcome outcome = this.buffer.acquire(100, Nanos.FOREVER);
				order.add(number);
				return outcome;
			}).waits());
		}
		for (int i = 0; i < 5; i++) {
			this.buffer.release(100);
			assertThat(tasks.get(i).get()).isEqualTo(Outcome.ROOM);
		}
		assertThat(order).containsExactly(0, 1, 2, 3, 4);
	}

	@Test
	void nobodyOvertakesAMessageThatWaits() throws Throwable {
		this.buffer.tryAcquire(50);
		Task<Outcome> large = AbstractSockTests.start(() -> this.buffer.acquire(80, Nanos.FOREVER)).waits();
		assertThat(this.buffer.tryAcquire(10)).isFalse();
		Task<Outcome> small = AbstractSockTests.start(() -> this.buffer.acquire(10, Nanos.FOREVER)).waits();
		this.buffer.release(50);
		assertThat(large.get()).isEqualTo(Outcome.ROOM);
		assertThat(small.get()).isEqualTo(Outcome.ROOM);
		assertThat(this.buffer.used()).isEqualTo(90);
	}

	@Test
	void oneWhoGivesUpLetsThoseBehindGoOn() throws Throwable {
		this.buffer.tryAcquire(50);
		Task<Outcome> large = AbstractSockTests.start(() -> this.buffer.acquire(80, Nanos.FOREVER)).waits();
		Task<Outcome> small = AbstractSockTests.start(() -> this.buffer.acquire(10, Nanos.FOREVER)).waits();
		large.thread.interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(large::get);
		assertThat(small.get()).isEqualTo(Outcome.ROOM);
		assertThat(this.buffer.used()).isEqualTo(60);
	}

	@Test
	void isFullWhenTimeIsOver() throws InterruptedException {
		this.buffer.tryAcquire(100);
		assertThat(this.buffer.acquire(1, TimeUnit.MILLISECONDS.toNanos(1))).isEqualTo(Outcome.FULL);
		assertThat(this.buffer.acquire(1, 0)).isEqualTo(Outcome.FULL);
		assertThat(this.buffer.used()).isEqualTo(100);
		this.buffer.release(100);
		assertThat(this.buffer.tryAcquire(100)).isTrue();
	}

	@Test
	void closingWakesEveryoneAndRefusesEverything() throws Throwable {
		this.buffer.tryAcquire(100);
		List<Task<Outcome>> tasks = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			tasks.add(AbstractSockTests.start(() -> this.buffer.acquire(10, Nanos.FOREVER)).waits());
		}
		this.buffer.close();
		for (Task<Outcome> task : tasks) {
			assertThat(task.get()).isEqualTo(Outcome.CLOSED);
		}
		this.buffer.release(100);
		this.buffer.close();
		assertThat(this.buffer.tryAcquire(1)).isFalse();
		assertThat(this.buffer.acquire(1, Nanos.FOREVER)).isEqualTo(Outcome.CLOSED);
		assertThat(this.buffer.used()).isZero();
	}

	@Test
	void waitsForRoomForWhatWasRefusedLastWithoutTakingIt() throws Throwable {
		this.buffer.tryAcquire(70);
		assertThat(this.buffer.tryAcquireOrRefuse(60)).isFalse();
		Task<Outcome> waiter = AbstractSockTests.start(() -> this.buffer.awaitRoom(Nanos.FOREVER)).waits();
		this.buffer.release(20);
		assertThat(waiter.isDone()).isFalse();
		this.buffer.release(10);
		assertThat(waiter.get()).isEqualTo(Outcome.ROOM);
		assertThat(this.buffer.used()).isEqualTo(40);
	}

	@Test
	void tellsOnceOfRoomAfterARefusalWhenItIsDownToTheLowWatermark() {
		this.buffer.tryAcquire(100);
		assertThat(this.buffer.release(60)).isFalse();
		this.buffer.tryAcquire(60);
		assertThat(this.buffer.tryAcquireOrRefuse(1)).isFalse();
		assertThat(this.buffer.tryAcquireOrRefuse(2)).isFalse();
		assertThat(this.buffer.release(49)).isFalse();
		assertThat(this.buffer.release(1)).isTrue();
		assertThat(this.buffer.release(50)).isFalse();
	}

	@Test
	void theLowWatermarkCanBeSetAndMoved() {
		SendBuffer other = new SendBuffer(100, 10);
		other.tryAcquire(100);
		other.tryAcquireOrRefuse(1);
		assertThat(other.release(89)).isFalse();
		other.limits(200, 11);
		assertThat(other.release(0)).isTrue();
		assertThat(other.tryAcquireOrRefuse(200)).isFalse();
		other.limits(200, 0);
		assertThat(other.release(1)).isTrue();
	}

	@Test
	void aBufferThatIsClosedTellsOfNoRoom() {
		this.buffer.tryAcquire(100);
		this.buffer.tryAcquireOrRefuse(1);
		this.buffer.close();
		assertThat(this.buffer.release(100)).isFalse();
	}

	@Test
	void losesNothingBetweenManyThreads() throws Throwable {
		AtomicLong held = new AtomicLong();
		AtomicInteger acquisitions = new AtomicInteger();
		List<Task<Boolean>> tasks = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			int size = 10 + i * 10;
			tasks.add(AbstractSockTests.start(() -> {
				for (int round = 0; round < 2000; round++) {
					Outcome outcome = this.buffer.acquire(size, Nanos.FOREVER);
					if (outcome != Outcome.ROOM || held.addAndGet(size) > 100) {
						return false;
					}
					acquisitions.incrementAndGet();
					held.addAndGet(-size);
					this.buffer.release(size);
				}
				return true;
			}));
		}
		for (Task<Boolean> task : tasks) {
			assertThat(task.get()).isTrue();
		}
		assertThat(acquisitions).hasValue(16000);
		assertThat(this.buffer.used()).isZero();
	}

}
