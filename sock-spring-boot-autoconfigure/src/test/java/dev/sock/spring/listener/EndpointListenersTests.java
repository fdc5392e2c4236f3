package dev.sock.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.sock.EndpointOptions;
import dev.sock.SctpMessage;
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
 * Tests for {@link EndpointListeners}.
 */
@ExtendWith(OutputCaptureExtension.class)
class EndpointListenersTests {

	private final EndpointListeners listeners = new EndpointListeners("server", Runnable::run);

	private final FakeAssociation association = new FakeAssociation(
			new FakeEndpoint(EndpointOptions.builder().name("server").build()), "hlr");

	private final List<String> received = new CopyOnWriteArrayList<>();

	@BeforeEach
	void start() {
		this.listeners.start();
	}

	private void add(String name, String association, Integer stream, Long ppid) {
		add(name, new ListenerCriteria(association, stream, ppid), (message) -> this.received.add(name));
	}

	private SctpListenerContainer add(String name, ListenerCriteria criteria, Listener listener) {
		SctpListenerContainer container = new SctpListenerContainerFactory(Runnable::run)
			.create(SctpListenerDefinition.of(name, "server", criteria, (message) -> {
				listener.onMessage(message);
				return null;
			}));
		this.listeners.add(container);
		container.start();
		return container;
	}

	private interface Listener {

		void onMessage(SctpMessage message) throws Exception;

	}

	private void deliver(int stream, int ppid) {
		SctpMessage message = this.association.message("secret".getBytes(), stream, ppid);
		if (!this.listeners.take(message)) {
			this.association.released.add(message);
		}
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
		assertThat(this.listeners.unmatchedCount()).isEqualTo(2);
		assertThat(this.received).isEmpty();
		assertThat(output.toString().split("No @SctpListener for a message", -1)).hasSize(2);
		assertThat(output).contains("association 'hlr' on endpoint 'server' (stream 2, ppid 46)");
	}

	@Test
	void aFailingListenerIsLoggedWithoutPayloadAndStopsNothing(CapturedOutput output) {
		add("failing", ListenerCriteria.ALL, (message) -> {
			this.received.add(message.text());
			if (this.received.size() == 1) {
				throw new AssertionError("an Error");
			}
			throw new Exception("checked");
		});
		deliver(0, 46);
		deliver(0, 46);
		deliver(0, 46);
		assertThat(this.received).hasSize(3);
		assertThat(this.listeners.failureCount()).isEqualTo(3);
		assertThat(output).contains("Listener failing failed for a message of association 'hlr' on endpoint 'server'")
			.contains("an Error")
			.doesNotContain("secret");
	}

	@Test
	void theLogContextNamesEndpointAndAssociationWhileAListenerRuns() {
		List<String> context = new ArrayList<>();
		add("l", ListenerCriteria.ALL,
				(message) -> context.addAll(List.of(MDC.get("sock.endpoint"), MDC.get("sock.association"))));
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
		assertThat(this.listeners.stop(Duration.ZERO)).isTrue();
		this.listeners.executor().execute(() -> deliver(0, 0));
		assertThat(this.received).isEmpty();
		assertThat(this.listeners.isRunning()).isFalse();
		this.listeners.start();
		assertThat(this.received).containsExactly("all");
	}

	@Test
	void stoppingWaitsForAListenerThatIsAtWorkAndNoLongerThanAllowed() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch leave = new CountDownLatch(1);
		add("slow", ListenerCriteria.ALL, (message) -> {
			entered.countDown();
			leave.await();
		});
		Thread thread = new Thread(() -> deliver(0, 0));
		thread.start();
		assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
		assertThat(this.listeners.stop(Duration.ofMillis(20))).isFalse();
		AtomicReference<Boolean> stopped = new AtomicReference<>();
		Thread stopper = new Thread(() -> stopped.set(this.listeners.stop(Duration.ofSeconds(30))));
		stopper.start();
		Awaitility.await().until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
		leave.countDown();
		stopper.join(5000);
		assertThat(stopped).hasValue(true);
	}

	@Test
	void whatIsLeftWhenAnEndpointClosesIsCountedAndDropped() {
		add("all", null, null, null);
		this.listeners.stop(Duration.ZERO);
		this.listeners.executor().execute(() -> deliver(0, 0));
		this.listeners.discard();
		assertThat(this.received).isEmpty();
		assertThat(this.listeners.discardedCount()).isOne();
	}

}
