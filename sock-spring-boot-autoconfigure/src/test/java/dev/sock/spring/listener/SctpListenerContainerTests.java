package dev.sock.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.sock.EndpointOptions;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SctpListenerContainer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SctpListenerContainerTests {

	private final SctpListenerContainer container = new SctpListenerContainer("server", Runnable::run);

	private final FakeAssociation association = new FakeAssociation(
			new FakeEndpoint(EndpointOptions.builder().name("server").build()), "hlr");

	private final List<String> received = new CopyOnWriteArrayList<>();

	@BeforeEach
	void start() {
		this.container.start();
	}

	private void add(String name, String association, Integer stream, Long ppid) {
		this.container.add(new ListenerCriteria(association, stream, ppid), (message) -> this.received.add(name), name);
	}

	private void deliver(int stream, int ppid) {
		this.container.onMessage(this.association.message("secret".getBytes(), stream, ppid));
	}

	@Test
	void theMostSpecificListenerGetsTheMessage() {
		add("all", null, null, null);
		add("stream 1", null, 1, null);
		add("stream 1 of hlr", "hlr", 1, null);
		add("stream 1 of hlr, Diameter", "hlr", 1, 46L);
		deliver(0, 0);
		deliver(1, 46);
		deliver(1, 47);
		assertThat(this.received).containsExactly("all", "stream 1 of hlr, Diameter", "stream 1 of hlr");
	}

	@Test
	void aPpidAboveTheSignedRangeMatches() {
		add("high", null, null, 0xfffffffeL);
		deliver(0, 0xfffffffe);
		assertThat(this.received).containsExactly("high");
	}

	@Test
	void messagesThatNoListenerMatchesAreCountedAndLoggedOnce(CapturedOutput output) {
		add("stream 1", null, 1, null);
		deliver(2, 46);
		deliver(3, 46);
		assertThat(this.container.unmatchedCount()).isEqualTo(2);
		assertThat(this.received).isEmpty();
		assertThat(output.toString().split("No @SctpListener for a message", -1)).hasSize(2);
		assertThat(output).contains("association 'hlr' on endpoint 'server' (stream 2, ppid 46)");
	}

	@Test
	void aFailingListenerIsLoggedWithoutPayloadAndStopsNothing(CapturedOutput output) {
		this.container.add(ListenerCriteria.ALL, (message) -> {
			this.received.add(message.text());
			if (this.received.size() == 1) {
				throw new AssertionError("an Error");
			}
			throw new Exception("checked");
		}, "failing");
		deliver(0, 46);
		deliver(0, 46);
		deliver(0, 46);
		assertThat(this.received).hasSize(3);
		assertThat(this.container.failureCount()).isEqualTo(3);
		assertThat(output).contains("Listener failing failed for a message of association 'hlr' on endpoint 'server'")
			.contains("an Error")
			.doesNotContain("secret");
	}

	@Test
	void theLogContextNamesEndpointAndAssociationWhileAListenerRuns() {
		List<String> context = new ArrayList<>();
		this.container.add(ListenerCriteria.ALL,
				(message) -> context.addAll(List.of(MDC.get("sock.endpoint"), MDC.get("sock.association"))), "l");
		MDC.put("sock.association", "outer");
		deliver(0, 0);
		assertThat(context).containsExactly("server", "hlr");
		assertThat(MDC.get("sock.endpoint")).isNull();
		assertThat(MDC.get("sock.association")).isEqualTo("outer");
		MDC.clear();
	}

	@Test
	void aStoppedContainerKeepsTasksAndGoesOnWithThem() {
		add("all", null, null, null);
		assertThat(this.container.stop(Duration.ZERO)).isTrue();
		this.container.executor().execute(() -> deliver(0, 0));
		assertThat(this.received).isEmpty();
		assertThat(this.container.isRunning()).isFalse();
		this.container.start();
		assertThat(this.received).containsExactly("all");
	}

	@Test
	void aTaskThatIsUnderWayWaitsAtTheStoppedContainer() throws Exception {
		add("all", null, null, null);
		this.container.stop(Duration.ZERO);
		Thread thread = new Thread(() -> deliver(0, 0));
		thread.start();
		Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
		assertThat(this.received).isEmpty();
		this.container.start();
		thread.join(5000);
		assertThat(this.received).containsExactly("all");
	}

	@Test
	void stoppingWaitsForAListenerThatIsAtWorkAndNoLongerThanAllowed() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch leave = new CountDownLatch(1);
		this.container.add(ListenerCriteria.ALL, (message) -> {
			entered.countDown();
			leave.await();
		}, "slow");
		Thread thread = new Thread(() -> deliver(0, 0));
		thread.start();
		assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
		assertThat(this.container.stop(Duration.ofMillis(20))).isFalse();
		AtomicReference<Boolean> stopped = new AtomicReference<>();
		Thread stopper = new Thread(() -> stopped.set(this.container.stop(Duration.ofSeconds(30))));
		stopper.start();
		Awaitility.await().until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
		leave.countDown();
		stopper.join(5000);
		assertThat(stopped).hasValue(true);
	}

	@Test
	void whatIsLeftWhenAnEndpointClosesIsCountedAndDropped() {
		add("all", null, null, null);
		this.container.stop(Duration.ZERO);
		this.container.executor().execute(() -> deliver(0, 0));
		this.container.discard();
		assertThat(this.received).isEmpty();
		assertThat(this.container.discardedCount()).isOne();
	}

}
