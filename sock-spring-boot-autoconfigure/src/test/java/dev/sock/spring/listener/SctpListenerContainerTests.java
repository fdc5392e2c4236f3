package dev.sock.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import dev.sock.EndpointOptions;
import dev.sock.SctpMessage;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SctpListenerContainer}: order, calls at once, what is kept and what is
 * released.
 */
class SctpListenerContainerTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "listener");
		thread.setDaemon(true);
		return thread;
	});

	private final FakeEndpoint endpoint = new FakeEndpoint(EndpointOptions.builder().name("server").build());

	private final FakeAssociation hlr = association("hlr");

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final List<Throwable> failures = new CopyOnWriteArrayList<>();

	@AfterEach
	void end() {
		this.threads.shutdownNow();
	}

	private FakeAssociation association(String name) {
		return new FakeAssociation(this.endpoint, name);
	}

	private SctpListenerContainer container(Integer concurrency, SctpMessageListener listener) {
		return container(concurrency, this.threads, listener);
	}

	private SctpListenerContainer container(Integer concurrency, Executor executor, SctpMessageListener listener) {
		SctpListenerContainerFactory factory = new SctpListenerContainerFactory(executor);
		factory.setConcurrency(concurrency);
		factory.setErrorHandler((failure, delivery) -> this.failures.add(failure));
		return factory.create(SctpListenerDefinition.of("l", "server", ListenerCriteria.ALL, listener));
	}

	private SctpListenerContainer recording(Integer concurrency) {
		return container(concurrency, (message) -> {
			this.received.add(message.text());
			return null;
		});
	}

	private static SctpMessage take(SctpListenerContainer container, FakeAssociation association, int stream,
			String text) {
		SctpMessage message = association.message(text.getBytes(), stream, 0);
		(container.take(message) ? association.retained : association.consumed).add(message);
		return message;
	}

	/** What an endpoint does: the messages of an association one after the other. */
	private CompletableFuture<Void> feed(SctpListenerContainer container, FakeAssociation association, int streams,
			int messages) {
		return CompletableFuture.runAsync(() -> {
			for (int i = 0; i < messages; i++) {
				for (int stream = 0; stream < streams; stream++) {
					take(container, association, stream, Integer.toString(i));
				}
			}
		}, this.threads);
	}

	private static void assertReleasedOnce(FakeAssociation association) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(List.copyOf(association.released))
				.containsExactlyInAnyOrderElementsOf(List.copyOf(association.retained)));
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void messagesOfAnAssociationComeOneAfterTheOtherWhileThePauseComesAndGoes() {
		Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
		Map<String, List<String>> order = new ConcurrentHashMap<>();
		AtomicBoolean overlap = new AtomicBoolean();
		SctpListenerContainer container = container(null, (message) -> {
			AtomicInteger now = calls.computeIfAbsent(message.association().name(), (name) -> new AtomicInteger());
			overlap.compareAndSet(false, now.incrementAndGet() > 1);
			order.computeIfAbsent(message.association().name(), (name) -> new CopyOnWriteArrayList<>())
				.add(message.streamId() + " " + message.text());
			LockSupport.parkNanos(10_000);
			now.decrementAndGet();
			return null;
		});
		container.start();
		List<FakeAssociation> associations = IntStream.range(0, 4).mapToObj((i) -> association("a" + i)).toList();
		List<CompletableFuture<Void>> feeders = associations.stream()
			.map((association) -> feed(container, association, 3, 100))
			.toList();
		for (int i = 0; i < 50; i++) {
			container.pause();
			Thread.yield();
			container.resume();
		}
		assertThat(feeders).allSatisfy((feeder) -> assertThat(feeder).succeedsWithin(LONG));
		List<String> expected = IntStream.range(0, 300).mapToObj((i) -> (i % 3) + " " + (i / 3)).toList();
		for (FakeAssociation association : associations) {
			Awaitility.await().untilAsserted(() -> assertThat(order.get(association.name())).isEqualTo(expected));
			assertReleasedOnce(association);
			assertThat(association.retained.size() + association.consumed.size()).isEqualTo(300);
		}
		assertThat(overlap).isFalse();
		assertThat(container.waitingCount()).isZero();
	}

	@Test
	void sixteenAssociationsOfFourStreamsKeepTheirOrderWithEightCallsAtOnce() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		Map<String, List<String>> order = new ConcurrentHashMap<>();
		AtomicInteger calls = new AtomicInteger();
		Set<Integer> numbers = ConcurrentHashMap.newKeySet();
		SctpListenerContainer container = container(8, (message) -> {
			numbers.add(calls.incrementAndGet());
			int delay;
			synchronized (random) {
				delay = random.nextInt(200_000);
			}
			LockSupport.parkNanos(delay);
			order
				.computeIfAbsent(message.association().name() + "/" + message.streamId(),
						(name) -> new CopyOnWriteArrayList<>())
				.add(message.text());
			calls.decrementAndGet();
			return null;
		});
		container.start();
		List<FakeAssociation> associations = IntStream.range(0, 16).mapToObj((i) -> association("a" + i)).toList();
		associations.forEach((association) -> feed(container, association, 4, 40));
		List<String> expected = IntStream.range(0, 40).mapToObj(Integer::toString).toList();
		Awaitility.await().atMost(LONG).untilAsserted(() -> {
			assertThat(order).as("seed %d", seed).hasSize(64);
			assertThat(order.values()).as("seed %d", seed).allSatisfy((got) -> assertThat(got).isEqualTo(expected));
		});
		assertThat(numbers).as("seed %d", seed).allSatisfy((number) -> assertThat(number).isBetween(1, 8));
		associations.forEach(SctpListenerContainerTests::assertReleasedOnce);
		assertThat(container.stop(LONG)).isTrue();
	}

	@Test
	void withAConcurrencyOnlyMessagesOfTheSameStreamWait() {
		CountDownLatch leave = new CountDownLatch(1);
		SctpListenerContainer container = container(4, (message) -> {
			this.received.add(message.text());
			if (message.text().equals("first of 1")) {
				await(leave);
			}
			return null;
		});
		container.start();
		FakeAssociation other = association("other");
		take(container, this.hlr, 1, "first of 1");
		take(container, this.hlr, 1, "second of 1");
		take(container, this.hlr, 2, "first of 2");
		take(container, other, 1, "other");
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(this.received).containsExactlyInAnyOrder("first of 1", "first of 2", "other"));
		assertThat(container.waitingCount()).isOne();
		leave.countDown();
		Awaitility.await().untilAsserted(() -> assertThat(this.received).hasSize(4).last().isEqualTo("second of 1"));
		assertReleasedOnce(this.hlr);
	}

	@Test
	void noMoreCallsAreUnderWayThanTheConcurrencySays() {
		CountDownLatch leave = new CountDownLatch(1);
		SctpListenerContainer container = container(2, (message) -> {
			this.received.add(message.text());
			await(leave);
			return null;
		});
		container.start();
		for (int stream = 0; stream < 5; stream++) {
			take(container, this.hlr, stream, "stream " + stream);
		}
		Awaitility.await().until(() -> this.received.size() == 2);
		assertThat(container.waitingCount()).isEqualTo(3);
		leave.countDown();
		Awaitility.await().until(() -> this.received.size() == 5);
		assertReleasedOnce(this.hlr);
	}

	@Test
	void aPausedContainerKeepsMessagesAndReleasesEachAfterItsCall() {
		List<Boolean> releasedBefore = new CopyOnWriteArrayList<>();
		SctpListenerContainer container = container(null, (message) -> {
			releasedBefore.add(this.hlr.released.contains(message));
			this.received.add(message.text());
			return null;
		});
		container.start();
		container.pause();
		assertThat(container.state()).isEqualTo(SctpListenerState.PAUSED);
		for (int i = 0; i < 100; i++) {
			take(container, this.hlr, 0, Integer.toString(i));
		}
		assertThat(this.received).isEmpty();
		assertThat(this.hlr.retained).hasSize(100);
		assertThat(this.hlr.released).isEmpty();
		assertThat(container.waitingCount()).isEqualTo(100);
		container.resume();
		take(container, this.hlr, 0, "100");
		List<String> expected = IntStream.rangeClosed(0, 100).mapToObj(Integer::toString).toList();
		Awaitility.await().untilAsserted(() -> assertThat(this.received).isEqualTo(expected));
		assertReleasedOnce(this.hlr);
		assertThat(releasedBefore).doesNotContain(true);
	}

	@Test
	void aContainerThatIsNotStartedKeepsMessagesUntilItIs() {
		SctpListenerContainer container = recording(null);
		assertThat(container.state()).isEqualTo(SctpListenerState.STOPPED);
		take(container, this.hlr, 0, "early");
		container.resume();
		assertThat(container.state()).as("resumed, but not started").isEqualTo(SctpListenerState.STOPPED);
		assertThat(this.received).isEmpty();
		container.start();
		Awaitility.await().untilAsserted(() -> assertThat(this.received).containsExactly("early"));
		assertReleasedOnce(this.hlr);
	}

	@Test
	void aPauseBeforeTheStartHoldsUntilItIsResumed() {
		SctpListenerContainer container = recording(null);
		container.pause();
		container.start();
		assertThat(container.state()).isEqualTo(SctpListenerState.PAUSED);
		take(container, this.hlr, 0, "x");
		assertThat(container.waitingCount()).isOne();
		container.resume();
		Awaitility.await().untilAsserted(() -> assertThat(this.received).containsExactly("x"));
	}

	@Test
	void aPauseOutlastsAStopAndAStart() {
		SctpListenerContainer container = recording(null);
		container.start();
		container.pause();
		assertThat(container.stop(Duration.ZERO)).isTrue();
		assertThat(container.stop(Duration.ZERO)).as("once more").isTrue();
		container.start();
		container.start();
		assertThat(container.state()).isEqualTo(SctpListenerState.PAUSED);
	}

	@Test
	void stoppingWaitsForTheCallThatIsUnderWayAndKeepsTheNextMessage() {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch leave = new CountDownLatch(1);
		SctpListenerContainer container = container(null, (message) -> {
			entered.countDown();
			await(leave);
			this.received.add(message.text());
			return null;
		});
		container.start();
		CompletableFuture<Void> feeder = feed(container, this.hlr, 1, 2);
		await(entered);
		assertThat(container.stop(Duration.ofMillis(5))).isFalse();
		CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> container.stop(LONG), this.threads);
		assertThat(container.state()).isEqualTo(SctpListenerState.STOPPED);
		assertThat(stopped).isNotDone();
		leave.countDown();
		assertThat(stopped).succeedsWithin(LONG).isEqualTo(true);
		assertThat(feeder).succeedsWithin(LONG);
		assertThat(this.received).containsExactly("0");
		assertThat(container.waitingCount()).isOne();
		container.start();
		Awaitility.await().untilAsserted(() -> assertThat(this.received).containsExactly("0", "1"));
	}

	@Test
	void aStopMayWaitForAsLongAsItTakes() {
		SctpListenerContainer container = recording(null);
		container.start();
		assertThat(container.stop(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
	}

	@Test
	void aListenerThatStopsItsOwnContainerWithoutWaitingIsNotHeldUp() {
		List<SctpListenerContainer> self = new ArrayList<>();
		List<Boolean> quiet = new CopyOnWriteArrayList<>();
		SctpListenerContainer container = container(null, (message) -> {
			quiet.add(self.get(0).stop(Duration.ZERO));
			return null;
		});
		self.add(container);
		container.start();
		take(container, this.hlr, 0, "a");
		take(container, this.hlr, 0, "b");
		assertThat(quiet).containsExactly(false);
		assertThat(container.stop(LONG)).isTrue();
		assertThat(container.waitingCount()).isOne();
	}

	@Test
	void aResultThatComesLaterCountsAgainstTheWindowUntilItIsThereWhileOthersAreDelivered() {
		Map<String, CompletableFuture<Void>> results = new ConcurrentHashMap<>();
		SctpListenerContainer container = container(null, (message) -> {
			this.received.add(message.text());
			return results.computeIfAbsent(message.text(), (text) -> new CompletableFuture<>());
		});
		container.start();
		SctpMessage first = take(container, this.hlr, 0, "first");
		SctpMessage second = take(container, this.hlr, 0, "second");
		assertThat(this.received).containsExactly("first", "second");
		assertThat(this.hlr.retained).containsExactly(first, second);
		assertThat(this.hlr.released).isEmpty();
		results.get("second").complete(null);
		Awaitility.await().untilAsserted(() -> assertThat(this.hlr.released).containsExactly(second));
		results.get("first").completeExceptionally(new IllegalStateException("late"));
		assertReleasedOnce(this.hlr);
		assertThat(this.failures).singleElement().isInstanceOf(IllegalStateException.class);
		assertThat(container.failureCount()).isOne();
	}

	@Test
	void stoppingWaitsForResultsThatComeLater() {
		CompletableFuture<Void> result = new CompletableFuture<>();
		SctpListenerContainer container = container(null, (message) -> result);
		container.start();
		take(container, this.hlr, 0, "x");
		assertThat(container.stop(Duration.ofMillis(5))).as("a result that may never come").isFalse();
		CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> container.stop(LONG), this.threads);
		assertThat(stopped).isNotDone();
		result.complete(null);
		assertThat(stopped).succeedsWithin(LONG).isEqualTo(true);
		assertThat(this.hlr.released).hasSize(1);
	}

	@Test
	void aResultThatIsThereAlreadyIsReleasedOnce() {
		SctpListenerContainer container = container(2, (message) -> CompletableFuture.completedFuture(message));
		container.start();
		for (int i = 0; i < 50; i++) {
			take(container, this.hlr, i % 3, "x");
		}
		assertReleasedOnce(this.hlr);
		assertThat(container.stop(LONG)).isTrue();
		assertThat(this.hlr.released).hasSize(50);
	}

	@Test
	void aResultThatIsCancelledGoesToTheErrorHandler() {
		CompletableFuture<Void> result = new CompletableFuture<>();
		SctpListenerContainer container = container(null, (message) -> result);
		container.start();
		take(container, this.hlr, 0, "x");
		result.cancel(false);
		assertReleasedOnce(this.hlr);
		assertThat(this.failures).hasSize(1).first().isInstanceOf(java.util.concurrent.CancellationException.class);
	}

	@Test
	void anErrorOfAListenerGoesToTheErrorHandlerAndTheNextMessageIsDelivered() {
		for (Integer concurrency : new Integer[] { null, 2 }) {
			this.received.clear();
			this.failures.clear();
			FakeAssociation association = association("of " + concurrency);
			SctpListenerContainer container = container(concurrency, (message) -> {
				this.received.add(message.text());
				if (message.text().equals("0")) {
					throw new StackOverflowError();
				}
				return null;
			});
			container.start();
			assertThat(feed(container, association, 1, 2)).succeedsWithin(LONG);
			Awaitility.await().untilAsserted(() -> assertThat(this.received).containsExactly("0", "1"));
			assertThat(this.failures).singleElement().isInstanceOf(StackOverflowError.class);
			assertReleasedOnce(association);
			assertThat(container.stop(LONG)).isTrue();
		}
	}

	@Test
	void threadsThatRefuseAreAskedAgainAndNothingIsLost() {
		AtomicBoolean refuse = new AtomicBoolean(true);
		SctpListenerContainer container = container(2, (task) -> {
			if (refuse.get()) {
				throw new OutOfMemoryError("unable to create native thread, on purpose");
			}
			this.threads.execute(task);
		}, (message) -> {
			this.received.add(message.text());
			return null;
		});
		container.start();
		take(container, this.hlr, 0, "a");
		take(container, this.hlr, 0, "b");
		assertThat(container.state()).isEqualTo(SctpListenerState.RUNNING);
		assertThat(container.waitingCount()).isEqualTo(2);
		refuse.set(false);
		Awaitility.await().untilAsserted(() -> assertThat(this.received).containsExactly("a", "b"));
		assertReleasedOnce(this.hlr);
	}

	@Test
	void aResultThatComesWhenThreadsAreGoneIsDealtWithAllTheSame() {
		CompletableFuture<Void> result = new CompletableFuture<>();
		SctpListenerContainer container = container(null, (message) -> result);
		container.start();
		take(container, this.hlr, 0, "x");
		this.threads.shutdownNow();
		result.completeExceptionally(new IllegalStateException("late"));
		assertThat(container.stop(LONG)).isTrue();
		assertThat(this.failures).hasSize(1);
		assertReleasedOnce(this.hlr);
	}

	@Test
	void nothingIsLostOrDeliveredTwiceWhileTheContainerIsPausedStoppedAndStarted() {
		for (Integer concurrency : new Integer[] { null, 3 }) {
			this.received.clear();
			FakeAssociation association = association("of " + concurrency);
			SctpListenerContainer container = container(concurrency, (message) -> {
				this.received.add(message.text() + " of " + message.streamId());
				CompletionStage<?> later = CompletableFuture.runAsync(() -> {
				}, this.threads);
				return (message.streamId() == 0) ? later : null;
			});
			container.start();
			CompletableFuture<Void> feeder = feed(container, association, 3, 200);
			for (int i = 0; i < 60; i++) {
				switch (i % 3) {
					case 0 -> container.pause();
					case 1 -> container.stop(Duration.ZERO);
					default -> container.start();
				}
				container.resume();
			}
			container.start();
			assertThat(feeder).succeedsWithin(LONG);
			Awaitility.await().until(() -> this.received.size() == 600);
			assertThat(this.received).doesNotHaveDuplicates();
			assertThat(container.stop(LONG)).isTrue();
			assertReleasedOnce(association);
			assertThat(container.waitingCount()).isZero();
		}
	}

}
