package dev.sock.spring.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sock.AssociationState;
import dev.sock.SctpSendException;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.annotation.SctpMessageHandler;
import dev.sock.spring.config.SctpListenerRegistry;
import dev.sock.spring.config.SctpUnknownListenerException;
import dev.sock.spring.core.SctpTemplate;
import dev.sock.spring.core.SctpUnknownAssociationException;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import dev.sock.spring.fake.FakeNetwork;
import dev.sock.spring.listener.EndpointListeners;
import dev.sock.spring.listener.SctpMessageRecoverer;
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
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that each misuse of a listener or of the template has one clear outcome: with
 * retries enabled, one call or none, one failure for the recoverer, and the next message
 * comes through.
 */
@ExtendWith(OutputCaptureExtension.class)
class MisuseTests {

	private final List<Throwable> failures = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SockAutoConfiguration.class, ValidationAutoConfiguration.class))
		.withUserConfiguration(FakeNetworkConfiguration.class)
		.withBean(MessageConverter.class, NameConverter::new)
		.withBean(SctpMessageRecoverer.class, () -> (message, failure, container) -> this.failures.add(failure))
		.withPropertyValues("sock.listener.retry.enabled=true", "sock.listener.retry.initial-interval=0",
				"sock.listener.retry.max-retries=3", "sock.endpoints[0].name=server", "sock.endpoints[0].accept=4");

	record Name(@NotBlank String text) {
	}

	/** Knows names that do not begin with a digit. */
	static final class NameConverter implements MessageConverter {

		@Override
		public Object fromMessage(Message<?> message, Class<?> target) {
			String text = new String((byte[]) message.getPayload(), StandardCharsets.UTF_8);
			if (!target.isAssignableFrom(Name.class)) {
				return null;
			}
			if (text.startsWith("0")) {
				throw new MessageConversionException("a name does not begin with a digit");
			}
			return new Name(text);
		}

		@Override
		public Message<?> toMessage(Object payload, MessageHeaders headers) {
			return null;
		}

	}

	static class Names {

		final List<String> received = new CopyOnWriteArrayList<>();

		@SctpListener(endpoint = "server", stream = "1")
		void receive(@Valid Name name) {
			this.received.add(name.text());
		}

		@SctpListener(endpoint = "server", stream = "2")
		String reply(Name name) {
			this.received.add(name.text());
			return "re: " + name.text();
		}

		@SctpListener(endpoint = "server", stream = "3")
		Object unknown(Name name) {
			this.received.add(name.text());
			return name.text().equals("ok") ? "ok" : name;
		}

		@SctpListener(endpoint = "server", stream = "4")
		void header(@Header("missing") String header) {
			this.received.add(header);
		}

	}

	@SctpListener(endpoint = "server")
	static class Handlers {

		final List<String> received = new CopyOnWriteArrayList<>();

		@SctpMessageHandler(ppid = "46")
		void diameter(Name name) {
			this.received.add(name.text());
		}

	}

	private static FakeAssociation association(AssertableApplicationContext context) {
		FakeEndpoint endpoint = context.getBean(FakeNetwork.class).endpoint("server");
		return (FakeAssociation) endpoint.association("peer").orElseGet(() -> endpoint.establish("peer"));
	}

	private static FakeAssociation deliver(AssertableApplicationContext context, int stream, int ppid, String text) {
		FakeAssociation association = association(context);
		int before = association.consumed.size();
		context.getBean(FakeNetwork.class)
			.endpoint("server")
			.deliver(association.message(text.getBytes(StandardCharsets.UTF_8), stream, ppid));
		Awaitility.await().until(() -> association.consumed.size() == before + 1);
		return association;
	}

	private void assertOneFailure(Class<? extends Throwable> type) {
		assertThat(this.failures).singleElement().isInstanceOf(type);
	}

	@Test
	void aPayloadThatCannotBeConverted() {
		this.runner.withBean(Names.class).run((context) -> {
			deliver(context, 1, 0, "0 digit");
			deliver(context, 1, 0, "next");
			assertOneFailure(MessageConversionException.class);
			assertThat(context.getBean(Names.class).received).containsExactly("next");
		});
	}

	@Test
	void aPayloadThatIsNotValid() {
		this.runner.withBean(Names.class).run((context) -> {
			deliver(context, 1, 0, " ");
			deliver(context, 1, 0, "next");
			assertOneFailure(MethodArgumentNotValidException.class);
			assertThat(context.getBean(Names.class).received).containsExactly("next");
		});
	}

	@Test
	void aHeaderThatIsMissing() {
		this.runner.withBean(Names.class).run((context) -> {
			deliver(context, 4, 0, "x");
			assertOneFailure(org.springframework.messaging.MessageHandlingException.class);
			assertThat(context.getBean(Names.class).received).isEmpty();
		});
	}

	@Test
	void aMessageWithoutAHandler() {
		this.runner.withBean(Handlers.class).run((context) -> {
			deliver(context, 0, 7, "x");
			deliver(context, 0, 46, "next");
			assertOneFailure(SctpNoHandlerException.class);
			assertThat(context.getBean(Handlers.class).received).containsExactly("next");
		});
	}

	@Test
	void aMessageWithoutAListener(CapturedOutput output) {
		this.runner.withBean(Names.class).run((context) -> {
			deliver(context, 9, 0, "x");
			deliver(context, 9, 0, "y");
			assertThat(this.failures).isEmpty();
			EndpointListeners listeners = context.getBean(SctpListenerRegistry.class).endpoint("server").orElseThrow();
			assertThat(listeners.unmatchedCount()).isEqualTo(2);
			assertThat(output.toString().split("No @SctpListener for a message", -1)).as("logged once").hasSize(2);
		});
	}

	@Test
	void aReplyOnAnAssociationThatIsClosed() {
		this.runner.withBean(Names.class).run((context) -> {
			association(context).state = AssociationState.CLOSED;
			FakeAssociation association = deliver(context, 2, 0, "x");
			assertOneFailure(SctpSendException.class);
			assertThat(((SctpSendException) this.failures.get(0)).reason())
				.isEqualTo(SctpSendException.Reason.NOT_ESTABLISHED);
			assertThat(association.sent).isEmpty();
			assertThat(context.getBean(Names.class).received).as("calls").hasSize(1);
		});
	}

	@Test
	void aReplyThatCannotBeConverted() {
		this.runner.withBean(Names.class).run((context) -> {
			deliver(context, 3, 0, "x");
			FakeAssociation association = deliver(context, 3, 0, "ok");
			assertOneFailure(MessageConversionException.class);
			assertThat(context.getBean(Names.class).received).containsExactly("x", "ok");
			assertThat(association.sent).hasSize(1);
		});
	}

	@Test
	void anObjectToSendThatCannotBeConverted() {
		this.runner.run((context) -> {
			FakeAssociation association = association(context);
			assertThatExceptionOfType(MessageConversionException.class)
				.isThrownBy(() -> context.getBean(SctpTemplate.class).to(association).convertAndSend(new Name("x")));
			assertThat(association.sent).isEmpty();
		});
	}

	@Test
	void aListenerThatIsNotKnown() {
		this.runner.withBean("names", Names.class)
			.run((context) -> assertThatExceptionOfType(SctpUnknownListenerException.class)
				.isThrownBy(() -> context.getBean(SctpListenerRegistry.class).listener("none").pause())
				.withMessageContaining("'none'")
				.withMessageContaining("names.receive"));
	}

	@Test
	void anAssociationThatIsNotKnownOrDown() {
		this.runner.run((context) -> {
			SctpTemplate template = context.getBean(SctpTemplate.class);
			assertThatExceptionOfType(SctpUnknownAssociationException.class)
				.isThrownBy(() -> template.to("none").send("x"));
			association(context).state = AssociationState.SHUTDOWN_SENT;
			assertThatExceptionOfType(SctpSendException.class).isThrownBy(() -> template.to("peer").send("x"))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.NOT_ESTABLISHED));
		});
	}

	@Test
	void anEndpointThatIsNotKnown() {
		this.runner.run((context) -> {
			SctpEndpoints endpoints = context.getBean(SctpEndpoints.class);
			assertThat(endpoints.start("none")).isFalse();
			assertThat(endpoints.stop("none", java.time.Duration.ZERO)).isFalse();
			assertThat(endpoints.find("none")).isEmpty();
		});
	}

}
