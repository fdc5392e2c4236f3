package dev.sock.spring.listener;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.sock.EndpointOptions;
import dev.sock.SctpMessage;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how {@link EndpointListeners} stop: what is dealt with, what is dropped, and
 * that each message is one or the other.
 */
@ExtendWith(OutputCaptureExtension.class)
class EndpointListenersDrainingTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "listener");
		thread.setDaemon(true);
		return thread;
	});

	private final AtomicReference<Runnable> beforeDelivery = new AtomicReference<>(() -> {
	});

	private final EndpointListeners listeners = new EndpointListeners("server", this.threads, (message) -> {
		this.beforeDelivery.get().run();
		return message.text().startsWith("reply");
	});

	private final FakeEndpoint endpoint = new FakeEndpoint(EndpointOptions.builder().name("server").build());

	private final FakeAssociation hlr = new FakeAssociation(this.endpoint, "hlr");

	private final FakeAssociation vlr = new FakeAssociation(this.endpoint, "vlr");

	private final List<String> received = new CopyOnWriteArrayList<>();

	@AfterEach
	void end() {
		this.threads.shutdownNow();
	}

	private SctpListenerContainer add(Integer concurrency, SctpMessageListener listener) {
		return add("l", concurrency, null, listener);
	}

	private SctpListenerContainer add(String id, Integer concurrency, Boolean autoStartup,
			SctpMessageListener listener) {
		SctpListenerContainer container = new SctpListenerContainerFactory(this.threads)
			.create(SctpListenerDefinition.of(id, "server", ListenerCriteria.ALL, listener)
				.withAutoStartup(autoStartup)
				.withConcurrency(concurrency));
		this.listeners.add(container);
		return container;
	}

	private SctpListenerContainer recording(Integer concurrency) {
		return add(concurrency, (message) -> {
			this.received.add(message.text());
			return null;
		});
	}

	private SctpMessage take(FakeAssociation association, int stream, String text) {
		SctpMessage message = association.message(text.getBytes(), stream, 0);
		(this.listeners.take(message) ? association.retained : association.consumed).add(message);
		return message;
	}

	private static void await(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
	}

	private static void assertReleasedOnce(FakeAssociation association) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(List.copyOf(association.released))
				.containsExactlyInAnyOrderElementsOf(List.copyOf(association.retained)));
	}

	@Test
	void whatWaitsForItsTurnIsDealtWithBeforeTheStopReturns() {
		CountDownLatch leave = new CountDownLatch(1);
		add(1, (message) -> {
			await(leave);
			this.received.add(message.text());
			return null;
		});
		this.listeners.start();
		for (int i = 0; i < 40; i++) {
			take(this.hlr, i % 4, Integer.toString(i));
		}
		CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> this.listeners.stop(LONG),
				this.threads);
		leave.countDown();
		assertThat(stopped).succeedsWithin(LONG).isEqualTo(true);
		assertThat(this.received).hasSize(40);
		assertThat(this.listeners.isRunning()).isFalse();
		this.listeners.discard();
		assertThat(this.listeners.discardedCount()).isZero();
		assertReleasedOnce(this.hlr);
	}

	@Test
	void whileItDrainsNoWindowIsOpened() {
		recording(null);
		this.listeners.start();
		this.listeners.beginStop();
		SctpMessage message = take(this.hlr, 0, "late");
		SctpMessage reply = take(this.hlr, 0, "reply");
		assertThat(this.received).containsExactly("late");
		assertThat(this.hlr.retained).containsExactly(message, reply);
		assertThat(this.hlr.released).isEmpty();
		assertThat(this.listeners.stop(LONG)).isTrue();
		// Others still work, and wait for replies.
		assertReleasedOnce(this.hlr);
		this.listeners.discard();
		assertReleasedOnce(this.hlr);
	}

	@Test
	void aStopWithoutACloseOpensTheWindowsAgainAtTheNextStart() {
		recording(null);
		this.listeners.start();
		this.listeners.beginStop();
		take(this.hlr, 0, "late");
		assertThat(this.listeners.stop(LONG)).isTrue();
		this.listeners.start();
		assertReleasedOnce(this.hlr);
		take(this.hlr, 0, "next");
		assertThat(this.hlr.consumed).hasSize(1);
		assertThat(this.received).containsExactly("late", "next");
	}

	@Test
	void whatAPausedListenerKeepsIsDroppedAndReportedByAssociation(CapturedOutput output) {
		SctpListenerContainer container = recording(null);
		this.listeners.start();
		container.pause();
		take(this.hlr, 0, "secret a");
		take(this.hlr, 1, "secret b");
		take(this.vlr, 0, "secret c");
		assertThat(this.listeners.waitingCount()).isEqualTo(3);
		assertThat(this.listeners.stop(LONG)).as("a paused listener holds nothing up").isTrue();
		this.listeners.discard();
		assertThat(this.listeners.discardedCount()).isEqualTo(3);
		assertThat(this.listeners.waitingCount()).isZero();
		assertReleasedOnce(this.hlr);
		assertReleasedOnce(this.vlr);
		this.listeners.reportDiscarded();
		this.listeners.reportDiscarded();
		assertThat(output.toString().split("WARN", -1)).as("reported once").hasSize(2);
		assertThat(output).contains("Endpoint 'server' has closed: 3 messages")
			.contains("{hlr=2, vlr=1}")
			.doesNotContain("secret");
		assertThat(this.received).isEmpty();
	}

	@Test
	void nothingIsReportedWhereNothingWasDropped(CapturedOutput output) {
		recording(null);
		this.listeners.start();
		take(this.hlr, 0, "x");
		assertThat(this.listeners.stop(LONG)).isTrue();
		assertThat(this.listeners.stop(LONG)).as("once more").isTrue();
		this.listeners.discard();
		this.listeners.discard();
		this.listeners.reportDiscarded();
		assertThat(output.toString()).doesNotContain("WARN");
	}

	@Test
	void aCallThatIsStillUnderWayWhenTheTimeIsOverIsReleasedOnceItReturns() {
		CountDownLatch leave = new CountDownLatch(1);
		CountDownLatch entered = new CountDownLatch(1);
		add(2, (message) -> {
			entered.countDown();
			await(leave);
			return null;
		});
		this.listeners.start();
		take(this.hlr, 0, "stuck");
		take(this.hlr, 0, "behind it");
		Awaitility.await().until(() -> entered.getCount() == 0);
		assertThat(this.listeners.stop(Duration.ofMillis(10))).isFalse();
		this.listeners.discard();
		assertThat(this.listeners.discardedCount()).isOne();
		assertThat(this.hlr.released).hasSize(1);
		leave.countDown();
		assertReleasedOnce(this.hlr);
	}

	@Test
	void aResultThatNeverComesHoldsAStopUpNoLongerThanAllowed() {
		CompletableFuture<Void> never = new CompletableFuture<>();
		add(null, (message) -> never);
		this.listeners.start();
		take(this.hlr, 0, "x");
		assertThat(this.listeners.stop(Duration.ofMillis(10))).isFalse();
		this.listeners.discard();
		assertThat(this.hlr.released).isEmpty();
		never.complete(null);
		assertReleasedOnce(this.hlr);
	}

	@Test
	void aMessageThatIsOnItsWayToAListenerWhenTheEndpointClosesIsDroppedAndCounted() {
		SctpListenerContainer container = recording(null);
		this.listeners.start();
		container.pause();
		assertThat(this.listeners.stop(Duration.ZERO)).isTrue();
		this.beforeDelivery.set(() -> {
			this.beforeDelivery.set(() -> {
			});
			this.listeners.discard();
		});
		take(this.hlr, 0, "in between");
		assertThat(this.listeners.waitingCount()).isZero();
		assertThat(this.listeners.discardedCount()).isOne();
		assertReleasedOnce(this.hlr);
	}

	@Test
	void afterTheCloseMessagesAreCountedAndNotRetained() {
		recording(null);
		this.listeners.start();
		assertThat(this.listeners.stop(LONG)).isTrue();
		this.listeners.discard();
		take(this.hlr, 0, "x");
		assertThat(this.hlr.consumed).hasSize(1);
		assertThat(this.received).isEmpty();
		assertThat(this.listeners.discardedCount()).isOne();
	}

	@Test
	void whatComesWhenTheEndpointIsOpenAgainIsKeptUntilTheListenersStart() {
		recording(null);
		this.listeners.start();
		assertThat(this.listeners.stop(LONG)).isTrue();
		this.listeners.discard();
		this.listeners.hold();
		this.listeners.executor().execute(() -> take(this.hlr, 0, "again"));
		assertThat(this.received).isEmpty();
		this.listeners.start();
		Awaitility.await().untilAsserted(() -> assertThat(this.received).containsExactly("again"));
		assertThat(this.listeners.discardedCount()).isZero();
	}

	@Test
	void aStartStartsOnlyListenersThatStartByThemselves() {
		SctpListenerContainer byHand = add("by-hand", null, false, (message) -> null);
		this.listeners.start();
		assertThat(byHand.state()).isEqualTo(SctpListenerState.STOPPED);
		byHand.start();
		assertThat(this.listeners.stop(LONG)).isTrue();
		this.listeners.start();
		assertThat(byHand.state()).as("not by itself at the next start either").isEqualTo(SctpListenerState.STOPPED);
	}

	@Test
	void threadsThatRefuseWhatWasKeptUntilTheStartLoseNothingOfIt() {
		Queue<Runnable> accepted = new ArrayDeque<>();
		AtomicInteger asked = new AtomicInteger();
		EndpointListeners refused = new EndpointListeners("server", (task) -> {
			if (asked.incrementAndGet() % 2 == 1) {
				throw new RejectedExecutionException("full");
			}
			accepted.add(task);
		});
		for (int i = 0; i < 4; i++) {
			int number = i;
			refused.executor().execute(() -> this.received.add("task " + number));
		}
		refused.start();
		accepted.forEach(Runnable::run);
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(this.received).containsExactlyInAnyOrder("task 0", "task 1", "task 2", "task 3"));
		assertThat(refused.stop(LONG)).as("nothing counts as running any more").isTrue();
	}

	@Test
	void manyStopsUnderLoadLoseNothingThatIsNotCounted() {
		AtomicInteger delivered = new AtomicInteger();
		add(3, (message) -> {
			delivered.incrementAndGet();
			return (message.streamId() == 0) ? CompletableFuture.runAsync(() -> {
			}, this.threads) : null;
		});
		int sent = 0;
		for (int round = 0; round < 200; round++) {
			this.listeners.hold();
			this.listeners.start();
			AtomicBoolean going = new AtomicBoolean(true);
			CompletableFuture<Integer> feeder = CompletableFuture.supplyAsync(() -> {
				int number = 0;
				while (going.get() && number < 100) {
					take(this.hlr, number++ % 3, "x");
				}
				return number;
			}, this.threads);
			this.listeners.stop((round % 2 == 0) ? Duration.ZERO : LONG);
			this.listeners.discard();
			going.set(false);
			sent += feeder.join();
		}
		int total = sent;
		Awaitility.await()
			.untilAsserted(() -> assertThat(delivered.get() + this.listeners.discardedCount()).isEqualTo(total));
		assertReleasedOnce(this.hlr);
		assertThat(this.listeners.waitingCount()).isZero();
	}

}
