package dev.sock.spring.autoconfigure;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import dev.sock.Reliability;
import dev.sock.SctpAssociation;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpMessage;
import dev.sock.SendOptions;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.core.SctpHeaders;
import dev.sock.spring.event.SctpApplicationEvent;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import dev.sock.spring.fake.FakeNetwork;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for methods with {@link SctpListener}.
 */
class SctpListenerTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SockAutoConfiguration.class))
		.withUserConfiguration(FakeNetworkConfiguration.class)
		.withPropertyValues("sock.endpoints[0].name=server", "sock.endpoints[0].accept=4",
				"sock.endpoints[0].peers[0].name=hlr", "sock.endpoints[0].peers[0].addresses=10.0.0.1",
				"sock.endpoints[1].name=other");

	private <T extends Recorder> void with(Class<T> listener, Consumer<FakeEndpoint> peer, Consumer<T> asserted) {
		this.runner.withBean(listener).run((context) -> {
			T bean = context.getBean(listener);
			peer.accept(context.getBean(FakeNetwork.class).endpoint("server"));
			Awaitility.await().untilAsserted(() -> asserted.accept(bean));
		});
	}

	private static void deliver(FakeEndpoint endpoint, String association, int stream, int ppid, String text) {
		FakeAssociation found = (FakeAssociation) endpoint.association(association)
			.orElseGet(() -> endpoint.establish(association));
		endpoint.deliver(found.message(text.getBytes(), stream, ppid));
	}

	@Test
	void everyKindOfArgumentIsResolved() {
		with(Arguments.class, (endpoint) -> deliver(endpoint, "hlr", 1, 46, "hello"),
				(bean) -> assertThat(bean.received).containsExactlyInAnyOrder("bytes hello", "text hello hlr",
						"message hello", "spring hello 46", "headers 1 46 hlr server 7 1000 false",
						"header map server"));
	}

	static class Arguments extends Recorder {

		@SctpListener(endpoint = "server", stream = "1")
		void message(SctpMessage message) {
			add("message " + message.text());
			bytes(message.payload());
		}

		private void bytes(byte[] payload) {
			add("bytes " + new String(payload));
		}

		@SctpListener(endpoint = "server", stream = "1", ppid = "46")
		void all(SctpMessage sctpMessage, @Payload byte[] payload, SctpAssociation association, Message<byte[]> message,
				@Header(SctpHeaders.STREAM) int stream, @Header(SctpHeaders.PPID) long ppid,
				@Header(SctpHeaders.ASSOCIATION) String name, @Header(SctpHeaders.ENDPOINT) String endpoint,
				@Header(SctpHeaders.STREAM_SEQUENCE_NUMBER) int ssn, @Header(SctpHeaders.TSN) long tsn,
				@Header(SctpHeaders.UNORDERED) boolean unordered, @Headers Map<String, Object> headers) {
			bytes(payload);
			add("text " + new String(payload) + " " + association.name());
			add("message " + sctpMessage.text());
			add("spring " + new String(message.getPayload()) + " " + message.getHeaders().get(SctpHeaders.PPID));
			add("headers " + stream + " " + ppid + " " + name + " " + endpoint + " " + ssn + " " + tsn + " "
					+ unordered);
			add("header map " + headers.get(SctpHeaders.ENDPOINT));
		}

	}

	@Test
	void listenersAreMadeAlthoughBeansAreLazy() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(Arguments.class)
			.run((context) -> {
				deliver(context.getBean(FakeNetwork.class).endpoint("server"), "hlr", 1, 0, "hello");
				Awaitility.await()
					.untilAsserted(
							() -> assertThat(context.getBean(Arguments.class).received).contains("message hello"));
			});
	}

	@Test
	void textIsReadAsUtf8AndTheReplyGoesBackOnTheSameStreamWithTheSamePpid() {
		with(Replies.class, (endpoint) -> deliver(endpoint, "hlr", 5, 0xfffffffe, "grüß"), (bean) -> {
			FakeAssociation association = (FakeAssociation) bean.association;
			assertThat(association.sent).singleElement().isEqualTo("re: grüß".getBytes());
			assertThat(association.sentOptions)
				.containsExactly(new SendOptions(5, 0xfffffffe, false, 0, null, false, Reliability.FULL));
		});
	}

	static class Replies extends Recorder {

		@SctpListener(endpoint = "server")
		String reply(String text, SctpAssociation association) {
			this.association = association;
			return "re: " + text;
		}

	}

	@Test
	void aMessageAsReplyCanNameStreamAndPpid() {
		with(MessageReplies.class, (endpoint) -> deliver(endpoint, "hlr", 5, 46, "x"), (bean) -> {
			FakeAssociation association = (FakeAssociation) bean.association;
			assertThat(association.sentOptions)
				.containsExactly(new SendOptions(2, 60, true, 0, null, false, Reliability.FULL));
			assertThat(association.sent).singleElement().isEqualTo("y".getBytes());
		});
	}

	static class MessageReplies extends Recorder {

		@SctpListener(endpoint = "server")
		Message<String> reply(SctpMessage message) {
			this.association = message.association();
			return MessageBuilder.withPayload("y")
				.setHeader(SctpHeaders.STREAM, 2)
				.setHeader(SctpHeaders.PPID, 60L)
				.setHeader(SctpHeaders.UNORDERED, true)
				.build();
		}

	}

	@Test
	void aReplyCanComeLater() {
		with(LateReplies.class, (endpoint) -> deliver(endpoint, "hlr", 5, 46, "x"), (bean) -> {
			assertThat(bean.association).isNotNull();
			bean.reply.complete("late".getBytes());
			assertThat(((FakeAssociation) bean.association).sent).containsExactly("late".getBytes());
		});
	}

	static class LateReplies extends Recorder {

		final CompletableFuture<byte[]> reply = new CompletableFuture<>();

		@SctpListener(endpoint = "server")
		CompletableFuture<byte[]> reply(SctpMessage message) {
			this.association = message.association();
			return this.reply;
		}

	}

	@Test
	void attributesResolvePlaceholdersAndExpressionsAndThePpidMayBeAName() {
		this.runner.withPropertyValues("app.endpoint=server", "app.stream=3")
			.withBean(Placeholders.class)
			.run((context) -> {
				FakeEndpoint endpoint = context.getBean(FakeNetwork.class).endpoint("server");
				deliver(endpoint, "hlr", 3, 46, "x");
				deliver(endpoint, "hlr", 4, 60, "y");
				Placeholders bean = context.getBean(Placeholders.class);
				Awaitility.await().untilAsserted(() -> assertThat(bean.received).containsExactly("x"));
			});
	}

	static class Placeholders extends Recorder {

		@SctpListener(endpoint = "${app.endpoint}", stream = "#{1 + 2}", ppid = "diameter")
		void receive(String text) {
			add(text);
		}

	}

	@Test
	void theAnnotationCanBeRepeatedAndComposed() {
		with(Repeated.class, (endpoint) -> {
			deliver(endpoint, "hlr", 1, 0, "1");
			deliver(endpoint, "hlr", 2, 0, "2");
			deliver(endpoint, "hlr", 3, 0, "3");
		}, (bean) -> assertThat(bean.received).containsExactlyInAnyOrder("1", "2", "composed 3"));
	}

	static class Repeated extends Recorder {

		@SctpListener(endpoint = "server", stream = "1")
		@SctpListener(endpoint = "server", stream = "2")
		void receive(String text) {
			add(text);
		}

		@StreamThree
		void composed(String text) {
			add("composed " + text);
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@SctpListener(endpoint = "server", stream = "3")
	@interface StreamThree {

	}

	@Test
	void anAssociationOfAKnownPeerIsListenedToByName() {
		with(ByAssociation.class, (endpoint) -> {
			deliver(endpoint, "10.0.0.9-4000", 1, 0, "stranger");
			deliver(endpoint, "hlr", 1, 0, "friend");
		}, (bean) -> assertThat(bean.received).containsExactly("friend"));
	}

	static class ByAssociation extends Recorder {

		@SctpListener(endpoint = "server", association = "hlr")
		void receive(String text) {
			add(text);
		}

	}

	@Test
	void listenersRunOnThreadsOfTheirOwn() {
		with(Threads.class, (endpoint) -> deliver(endpoint, "hlr", 1, 0, "x"),
				(bean) -> assertThat(bean.received).singleElement().asString().startsWith("sock-listener-"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void listenersRunOnVirtualThreadsIfTheyAreEnabled() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true").withBean(Threads.class).run((context) -> {
			deliver(context.getBean(FakeNetwork.class).endpoint("server"), "hlr", 1, 0, "x");
			Threads bean = context.getBean(Threads.class);
			Awaitility.await().until(() -> !bean.received.isEmpty());
			assertThat(bean.thread.getClass().getSimpleName()).isEqualTo("VirtualThread");
		});
	}

	@Test
	void anExecutorBeanOfThisNameRunsTheListeners() {
		this.runner
			.withBean("sockListenerExecutor", java.util.concurrent.Executor.class,
					() -> (task) -> new Thread(task, "mine").start())
			.withBean(Threads.class)
			.run((context) -> {
				deliver(context.getBean(FakeNetwork.class).endpoint("server"), "hlr", 1, 0, "x");
				Threads bean = context.getBean(Threads.class);
				Awaitility.await().untilAsserted(() -> assertThat(bean.received).containsExactly("mine"));
			});
	}

	static class Threads extends Recorder {

		volatile Thread thread;

		@SctpListener(endpoint = "server")
		void receive(String text) {
			this.thread = Thread.currentThread();
			add(this.thread.getName());
		}

	}

	@Test
	void eventsArePublishedInTheApplication() {
		with(Events.class, (endpoint) -> {
			FakeAssociation association = endpoint.establish("hlr");
			association.end(AssociationChange.COMM_LOST, "peer is gone");
		}, (bean) -> assertThat(bean.received).containsExactly("COMM_UP hlr", "COMM_LOST hlr"));
	}

	static class Events extends Recorder {

		@EventListener
		void changed(SctpApplicationEvent<SctpEvent.AssociationChanged> event) {
			add(event.getEvent().change() + " " + event.getAssociation().name());
		}

		@EventListener
		void path(SctpApplicationEvent<SctpEvent.PathChanged> event) {
			add("path");
		}

	}

	static class Recorder {

		final List<String> received = new CopyOnWriteArrayList<>();

		volatile SctpAssociation association;

		void add(String what) {
			if (!this.received.contains(what)) {
				this.received.add(what);
			}
		}

	}

}
