package dev.sock.spring.autoconfigure;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpMessage;
import dev.sock.spring.actuate.SockListenersEndpoint;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.config.SctpListenerRegistry;
import dev.sock.spring.core.SctpHeaders;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.listener.SctpListenerContainer;
import org.aopalliance.intercept.MethodInterceptor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Payload;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for methods with {@link SctpListener#batchSize()}: what they get, and when it is
 * released.
 */
class BatchListenerTests extends AbstractListenerMethodTests {

	static SctpListenerContainer batch(AssertableApplicationContext context) {
		return context.getBean(SctpListenerRegistry.class).listener("batch");
	}

	/** Delivers so that all of them wait at the same time. */
	static FakeAssociation together(AssertableApplicationContext context, long ppid, String... texts) {
		SctpListenerContainer container = batch(context);
		container.pause();
		for (String text : texts) {
			deliver(context, ppid, text);
		}
		Awaitility.await().until(() -> container.waitingCount() == texts.length);
		container.resume();
		return hlr(context);
	}

	static void assertReleasedOnce(FakeAssociation association) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(List.copyOf(association.released))
				.containsExactlyInAnyOrderElementsOf(List.copyOf(association.retained)));
	}

	// what the method gets

	@Test
	void bytes() {
		gets(Bytes.class, "[a, bc]");
	}

	static class Bytes extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10")
		void receive(List<byte[]> payloads) {
			this.received.add(payloads.stream().map(String::new).toList().toString());
		}

	}

	@Test
	void text() {
		gets(Text.class, "[a, bc]");
		this.converting.withBean(Text.class).run((context) -> {
			together(context, DIAMETER, "größer", "日本");
			assertReceived(context.getBean(Text.class), "[größer, 日本]");
		});
	}

	static class Text extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10")
		void receive(List<String> texts) {
			this.received.add(texts.toString());
		}

	}

	@Test
	void whatAConverterMakesOfThem() {
		gets(Orders.class, "[Order[text=a], Order[text=bc]]");
	}

	static class Orders extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10")
		void receive(List<Order> orders) {
			for (Order order : orders) {
				assertThat(order).isInstanceOf(Order.class);
			}
			this.received.add(orders.toString());
		}

	}

	@Test
	void aCollectionOfPayloads() {
		gets(CollectionOfOrders.class, "[Order[text=a], Order[text=bc]]");
	}

	static class CollectionOfOrders extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10")
		void receive(@Payload Collection<Order> orders) {
			this.received.add(orders.stream().map((order) -> order.toString()).toList().toString());
		}

	}

	@Test
	void payloadsOfAWildcard() {
		gets(Wildcard.class, "[Order[text=a], Order[text=bc]]");
	}

	static class Wildcard extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10")
		void receive(List<? extends Order> orders) {
			this.received.add(orders.stream().map((order) -> order.toString()).toList().toString());
		}

	}

	@Test
	void payloadsOfATypeThatTheSubclassSays() {
		gets(OfOrders.class, "[Order[text=a], Order[text=bc]]");
	}

	abstract static class Generic<T extends Record> extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10")
		void receive(List<T> payloads) {
			this.received.add(payloads.stream().map((payload) -> payload.toString()).toList().toString());
		}

	}

	static class OfOrders extends Generic<Order> {

	}

	@Test
	void messagesAsTheyCame() {
		gets(AsTheyCame.class, "[a of 1, bc of 1]");
	}

	static class AsTheyCame extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10")
		void receive(List<SctpMessage> messages) {
			this.received
				.add(messages.stream().map((each) -> each.text() + " of " + each.streamId()).toList().toString());
		}

	}

	@Test
	void messagesWithHeadersAndAConvertedPayload() {
		this.converting.withBean(WithHeaders.class).run((context) -> {
			FakeAssociation hlr = together(context, DIAMETER, "a", "bc");
			List<Message<Order>> messages = context.getBean(WithHeaders.class).messages;
			Awaitility.await().until(() -> messages.size() == 2);
			assertThat(messages).extracting((each) -> each.getPayload().text()).containsExactly("a", "bc");
			assertThat(messages).allSatisfy((each) -> {
				assertThat(each.getHeaders()).containsEntry(SctpHeaders.STREAM, 1)
					.containsEntry(SctpHeaders.PPID, DIAMETER);
				assertThat(each.getHeaders().get(SctpHeaders.ASSOCIATION)).isIn(hlr, "hlr");
			});
		});
	}

	static class WithHeaders {

		final List<Message<Order>> messages = new CopyOnWriteArrayList<>();

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10")
		void receive(List<Message<Order>> messages) {
			this.messages.addAll(messages);
		}

	}

	@Test
	void theAssociationAndTheEndpointOfTheBatchWhereverTheyStand() {
		gets(WithArguments.class, "hlr [a, bc] server");
	}

	static class WithArguments extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10")
		void receive(SctpAssociation association, List<String> texts, SctpEndpoint endpoint) {
			this.received.add(association.name() + " " + texts + " " + endpoint.name());
		}

	}

	@Test
	void aListThatIsItsOwn() {
		gets(Clearing.class, "[bc, a]");
		gets(ClearingMessages.class, "[a, bc]");
	}

	static class Clearing extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10")
		void receive(List<String> texts) {
			List<String> reverse = new ArrayList<>(texts);
			Collections.reverse(reverse);
			this.received.add(reverse.toString());
			clear(texts);
		}

	}

	static class ClearingMessages extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10")
		void receive(List<SctpMessage> messages) {
			this.received.add(messages.stream().map(SctpMessage::text).toList().toString());
			clear(messages);
		}

	}

	private static void clear(List<?> list) {
		try {
			list.clear();
		}
		catch (UnsupportedOperationException ex) {
			// as good
		}
	}

	private void gets(Class<? extends Recorder> type, String received) {
		gets(type, (Recorder) newBean(type), received);
	}

	private <T extends Recorder> void gets(Class<?> type, T bean, String received) {
		this.converting.withBean("bean", Recorder.class, () -> bean).run((context) -> {
			FakeAssociation hlr = together(context, DIAMETER, "a", "bc");
			assertReceived(bean, received);
			assertReleasedOnce(hlr);
			assertThat(hlr.released).as(type.getSimpleName()).hasSize(2);
			assertThat(hlr.sent).as("no reply").isEmpty();
			assertThat(this.failures).isEmpty();
		});
	}

	private static Object newBean(Class<?> type) {
		try {
			return type.getDeclaredConstructor().newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aBatchIsBoundedAndNeverWaitedForAndABatchSizeOfOneIsAListOfOne() {
		this.converting.withPropertyValues("app.batch=2").withBean(Sized.class).run((context) -> {
			assertThat(batch(context).batchSize()).isEqualTo(2);
			deliver(context, DIAMETER, "alone");
			assertReceived(context.getBean(Sized.class), "[alone]");
			together(context, DIAMETER, "a", "b", "c");
			assertReceived(context.getBean(Sized.class), "[alone]", "[a, b]", "[c]");
			assertReleasedOnce(hlr(context));
		});
		this.converting.withPropertyValues("app.batch=1").withBean(Sized.class).run((context) -> {
			assertThat(batch(context).batchSize()).isOne();
			together(context, DIAMETER, "a", "b");
			assertReceived(context.getBean(Sized.class), "[a]", "[b]");
		});
	}

	static class Sized extends Recorder {

		@SctpListener(id = "batch", endpoint = "server", batchSize = "#{${app.batch} * 1}")
		void receive(List<String> texts) {
			this.received.add(texts.toString());
		}

	}

	@Test
	void theActuatorShowsTheBatchSizeAndThatOthersHaveNone() {
		this.runner.withBean(Text.class).withBean(One.class).run((context) -> {
			SockListenersEndpoint actuator = new SockListenersEndpoint(context.getBean(SctpListenerRegistry.class),
					Duration.ZERO);
			assertThat(actuator.listener("batch").batchSize()).isEqualTo(10);
			assertThat(actuator.listener("one").batchSize()).isNull();
			assertThat(actuator.listeners().listeners().get("batch").batchSize()).isEqualTo(10);
		});
	}

	static class One {

		@SctpListener(id = "one", endpoint = "client")
		void receive(String text) {
		}

	}

	@Test
	void theBatchMethodOfAProxiedBeanIsCalledThroughTheProxy() {
		Text target = new Text();
		List<String> advised = new CopyOnWriteArrayList<>();
		ProxyFactory factory = new ProxyFactory(target);
		factory.setProxyTargetClass(true);
		factory.addAdvice((MethodInterceptor) (invocation) -> {
			advised.add(invocation.getMethod().getName());
			return invocation.proceed();
		});
		this.converting.withBean(Text.class, () -> (Text) factory.getProxy()).run((context) -> {
			together(context, DIAMETER, "a", "b");
			assertReceived(target, "[a, b]");
			assertThat(advised).containsOnlyOnce("receive");
		});
	}

	// results that come later

	@Test
	void aResultThatComesLaterKeepsTheWindowUntilItIsThereAndSendsNothing() {
		this.converting.withBean(Later.class).run((context) -> {
			FakeAssociation hlr = together(context, DIAMETER, "a", "b");
			Later bean = context.getBean(Later.class);
			assertReceived(bean, "[a, b]");
			deliver(context, DIAMETER, "c");
			assertReceived(bean, "[a, b]", "[c]");
			assertThat(hlr.released).isEmpty();
			bean.later.complete(null);
			assertReleasedOnce(hlr);
			assertThat(hlr.released).hasSize(3);
			assertThat(hlr.sent).isEmpty();
			assertThat(this.failures).isEmpty();
		});
	}

	@Test
	void aResultThatFailsLaterGoesToTheErrorHandlerWithItsCause() {
		this.converting.withBean(Later.class).run((context) -> {
			FakeAssociation hlr = together(context, DIAMETER, "a", "b");
			Later bean = context.getBean(Later.class);
			assertReceived(bean, "[a, b]");
			bean.later.completeExceptionally(new IOException("disk"));
			assertReleasedOnce(hlr);
			assertFailure(IOException.class, (ex) -> assertThat(ex).hasMessage("disk"));
		});
	}

	static class Later extends Recorder {

		final CompletableFuture<Void> later = new CompletableFuture<>();

		@SctpListener(id = "batch", endpoint = "server", batchSize = "10")
		CompletionStage<Void> receive(List<String> texts) {
			this.received.add(texts.toString());
			return this.later;
		}

	}

}
