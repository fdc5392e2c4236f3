package dev.sock.spring.listener;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sock.SctpMessage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.util.backoff.FixedBackOff;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for messages of a batch that cannot be read: where in the order they are dealt
 * with.
 */
class BatchReadingTests extends AbstractBatchTests {

	private final Bean bean = new Bean();

	private BatchMethodListener listener(BatchMethodListener.Reader reader) throws NoSuchMethodException {
		DefaultMessageHandlerMethodFactory factory = new DefaultMessageHandlerMethodFactory();
		factory.setArgumentResolvers(List.of(new BatchMethodListener.Arguments()));
		factory.afterPropertiesSet();
		return new BatchMethodListener(
				factory.createInvocableHandlerMethod(this.bean, Bean.class.getMethod("receive", List.class)), reader);
	}

	private static String read(SctpMessage message) {
		if (message.text().startsWith("?")) {
			throw new IllegalStateException("what is " + message.text());
		}
		return message.text();
	}

	@Test
	void aMessageWhoseConversionIsRepeatedDoesNotOvertakeTheOthersOfItsBatch() throws Exception {
		AtomicBoolean failed = new AtomicBoolean();
		SctpListenerContainer container = started(definition(10, listener((message) -> {
			if (message.text().equals("b") && failed.compareAndSet(false, true)) {
				throw new IllegalStateException("the schema registry is not there for a moment");
			}
			return message.text();
		})).withErrorHandler(new RetryingErrorHandler(1, new FixedBackOff(0, 9), (message, failure, from) -> {
		})));
		takeTogether(container, this.hlr, 0, "a", "b", "c");
		assertReleasedOnce(this.hlr);
		assertThat(this.bean.calls).containsExactly("[a]", "[b]", "[c]");
	}

	@Test
	void whatCannotBeReadIsHandledInItsPlaceWhereverThatIs() throws Exception {
		SctpListenerContainer container = started(definition(10, listener(BatchReadingTests::read))
			.withErrorHandler((failure, delivery) -> this.bean.calls.add("error " + delivery.message().text())));
		takeTogether(container, this.hlr, 0, "?1", "?2", "a", "b", "?3", "c", "?4");
		assertReleasedOnce(this.hlr);
		assertThat(this.bean.calls).containsExactly("error ?1", "error ?2", "[a, b]", "error ?3", "[c]", "error ?4");
		assertThat(container.failureCount()).isEqualTo(4);
	}

	@Test
	void theWholeBatchCountsAgainstTheWindowUntilThePartsBeforeAndAfterAreDone() throws Exception {
		SctpListenerContainer container = started(
				definition(10, listener(BatchReadingTests::read)).withErrorHandler((failure, delivery) -> {
				}));
		this.bean.results.add(new CompletableFuture<>());
		this.bean.results.add(new CompletableFuture<>());
		takeTogether(container, this.hlr, 0, "a", "?1", "b");
		Awaitility.await().until(() -> this.bean.calls.size() == 2);
		this.bean.results.get(1).complete(null);
		assertThat(this.hlr.released).isEmpty();
		this.bean.results.get(0).complete(null);
		assertReleasedOnce(this.hlr);
	}

	/** Called by reflection. */
	public static class Bean {

		final List<String> calls = new CopyOnWriteArrayList<>();

		final List<CompletableFuture<Void>> results = new CopyOnWriteArrayList<>();

		public CompletionStage<Void> receive(List<String> elements) {
			this.calls.add(elements.toString());
			return this.results.isEmpty() ? null : this.results.get(this.calls.size() - 1);
		}

	}

}
