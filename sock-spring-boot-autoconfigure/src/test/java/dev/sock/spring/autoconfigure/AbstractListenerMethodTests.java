package dev.sock.spring.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import jakarta.validation.constraints.NotBlank;

import dev.sock.spring.core.PpidMessageConverter;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import dev.sock.spring.fake.FakeNetwork;
import dev.sock.spring.listener.SctpListenerErrorHandler;
import dev.sock.spring.listener.SctpListenerException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.MimeType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with two endpoints, a peer of each, and a recoverer that records.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractListenerMethodTests {

	static final long DIAMETER = 46;

	final List<Throwable> failures = new CopyOnWriteArrayList<>();

	final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SockAutoConfiguration.class))
		.withUserConfiguration(FakeNetworkConfiguration.class)
		.withBean("recording", SctpListenerErrorHandler.class, () -> (failure, delivery) -> this.failures.add(failure))
		.withPropertyValues("sock.endpoints[0].name=server", "sock.endpoints[0].accept=4",
				"sock.endpoints[0].peers[0].name=hlr", "sock.endpoints[0].peers[0].addresses=10.0.0.1",
				"sock.endpoints[1].name=client", "sock.endpoints[1].associations[0].name=vlr",
				"sock.endpoints[1].associations[0].remote-addresses=10.0.0.2",
				"sock.endpoints[1].associations[0].remote-port=3868",
				"sock.endpoints[1].options.default-send.stream=5");

	final ApplicationContextRunner converting = this.runner.withBean("orders", MessageConverter.class,
			() -> PpidMessageConverter.of(new OrderConverter(), "Diameter", "100"));

	static FakeAssociation hlr(AssertableApplicationContext context) {
		FakeEndpoint endpoint = context.getBean(FakeNetwork.class).endpoint("server");
		return (FakeAssociation) endpoint.association("hlr").orElseGet(() -> endpoint.establish("hlr"));
	}

	static FakeAssociation vlr(AssertableApplicationContext context) {
		FakeEndpoint endpoint = context.getBean(FakeNetwork.class).endpoint("client");
		Awaitility.await().until(() -> endpoint.association("vlr").isPresent());
		return (FakeAssociation) endpoint.association("vlr").orElseThrow();
	}

	static FakeAssociation deliver(AssertableApplicationContext context, long ppid, String text) {
		FakeAssociation association = hlr(context);
		context.getBean(FakeNetwork.class)
			.endpoint("server")
			.deliver(association.message(text.getBytes(StandardCharsets.UTF_8), 1, (int) ppid));
		return association;
	}

	static void assertReceived(Recorder bean, String... texts) {
		Awaitility.await().untilAsserted(() -> assertThat(bean.received).containsExactly(texts));
	}

	<T extends Throwable> void assertFailure(Class<T> type, Consumer<T> asserted) {
		Awaitility.await().until(() -> !this.failures.isEmpty());
		assertThat(this.failures).singleElement().isInstanceOf(type);
		asserted.accept(type.cast(this.failures.get(0)));
	}

	static void assertStartFails(ApplicationContextRunner runner, String... parts) {
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

}
