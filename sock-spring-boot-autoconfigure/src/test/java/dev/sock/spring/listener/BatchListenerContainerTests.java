package dev.sock.spring.listener;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import dev.sock.SctpMessage;
import dev.sock.spring.fake.FakeAssociation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what a {@link SctpBatchMessageListener} gets in one call, and when the
 * messages of a batch are released.
 */
class BatchListenerContainerTests extends AbstractBatchTests {

	@Test
	void aMessageThatComesAloneIsDeliveredWithoutWaitingForOthers() {
		SctpListenerContainer container = started(100);
		take(container, this.hlr, 0, "a");
		awaitCalls(List.of("a"));
		take(container, this.hlr, 0, "b");
		awaitCalls(List.of("a"), List.of("b"));
		assertReleasedOnce(this.hlr);
	}

	@Test
	void whatComesWhileACallIsUnderWayIsTheNextBatch() throws Exception {
		Gate gate = new Gate();
		SctpListenerContainer container = started(definition(100, gate));
		take(container, this.hlr, 0, "a");
		await(gate.entered);
		take(container, this.hlr, 0, "b", "c", "d");
		assertThat(container.waitingCount()).as("without what the call has").isEqualTo(3);
		gate.leave.countDown();
		awaitCalls(List.of("a"), List.of("b", "c", "d"));
		Awaitility.await().until(() -> container.waitingCount() == 0);
		assertReleasedOnce(this.hlr);
	}

	@Test
	void aBatchIsNoLargerThanItsSizeAndTheRestFollowsInOrder() {
		SctpListenerContainer container = started(3);
		takeTogether(container, this.hlr, 0, "a", "b", "c", "d", "e", "f", "g");
		awaitCalls(List.of("a", "b", "c"), List.of("d", "e", "f"), List.of("g"));
		assertReleasedOnce(this.hlr);
	}

	@Test
	void aBatchOfTheLargestSizeIsTakenAtOnce() {
		SctpListenerContainer container = started(SctpListenerDefinition.MAX_BATCH_SIZE);
		String[] texts = IntStream.rangeClosed(0, SctpListenerDefinition.MAX_BATCH_SIZE)
			.mapToObj(Integer::toString)
			.toArray(String[]::new);
		takeTogether(container, this.hlr, 0, texts);
		Awaitility.await().until(() -> this.calls.size() == 2);
		assertThat(this.calls).extracting(List::size).containsExactly(SctpListenerDefinition.MAX_BATCH_SIZE, 1);
		assertThat(this.calls.stream().flatMap(List::stream)).containsExactly(texts);
		assertReleasedOnce(this.hlr);
	}

	@Test
	void withoutABatchSizeABatchListenerGetsOneMessageInEachCall() {
		SctpListenerContainer container = started((Integer) null);
		assertThat(container.batchSize()).isNull();
		takeTogether(container, this.hlr, 0, "a", "b");
		awaitCalls(List.of("a"), List.of("b"));
		assertReleasedOnce(this.hlr);
	}

	@Test
	void aBatchHasTheStreamsOfAnAssociationInTheirOrderButNoOtherAssociation() {
		SctpListenerContainer container = started(100);
		container.pause();
		take(container, this.hlr, 0, "hlr 0");
		take(container, this.vlr, 0, "vlr 0");
		take(container, this.hlr, 1, "hlr 1");
		take(container, this.vlr, 1, "vlr 1");
		take(container, this.hlr, 0, "hlr 2");
		container.resume();
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.calls).containsExactlyInAnyOrder(List.of("hlr 0", "hlr 1", "hlr 2"),
					List.of("vlr 0", "vlr 1")));
		assertReleasedOnce(this.hlr);
		assertReleasedOnce(this.vlr);
	}

	@Test
	void aSlowBatchOfOneAssociationHoldsUpNoOther() throws Exception {
		Gate gate = new Gate();
		SctpListenerContainer container = started(definition(10,
				(messages) -> messages.get(0).text().startsWith("slow") ? gate.onMessages(messages) : null));
		take(container, this.hlr, 0, "slow");
		await(gate.entered);
		takeTogether(container, this.vlr, 0, "a", "b");
		awaitCalls(List.of("slow"), List.of("a", "b"));
		gate.leave.countDown();
		assertReleasedOnce(this.hlr);
	}

	@Test
	void withAConcurrencyABatchHasOneStreamAndNoMoreCallsAreUnderWay() {
		CountDownLatch leave = new CountDownLatch(1);
		SctpListenerContainer container = started(definition(100, (messages) -> {
			await(leave);
			return null;
		}).withConcurrency(2));
		container.pause();
		for (int i = 0; i < 3; i++) {
			for (int stream = 0; stream < 3; stream++) {
				take(container, this.hlr, stream, stream + "/" + i);
			}
		}
		container.resume();
		Awaitility.await().until(() -> this.calls.size() == 2);
		assertThat(container.waitingCount()).isEqualTo(3);
		take(container, this.vlr, 0, "vlr");
		assertThat(this.calls).hasSize(2);
		leave.countDown();
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.calls).containsExactlyInAnyOrder(List.of("0/0", "0/1", "0/2"),
					List.of("1/0", "1/1", "1/2"), List.of("2/0", "2/1", "2/2"), List.of("vlr")));
		assertReleasedOnce(this.hlr);
		assertReleasedOnce(this.vlr);
	}

	@Test
	void aStreamThatAlwaysHasMessagesLeavesOthersTheirTurn() {
		List<SctpListenerContainer> self = new ArrayList<>();
		AtomicBoolean othersTurn = new AtomicBoolean();
		SctpListenerContainer container = started(definition(5, (messages) -> {
			if (messages.get(0).streamId() == 1) {
				othersTurn.set(true);
			}
			else if (!othersTurn.get() && this.calls.size() < 10_000) {
				take(self.get(0), this.hlr, 0, "busy", "busy");
			}
			return null;
		}).withConcurrency(1));
		self.add(container);
		container.pause();
		take(container, this.hlr, 0, "busy");
		take(container, this.hlr, 1, "other");
		container.resume();
		Awaitility.await().untilTrue(othersTurn);
		assertThat(this.calls).hasSizeLessThan(100);
		assertReleasedOnce(this.hlr);
	}

	@Test
	void theListOfACallStaysAsItIsAndWhatTheListenerDoesToItReleasesNothing() {
		List<List<SctpMessage>> kept = new CopyOnWriteArrayList<>();
		SctpListenerContainer container = started(definition(2, (messages) -> {
			kept.add(messages);
			try {
				if (messages.get(0).text().equals("c")) {
					messages.clear();
				}
			}
			catch (UnsupportedOperationException ex) {
				// as good
			}
			return null;
		}));
		takeTogether(container, this.hlr, 0, "a", "b", "c", "d", "e");
		awaitCalls(List.of("a", "b"), List.of("c", "d"), List.of("e"));
		assertReleasedOnce(this.hlr);
		assertThat(texts(kept.get(0))).containsExactly("a", "b");
		assertThat(texts(kept.get(2))).containsExactly("e");
	}

	// pause, stop and start

	@Test
	void aPauseDuringACallKeepsWhatWaitsAndTheResumeDeliversItTogether() throws Exception {
		Gate gate = new Gate();
		SctpListenerContainer container = started(definition(10, gate));
		take(container, this.hlr, 0, "a");
		await(gate.entered);
		take(container, this.hlr, 0, "b");
		container.pause();
		take(container, this.hlr, 0, "c");
		gate.leave.countDown();
		Awaitility.await().until(() -> this.hlr.released.size() == 1);
		assertThat(container.waitingCount()).isEqualTo(2);
		assertThat(container.stop(LONG)).as("the call is over").isTrue();
		assertThat(this.calls).containsExactly(List.of("a"));
		container.start();
		assertThat(container.state()).isEqualTo(SctpListenerState.PAUSED);
		container.resume();
		awaitCalls(List.of("a"), List.of("b", "c"));
		assertThat(this.hlr.consumed).isEmpty();
		assertReleasedOnce(this.hlr);
	}

	@Test
	void aStopWaitsForTheBatchThatIsUnderWayAndKeepsTheRest() throws Exception {
		Gate gate = new Gate();
		SctpListenerContainer container = started(definition(2, gate));
		takeTogether(container, this.hlr, 0, "a", "b", "c", "d", "e");
		await(gate.entered);
		assertThat(container.stop(Duration.ofMillis(5))).isFalse();
		CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> container.stop(LONG), this.threads);
		assertThat(stopped).isNotDone();
		assertThat(container.waitingCount()).isEqualTo(3);
		gate.leave.countDown();
		assertThat(stopped).succeedsWithin(LONG).isEqualTo(true);
		assertThat(this.calls).containsExactly(List.of("a", "b"));
		Awaitility.await()
			.untilAsserted(() -> assertThat(texts(this.hlr.released)).containsExactlyInAnyOrder("a", "b"));
		assertThat(container.waitingCount()).isEqualTo(3);
		container.start();
		awaitCalls(List.of("a", "b"), List.of("c", "d"), List.of("e"));
		assertReleasedOnce(this.hlr);
	}

	@Test
	void aContainerThatIsNotStartedKeepsMessagesUntilItIs() {
		SctpListenerContainer container = container(definition(10, (messages) -> null));
		take(container, this.hlr, 0, "a", "b");
		assertThat(container.waitingCount()).isEqualTo(2);
		assertThat(this.calls).isEmpty();
		container.start();
		awaitCalls(List.of("a", "b"));
		assertReleasedOnce(this.hlr);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(ints = { 1, 3 })
	void nothingIsLostDeliveredTwiceOrOvertakenWhileTheContainerIsPausedStoppedAndStarted(Integer concurrency) {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		Map<String, List<String>> order = new ConcurrentHashMap<>();
		Set<Integer> sizes = ConcurrentHashMap.newKeySet();
		Set<String> mixed = ConcurrentHashMap.newKeySet();
		SctpListenerContainer container = started(definition(7, (messages) -> {
			sizes.add(messages.size());
			SctpMessage first = messages.get(0);
			for (SctpMessage message : messages) {
				if (message.association() != first.association()
						|| concurrency != null && message.streamId() != first.streamId()) {
					mixed.add(first + " and " + message);
				}
				order
					.computeIfAbsent(message.association().name() + "/" + message.streamId(),
							(name) -> new CopyOnWriteArrayList<>())
					.add(message.text());
			}
			int kind;
			synchronized (random) {
				kind = random.nextInt(4);
			}
			LockSupport.parkNanos(kind * 20_000);
			if (kind == 0) {
				throw new IllegalStateException("on purpose");
			}
			return (kind == 1) ? CompletableFuture.runAsync(() -> {
			}, this.threads) : null;
		}).withConcurrency(concurrency).withErrorHandler((failure, delivery) -> {
		}));
		List<FakeAssociation> associations = List.of(this.hlr, this.vlr);
		List<CompletableFuture<Void>> feeders = associations.stream()
			.map((association) -> CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 300; i++) {
					for (int stream = 0; stream < 3; stream++) {
						take(container, association, stream, Integer.toString(i));
					}
				}
			}, this.threads))
			.toList();
		for (int i = 0; i < 60; i++) {
			switch (i % 3) {
				case 0 -> container.pause();
				case 1 -> container.stop(Duration.ZERO);
				default -> container.start();
			}
			container.resume();
		}
		container.start();
		assertThat(feeders).allSatisfy((feeder) -> assertThat(feeder).succeedsWithin(LONG));
		List<String> expected = IntStream.range(0, 300).mapToObj(Integer::toString).toList();
		Awaitility.await().atMost(LONG).untilAsserted(() -> {
			assertThat(order).as("seed %d", seed).hasSize(6);
			assertThat(order.values()).as("seed %d", seed).allSatisfy((got) -> assertThat(got).isEqualTo(expected));
		});
		assertThat(mixed).as("seed %d", seed).isEmpty();
		assertThat(sizes).as("seed %d", seed).allSatisfy((size) -> assertThat(size).isBetween(1, 7));
		assertThat(container.stop(LONG)).isTrue();
		associations.forEach(AbstractBatchTests::assertReleasedOnce);
		assertThat(container.waitingCount()).isZero();
	}

	@Test
	void threadsThatRefuseAreAskedAgainAndNothingIsLost() {
		AtomicBoolean refuse = new AtomicBoolean(true);
		AtomicInteger refused = new AtomicInteger();
		SctpListenerContainer container = new SctpListenerContainerFactory((task) -> {
			if (refuse.get()) {
				refused.incrementAndGet();
				throw new RejectedExecutionException("full, on purpose");
			}
			this.threads.execute(task);
		}).create(definition(10, (messages) -> null));
		container.start();
		take(container, this.hlr, 0, "a", "b");
		assertThat(refused.get()).isPositive();
		assertThat(container.waitingCount()).isEqualTo(2);
		refuse.set(false);
		awaitCalls(List.of("a", "b"));
		assertReleasedOnce(this.hlr);
	}

	// the receive window

	@Test
	void everyMessageOfABatchCountsAgainstTheWindowUntilTheCallHasReturned() {
		List<Integer> releasedBefore = new CopyOnWriteArrayList<>();
		SctpListenerContainer container = started(definition(3, (messages) -> {
			releasedBefore.add(this.hlr.released.size());
			return null;
		}));
		container.pause();
		take(container, this.hlr, 0, "a", "b", "c", "d");
		assertThat(this.hlr.retained).hasSize(4);
		container.resume();
		assertReleasedOnce(this.hlr);
		assertThat(releasedBefore.get(0)).isZero();
		assertThat(releasedBefore.get(1)).isLessThanOrEqualTo(3);
	}

	@Test
	void everyMessageOfABatchIsReleasedOnceAlsoIfTheListenerFails() {
		List<Integer> releasedBefore = new CopyOnWriteArrayList<>();
		for (Throwable failure : List.of(new IOException("checked"), new StackOverflowError("deep"))) {
			FakeAssociation association = association(failure.getMessage());
			SctpListenerContainer container = started(definition(10, (messages) -> {
				if (failure instanceof Error error) {
					throw error;
				}
				throw (Exception) failure;
			}).withErrorHandler((thrown, delivery) -> {
				assertThat(thrown).isSameAs(failure);
				releasedBefore.add(association.released.size());
			}));
			takeTogether(container, association, 0, "a", "b", "c");
			Awaitility.await().until(() -> association.released.size() >= 3);
			assertReleasedOnce(association);
			assertThat(container.failureCount()).as("calls that have failed").isOne();
			assertThat(container.stop(LONG)).isTrue();
		}
		assertThat(releasedBefore).as("the error handler is in time").containsExactly(0, 0);
	}

	@Test
	void aResultThatComesLaterKeepsItsBatchWhileTheNextIsDelivered() {
		Map<String, CompletableFuture<Void>> results = new ConcurrentHashMap<>();
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		List<List<String>> failed = new CopyOnWriteArrayList<>();
		SctpListenerContainer container = started(definition(2,
				(messages) -> results.computeIfAbsent(messages.get(0).text(), (text) -> new CompletableFuture<>()))
			.withErrorHandler((failure, delivery) -> {
				failures.add(failure);
				failed.add(texts(delivery.messages()));
			}));
		takeTogether(container, this.hlr, 0, "a", "b", "c", "d", "e");
		awaitCalls(List.of("a", "b"), List.of("c", "d"), List.of("e"));
		assertThat(this.hlr.released).isEmpty();
		results.get("c").complete(null);
		Awaitility.await()
			.untilAsserted(() -> assertThat(texts(List.copyOf(this.hlr.released))).containsExactlyInAnyOrder("c", "d"));
		results.get("a").completeExceptionally(new IllegalStateException("late"));
		Awaitility.await().until(() -> this.hlr.released.size() >= 4);
		results.get("e").cancel(false);
		assertReleasedOnce(this.hlr);
		assertThat(failures).hasSize(2);
		assertThat(failures.get(0)).isInstanceOf(IllegalStateException.class).hasMessage("late");
		assertThat(failures.get(1)).isInstanceOf(CancellationException.class);
		assertThat(failed).containsExactly(List.of("a", "b"), List.of("e"));
		assertThat(container.failureCount()).isEqualTo(2);
		assertThat(container.waitingCount()).isZero();
	}

	@Test
	void aResultThatIsThereAlreadyIsReleasedOnceGoodOrBad() {
		List<List<String>> failed = new CopyOnWriteArrayList<>();
		SctpListenerContainer container = started(definition(2,
				(messages) -> messages.get(0).text().equals("a") ? CompletableFuture.completedFuture("x")
						: CompletableFuture.failedFuture(new IOException("no")))
			.withErrorHandler((failure, delivery) -> failed.add(texts(delivery.messages()))));
		takeTogether(container, this.hlr, 0, "a", "b", "c", "d");
		Awaitility.await().until(() -> this.hlr.released.size() >= 4);
		assertReleasedOnce(this.hlr);
		assertThat(failed).containsExactly(List.of("c", "d"));
		assertThat(container.stop(LONG)).isTrue();
	}

	@Test
	void aStopWaitsForTheResultOfABatch() {
		CompletableFuture<Void> result = new CompletableFuture<>();
		SctpListenerContainer container = started(definition(10, (messages) -> result));
		takeTogether(container, this.hlr, 0, "a", "b");
		awaitCalls(List.of("a", "b"));
		assertThat(container.stop(Duration.ofMillis(5))).isFalse();
		CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> container.stop(LONG), this.threads);
		assertThat(stopped).isNotDone();
		assertThat(this.hlr.released).isEmpty();
		result.complete(null);
		assertThat(stopped).succeedsWithin(LONG).isEqualTo(true);
		assertReleasedOnce(this.hlr);
		assertThat(this.hlr.released).hasSize(2);
	}

	// definitions

	@ParameterizedTest
	@ValueSource(ints = { Integer.MIN_VALUE, -1, 0, SctpListenerDefinition.MAX_BATCH_SIZE + 1, Integer.MAX_VALUE })
	void aBatchSizeOutOfRangeIsRefused(int size) {
		SctpListenerDefinition definition = definition(null, (messages) -> null);
		assertThatExceptionOfType(SctpListenerException.class).isThrownBy(() -> definition.withBatchSize(size))
			.withMessageContaining("'the listener'")
			.withMessageContaining("batch size " + size)
			.withMessageContaining("1 to 10000");
	}

	@Test
	void aListenerOfSingleMessagesCannotHaveABatchSize() {
		SctpMessageListener single = (message) -> null;
		SctpListenerDefinition definition = SctpListenerDefinition.of("single", "server", ListenerCriteria.ALL, single);
		assertThatExceptionOfType(SctpListenerException.class).isThrownBy(() -> definition.withBatchSize(1))
			.withMessageContaining("'single'")
			.withMessageContaining("batch size")
			.satisfies((ex) -> assertThat(ex.remedy()).contains("SctpBatchMessageListener"));
		SctpListenerDefinition batch = definition(5, (messages) -> null);
		assertThatExceptionOfType(SctpListenerException.class).isThrownBy(() -> batch.withListener(single));
		assertThat(batch.withBatchSize(null).withListener(single).batchSize()).isNull();
	}

	@Test
	void theBatchSizeOutlivesOtherChanges() {
		SctpBatchMessageListener other = (messages) -> null;
		SctpListenerDefinition definition = definition(5, (messages) -> null).withConcurrency(2)
			.withAutoStartup(true)
			.withErrorHandler(new LoggingErrorHandler())
			.withListener(other);
		assertThat(definition.batchSize()).isEqualTo(5);
		assertThat(definition.withBatchSize(6).concurrency()).isEqualTo(2);
		assertThat(container(definition).batchSize()).isEqualTo(5);
	}

}
