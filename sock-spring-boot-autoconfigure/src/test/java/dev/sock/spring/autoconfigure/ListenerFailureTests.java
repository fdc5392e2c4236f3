package dev.sock.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.listener.SctpListenerErrorHandler;
import dev.sock.spring.listener.SctpMessageRecoverer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what becomes of failures: {@code sock.listener.retry.*}, error handlers and
 * recoverers.
 */
class ListenerFailureTests extends AbstractListenerAttributeTests {

	static class Failing extends Recorder {

		@SctpListener(id = "failing", endpoint = "server")
		void receive(String text) {
			this.received.add(text);
			throw new IllegalStateException("failed on " + text.length());
		}

	}

	@Test
	void byDefaultAFailureIsLoggedOnceAndTheMessageIsNotRepeated(CapturedOutput output) {
		this.runner.withBean(Failing.class).run((context) -> {
			deliver(context, 1, "a", "b");
			Failing bean = context.getBean(Failing.class);
			Awaitility.await().untilAsserted(() -> assertThat(bean.received).containsExactly("a", "b"));
			Awaitility.await().until(() -> output.toString().split("failed on 1", -1).length == 3);
			assertThat(listener(context, "failing").failureCount()).isEqualTo(2);
		});
	}

	@Test
	void theRetryPropertiesRepeatCallsAndTheRecovererBeanGetsWhatIsLeft() {
		List<String> recovered = new CopyOnWriteArrayList<>();
		this.runner
			.withPropertyValues("sock.listener.retry.enabled=true", "sock.listener.retry.max-retries=2",
					"sock.listener.retry.initial-interval=1ms", "sock.listener.retry.multiplier=1.5",
					"sock.listener.retry.max-interval=2ms")
			.withBean(SctpMessageRecoverer.class,
					() -> (message, failure, container) -> recovered.add(message.text() + " of " + container.id()))
			.withBean(Failing.class)
			.run((context) -> {
				FakeAssociation association = deliver(context, 1, "a", "b");
				Failing bean = context.getBean(Failing.class);
				Awaitility.await()
					.untilAsserted(() -> assertThat(bean.received).containsExactly("a", "a", "a", "b", "b", "b"));
				Awaitility.await()
					.untilAsserted(() -> assertThat(recovered).containsExactly("a of failing", "b of failing"));
				Awaitility.await().until(() -> association.consumed.size() == 2);
			});
	}

	@Test
	void aRecovererBeanGetsFailuresAtOnceWithoutRetries() {
		List<String> recovered = new CopyOnWriteArrayList<>();
		this.runner
			.withBean(SctpMessageRecoverer.class, () -> (message, failure, container) -> recovered.add(message.text()))
			.withBean(Failing.class)
			.run((context) -> {
				deliver(context, 1, "a");
				Awaitility.await().untilAsserted(() -> assertThat(recovered).containsExactly("a"));
				assertThat(context.getBean(Failing.class).received).containsExactly("a");
			});
	}

	@Test
	void aWaitOfZeroRepeatsAtOnce() {
		this.runner.withPropertyValues("sock.listener.retry.enabled=true", "sock.listener.retry.initial-interval=0")
			.withBean(Failing.class)
			.run((context) -> {
				deliver(context, 1, "a");
				Awaitility.await().until(() -> context.getBean(Failing.class).received.size() == 4);
			});
	}

	@Test
	void retryPropertiesOutOfRangeNameThePropertyAndTheValue() {
		List<String[]> wrong = new ArrayList<>();
		wrong.add(new String[] { "sock.listener.retry.max-retries", "0" });
		wrong.add(new String[] { "sock.listener.retry.initial-interval", "-1ms" });
		wrong.add(new String[] { "sock.listener.retry.max-interval", "2h" });
		wrong.add(new String[] { "sock.listener.retry.multiplier", "0.5" });
		for (String[] property : wrong) {
			this.runner.withPropertyValues("sock.listener.retry.enabled=true", property[0] + "=" + property[1])
				.run((context) -> assertThat(context.getStartupFailure()).as(property[0])
					.rootCause()
					.isInstanceOf(SockPropertyException.class)
					.hasMessageContaining(property[0])
					.hasMessageContaining("range".equals(property[0]) ? "" : "with the value"));
		}
		this.runner.withPropertyValues("sock.listener.concurrency=10001")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("sock.listener.concurrency")
				.hasMessageContaining("10001"));
	}

	@Test
	void aWaitAboveTheLongestIsRefusedOrCutToIt() {
		this.runner
			.withPropertyValues("sock.listener.retry.enabled=true", "sock.listener.retry.initial-interval=1s",
					"sock.listener.retry.max-interval=1ms", "sock.listener.retry.max-retries=1")
			.withBean(Failing.class)
			.run((context) -> {
				deliver(context, 1, "a");
				Awaitility.await().until(() -> context.getBean(Failing.class).received.size() == 2);
			});
	}

	@Test
	void anErrorHandlerBeanIsThatOfAllListenersAndOneCanNameItsOwn() {
		List<String> handled = new CopyOnWriteArrayList<>();
		this.runner
			.withBean("common", SctpListenerErrorHandler.class,
					() -> (failure, delivery) -> handled.add("common " + delivery.message().text()),
					(definition) -> definition.setPrimary(true))
			.withBean("special", SctpListenerErrorHandler.class,
					() -> (failure, delivery) -> handled.add("special " + delivery.message().text()))
			.withBean(WithErrorHandlers.class)
			.run((context) -> {
				deliver(context, 1, "a");
				deliver(context, 2, "b");
				deliver(context, 3, "c");
				Awaitility.await()
					.untilAsserted(() -> assertThat(handled).containsExactly("common a", "special b", "special c"));
			});
	}

	@Test
	void severalErrorHandlersWithoutAPrimaryOneAreNoDefaultWhichIsToldOnce(CapturedOutput output) {
		List<String> handled = new CopyOnWriteArrayList<>();
		this.runner.withBean("one", SctpListenerErrorHandler.class, () -> (failure, delivery) -> handled.add("one"))
			.withBean("two", SctpListenerErrorHandler.class, () -> (failure, delivery) -> handled.add("two"))
			.withBean(Failing.class)
			.run((context) -> {
				deliver(context, 1, "a");
				Awaitility.await().untilAsserted(() -> assertThat(output).contains("failed on 1"));
				assertThat(handled).isEmpty();
			});
		assertThat(output).containsOnlyOnce("Several beans are of type SctpListenerErrorHandler")
			.containsPattern("WARN .*: \\[one, two\\]\\. .*@Primary.*'errorHandler'");
	}

	@Test
	void severalRecoverersWithoutAPrimaryOneAreNoDefaultWhichIsToldOnce(CapturedOutput output) {
		this.runner.withBean("one", SctpMessageRecoverer.class, () -> (message, failure, container) -> {
		}).withBean("two", SctpMessageRecoverer.class, () -> (message, failure, container) -> {
		}).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("Several beans are of type SctpMessageRecoverer")
			.containsPattern("WARN .*: \\[one, two\\]\\. .*@Primary");
	}

	@Test
	void errorHandlersThatOnlyListenersNameAreNoReasonToWarn(CapturedOutput output) {
		List<String> handled = new CopyOnWriteArrayList<>();
		this.runner
			.withBean("common", SctpListenerErrorHandler.class, () -> (failure, delivery) -> handled.add("common"))
			.withBean("special", SctpListenerErrorHandler.class, () -> (failure, delivery) -> handled.add("special"),
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
			.withBean(WithErrorHandlers.class)
			.run((context) -> {
				deliver(context, 1, "a");
				deliver(context, 2, "b");
				Awaitility.await().untilAsserted(() -> assertThat(handled).containsExactly("common", "special"));
			});
		assertThat(output).doesNotContain("Several beans");
	}

	static class WithErrorHandlers {

		@SctpListener(endpoint = "server", stream = "1")
		void one(String text) {
			throw new IllegalStateException("no");
		}

		@SctpListener(endpoint = "server", stream = "2", errorHandler = "special")
		void two(String text) {
			throw new IllegalStateException("no");
		}

		@SctpListener(endpoint = "server", stream = "3", errorHandler = "#{@special}")
		void three(String text) {
			throw new IllegalStateException("no");
		}

	}

}
