package dev.sock.sample;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import dev.sock.SctpMessage;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.core.SctpTemplate;
import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.userspace.peer.UsrsctpPeers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link SctpTemplate} sends to an echo program on usrsctp, a stack in C by others.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE,
		properties = { "sock.transport=userspace", "sock.userspace.udp-port=0", "sock.endpoints[0].name=client",
				"sock.endpoints[0].local-addresses=127.0.0.1", "sock.endpoints[0].associations[0].name=to-echo",
				"sock.endpoints[0].associations[0].remote-addresses=127.0.0.1",
				"sock.endpoints[0].associations[0].remote-port=7",
				"sock.endpoints[0].associations[0].reconnect.enabled=false" })
@Timeout(300)
class TemplateToUsrsctpTests {

	private static final int MESSAGES = 10_000;

	private static final int STREAMS = 5;

	private static final int MAX_SIZE = 100_000;

	private static final int[] SIZES = sizes();

	private static final UsrsctpPeers peers = new UsrsctpPeers();

	@DynamicPropertySource
	static void echo(DynamicPropertyRegistry registry) {
		int udpPort = UsrsctpPeers.freeUdpPort();
		peers.echo(udpPort, 7);
		registry.add("sock.endpoint-overrides.client.associations.to-echo.remote-udp-port", () -> udpPort);
	}

	@AfterAll
	static void endPeers() {
		peers.close();
	}

	private static int[] sizes() {
		int[] sizes = new Random(4711).ints(MESSAGES, 1, MAX_SIZE + 1).toArray();
		sizes[0] = 1;
		sizes[1] = MAX_SIZE;
		return sizes;
	}

	private static byte[] message(int n) {
		byte[] message = new byte[SIZES[n]];
		for (int i = 0; i < message.length; i++) {
			message[i] = (byte) (n * 31 + i + (i >> 8) * n);
		}
		return message;
	}

	@Test
	void tenThousandMessagesComeBackEqualAndInOrder(@Autowired SctpTemplate template,
			@Autowired SctpEndpoints endpoints, @Autowired Echoes echoes) {
		Awaitility.await()
			.until(() -> endpoints.find("client").orElseThrow().associations().get("to-echo").status().phase(),
					(phase) -> phase == Phase.UP);
		for (int n = 0; n < MESSAGES && !echoes.all.isDone(); n++) {
			template.to("to-echo").stream(n % STREAMS).ppid("Diameter").send(message(n));
		}
		assertThat(echoes.all).succeedsWithin(Duration.ofSeconds(120));
		assertThat(echoes.received).isEqualTo(MESSAGES);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Echoes.class)
	static class Application {

	}

	/** Called by one thread at a time, as all come by one association. */
	static class Echoes {

		final CompletableFuture<Void> all = new CompletableFuture<>();

		volatile int received;

		private final int[] next = { 0, 1, 2, 3, 4 };

		@SctpListener(endpoint = "client", association = "to-echo")
		void receive(SctpMessage message) {
			int stream = message.streamId();
			int n = this.next[stream];
			this.next[stream] += STREAMS;
			if (message.payloadProtocolId() != 46 || message.unordered() || n >= MESSAGES
					|| !Arrays.equals(message.payload(), message(n))) {
				this.all.completeExceptionally(
						new AssertionError("Changed or out of order: expected message " + n + ", got " + message));
			}
			int received = this.received + 1;
			this.received = received;
			if (received == MESSAGES) {
				this.all.complete(null);
			}
		}

	}

}
