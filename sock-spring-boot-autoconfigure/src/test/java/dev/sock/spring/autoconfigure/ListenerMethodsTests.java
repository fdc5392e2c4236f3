package dev.sock.spring.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import jakarta.validation.Valid;

import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.spring.annotation.SctpEventListener;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import dev.sock.spring.fake.FakeNetwork;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what listener methods get, and for {@link SctpEventListener}.
 */
class ListenerMethodsTests extends AbstractListenerMethodTests {

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
		Supplier<ListenerReplyTests.Reply> proxied = () -> {
			org.springframework.aop.framework.ProxyFactory factory = new org.springframework.aop.framework.ProxyFactory(
					new ListenerReplyTests.Reply());
			factory.setProxyTargetClass(true);
			factory.addAdvice((org.aopalliance.intercept.MethodInterceptor) (
					invocation) -> invocation.getMethod().getName().equals("receive")
							? "advised " + invocation.proceed() : invocation.proceed());
			return (ListenerReplyTests.Reply) factory.getProxy();
		};
		this.runner.withBean(ListenerReplyTests.Reply.class, proxied).run((context) -> {
			FakeAssociation hlr = deliver(context, 0, "x");
			Awaitility.await().until(() -> !hlr.sent.isEmpty());
			assertThat(hlr.sent).containsExactly("advised re: x".getBytes());
		});
	}

}
