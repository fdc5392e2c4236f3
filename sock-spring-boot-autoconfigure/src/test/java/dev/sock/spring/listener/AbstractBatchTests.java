package dev.sock.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.sock.EndpointOptions;
import dev.sock.SctpMessage;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A listener that takes batches and records them, and two associations that feed it.
 */
abstract class AbstractBatchTests {

	static final Duration LONG = Duration.ofSeconds(30);

	final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "listener");
		thread.setDaemon(true);
		return thread;
	});

	final FakeEndpoint endpoint = new FakeEndpoint(EndpointOptions.builder().name("server").build());

	final FakeAssociation hlr = association("hlr");

	final FakeAssociation vlr = association("vlr");

	/** What each call got, in the order of the calls. */
	final List<List<String>> calls = new CopyOnWriteArrayList<>();

	@AfterEach
	void end() {
		this.threads.shutdownNow();
	}

	FakeAssociation association(String name) {
		return new FakeAssociation(this.endpoint, name);
	}

	/** A listener that records its calls before it does what is left to it. */
	SctpListenerDefinition definition(Integer batchSize, SctpBatchMessageListener listener) {
		SctpBatchMessageListener recording = (messages) -> {
			this.calls.add(texts(messages));
			return listener.onMessages(messages);
		};
		return SctpListenerDefinition.of("the listener", "server", ListenerCriteria.ALL, recording)
			.withBatchSize(batchSize);
	}

	SctpListenerContainer container(SctpListenerDefinition definition) {
		return new SctpListenerContainerFactory(this.threads).create(definition);
	}

	SctpListenerContainer started(SctpListenerDefinition definition) {
		SctpListenerContainer container = container(definition);
		container.start();
		return container;
	}

	SctpListenerContainer started(Integer batchSize) {
		return started(definition(batchSize, (messages) -> null));
	}

	static void take(SctpListenerContainer container, FakeAssociation association, int stream, String... texts) {
		for (String text : texts) {
			SctpMessage message = association.message(text.getBytes(), stream, 46);
			(container.take(message) ? association.retained : association.consumed).add(message);
		}
	}

	/** Delivers so that all of them wait at the same time. */
	static void takeTogether(SctpListenerContainer container, FakeAssociation association, int stream,
			String... texts) {
		container.pause();
		take(container, association, stream, texts);
		container.resume();
	}

	static List<String> texts(List<SctpMessage> messages) {
		return messages.stream().map(SctpMessage::text).toList();
	}

	@SafeVarargs
	final void awaitCalls(List<String>... expected) {
		Awaitility.await().untilAsserted(() -> assertThat(this.calls).containsExactly(expected));
	}

	/** Whatever was retained has been released, once, and nothing else. */
	static void assertReleasedOnce(FakeAssociation association) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(List.copyOf(association.released))
				.containsExactlyInAnyOrderElementsOf(List.copyOf(association.retained)));
	}

	static void await(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
	}

	/** A listener whose first call waits until the test lets it go. */
	static final class Gate implements SctpBatchMessageListener {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch leave = new CountDownLatch(1);

		@Override
		public CompletionStage<?> onMessages(List<SctpMessage> messages) throws Exception {
			this.entered.countDown();
			AbstractBatchTests.await(this.leave);
			return null;
		}

	}

}
