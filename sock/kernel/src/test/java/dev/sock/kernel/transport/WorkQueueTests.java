package dev.sock.kernel.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.sock.SendOptions;
import dev.sock.spi.OutboundMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every message comes to whoever sends it, once, whatever happens to the event loop or to
 * other messages.
 */
@Timeout(60)
class WorkQueueTests {

	private static final int MANY = 3 * WorkQueue.TURN + 1;

	/** What the event loop was asked to do. */
	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private volatile boolean loopHasEnded;

	private final List<OutboundMessage> sent = Collections.synchronizedList(new ArrayList<>());

	private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

	private final AtomicInteger flushes = new AtomicInteger();

	private final WorkQueue queue = queue(this.sent::add, this.flushes::incrementAndGet);

	private WorkQueue queue(Consumer<OutboundMessage> sender, Runnable afterwards) {
		return new WorkQueue((task) -> !this.loopHasEnded && this.tasks.add(task), sender, afterwards,
				this.failures::add);
	}

	private static OutboundMessage message() {
		return new OutboundMessage(new byte[1], SendOptions.DEFAULT, null);
	}

	private List<OutboundMessage> add(int count) {
		List<OutboundMessage> added = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			OutboundMessage message = message();
			added.add(message);
			this.queue.add(message);
		}
		return added;
	}

	private int runTasks() {
		int count = 0;
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
			count++;
		}
		return count;
	}

	@Test
	void whatIsMoreThanATurnWaitsForTheNextOnes() {
		List<OutboundMessage> added = add(MANY);
		this.tasks.remove().run();
		assertThat(this.sent).hasSize(WorkQueue.TURN);
		assertThat(runTasks()).isEqualTo(3);
		assertThat(this.sent).containsExactlyElementsOf(added);
		assertThat(this.flushes).hasValue(4);
	}

	@Test
	void everythingIsTakenThoughTheLoopEndsBeforeMoreThanATurn() {
		List<OutboundMessage> added = add(MANY);
		this.loopHasEnded = true;
		this.tasks.remove().run();
		assertThat(this.tasks).isEmpty();
		assertThat(this.sent).containsExactlyElementsOf(added);
	}

	@Test
	void whatIsAddedAfterTheLoopHasEndedIsTakenAtOnce() {
		this.loopHasEnded = true;
		List<OutboundMessage> added = add(2);
		assertThat(this.sent).containsExactlyElementsOf(added);
		this.queue.again();
		assertThat(this.flushes).hasValue(3);
	}

	@Test
	void whatIsAddedWhileSomethingIsTakenComesAfterIt() {
		this.loopHasEnded = true;
		AtomicBoolean busy = new AtomicBoolean();
		ArrayDeque<OutboundMessage> more = new ArrayDeque<>(List.of(message(), message()));
		WorkQueue[] own = new WorkQueue[1];
		own[0] = queue((message) -> {
			assertThat(busy.compareAndSet(false, true)).isTrue();
			if (!more.isEmpty()) {
				own[0].add(more.remove());
			}
			this.sent.add(message);
			busy.set(false);
		}, () -> {
		});
		own[0].add(message());
		assertThat(this.sent).hasSize(3);
		assertThat(this.failures).isEmpty();
	}

	@Test
	void severalThreadsThatComeAfterTheLoopHasEndedNeverWorkAtTheSameTime() throws InterruptedException {
		this.loopHasEnded = true;
		AtomicBoolean busy = new AtomicBoolean();
		WorkQueue shared = queue((message) -> {
			assertThat(busy.compareAndSet(false, true)).isTrue();
			Thread.yield();
			this.sent.add(message);
			busy.set(false);
		}, () -> {
		});
		CountDownLatch begin = new CountDownLatch(1);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Thread thread = new Thread(() -> {
				try {
					begin.await();
				}
				catch (InterruptedException ex) {
					return;
				}
				for (int n = 0; n < 1000; n++) {
					shared.add(message());
				}
			});
			threads.add(thread);
			thread.start();
		}
		begin.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.failures).isEmpty();
		assertThat(this.sent).hasSize(4000).doesNotHaveDuplicates();
	}

	@Test
	void whatThrowsIsToldAndTheRestIsTakenAndFlushed() {
		IllegalStateException failure = new IllegalStateException("a task's");
		this.queue.add(message());
		this.queue.add(() -> {
			throw failure;
		});
		this.queue.add(message());
		runTasks();
		assertThat(this.failures).containsExactly(failure);
		assertThat(this.sent).hasSize(2);
		assertThat(this.flushes).hasValue(1);
		this.queue.add(message());
		runTasks();
		assertThat(this.sent).hasSize(3);
	}

	@Test
	void aFlushThatThrowsIsToldAndTheNextTurnComes() {
		AssertionError failure = new AssertionError("a flush's");
		WorkQueue failing = queue(this.sent::add, () -> {
			throw failure;
		});
		failing.add(message());
		runTasks();
		failing.add(message());
		runTasks();
		assertThat(this.failures).containsExactly(failure, failure);
		assertThat(this.sent).hasSize(2);
	}

	@Test
	void goesOnWhenNobodyCanDealWithAFailure() {
		WorkQueue hopeless = new WorkQueue(this.tasks::add, this.sent::add, this.flushes::incrementAndGet, (ex) -> {
			throw new IllegalStateException("nor with this");
		});
		hopeless.add(() -> {
			throw new IllegalStateException("a task's");
		});
		hopeless.add(message());
		runTasks();
		assertThat(this.sent).hasSize(1);
		assertThat(this.flushes).hasValue(1);
	}

	@Test
	void aFlushThatAsksForAnotherTurnHasItAfterOthers() {
		AtomicInteger left = new AtomicInteger(2);
		WorkQueue[] own = new WorkQueue[1];
		own[0] = queue(this.sent::add, () -> {
			if (left.getAndDecrement() > 0) {
				own[0].again();
			}
		});
		own[0].add(message());
		this.tasks.remove().run();
		assertThat(this.tasks).hasSize(1);
		assertThat(runTasks()).isEqualTo(2);
		assertThat(left).hasValue(-1);
	}

}
