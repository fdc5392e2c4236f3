package dev.sock.spring.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import dev.sock.spring.config.SctpListenerRegistry;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import dev.sock.spring.fake.FakeNetwork;
import dev.sock.spring.listener.SctpListenerContainer;
import dev.sock.spring.listener.SctpListenerException;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with the endpoints {@code server} and {@code other}.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractListenerAttributeTests {

	final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SockAutoConfiguration.class))
		.withUserConfiguration(FakeNetworkConfiguration.class)
		.withPropertyValues("sock.endpoints[0].name=server", "sock.endpoints[0].accept=4",
				"sock.endpoints[0].peers[0].name=hlr", "sock.endpoints[0].peers[0].addresses=10.0.0.1",
				"sock.endpoints[1].name=other");

	static FakeAssociation deliver(AssertableApplicationContext context, int stream, String... texts) {
		FakeEndpoint endpoint = context.getBean(FakeNetwork.class).endpoint("server");
		FakeAssociation association = (FakeAssociation) endpoint.association("hlr")
			.orElseGet(() -> endpoint.establish("hlr"));
		for (String text : texts) {
			endpoint.deliver(association.message(text.getBytes(), stream, 46));
		}
		return association;
	}

	static SctpListenerContainer listener(AssertableApplicationContext context, String id) {
		return context.getBean(SctpListenerRegistry.class).listener(id);
	}

	void failsWith(Class<?> listener, Consumer<SctpListenerException> asserted) {
		this.runner.withBean("bean", listener, newInstance(listener)).run((context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			while (failure != null && !(failure instanceof SctpListenerException)) {
				failure = failure.getCause();
			}
			assertThat(failure).isInstanceOf(SctpListenerException.class);
			assertThat(((SctpListenerException) failure).remedy()).isNotBlank();
			asserted.accept((SctpListenerException) failure);
		});
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	static java.util.function.Supplier newInstance(Class<?> type) {
		return () -> {
			try {
				return type.getDeclaredConstructor().newInstance();
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		};
	}

	static class Recorder {

		final List<String> received = new CopyOnWriteArrayList<>();

	}

}
