package dev.sock.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.sock.EndpointOptions;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.FixedBackOff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RetryingErrorHandler}, {@link LoggingErrorHandler} and what containers
 * do with error handlers.
 */
@ExtendWith(OutputCaptureExtension.class)
class RetryingErrorHandlerTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final BackOff AT_ONCE = new FixedBackOff(0, FixedBackOff.UNLIMITED_ATTEMPTS);

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "listener");
		thread.setDaemon(true);
		return thread;
	});

	private final FakeAssociation hlr = new FakeAssociation(
			new FakeEndpoint(EndpointOptions.builder().name("server").build()), "hlr");

	private final List<String> calls = new CopyOnWriteArrayList<>();

	private final List<String> recovered = new CopyOnWriteArrayList<>();

	private final SctpMessageRecoverer recoverer = (message, failure, container) -> this.recovered
		.add(message.text() + ": " + failure.getMessage());

	@AfterEach
	void end() {
		this.threads.shutdownNow();
	}

	private SctpListenerContainer container(SctpListenerErrorHandler errorHandler, SctpMessageListener listener) {
		SctpListenerContainer container = new SctpListenerContainerFactory(this.threads)
			.create(SctpListenerDefinition.of("the listener", "server", ListenerCriteria.ALL, (message) -> {
				this.calls.add(message.text());
				return listener.onMessage(message);
			}).withErrorHandler(errorHandler));
		container.start();
		return container;
	}

	private void take(SctpListenerContainer container, String text) {
		container.take(this.hlr.message(text.getBytes(), 1, 46));
	}

	private static SctpMessageListener failing(Throwable failure) {
		return (message) -> {
			if (failure instanceof Error error) {
				throw error;
			}
			throw (Exception) failure;
		};
	}

	@Test
	void theCallIsRepeatedAsOftenAsAllowedThenTheRecovererGetsTheMessage() {
		SctpListenerContainer container = container(new RetryingErrorHandler(3, AT_ONCE, this.recoverer),
				failing(new IllegalStateException("no")));
		take(container, "a");
		assertThat(this.calls).containsExactly("a", "a", "a", "a");
		assertThat(this.recovered).containsExactly("a: no");
		assertThat(container.failureCount()).isEqualTo(4);
	}

	@Test
	void aRepetitionThatSucceedsEndsItAndLaterMessagesWait() {
		SctpListenerContainer container = container(new RetryingErrorHandler(5, AT_ONCE, this.recoverer), (message) -> {
			if (message.text().equals("a") && this.calls.size() < 3) {
				throw new java.io.IOException("checked");
			}
			return null;
		});
		CompletableFuture.runAsync(() -> List.of("a", "b").forEach((text) -> take(container, text)), this.threads)
			.join();
		assertThat(this.calls).containsExactly("a", "a", "a", "b");
		assertThat(this.recovered).isEmpty();
	}

	@Test
	void eachMessageHasItsOwnRepetitions() {
		SctpListenerContainer container = container(new RetryingErrorHandler(1, AT_ONCE, this.recoverer),
				failing(new IllegalStateException("no")));
		take(container, "a");
		take(container, "b");
		assertThat(this.calls).containsExactly("a", "a", "b", "b");
		assertThat(this.recovered).containsExactly("a: no", "b: no");
	}

	@Test
	void theRecovererGetsTheLastFailure() {
		SctpListenerContainer container = container(new RetryingErrorHandler(2, AT_ONCE, this.recoverer), (message) -> {
			throw new IllegalStateException("number " + this.calls.size());
		});
		take(container, "a");
		assertThat(this.recovered).containsExactly("a: number 3");
	}

	@Test
	void theBackOffIsAskedBeforeEachRepetitionAndCanEndThem() {
		List<Integer> asked = new CopyOnWriteArrayList<>();
		BackOff twice = () -> () -> {
			asked.add(this.calls.size());
			return (asked.size() <= 2) ? 1 : BackOffExecution.STOP;
		};
		SctpListenerContainer container = container(new RetryingErrorHandler(10, twice, this.recoverer),
				failing(new IllegalStateException("no")));
		take(container, "a");
		assertThat(asked).containsExactly(1, 2, 3);
		assertThat(this.calls).hasSize(3);
		assertThat(this.recovered).containsExactly("a: no");
	}

	@Test
	void whatCannotComeRightIsNotRepeated() {
		for (Throwable fatal : List.of(new MessageConversionException("bad"), new SctpNoHandlerException("none"),
				new ClassCastException("wrong"), new StackOverflowError("deep"),
				new MessagingException("wrapped", new ClassCastException("wrong")))) {
			this.calls.clear();
			this.recovered.clear();
			SctpListenerContainer container = container(new RetryingErrorHandler(3, AT_ONCE, this.recoverer),
					failing(fatal));
			take(container, "a");
			assertThat(this.calls).as(fatal.toString()).hasSize(1);
			assertThat(this.recovered).as(fatal.toString()).hasSize(1);
		}
	}

	@Test
	void aRepetitionThatFailsForGoodIsTheLast() {
		SctpListenerContainer container = container(new RetryingErrorHandler(5, AT_ONCE, this.recoverer), (message) -> {
			if (this.calls.size() == 1) {
				throw new IllegalStateException("for now");
			}
			throw new AssertionError("for good");
		});
		take(container, "a");
		assertThat(this.calls).hasSize(2);
		assertThat(this.recovered).containsExactly("a: for good");
	}

	@Test
	void aStopEndsTheWaitAndHandsTheMessageToTheRecoverer() {
		SctpListenerContainer container = container(
				new RetryingErrorHandler(3, new FixedBackOff(Long.MAX_VALUE, 3), this.recoverer),
				failing(new IllegalStateException("no")));
		CompletableFuture<Void> feeder = CompletableFuture.runAsync(() -> take(container, "a"), this.threads);
		Awaitility.await().until(() -> this.calls.size() == 1);
		assertThat(feeder).isNotDone();
		assertThat(container.stop(LONG)).isTrue();
		assertThat(feeder).succeedsWithin(LONG);
		assertThat(this.calls).hasSize(1);
		assertThat(this.recovered).containsExactly("a: no");
	}

	@Test
	void anInterruptEndsTheRepetitions() {
		CountDownLatch interrupted = new CountDownLatch(1);
		SctpListenerContainer container = container(
				new RetryingErrorHandler(3, new FixedBackOff(Duration.ofHours(1).toMillis(), 3), this.recoverer),
				failing(new IllegalStateException("no")));
		Thread thread = new Thread(() -> {
			take(container, "a");
			if (Thread.currentThread().isInterrupted()) {
				interrupted.countDown();
			}
		});
		thread.start();
		Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
		thread.interrupt();
		Awaitility.await().until(() -> interrupted.getCount() == 0);
		assertThat(this.recovered).containsExactly("a: no");
	}

	@Test
	void aListenerThatWasInterruptedIsNotCalledAgain() {
		SctpListenerContainer container = container(new RetryingErrorHandler(3, AT_ONCE, this.recoverer),
				failing(new InterruptedException("leave")));
		Thread.interrupted();
		take(container, "a");
		assertThat(Thread.interrupted()).as("the interrupt is passed on").isTrue();
		assertThat(this.calls).hasSize(1);
		assertThat(this.recovered).containsExactly("a: leave");
	}

	@Test
	void anInterruptOfARepetitionIsPassedOn() {
		SctpListenerContainer container = container(new RetryingErrorHandler(3, AT_ONCE, this.recoverer), (message) -> {
			throw (this.calls.size() == 1) ? new IllegalStateException("no") : new InterruptedException("leave");
		});
		Thread.interrupted();
		take(container, "a");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.calls).hasSize(2);
		assertThat(this.recovered).containsExactly("a: leave");
	}

	@Test
	void aResultThatFailsLaterIsRepeatedAndReleasedOnceThatIsOver() {
		CompletableFuture<Void> first = new CompletableFuture<>();
		SctpListenerContainer container = container(new RetryingErrorHandler(3, AT_ONCE, this.recoverer),
				(message) -> (this.calls.size() == 1) ? first
						: (this.calls.size() == 2) ? CompletableFuture.failedFuture(new IllegalStateException("again"))
								: CompletableFuture.completedFuture(null));
		take(container, "a");
		assertThat(this.hlr.released).isEmpty();
		first.completeExceptionally(new IllegalStateException("no"));
		Awaitility.await().until(() -> this.hlr.released.size() == 1);
		assertThat(this.calls).hasSize(3);
		assertThat(this.recovered).isEmpty();
		assertThat(container.failureCount()).isEqualTo(2);
	}

	@Test
	void aRepetitionWhoseResultNeverComesIsGivenUpAtAStopAndTheRecovererGetsTheMessage() {
		CompletableFuture<Void> never = new CompletableFuture<>();
		SctpListenerContainer container = container(new RetryingErrorHandler(3, AT_ONCE, this.recoverer), (message) -> {
			if (this.calls.size() == 1) {
				throw new IllegalStateException("no");
			}
			return never;
		});
		CompletableFuture<Void> feeder = CompletableFuture.runAsync(() -> take(container, "a"), this.threads);
		Awaitility.await().until(() -> this.calls.size() == 2);
		assertThat(container.stop(LONG)).isTrue();
		assertThat(feeder).succeedsWithin(LONG);
		assertThat(never).isNotDone();
		assertThat(this.recovered).hasSize(1);
	}

	@Test
	void anErrorHandlerThatThrowsIsLoggedWithBothFailuresAndStopsNothing(CapturedOutput output) {
		SctpListenerContainer container = container((failure, delivery) -> {
			throw new AssertionError("handler failed");
		}, failing(new IllegalStateException("listener failed")));
		take(container, "secret");
		take(container, "secret");
		assertThat(this.calls).hasSize(2);
		assertThat(output).contains("handler failed")
			.contains("listener failed")
			.contains("the listener")
			.contains("hlr")
			.doesNotContain("secret");
	}

	@Test
	void anErrorHandlerThatThrowsTheFailureItselfIsLoggedAndStopsNothing(CapturedOutput output) {
		SctpListenerContainer container = container((failure, delivery) -> {
			throw (IllegalStateException) failure;
		}, failing(new IllegalStateException("listener failed")));
		take(container, "a");
		take(container, "b");
		assertThat(this.calls).containsExactly("a", "b");
		assertThat(output).contains("listener failed").contains("the listener").contains("hlr");
	}

	@Test
	void aRecovererThatThrowsIsLoggedAndTheMessageIsNotRepeated(CapturedOutput output) {
		SctpListenerContainer container = container(new RetryingErrorHandler(1, AT_ONCE, (message, failure, self) -> {
			throw new IllegalStateException("store is down");
		}), failing(new IllegalStateException("listener failed")));
		take(container, "a");
		assertThat(this.calls).hasSize(2);
		assertThat(output).contains("store is down").contains("listener failed");
		assertThat(container.stop(LONG)).isTrue();
	}

	@Test
	void theDefaultLogsTheFailureWithoutThePayload(CapturedOutput output) {
		SctpListenerContainer container = container(null, failing(new IllegalStateException("no")));
		take(container, "secret");
		assertThat(this.calls).hasSize(1);
		assertThat(output).contains("the listener")
			.contains("association 'hlr' on endpoint 'server' (stream 1, ppid 46)")
			.contains("IllegalStateException: no")
			.doesNotContain("secret");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1 })
	void fewerThanOneRepetitionAreRefused(int retries) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RetryingErrorHandler(retries, AT_ONCE, this.recoverer))
			.withMessageContaining("maxRetries");
	}

	@Test
	void theEndpointsStopWaitsForRepetitionsOnlyAsLongAsAllowed() throws Exception {
		EndpointListeners listeners = new EndpointListeners("server", this.threads);
		SctpListenerContainer container = container(
				new RetryingErrorHandler(3, new FixedBackOff(Duration.ofHours(1).toMillis(), 3), this.recoverer),
				failing(new IllegalStateException("no")));
		listeners.add(container);
		listeners.start();
		listeners.executor().execute(() -> listeners.take(this.hlr.message("a".getBytes(), 0, 0)));
		Awaitility.await().until(() -> this.calls.size() == 1);
		listeners.stop(Duration.ofMillis(20));
		Awaitility.await().untilAsserted(() -> assertThat(this.recovered).containsExactly("a: no"));
		assertThat(this.calls).hasSize(1);
		assertThat(this.threads.isShutdown()).isFalse();
		this.threads.shutdown();
		assertThat(this.threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
	}

}
