package dev.sock.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sock.SctpMessage;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.core.SctpCorrelation;
import dev.sock.spring.core.SctpReplyException;
import dev.sock.spring.core.SctpTemplate;
import dev.sock.spring.endpoint.SctpListenersLifecycle;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import dev.sock.spring.fake.FakeNetwork;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with one thread for its listeners, or with none that is free.
 */
class BusyThreadsTests {

	private static final SctpCorrelation BY_TEXT = SctpCorrelation.of((payload) -> new String(payload),
			(message) -> message.text().startsWith("reply ") ? message.text().substring(6) : null);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SockAutoConfiguration.class))
		.withUserConfiguration(FakeNetworkConfiguration.class)
		.withPropertyValues("sock.listener.threads=1", "sock.endpoints[0].name=server", "sock.endpoints[0].accept=4",
				"sock.endpoints[1].name=client", "sock.endpoints[1].accept=4");

	private static FakeAssociation establish(FakeEndpoint endpoint, String name) {
		return endpoint.establish(name);
	}

	@Test
	void aListenerThatWaitsForAReplyWhichDoesNotComeIsToldInTimeAlthoughItHasTheOnlyThread() {
		this.runner.withBean(Relay.class).run((context) -> {
			FakeNetwork network = context.getBean(FakeNetwork.class);
			Relay relay = context.getBean(Relay.class);
			relay.template = context.getBean(SctpTemplate.class);
			relay.next = establish(network.endpoint("client"), "next");
			FakeAssociation peer = establish(network.endpoint("server"), "peer");
			network.endpoint("server").deliver(peer.message("request".getBytes(), 0, 0));
			Awaitility.await()
				.untilAsserted(() -> assertThat(relay.failures).containsExactly(SctpReplyException.Reason.TIMED_OUT));
		});
	}

	static class Relay {

		final List<SctpReplyException.Reason> failures = new CopyOnWriteArrayList<>();

		volatile SctpTemplate template;

		volatile FakeAssociation next;

		@SctpListener(endpoint = "server")
		void relay(SctpMessage message) {
			try {
				this.template.to(this.next).sendAndReceive(message.text(), BY_TEXT, Duration.ofMillis(50));
			}
			catch (SctpReplyException ex) {
				this.failures.add(ex.reason());
			}
		}

	}

	@Test
	void aRetryOfAResultThatComesLaterNeedsNoOtherThreadThanItsOwn() {
		this.runner.withPropertyValues("sock.listener.retry.enabled=true", "sock.listener.retry.initial-interval=0")
			.withBean(Later.class)
			.run((context) -> {
				FakeNetwork network = context.getBean(FakeNetwork.class);
				FakeAssociation peer = establish(network.endpoint("server"), "peer");
				network.endpoint("server").deliver(peer.message("request".getBytes(), 0, 0));
				Awaitility.await().untilAsserted(() -> assertThat(peer.sent).containsExactly("second".getBytes()));
			});
	}

	static class Later {

		private final AtomicInteger calls = new AtomicInteger();

		@SctpListener(endpoint = "server")
		CompletableFuture<String> answer(SctpMessage message) {
			if (this.calls.incrementAndGet() == 1) {
				return CompletableFuture.failedFuture(new IllegalStateException("the first time, on purpose"));
			}
			CompletableFuture<String> second = new CompletableFuture<>();
			new Thread(() -> second.complete("second")).start();
			return second;
		}

	}

	@Test
	void aReplyIsFoundWhileTheApplicationStopsAndListenersHaveStoppedAlready() {
		this.runner.withBean(Later.class).run((context) -> {
			FakeEndpoint endpoint = context.getBean(FakeNetwork.class).endpoint("client");
			FakeAssociation peer = establish(endpoint, "peer");
			context.getBean(SctpListenersLifecycle.class).stop();
			CompletableFuture<SctpMessage> reply = context.getBean(SctpTemplate.class)
				.to(peer)
				.sendAndReceiveAsync("question", BY_TEXT, Duration.ofSeconds(30));
			endpoint.deliver(peer.message("not a reply".getBytes(), 0, 0));
			endpoint.deliver(peer.message("reply question".getBytes(), 0, 0));
			assertThat(reply).succeedsWithin(Duration.ofSeconds(10))
				.extracting(SctpMessage::text)
				.isEqualTo("reply question");
		});
	}

}
