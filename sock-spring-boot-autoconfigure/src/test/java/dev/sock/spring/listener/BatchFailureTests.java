package dev.sock.spring.listener;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.FixedBackOff;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link FailedDelivery}, {@link RetryingErrorHandler},
 * {@link LoggingErrorHandler} and recoverers do with a batch.
 */
@ExtendWith(OutputCaptureExtension.class)
class BatchFailureTests extends AbstractBatchTests {

	private static final BackOff AT_ONCE = new FixedBackOff(0, FixedBackOff.UNLIMITED_ATTEMPTS);

	private static final BackOff NEVER = new FixedBackOff(Duration.ofHours(1).toMillis(), 5);

	private static final List<String> ABC = List.of("a", "b", "c");

	private final List<String> recovered = new CopyOnWriteArrayList<>();

	private final SctpMessageRecoverer recoverer = (message, failure, container) -> this.recovered
		.add(message.text() + ": " + failure.getMessage());

	private SctpListenerErrorHandler retrying(int retries, BackOff backOff) {
		return new RetryingErrorHandler(retries, backOff, this.recoverer);
	}

	private SctpListenerContainer failing(SctpListenerErrorHandler handler, SctpBatchMessageListener listener) {
		return started(definition(10, listener).withErrorHandler(handler));
	}

	/** Fails on a batch that has one of these, as one transaction for all would. */
	private static SctpBatchMessageListener spoiltBy(String... texts) {
		return (messages) -> {
			for (String text : texts) {
				if (texts(messages).contains(text)) {
					throw new IllegalStateException("spoilt by " + text);
				}
			}
			return null;
		};
	}

	private void takeAbc(SctpListenerContainer container) {
		takeTogether(container, this.hlr, 0, "a", "b", "c");
	}

	private void awaitRecovered(String... expected) {
		Awaitility.await().untilAsserted(() -> assertThat(this.recovered).containsExactly(expected));
	}

	// what an error handler gets

	@Test
	void theErrorHandlerGetsTheBatchOnceAndTheNextBatchWaitsForIt() throws Exception {
		CountDownLatch leave = new CountDownLatch(1);
		List<FailedDelivery> failed = new CopyOnWriteArrayList<>();
		SctpListenerContainer container = failing((failure, delivery) -> {
			failed.add(delivery);
			try {
				await(leave);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, spoiltBy("b"));
		takeAbc(container);
		Awaitility.await().until(() -> failed.size() == 1);
		take(container, this.hlr, 1, "d");
		assertThat(container.waitingCount()).isOne();
		assertThat(this.hlr.released).isEmpty();
		leave.countDown();
		awaitCalls(ABC, List.of("d"));
		assertReleasedOnce(this.hlr);
		FailedDelivery delivery = failed.get(0);
		assertThat(failed).hasSize(1);
		assertThat(texts(delivery.messages())).isEqualTo(ABC);
		assertThat(delivery.message().text()).isEqualTo("a");
		assertThat(delivery.container()).isSameAs(container);
		assertThat(container.failureCount()).isOne();
	}

	@Test
	void aRepetitionHasTheWholeBatchAndAPartOfItOneMessage() {
		List<String> steps = new CopyOnWriteArrayList<>();
		SctpListenerContainer container = failing((failure, delivery) -> {
			steps.add("failed " + texts(delivery.messages()));
			attempt(steps, delivery);
			List<FailedDelivery> parts = delivery.split();
			assertThat(parts).hasSize(3).allSatisfy((part) -> {
				assertThat(part.container()).isSameAs(delivery.container());
				assertThat(part.messages()).containsExactly(part.message());
				assertThat(part.split()).hasSize(1);
			});
			parts.forEach((part) -> attempt(steps, part));
		}, spoiltBy("b"));
		takeAbc(container);
		assertReleasedOnce(this.hlr);
		Awaitility.await()
			.untilAsserted(() -> assertThat(steps).containsExactly("failed [a, b, c]", "[a, b, c]: spoilt by b", "[a]",
					"[b]: spoilt by b", "[c]"));
		assertThat(this.calls).containsExactly(ABC, ABC, List.of("a"), List.of("b"), List.of("c"));
		assertThat(container.failureCount()).as("of the batch twice, of b once").isEqualTo(3);
	}

	private static void attempt(List<String> steps, FailedDelivery delivery) {
		try {
			delivery.retry();
			steps.add(texts(delivery.messages()).toString());
		}
		catch (Throwable ex) {
			steps.add(texts(delivery.messages()) + ": " + ex.getMessage());
		}
	}

	@Test
	void anErrorHandlerThatThrowsIsLoggedAndTheNextBatchIsDelivered(CapturedOutput output) {
		SctpListenerContainer container = failing((failure, delivery) -> {
			throw new AssertionError("handler failed");
		}, spoiltBy("b"));
		takeAbc(container);
		awaitCalls(ABC);
		take(container, this.hlr, 0, "d");
		awaitCalls(ABC, List.of("d"));
		assertReleasedOnce(this.hlr);
		assertThat(output).contains("handler failed").contains("spoilt by b").contains("the listener").contains("hlr");
	}

	@Test
	void anErrorHandlerThatThrowsTheFailureItselfIsLoggedAndTheBatchIsReleased(CapturedOutput output) {
		SctpListenerContainer container = failing((failure, delivery) -> {
			throw (IllegalStateException) failure;
		}, spoiltBy("b"));
		takeAbc(container);
		awaitCalls(ABC);
		take(container, this.hlr, 0, "d");
		awaitCalls(ABC, List.of("d"));
		assertReleasedOnce(this.hlr);
		assertThat(output).contains("spoilt by b").contains("the listener").contains("hlr");
	}

	@Test
	void byDefaultABatchThatFailsIsLoggedOnceWithItsNumberAndWithoutPayloads(CapturedOutput output) {
		SctpListenerContainer container = failing(null, (messages) -> {
			throw new IllegalStateException("out of order");
		});
		takeTogether(container, this.hlr, 0, "secret 1", "secret 2", "secret 3");
		assertReleasedOnce(this.hlr);
		assertThat(this.calls).hasSize(1);
		assertThat(output.toString().split("out of order", -1)).as("logged once").hasSize(2);
		assertThat(output).contains("the listener")
			.contains("3 messages")
			.contains("'hlr'")
			.contains("'server'")
			.doesNotContain("secret");
	}

	// repetitions

	@Test
	void theBatchIsRepeatedThenItsMessagesAreTriedOnceEachAndTheRecovererGetsThoseThatFailAlone() {
		SctpListenerContainer container = failing(retrying(2, AT_ONCE), spoiltBy("b"));
		takeAbc(container);
		awaitCalls(ABC, ABC, ABC, List.of("a"), List.of("b"), List.of("c"));
		awaitRecovered("b: spoilt by b");
		assertReleasedOnce(this.hlr);
		assertThat(this.hlr.released).hasSize(3);
		assertThat(container.failureCount()).isEqualTo(4);
	}

	@Test
	void theRecovererGetsTheFailureOfEachMessageInTheirOrder() {
		SctpListenerContainer container = failing(retrying(1, AT_ONCE), spoiltBy("c", "a"));
		takeAbc(container);
		awaitRecovered("a: spoilt by a", "c: spoilt by c");
		assertThat(this.calls).hasSize(5);
		assertReleasedOnce(this.hlr);
	}

	@Test
	void aRepetitionOfTheBatchThatSucceedsEndsIt() {
		SctpListenerContainer container = failing(retrying(5, AT_ONCE), (messages) -> {
			if (this.calls.size() < 3) {
				throw new IOException("database is away");
			}
			return null;
		});
		takeAbc(container);
		take(container, this.hlr, 0, "d");
		Awaitility.await().until(() -> this.hlr.released.size() == 4);
		assertReleasedOnce(this.hlr);
		assertThat(this.calls.subList(0, 3)).containsOnly(this.calls.get(0));
		assertThat(this.calls.subList(2, this.calls.size()).stream().flatMap(List::stream)).containsExactly("a", "b",
				"c", "d");
		assertThat(this.recovered).isEmpty();
	}

	@Test
	void aBatchOfOneIsRepeatedAsASingleMessageIs() {
		SctpListenerContainer container = failing(retrying(2, AT_ONCE), spoiltBy("a"));
		take(container, this.hlr, 0, "a");
		awaitRecovered("a: spoilt by a");
		assertThat(this.calls).as("the first and two repetitions").hasSize(3);
		assertReleasedOnce(this.hlr);
	}

	@Test
	void whatCannotComeRightIsNotRepeatedAsABatch() {
		SctpListenerContainer container = failing(retrying(3, AT_ONCE), (messages) -> {
			if (texts(messages).contains("b")) {
				throw new ClassCastException("b is another class");
			}
			return null;
		});
		takeAbc(container);
		awaitRecovered("b: b is another class");
		assertReleasedOnce(this.hlr);
		assertThat(this.calls).filteredOn(ABC::equals).hasSize(1);
	}

	@Test
	void afterAnErrorNothingIsCalledAgainAndTheRecovererGetsTheWholeBatch() {
		SctpListenerContainer container = failing(retrying(3, AT_ONCE), (messages) -> {
			throw new StackOverflowError("deep");
		});
		takeAbc(container);
		awaitRecovered("a: deep", "b: deep", "c: deep");
		assertThat(this.calls).containsExactly(ABC);
		assertReleasedOnce(this.hlr);
	}

	@Test
	void anErrorOfOneMessageLeavesTheOthersTheirAttempt() {
		SctpListenerContainer container = failing(retrying(1, AT_ONCE), (messages) -> {
			if (messages.size() > 1) {
				throw new IllegalStateException("batch");
			}
			if (messages.get(0).text().equals("a")) {
				throw new AssertionError("a");
			}
			return null;
		});
		takeAbc(container);
		awaitRecovered("a: a");
		assertReleasedOnce(this.hlr);
		Awaitility.await().until(() -> this.calls.size() == 5);
	}

	@Test
	void aRecovererThatThrowsIsLoggedAndTheOthersAreStillTried(CapturedOutput output) {
		SctpListenerContainer container = failing(new RetryingErrorHandler(1, AT_ONCE, (message, failure, self) -> {
			this.recovered.add(message.text());
			throw new IllegalStateException("store is down");
		}), spoiltBy("a", "c"));
		takeAbc(container);
		awaitRecovered("a", "c");
		assertReleasedOnce(this.hlr);
		assertThat(this.calls).containsExactly(ABC, ABC, List.of("a"), List.of("b"), List.of("c"));
		assertThat(output).contains("store is down").contains("spoilt by a");
	}

	// a stop, an interrupt

	@Test
	void aStopEndsTheWaitAndTheRecovererGetsTheWholeBatch() {
		SctpListenerContainer container = failing(retrying(3, NEVER), spoiltBy("b"));
		takeAbc(container);
		awaitCalls(ABC);
		assertThat(container.stop(LONG)).isTrue();
		awaitRecovered("a: spoilt by b", "b: spoilt by b", "c: spoilt by b");
		assertThat(this.calls).as("nothing is tried once it stops").containsExactly(ABC);
		assertReleasedOnce(this.hlr);
	}

	@Test
	void aStopAmongTheAttemptsOneByOneHandsTheRestToTheRecoverer() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch leave = new CountDownLatch(1);
		SctpListenerContainer container = failing(retrying(1, AT_ONCE), (messages) -> {
			if (messages.size() > 1) {
				throw new IllegalStateException("batch");
			}
			if (messages.get(0).text().equals("b")) {
				entered.countDown();
				await(leave);
			}
			return null;
		});
		takeAbc(container);
		await(entered);
		assertThat(container.stop(Duration.ZERO)).isFalse();
		leave.countDown();
		assertThat(container.stop(LONG)).isTrue();
		assertThat(this.calls).containsExactly(ABC, ABC, List.of("a"), List.of("b"));
		assertThat(this.recovered).as("b got through").containsExactly("c: batch");
		assertReleasedOnce(this.hlr);
	}

	@Test
	void aStopAmongTheAttemptsOneByOneHandsTheRestOverWithTheirOwnFailure() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch leave = new CountDownLatch(1);
		SctpListenerContainer container = failing(retrying(1, AT_ONCE), (messages) -> {
			if (messages.size() == 1 && messages.get(0).text().equals("a")) {
				entered.countDown();
				await(leave);
				throw new IllegalStateException("a alone");
			}
			throw new IllegalStateException("batch");
		});
		takeAbc(container);
		await(entered);
		assertThat(container.stop(Duration.ZERO)).isFalse();
		leave.countDown();
		assertThat(container.stop(LONG)).isTrue();
		assertThat(this.recovered).containsExactly("a: a alone", "b: batch", "c: batch");
		assertReleasedOnce(this.hlr);
	}

	@Test
	void afterAnErrorARecovererThatThrowsStillGetsTheOthers(CapturedOutput output) {
		SctpListenerContainer container = failing(new RetryingErrorHandler(1, AT_ONCE, (message, failure, self) -> {
			this.recovered.add(message.text());
			throw new IllegalStateException("store is down");
		}), (messages) -> {
			throw new StackOverflowError("deep");
		});
		takeAbc(container);
		awaitRecovered("a", "b", "c");
		assertReleasedOnce(this.hlr);
		assertThat(output).contains("store is down").contains("deep");
	}

	@Test
	void aResultThatNeverComesIsGivenUpAtAStop() {
		CompletableFuture<Void> never = new CompletableFuture<>();
		SctpListenerContainer container = failing(retrying(1, AT_ONCE), (messages) -> {
			if (messages.size() > 1) {
				throw new IllegalStateException("batch");
			}
			return messages.get(0).text().equals("b") ? never : null;
		});
		takeAbc(container);
		awaitCalls(ABC, ABC, List.of("a"), List.of("b"));
		assertThat(container.stop(LONG)).isTrue();
		assertThat(this.recovered).hasSize(2);
		assertThat(this.recovered.get(0)).startsWith("b: ");
		assertThat(this.recovered.get(1)).isEqualTo("c: batch");
		assertThat(this.calls).hasSize(4);
		assertReleasedOnce(this.hlr);
	}

	@Test
	void aListenerThatWasInterruptedIsNotCalledAgainForTheBatchOrItsMessages() {
		SctpListenerContainer container = failing(retrying(3, AT_ONCE), (messages) -> {
			throw new InterruptedException("leave");
		});
		takeAbc(container);
		awaitRecovered("a: leave", "b: leave", "c: leave");
		assertThat(this.calls).containsExactly(ABC);
		assertReleasedOnce(this.hlr);
	}

	@Test
	void aListenerThatIsInterruptedAmongTheAttemptsOneByOneIsNotCalledForTheRest() {
		SctpListenerContainer container = failing(retrying(1, AT_ONCE), (messages) -> {
			if (messages.size() == 1) {
				throw new InterruptedException("leave");
			}
			throw new IllegalStateException("batch");
		});
		takeAbc(container);
		awaitRecovered("a: leave", "b: batch", "c: batch");
		assertThat(this.calls).containsExactly(ABC, ABC, List.of("a"));
		assertReleasedOnce(this.hlr);
	}

	@Test
	void anInterruptOfTheWaitHandsTheBatchToTheRecoverer() {
		List<Thread> waiting = new CopyOnWriteArrayList<>();
		SctpListenerContainer container = failing(retrying(3, NEVER), (messages) -> {
			waiting.add(Thread.currentThread());
			throw new IllegalStateException("no");
		});
		takeAbc(container);
		Awaitility.await().until(() -> waiting.size() == 1 && waiting.get(0).getState() == Thread.State.TIMED_WAITING);
		waiting.get(0).interrupt();
		awaitRecovered("a: no", "b: no", "c: no");
		assertThat(this.calls).containsExactly(ABC);
		assertReleasedOnce(this.hlr);
	}

	// results that come later

	@Test
	void aResultThatFailsLaterIsRepeatedAsABatchAndReleasedOnceThatIsOver() {
		CompletableFuture<Void> first = new CompletableFuture<>();
		CompletableFuture<Void> second = new CompletableFuture<>();
		AtomicInteger number = new AtomicInteger();
		SctpListenerContainer container = failing(retrying(1, AT_ONCE), (messages) -> {
			int call = number.incrementAndGet();
			if (messages.size() == 1) {
				return messages.get(0).text().equals("c") ? CompletableFuture.failedFuture(new IOException("c"))
						: CompletableFuture.completedFuture(null);
			}
			return (call == 1) ? first : second;
		});
		takeAbc(container);
		awaitCalls(ABC);
		first.completeExceptionally(new IllegalStateException("late"));
		awaitCalls(ABC, ABC);
		assertThat(this.hlr.released).isEmpty();
		second.completeExceptionally(new IllegalStateException("late again"));
		awaitRecovered("c: c");
		assertReleasedOnce(this.hlr);
		assertThat(this.calls).containsExactly(ABC, ABC, List.of("a"), List.of("b"), List.of("c"));
		assertThat(container.failureCount()).isEqualTo(3);
		assertThat(container.stop(LONG)).isTrue();
	}

	@Test
	void aResultThatFailsOnceTheContainerStopsGoesToTheRecovererMessageByMessage() {
		CompletableFuture<Void> result = new CompletableFuture<>();
		SctpListenerContainer container = failing(retrying(3, AT_ONCE), (messages) -> result);
		takeAbc(container);
		awaitCalls(ABC);
		assertThat(container.stop(Duration.ZERO)).isFalse();
		result.completeExceptionally(new IllegalStateException("late"));
		assertThat(container.stop(LONG)).isTrue();
		awaitRecovered("a: late", "b: late", "c: late");
		assertThat(this.calls).containsExactly(ABC);
		assertReleasedOnce(this.hlr);
	}

}
