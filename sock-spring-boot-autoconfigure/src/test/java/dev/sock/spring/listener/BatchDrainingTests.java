package dev.sock.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sock.SctpMessage;
import dev.sock.spring.config.SctpListenerRegistry;
import dev.sock.spring.fake.FakeAssociation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.backoff.FixedBackOff;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what becomes of the messages of a batch listener when its endpoint stops, or
 * when it is removed.
 */
@ExtendWith(OutputCaptureExtension.class)
class BatchDrainingTests extends AbstractBatchTests {

	private final EndpointListeners listeners = new EndpointListeners("server", this.threads);

	private static void take(EndpointListeners listeners, FakeAssociation association, int stream, String... texts) {
		for (String text : texts) {
			SctpMessage message = association.message(text.getBytes(), stream, 46);
			(listeners.take(message) ? association.retained : association.consumed).add(message);
		}
	}

	private SctpListenerContainer add(SctpListenerDefinition definition) {
		SctpListenerContainer container = container(definition);
		this.listeners.add(container);
		this.listeners.start();
		return container;
	}

	@Test
	void whatWaitsIsDealtWithInBatchesBeforeTheStopReturns() throws Exception {
		Gate gate = new Gate();
		add(definition(3, gate));
		take(this.listeners, this.hlr, 0, "a");
		await(gate.entered);
		take(this.listeners, this.hlr, 0, "b", "c", "d", "e");
		CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> this.listeners.stop(LONG),
				this.threads);
		gate.leave.countDown();
		assertThat(stopped).succeedsWithin(LONG).isEqualTo(true);
		assertThat(this.calls).containsExactly(List.of("a"), List.of("b", "c", "d"), List.of("e"));
		assertThat(this.listeners.waitingCount()).isZero();
		this.listeners.discard();
		assertThat(this.listeners.discardedCount()).isZero();
		assertReleasedOnce(this.hlr);
	}

	@Test
	void theStopWaitsForABatchThatThreadsHaveRefusedAtFirst() {
		AtomicBoolean refuse = new AtomicBoolean(true);
		this.listeners.add(new SctpListenerContainerFactory((task) -> {
			if (refuse.getAndSet(false)) {
				throw new RejectedExecutionException("full, on purpose");
			}
			this.threads.execute(task);
		}).create(definition(10, (messages) -> null)));
		this.listeners.start();
		take(this.listeners, this.hlr, 0, "a");
		assertThat(this.listeners.stop(LONG)).isTrue();
		assertThat(this.calls).containsExactly(List.of("a"));
		this.listeners.discard();
		assertThat(this.listeners.discardedCount()).isZero();
		assertReleasedOnce(this.hlr);
	}

	@Test
	void whileItDrainsNoWindowIsOpened() {
		add(definition(3, (messages) -> null));
		this.listeners.beginStop();
		take(this.listeners, this.hlr, 0, "a", "b");
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.calls.stream().flatMap(List::stream)).containsExactly("a", "b"));
		assertThat(this.hlr.retained).hasSize(2);
		assertThat(this.hlr.released).isEmpty();
		assertThat(this.listeners.stop(LONG)).isTrue();
		assertReleasedOnce(this.hlr);
	}

	@Test
	void whatIsLeftWhenTheTimeIsOverIsDroppedAndReportedAndTheBatchUnderWayIsNot(CapturedOutput output)
			throws Exception {
		Gate gate = new Gate();
		SctpListenerContainer container = add(definition(2, gate));
		takeTogether(container, this.hlr, 0, "secret 1", "secret 2", "secret 3", "secret 4", "secret 5");
		await(gate.entered);
		assertThat(this.listeners.stop(Duration.ofMillis(10))).isFalse();
		assertThat(this.listeners.waitingCount()).isEqualTo(3);
		this.listeners.discard();
		this.listeners.reportDiscarded();
		assertThat(this.listeners.discardedCount()).isEqualTo(3);
		assertThat(this.listeners.waitingCount()).isZero();
		assertThat(this.hlr.released).hasSize(3);
		gate.leave.countDown();
		assertReleasedOnce(this.hlr);
		assertThat(this.calls).containsExactly(List.of("secret 1", "secret 2"));
		assertThat(output).contains("Endpoint 'server' has closed: 3 messages")
			.contains("{hlr=3}")
			.doesNotContain("secret");
	}

	@Test
	void repetitionsEndWhenAStopIsNearAndEachMessageGoesToTheRecoverer() {
		List<String> recovered = new CopyOnWriteArrayList<>();
		SctpListenerContainer container = add(definition(10, (messages) -> {
			throw new IllegalStateException("no");
		}).withErrorHandler(new RetryingErrorHandler(3, new FixedBackOff(Duration.ofHours(1).toMillis(), 3),
				(message, failure, self) -> recovered.add(message.text()))));
		takeTogether(container, this.hlr, 0, "a", "b");
		awaitCalls(List.of("a", "b"));
		assertThat(this.listeners.stop(LONG)).isTrue();
		assertThat(recovered).containsExactly("a", "b");
		assertThat(this.calls).hasSize(1);
		this.listeners.discard();
		assertThat(this.listeners.discardedCount()).isZero();
	}

	@Test
	void manyStopsUnderLoadLoseNothingThatIsNotCounted() {
		for (Integer concurrency : new Integer[] { null, 2 }) {
			EndpointListeners own = new EndpointListeners("server", this.threads);
			FakeAssociation association = association("of " + concurrency);
			AtomicInteger delivered = new AtomicInteger();
			own.add(container(definition(4, (messages) -> {
				delivered.addAndGet(messages.size());
				return (messages.size() == 2) ? CompletableFuture.runAsync(() -> {
				}, this.threads) : null;
			}).withConcurrency(concurrency)));
			int sent = 0;
			for (int round = 0; round < 100; round++) {
				own.hold();
				own.start();
				AtomicBoolean going = new AtomicBoolean(true);
				CompletableFuture<Integer> feeder = CompletableFuture.supplyAsync(() -> {
					int number = 0;
					while (going.get() && number < 100) {
						take(own, association, number++ % 3, "x");
					}
					return number;
				}, this.threads);
				own.stop((round % 2 == 0) ? Duration.ZERO : LONG);
				own.discard();
				going.set(false);
				sent += feeder.join();
			}
			int total = sent;
			Awaitility.await().untilAsserted(() -> assertThat(delivered.get() + own.discardedCount()).isEqualTo(total));
			assertReleasedOnce(association);
			assertThat(own.waitingCount()).isZero();
		}
	}

	@Test
	void aListenerThatIsRemovedDropsWhatWaitsAndCountsItAndTheBatchUnderWayIsReleasedOnceItReturns() throws Exception {
		SctpListenerRegistry registry = new SctpListenerRegistry(Map.of("server", Set.of()), this.threads,
				(message) -> false);
		EndpointListeners own = registry.endpoint("server").orElseThrow();
		own.start();
		Gate gate = new Gate();
		SctpListenerContainer container = registry.register(definition(2, gate).withListener(gate),
				new SctpListenerContainerFactory(this.threads));
		container.pause();
		take(own, this.hlr, 0, "a", "b", "c", "d");
		container.resume();
		await(gate.entered);
		assertThat(registry.unregister(container.id(), Duration.ZERO)).as("a call is under way").isFalse();
		assertThat(own.discardedCount()).isEqualTo(2);
		assertThat(texts(List.copyOf(this.hlr.released))).containsExactly("c", "d");
		gate.leave.countDown();
		assertReleasedOnce(this.hlr);
		assertThat(registry.find(container.id())).isEmpty();
		assertThat(container.waitingCount()).isZero();
	}

}
