package dev.sock.spring.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.sock.Reliability;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpMessage;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import dev.sock.spring.annotation.SctpEventListener;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.annotation.SctpMessageHandler;
import dev.sock.spring.config.SctpListenerRegistry;
import dev.sock.spring.core.PpidMessageConverter;
import dev.sock.spring.core.SctpHeaders;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import dev.sock.spring.fake.FakeNetwork;
import dev.sock.spring.listener.SctpListenerContainer;
import dev.sock.spring.listener.SctpListenerErrorHandler;
import dev.sock.spring.listener.SctpListenerException;
import dev.sock.spring.listener.SctpNoHandlerException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.MimeType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what listener methods get and give back, class-level listeners and
 * {@link SctpEventListener}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerMethodsTests {

	private static final long DIAMETER = 46;

	private final List<Throwable> failures = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SockAutoConfiguration.class))
		.withUserConfiguration(FakeNetworkConfiguration.class)
		.withBean("recording", SctpListenerErrorHandler.class, () -> (failure, delivery) -> this.failures.add(failure))
		.withPropertyValues("sock.endpoints[0].name=server", "sock.endpoints[0].accept=4",
				"sock.endpoints[0].peers[0].name=hlr", "sock.endpoints[0].peers[0].addresses=10.0.0.1",
				"sock.endpoints[1].name=client", "sock.endpoints[1].associations[0].name=vlr",
				"sock.endpoints[1].associations[0].remote-addresses=10.0.0.2",
				"sock.endpoints[1].associations[0].remote-port=3868",
				"sock.endpoints[1].options.default-send.stream=5");

	private final ApplicationContextRunner converting = this.runner.withBean("orders", MessageConverter.class,
			() -> PpidMessageConverter.of(new OrderConverter(), "Diameter", "100"));

	private static FakeAssociation hlr(AssertableApplicationContext context) {
		FakeEndpoint endpoint = context.getBean(FakeNetwork.class).endpoint("server");
		return (FakeAssociation) endpoint.association("hlr").orElseGet(() -> endpoint.establish("hlr"));
	}

	private static FakeAssociation vlr(AssertableApplicationContext context) {
		FakeEndpoint endpoint = context.getBean(FakeNetwork.class).endpoint("client");
		Awaitility.await().until(() -> endpoint.association("vlr").isPresent());
		return (FakeAssociation) endpoint.association("vlr").orElseThrow();
	}

	private static FakeAssociation deliver(AssertableApplicationContext context, long ppid, String text) {
		FakeAssociation association = hlr(context);
		context.getBean(FakeNetwork.class)
			.endpoint("server")
			.deliver(association.message(text.getBytes(StandardCharsets.UTF_8), 1, (int) ppid));
		return association;
	}

	private static void assertReceived(Recorder bean, String... texts) {
		Awaitility.await().untilAsserted(() -> assertThat(bean.received).containsExactly(texts));
	}

	private <T extends Throwable> void assertFailure(Class<T> type, Consumer<T> asserted) {
		Awaitility.await().until(() -> !this.failures.isEmpty());
		assertThat(this.failures).singleElement().isInstanceOf(type);
		asserted.accept(type.cast(this.failures.get(0)));
	}

	private static void assertStartFails(ApplicationContextRunner runner, String... parts) {
		runner.run((context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			Throwable root = (failure.getCause() != null) ? NestedExceptionUtils.getRootCause(failure) : failure;
			assertThat(root).isInstanceOf(SctpListenerException.class);
			for (String part : parts) {
				assertThat(root).hasMessageContaining(part);
			}
		});
	}

	static class Recorder {

		final List<String> received = new CopyOnWriteArrayList<>();

	}

	record Order(@NotBlank String text) {
	}

	record Urgent(String text) {
	}

	/** Makes orders of text that does not begin with "no". */
	static final class OrderConverter extends AbstractMessageConverter {

		OrderConverter() {
			super(new MimeType("application", "order"));
			setStrictContentTypeMatch(false);
		}

		@Override
		protected boolean supports(Class<?> type) {
			return type == Order.class || type == Urgent.class || type == Object.class;
		}

		@Override
		protected Object convertFromInternal(Message<?> message, Class<?> target, Object hint) {
			String text = new String((byte[]) message.getPayload(), StandardCharsets.UTF_8);
			if (text.startsWith("no")) {
				throw new MessageConversionException("no order");
			}
			return text.startsWith("!") ? new Urgent(text) : new Order(text);
		}

		@Override
		protected Object convertToInternal(Object payload, MessageHeaders headers, Object hint) {
			return ("order " + ((Order) payload).text()).getBytes(StandardCharsets.UTF_8);
		}

	}

	// class-level listeners

	@Test
	void aClassLevelListenerChoosesByPpidThenByTypeThenTheDefault() {
		this.converting.withBean("orders-listener", ClassLevel.class).run((context) -> {
			deliver(context, 60, "by ppid");
			deliver(context, DIAMETER, "an order");
			deliver(context, DIAMETER, "! urgent");
			deliver(context, 7, "no converter");
			assertReceived(context.getBean(ClassLevel.class), "ngap by ppid", "order an order", "urgent ! urgent",
					"default no converter");
			assertThat(context.getBean(SctpListenerRegistry.class).listener("orders-listener").failureCount()).isZero();
			assertThat(this.failures).isEmpty();
		});
	}

	@SctpListener(endpoint = "server")
	static class ClassLevel extends Recorder {

		@SctpMessageHandler(ppid = "${ngap:NGAP}")
		void ngap(String text) {
			this.received.add("ngap " + text);
		}

		@SctpMessageHandler
		void order(Order order) {
			this.received.add("order " + order.text());
		}

		@SctpMessageHandler
		void urgent(Urgent order) {
			this.received.add("urgent " + order.text());
		}

		@SctpMessageHandler(isDefault = true)
		void other(SctpMessage message) {
			this.received.add("default " + message.text());
		}

	}

	@Test
	void theMostSpecificTypeIsChosen() {
		this.converting.withBean(BySpecificity.class).run((context) -> {
			deliver(context, DIAMETER, "a");
			deliver(context, DIAMETER, "!b");
			assertReceived(context.getBean(BySpecificity.class), "order a", "object !b");
		});
	}

	@SctpListener(endpoint = "server")
	static class BySpecificity extends Recorder {

		@SctpMessageHandler
		void any(Object payload) {
			this.received.add("object " + ((Urgent) payload).text());
		}

		@SctpMessageHandler
		void order(Order order) {
			this.received.add("order " + order.text());
		}

	}

	@Test
	void aMessageThatNoMethodTakesGoesToTheErrorHandler() {
		this.converting.withBean(WithoutDefault.class).run((context) -> {
			FakeAssociation association = deliver(context, DIAMETER, "!urgent");
			assertFailure(SctpNoHandlerException.class,
					(ex) -> assertThat(ex).hasMessageContaining("WithoutDefault")
						.hasMessageContaining("46")
						.hasMessageContaining(Urgent.class.getName())
						.hasMessageNotContaining("!urgent"));
			Awaitility.await().until(() -> association.consumed.size() == 1);
			assertThat(context.getBean(WithoutDefault.class).received).isEmpty();
		});
	}

	@SctpListener(endpoint = "server")
	static class WithoutDefault extends Recorder {

		@SctpMessageHandler
		void order(Order order) {
			this.received.add(order.text());
		}

	}

	@Test
	void withoutConvertersBytesAndTextAreTakenAsTheyAre() {
		this.runner.withBean(TextOnly.class).run((context) -> {
			deliver(context, 0, "grüß");
			deliver(context, 60, "bytes");
			assertReceived(context.getBean(TextOnly.class), "text grüß", "ngap bytes");
		});
	}

	@SctpListener(endpoint = "server")
	static class TextOnly extends Recorder {

		@SctpMessageHandler
		String text(String text) {
			this.received.add("text " + text);
			return null;
		}

		@SctpMessageHandler(ppid = "60")
		void ngap(byte[] bytes) {
			this.received.add("ngap " + new String(bytes, StandardCharsets.UTF_8));
		}

	}

	@Test
	void aDefaultMethodThatNamesAPpidGetsThatToo() {
		this.runner.withBean(DefaultWithPpid.class).run((context) -> {
			deliver(context, 60, "a");
			deliver(context, 61, "b");
			assertReceived(context.getBean(DefaultWithPpid.class), "default a", "text b");
		});
	}

	@SctpListener(endpoint = "server")
	static class DefaultWithPpid extends Recorder {

		@SctpMessageHandler(ppid = "60", isDefault = true)
		void ngapAndOther(SctpMessage message) {
			this.received.add("default " + message.text());
		}

		@SctpMessageHandler
		void text(String text) {
			this.received.add("text " + text);
		}

	}

	@Test
	void aClassWithoutMethodsToCallStopsTheStart() {
		assertStartFails(this.runner.withBean(NoMethods.class), "NoMethods", "@SctpMessageHandler");
	}

	@SctpListener(endpoint = "server")
	static class NoMethods {

	}

	@Test
	void twoDefaultsStopTheStart() {
		assertStartFails(this.runner.withBean(TwoDefaults.class), "TwoDefaults.one", "TwoDefaults.two");
	}

	@SctpListener(endpoint = "server")
	static class TwoDefaults {

		@SctpMessageHandler(isDefault = true)
		void one(String text) {
		}

		@SctpMessageHandler(isDefault = true)
		void two(byte[] bytes) {
		}

	}

	@Test
	void twoMethodsForTheSameTypeStopTheStart() {
		assertStartFails(this.runner.withBean(TwoAlike.class), "TwoAlike.one", "TwoAlike.two");
	}

	@SctpListener(endpoint = "server")
	static class TwoAlike {

		@SctpMessageHandler
		void one(String text) {
		}

		@SctpMessageHandler
		void two(String text) {
		}

	}

	@Test
	void aClassLevelListenerCanBeRepeatedForSeveralEndpoints() {
		this.runner.withBean("both", OnBothEndpoints.class).run((context) -> {
			deliver(context, 0, "server");
			FakeAssociation vlr = vlr(context);
			context.getBean(FakeNetwork.class).endpoint("client").deliver(vlr.message("client".getBytes(), 0, 0));
			Awaitility.await()
				.untilAsserted(() -> assertThat(context.getBean(OnBothEndpoints.class).received)
					.containsExactlyInAnyOrder("server", "client"));
			assertThat(context.getBean(SctpListenerRegistry.class).listeners()).extracting(SctpListenerContainer::id)
				.containsExactly("both", "both-2");
		});
	}

	@SctpListener(endpoint = "server")
	@SctpListener(endpoint = "client")
	static class OnBothEndpoints extends Recorder {

		@SctpMessageHandler
		void text(String text) {
			this.received.add(text);
		}

	}

	// replies

	@Test
	void aReplyGoesToTheAssociationThatSendToNames() {
		this.runner.withBean(SendToMethod.class).run((context) -> {
			FakeAssociation vlr = vlr(context);
			FakeAssociation hlr = deliver(context, DIAMETER, "x");
			Awaitility.await().until(() -> !vlr.sent.isEmpty());
			assertThat(vlr.sent).singleElement().isEqualTo("re: x".getBytes());
			assertThat(vlr.sentOptions).as("its default send options, the ppid of the request")
				.containsExactly(new SendOptions(5, 46, false, 0, null, false, Reliability.FULL));
			assertThat(hlr.sent).isEmpty();
		});
	}

	static class SendToMethod {

		@SctpListener(endpoint = "server")
		@SendTo("${app.to:client/vlr}")
		String receive(String text) {
			return "re: " + text;
		}

	}

	@Test
	void sendToOnTheClassHoldsForMethodsThatSayNothing() {
		this.runner.withBean(SendToClass.class).run((context) -> {
			FakeAssociation vlr = vlr(context);
			FakeAssociation hlr = deliver(context, 1, "x");
			Awaitility.await().until(() -> !vlr.sent.isEmpty());
			deliver(context, 2, "y");
			Awaitility.await().until(() -> !hlr.sent.isEmpty());
			assertThat(vlr.sent).containsExactly("class x".getBytes());
			assertThat(hlr.sent).containsExactly("method y".getBytes());
		});
	}

	@SctpListener(endpoint = "server")
	@SendTo("vlr")
	static class SendToClass {

		@SctpMessageHandler(ppid = "1")
		String one(String text) {
			return "class " + text;
		}

		@SctpMessageHandler(ppid = "2")
		@SendTo("hlr")
		String two(String text) {
			return "method " + text;
		}

	}

	@Test
	void sendToAnUnknownAssociationStopsTheStart() {
		assertStartFails(this.runner.withBean(SendToUnknown.class), "'nobody'", "SendToUnknown.receive",
				"client/vlr, server/hlr");
	}

	static class SendToUnknown {

		@SctpListener(endpoint = "server")
		@SendTo("nobody")
		String receive(String text) {
			return text;
		}

	}

	@Test
	void sendToSeveralOrNoneStopsTheStart() {
		assertStartFails(this.runner.withBean(SendToSeveral.class), "SendToSeveral.receive", "@SendTo");
		assertStartFails(this.runner.withBean(SendToNone.class), "SendToNone.receive", "@SendTo");
	}

	static class SendToSeveral {

		@SctpListener(endpoint = "server")
		@SendTo({ "hlr", "vlr" })
		String receive(String text) {
			return text;
		}

	}

	static class SendToNone {

		@SctpListener(endpoint = "server")
		@SendTo
		String receive(String text) {
			return text;
		}

	}

	@Test
	void aReplyOfAnyTypeIsConverted() {
		this.converting.withBean(ConvertedReply.class).run((context) -> {
			FakeAssociation hlr = deliver(context, DIAMETER, "x");
			Awaitility.await().until(() -> !hlr.sent.isEmpty());
			assertThat(hlr.sent).containsExactly("order re: x".getBytes());
			deliver(context, 100, "y");
			Awaitility.await().until(() -> hlr.sent.size() == 2);
			assertThat(hlr.sentOptions.get(1).streamId()).isEqualTo(3);
		});
	}

	static class ConvertedReply {

		@SctpListener(endpoint = "server", ppid = "Diameter")
		Order receive(Order order) {
			return new Order("re: " + order.text());
		}

		@SctpListener(endpoint = "server", ppid = "100")
		CompletableFuture<Message<Order>> later(Order order) {
			return CompletableFuture
				.completedFuture(MessageBuilder.withPayload(order).setHeader(SctpHeaders.STREAM, 3).build());
		}

	}

	@Test
	void aReplyThatNoConverterKnowsGoesToTheErrorHandler() {
		this.converting.withBean(UnknownReply.class).run((context) -> {
			FakeAssociation hlr = deliver(context, DIAMETER, "x");
			assertFailure(MessageConversionException.class,
					(ex) -> assertThat(ex).hasMessageContaining("java.lang.StringBuilder"));
			assertThat(hlr.sent).isEmpty();
		});
	}

	static class UnknownReply {

		@SctpListener(endpoint = "server")
		Object receive(Order order) {
			return new StringBuilder("x");
		}

	}

	@Test
	void aReplyOnAnAssociationThatIsDownGoesToTheErrorHandler() {
		this.runner.withBean(Reply.class).run((context) -> {
			hlr(context).state = dev.sock.AssociationState.CLOSED;
			FakeAssociation hlr = deliver(context, 0, "x");
			assertFailure(SctpSendException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.NOT_ESTABLISHED));
			Awaitility.await().until(() -> hlr.consumed.size() == 1);
		});
	}

	static class Reply {

		@SctpListener(endpoint = "server")
		String receive(String text) {
			return "re: " + text;
		}

	}

	@Test
	void aLaterReplyOnAnAssociationThatHasEndedMeanwhileGoesToTheErrorHandler() {
		this.runner.withBean(LaterReply.class).run((context) -> {
			FakeAssociation hlr = deliver(context, 0, "x");
			CompletableFuture<String> reply = context.getBean(LaterReply.class).reply;
			Awaitility.await().until(() -> hlr.retained.size() == 1);
			hlr.end(AssociationChange.COMM_LOST, "gone");
			reply.complete("late");
			assertFailure(SctpSendException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.NOT_ESTABLISHED));
			Awaitility.await().until(() -> hlr.released.size() == 1);
		});
	}

	@Test
	void aFutureThatFailsGoesToTheErrorHandlerAsItIs() {
		this.runner.withBean(LaterReply.class).run((context) -> {
			FakeAssociation hlr = deliver(context, 0, "x");
			Awaitility.await().until(() -> hlr.retained.size() == 1);
			context.getBean(LaterReply.class).reply.completeExceptionally(new java.io.IOException("disk"));
			assertFailure(java.io.IOException.class, (ex) -> assertThat(ex).hasMessage("disk"));
			Awaitility.await().until(() -> hlr.released.size() == 1);
			assertThat(hlr.sent).isEmpty();
		});
	}

	static class LaterReply {

		final CompletableFuture<String> reply = new CompletableFuture<>();

		@SctpListener(endpoint = "server")
		CompletableFuture<String> receive(String text) {
			return this.reply;
		}

	}

	// payloads

	@Test
	void aPayloadThatCannotBeConvertedGoesToTheErrorHandlerOnce() {
		this.converting.withPropertyValues("sock.listener.retry.enabled=true")
			.withBean(Validated.class)
			.run((context) -> {
				FakeAssociation association = deliver(context, DIAMETER, "no order");
				assertFailure(MessageConversionException.class, (ex) -> {
				});
				Awaitility.await().until(() -> association.consumed.size() == 1);
				assertThat(context.getBean(Validated.class).received).isEmpty();
			});
	}

	@Test
	void aPayloadThatNoConverterKnowsGoesToTheErrorHandler() {
		this.converting.withBean(Validated.class).run((context) -> {
			deliver(context, 7, "of another ppid");
			assertFailure(MessageConversionException.class,
					(ex) -> assertThat(ex).hasMessageNotContaining("of another ppid"));
		});
	}

	@Test
	void aPayloadThatIsNotValidGoesToTheErrorHandler() {
		this.converting.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
			.withBean(Validated.class)
			.run((context) -> {
				deliver(context, DIAMETER, " ");
				assertFailure(MethodArgumentNotValidException.class, (ex) -> {
				});
				deliver(context, DIAMETER, "valid");
				assertReceived(context.getBean(Validated.class), "valid");
			});
	}

	@Test
	void withoutAValidatorPayloadsAreTakenAsTheyAre() {
		this.converting.withBean(Validated.class).run((context) -> {
			deliver(context, DIAMETER, " ");
			assertReceived(context.getBean(Validated.class), " ");
		});
	}

	static class Validated extends Recorder {

		@SctpListener(endpoint = "server")
		void receive(@Valid Order order) {
			this.received.add(order.text());
		}

	}

	// events

	@Test
	void eventListenersHearOfTheirEndpointAndAssociationOnly() {
		this.runner.withPropertyValues("app.peer=hlr").withBean(Events.class).run((context) -> {
			FakeEndpoint server = context.getBean(FakeNetwork.class).endpoint("server");
			vlr(context);
			server.establish("stranger");
			FakeAssociation hlr = server.establish("hlr");
			hlr.end(AssociationChange.COMM_LOST, "gone");
			Events bean = context.getBean(Events.class);
			Awaitility.await()
				.untilAsserted(() -> assertThat(bean.ofEndpoint).containsExactly("COMM_UP stranger", "COMM_UP hlr",
						"COMM_LOST hlr"));
			assertThat(bean.ofHlr).containsExactly("COMM_UP hlr", "COMM_LOST hlr");
			assertThat(bean.paths).isEmpty();
			assertThat(bean.ofClient).containsExactly("AssociationChanged");
		});
	}

	static class Events {

		final List<String> ofEndpoint = new CopyOnWriteArrayList<>();

		final List<String> ofHlr = new CopyOnWriteArrayList<>();

		final List<String> ofClient = new CopyOnWriteArrayList<>();

		final List<String> paths = new CopyOnWriteArrayList<>();

		@SctpEventListener(endpoint = "server", association = "${app.peer}")
		void hlr(AssociationChanged event) {
			this.ofHlr.add(event.change() + " " + event.association().name());
		}

		@SctpEventListener(endpoint = "#{'ser' + 'ver'}")
		void any(AssociationChanged event) {
			this.ofEndpoint.add(event.change() + " " + event.association().name());
			throw new IllegalStateException("stops nothing");
		}

		@SctpEventListener(endpoint = "client")
		private void client(SctpEvent event) {
			this.ofClient.add(event.getClass().getSimpleName());
		}

		@SctpEventListener(endpoint = "server")
		void path(SctpEvent.PathChanged event) {
			this.paths.add("path");
		}

	}

	@Test
	void anEventListenerThatThrowsIsLogged(CapturedOutput output) {
		this.runner.withPropertyValues("app.peer=hlr").withBean(Events.class).run((context) -> {
			context.getBean(FakeNetwork.class).endpoint("server").establish("hlr");
			Awaitility.await()
				.untilAsserted(() -> assertThat(output).contains("@SctpEventListener")
					.contains("Events.any")
					.contains("stops nothing"));
		});
	}

	@Test
	void anEventListenerThatNamesNobodyOrTakesNoEventStopsTheStart() {
		assertStartFails(this.runner.withBean(EventsOfNoEndpoint.class), "'nowhere'", "@SctpEventListener");
		assertStartFails(this.runner.withBean(EventsOfNoAssociation.class), "'nobody'", "hlr");
		assertStartFails(this.runner.withBean(NoEvent.class), "NoEvent.receive", "one event");
	}

	static class EventsOfNoEndpoint {

		@SctpEventListener(endpoint = "nowhere")
		void receive(SctpEvent event) {
		}

	}

	static class EventsOfNoAssociation {

		@SctpEventListener(endpoint = "server", association = "nobody")
		void receive(SctpEvent event) {
		}

	}

	static class NoEvent {

		@SctpEventListener(endpoint = "server")
		void receive(String text) {
		}

	}

	@Test
	void theListenerOfAProxiedBeanIsCalledThroughTheProxy() {
		Supplier<Reply> proxied = () -> {
			org.springframework.aop.framework.ProxyFactory factory = new org.springframework.aop.framework.ProxyFactory(
					new Reply());
			factory.setProxyTargetClass(true);
			factory.addAdvice((org.aopalliance.intercept.MethodInterceptor) (
					invocation) -> invocation.getMethod().getName().equals("receive")
							? "advised " + invocation.proceed() : invocation.proceed());
			return (Reply) factory.getProxy();
		};
		this.runner.withBean(Reply.class, proxied).run((context) -> {
			FakeAssociation hlr = deliver(context, 0, "x");
			Awaitility.await().until(() -> !hlr.sent.isEmpty());
			assertThat(hlr.sent).containsExactly("advised re: x".getBytes());
		});
	}

}
