package dev.sock.spring.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.validation.Valid;

import dev.sock.SctpMessage;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.core.PpidMessageConverter;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.listener.FailedDelivery;
import dev.sock.spring.listener.RetryingErrorHandler;
import dev.sock.spring.listener.SctpListenerErrorHandler;
import dev.sock.spring.listener.SctpMessageRecoverer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.util.backoff.FixedBackOff;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what becomes of a batch of which a message cannot be read, or on which its
 * method fails.
 */
class BatchListenerFailureTests extends AbstractListenerMethodTests {

	/** What error handlers got: the messages, and the class of the failure. */
	private final List<String> handled = new CopyOnWriteArrayList<>();

	private final List<String> recovered = new CopyOnWriteArrayList<>();

	private final SctpMessageRecoverer recoverer = (message, failure, container) -> this.recovered
		.add(message.text() + " " + failure.getClass().getSimpleName());

	/** The handlers that the listeners here name. */
	private final ApplicationContextRunner failing = this.converting
		.withBean("telling", SctpListenerErrorHandler.class,
				() -> (failure, delivery) -> this.handled
					.add(texts(delivery) + " " + failure.getClass().getSimpleName()))
		.withBean("retrying", SctpListenerErrorHandler.class,
				() -> new RetryingErrorHandler(2, new FixedBackOff(0, 10), this.recoverer));

	private static List<String> texts(FailedDelivery delivery) {
		return delivery.messages().stream().map(SctpMessage::text).toList();
	}

	private static FakeAssociation together(AssertableApplicationContext context, String... texts) {
		return BatchListenerTests.together(context, DIAMETER, texts);
	}

	private static void assertReleasedOnce(FakeAssociation association, int number) {
		BatchListenerTests.assertReleasedOnce(association);
		assertThat(association.released).hasSize(number);
	}

	private void awaitHandled(String... expected) {
		Awaitility.await().untilAsserted(() -> assertThat(this.handled).containsExactly(expected));
	}

	private void awaitRecovered(String... expected) {
		Awaitility.await().untilAsserted(() -> assertThat(this.recovered).containsExactly(expected));
	}

	// messages that cannot be read

	@Test
	void whatCannotBeConvertedGoesToTheErrorHandlerInItsPlaceAndTheOthersToTheMethodOnceAndInOrder() {
		this.failing.withBean(Orders.class).run((context) -> {
			FakeAssociation hlr = together(context, "a", "no 1", "b", "no 2", "c");
			awaitHandled("[no 1] MessageConversionException", "[no 2] MessageConversionException");
			assertReceived(context.getBean(Orders.class), "[a]", "[b]", "[c]");
			assertReleasedOnce(hlr, 5);
			assertThat(BatchListenerTests.batch(context).failureCount()).isEqualTo(2);
			together(context, "d", "e");
			assertReceived(context.getBean(Orders.class), "[a]", "[b]", "[c]", "[d, e]");
		});
	}

	@Test
	void aBatchThatHasNothingElseIsNotDelivered() {
		this.failing.withBean(Orders.class).run((context) -> {
			FakeAssociation hlr = together(context, "no 1", "no 2");
			awaitHandled("[no 1] MessageConversionException", "[no 2] MessageConversionException");
			assertReleasedOnce(hlr, 2);
			deliver(context, DIAMETER, "no 3");
			Awaitility.await().until(() -> this.handled.size() == 3);
			deliver(context, DIAMETER, "a");
			assertReceived(context.getBean(Orders.class), "[a]");
		});
	}

	@Test
	void theConvertedPayloadsOfMessagesAreTreatedTheSame() {
		this.failing.withBean(Messages.class).run((context) -> {
			FakeAssociation hlr = together(context, "no 1", "a", "b");
			awaitHandled("[no 1] MessageConversionException");
			assertReceived(context.getBean(Messages.class), "[a, b]");
			assertReleasedOnce(hlr, 3);
		});
	}

	static class Messages extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10", errorHandler = "telling")
		void receive(List<Message<Order>> orders) {
			this.received.add(orders.stream().map((order) -> order.getPayload().text()).toList().toString());
		}

	}

	@Test
	void anErrorOfTheConverterIsThatOfItsMessageAlone() {
		this.runner.withBean("deep", MessageConverter.class,
				() -> PpidMessageConverter.of(new FlakyConverter(new AtomicInteger(), 1, () -> {
					throw new StackOverflowError("nested too deep");
				}), "Diameter"))
			.withBean("telling", SctpListenerErrorHandler.class,
					() -> (failure, delivery) -> this.handled
						.add(texts(delivery) + " " + failure.getClass().getSimpleName()))
			.withBean(Orders.class)
			.run((context) -> {
				FakeAssociation hlr = together(context, "a", "flaky", "b");
				awaitHandled("[flaky] StackOverflowError");
				assertReceived(context.getBean(Orders.class), "[a]", "[b]");
				assertReleasedOnce(hlr, 3);
			});
	}

	@Test
	void anErrorHandlerThatFailsOnOneMessageLosesNoOther() {
		this.failing.withBean("throwing", SctpListenerErrorHandler.class, () -> (failure, delivery) -> {
			this.handled.add(texts(delivery).toString());
			throw new IllegalStateException("store is down");
		}).withBean(OrdersThrowing.class).run((context) -> {
			FakeAssociation hlr = together(context, "a", "no 1", "no 2", "b");
			awaitHandled("[no 1]", "[no 2]");
			assertReceived(context.getBean(OrdersThrowing.class), "[a]", "[b]");
			assertReleasedOnce(hlr, 4);
		});
	}

	static class OrdersThrowing extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10", errorHandler = "throwing")
		void receive(List<Order> orders) {
			this.received.add(orders.stream().map(Order::text).toList().toString());
		}

	}

	@Test
	void whatComesRightWhenItIsTriedAgainReachesTheMethodByItself() {
		AtomicInteger conversions = new AtomicInteger();
		List<Throwable> again = new CopyOnWriteArrayList<>();
		this.runner
			.withBean("flaky", MessageConverter.class,
					() -> PpidMessageConverter.of(FlakyConverter.failing(conversions, 1), "Diameter"))
			.withBean("telling", SctpListenerErrorHandler.class, () -> (failure, delivery) -> {
				this.handled.add(texts(delivery) + " " + failure.getClass().getSimpleName());
				try {
					delivery.retry();
				}
				catch (Throwable ex) {
					again.add(ex);
				}
			})
			.withBean(Orders.class)
			.run((context) -> {
				FakeAssociation hlr = together(context, "flaky", "a");
				awaitHandled("[flaky] MessageConversionException");
				assertReceived(context.getBean(Orders.class), "[flaky]", "[a]");
				assertThat(again).isEmpty();
				assertReleasedOnce(hlr, 2);
			});
	}

	@Test
	void aMessageThatCannotBeReadAnyMoreWhenTheBatchIsRepeatedFailsTheRepetitionWithTheReason() {
		AtomicInteger conversions = new AtomicInteger();
		List<Throwable> again = new CopyOnWriteArrayList<>();
		this.runner
			.withBean("flaky", MessageConverter.class,
					() -> PpidMessageConverter.of(FlakyConverter.failing(conversions, 2), "Diameter"))
			.withBean("telling", SctpListenerErrorHandler.class, () -> (failure, delivery) -> {
				this.handled.add(texts(delivery) + " " + failure.getClass().getSimpleName());
				try {
					delivery.retry();
				}
				catch (Throwable ex) {
					again.add(ex);
				}
			})
			.withBean(FailingOrders.class)
			.run((context) -> {
				FakeAssociation hlr = together(context, "flaky", "a");
				awaitHandled("[flaky, a] IllegalStateException");
				Awaitility.await().until(() -> !again.isEmpty());
				assertThat(again).singleElement().isInstanceOf(MessageConversionException.class);
				assertReleasedOnce(hlr, 2);
			});
	}

	static class FailingOrders extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10", errorHandler = "telling")
		void receive(List<Order> orders) {
			throw new IllegalStateException("no");
		}

	}

	/** Cannot convert "flaky" the n-th time. */
	private static final class FlakyConverter implements MessageConverter {

		private final AtomicInteger conversions;

		private final int failing;

		private final Runnable failure;

		private FlakyConverter(AtomicInteger conversions, int failing, Runnable failure) {
			this.conversions = conversions;
			this.failing = failing;
			this.failure = failure;
		}

		static FlakyConverter failing(AtomicInteger conversions, int failing) {
			return new FlakyConverter(conversions, failing, () -> {
				throw new MessageConversionException("this time");
			});
		}

		@Override
		public Object fromMessage(Message<?> message, Class<?> target) {
			String text = new String((byte[]) message.getPayload(), StandardCharsets.UTF_8);
			if (text.equals("flaky") && this.conversions.incrementAndGet() == this.failing) {
				this.failure.run();
			}
			return new Order(text);
		}

		@Override
		public Message<?> toMessage(Object payload, MessageHeaders headers) {
			return null;
		}

	}

	static class Orders extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10", errorHandler = "telling")
		void receive(List<Order> orders) {
			this.received.add(orders.stream().map(Order::text).toList().toString());
		}

	}

	@Test
	void whatIsNotValidGoesToTheErrorHandlerAlone() {
		for (Class<? extends Recorder> type : List.of(ValidList.class, ValidatedList.class, ListOfValid.class,
				ValidMessages.class, MessagesOfValid.class)) {
			this.handled.clear();
			Recorder bean = newBean(type);
			this.failing.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
				.withBean("bean", Recorder.class, () -> bean)
				.run((context) -> {
					FakeAssociation hlr = together(context, "a", " ", "b");
					Awaitility.await()
						.untilAsserted(() -> assertThat(this.handled).as(type.getSimpleName())
							.containsExactly("[ ] " + MethodArgumentNotValidException.class.getSimpleName()));
					assertReceived(bean, "[a]", "[b]");
					assertReleasedOnce(hlr, 3);
				});
		}
	}

	private static Recorder newBean(Class<? extends Recorder> type) {
		try {
			return type.getDeclaredConstructor().newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static class ValidList extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10", errorHandler = "telling")
		void receive(@Valid List<Order> orders) {
			this.received.add(orders.stream().map(Order::text).toList().toString());
		}

	}

	static class ValidatedList extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10", errorHandler = "telling")
		void receive(@Validated List<Order> orders) {
			this.received.add(orders.stream().map(Order::text).toList().toString());
		}

	}

	static class ListOfValid extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10", errorHandler = "telling")
		void receive(List<@Valid Order> orders) {
			this.received.add(orders.stream().map(Order::text).toList().toString());
		}

	}

	static class MessagesOfValid extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10", errorHandler = "telling")
		void receive(List<Message<@Valid Order>> orders) {
			this.received.add(orders.stream().map((order) -> order.getPayload().text()).toList().toString());
		}

	}

	static class ValidMessages extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10", errorHandler = "telling")
		void receive(@Valid List<Message<Order>> orders) {
			this.received.add(orders.stream().map((order) -> order.getPayload().text()).toList().toString());
		}

	}

	// methods that fail

	@Test
	void aMethodThatFailsIsRepeatedWithTheBatchThenOneByOneWithoutWhatCannotBeRead() {
		this.failing.withBean(Spoilt.class).run((context) -> {
			FakeAssociation hlr = together(context, "no", "a", "bad", "c");
			awaitRecovered("no MessageConversionException", "bad IllegalStateException");
			assertReleasedOnce(hlr, 4);
			assertThat(context.getBean(Spoilt.class).received).containsExactly("[a, bad, c]", "[a, bad, c]",
					"[a, bad, c]", "[a]", "[bad]", "[c]");
		});
	}

	static class Spoilt extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10", errorHandler = "retrying")
		void receive(List<Order> orders) {
			List<String> texts = orders.stream().map(Order::text).toList();
			this.received.add(texts.toString());
			if (texts.contains("bad")) {
				throw new IllegalStateException("spoilt");
			}
		}

	}

	@Test
	void aResultThatFailsLaterIsRepeatedTheSame() {
		this.failing.withBean(SpoiltLater.class).run((context) -> {
			FakeAssociation hlr = together(context, "a", "bad", "c");
			awaitRecovered("bad IllegalStateException");
			assertReleasedOnce(hlr, 3);
			assertThat(context.getBean(SpoiltLater.class).received).containsExactly("[a, bad, c]", "[a, bad, c]",
					"[a, bad, c]", "[a]", "[bad]", "[c]");
		});
	}

	static class SpoiltLater extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10", errorHandler = "retrying")
		CompletionStage<Void> receive(List<String> texts) {
			this.received.add(texts.toString());
			return CompletableFuture.runAsync(() -> {
				if (texts.contains("bad")) {
					throw new IllegalStateException("spoilt");
				}
			});
		}

	}

	@Test
	void theErrorHandlerGetsWhatTheMethodThrows() {
		this.failing.withBean(Checked.class).run((context) -> {
			FakeAssociation hlr = together(context, "a", "b");
			awaitHandled("[a, b] IOException");
			assertReleasedOnce(hlr, 2);
		});
	}

	static class Checked {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10", errorHandler = "telling")
		void receive(List<String> texts) throws IOException {
			throw new IOException("disk");
		}

	}

	@Test
	void withoutRepetitionsARecovererGetsEachMessageAlsoIfItThrows() {
		SctpMessageRecoverer throwing = (message, failure, container) -> {
			this.recoverer.recover(message, failure, container);
			throw new IllegalStateException("store is down");
		};
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SockAutoConfiguration.class))
			.withUserConfiguration(FakeNetworkConfiguration.class)
			.withPropertyValues("sock.endpoints[0].name=server", "sock.endpoints[0].accept=4")
			.withBean(SctpMessageRecoverer.class, () -> throwing)
			.withBean(PlainChecked.class)
			.run((context) -> {
				FakeAssociation hlr = together(context, "a", "b");
				awaitRecovered("a IOException", "b IOException");
				assertReleasedOnce(hlr, 2);
			});
	}

	static class PlainChecked {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10")
		void receive(List<String> texts) throws IOException {
			throw new IOException("disk");
		}

	}

}
