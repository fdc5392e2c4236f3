package dev.sock.spring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ListenerThreads}.
 */
class ListenerThreadsTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final CountDownLatch release = new CountDownLatch(1);

	private final ListenerThreads threads = ListenerThreads.pool(2);

	@AfterEach
	void close() {
		this.release.countDown();
		this.threads.close();
	}

	private CompletableFuture<Thread> run() {
		return CompletableFuture.supplyAsync(Thread::currentThread, this.threads.executor());
	}

	private CompletableFuture<Thread> block() {
		CompletableFuture<Thread> entered = new CompletableFuture<>();
		this.threads.executor().execute(() -> {
			entered.complete(Thread.currentThread());
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		return entered;
	}

	@Test
	void anIdleThreadIsUsedAgain() {
		Thread first = run().join();
		Awaitility.await().until(() -> first.getState() == Thread.State.WAITING);
		assertThat(run()).succeedsWithin(LIMIT).isSameAs(first);
	}

	@Test
	void whileOneIsBlockedAnotherIsStarted() {
		Thread blocked = block().join();
		assertThat(run()).succeedsWithin(LIMIT).isNotSameAs(blocked);
	}

	@Test
	void whereAllAreBlockedTasksWait() {
		assertThat(block()).succeedsWithin(LIMIT);
		assertThat(block()).succeedsWithin(LIMIT);
		CompletableFuture<Thread> third = run();
		CompletableFuture<Thread> fourth = run();
		assertThat(third).isNotDone();
		this.release.countDown();
		assertThat(third).succeedsWithin(LIMIT);
		assertThat(fourth).succeedsWithin(LIMIT);
	}

	@Test
	void nothingRunsOnceClosed() {
		this.threads.close();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(this::run)
			.withMessage("The application has stopped: no listener is called any more");
	}

}
