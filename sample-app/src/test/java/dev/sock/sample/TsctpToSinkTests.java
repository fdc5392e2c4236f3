package dev.sock.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sock.userspace.peer.UsrsctpPeers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code tsctp}, a program of others, sends to the running sample's {@code sink}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Timeout(300)
class TsctpToSinkTests {

	private static final int UDP_PORT = UsrsctpPeers.freeUdpPort();

	private static final String TAGS = "{endpoint=\"sink\",transport=\"userspace\"}";

	private final UsrsctpPeers peers = new UsrsctpPeers();

	private SampleClient client;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void udpPort(DynamicPropertyRegistry registry) {
		SampleClient.useUdpPort(registry, UDP_PORT);
	}

	@BeforeEach
	void established() {
		this.client = new SampleClient(this.port);
		this.client.awaitEstablished();
	}

	@AfterEach
	void endPeers() {
		this.peers.close();
	}

	@Test
	void everyMessageIsCountedInListenerStatisticsAndPrometheus() {
		receive(100_000, 1_024, false);
	}

	@Test
	void everyUnorderedMessageIsCounted() {
		receive(100_000, 1_024, true);
	}

	@Test
	void everyLongMessageIsCounted() {
		receive(1_000, 65_000, false);
	}

	private void receive(int messages, int size, boolean unordered) {
		Counts before = counts();
		long unorderedChunksBefore = statistics().path("totals").path("inUnorderChunks").asLong();
		long shutdownsBefore = statistics().path("shutdowns").asLong();
		List<String> arguments = new ArrayList<>(
				List.of("-D", "-E", String.valueOf(UsrsctpPeers.freeUdpPort()), "-U", String.valueOf(UDP_PORT), "-L",
						"127.0.0.1", "-p", "30401", "-l", String.valueOf(size), "-n", String.valueOf(messages)));
		if (unordered) {
			arguments.add("-u");
		}
		arguments.add("127.0.0.1");
		UsrsctpPeers.Peer tsctp = this.peers.tsctp(arguments.toArray(String[]::new));
		assertThat(tsctp.awaitExit(Duration.ofSeconds(240))).as(tsctp::toString).isZero();
		Awaitility.await().untilAsserted(() -> {
			assertThat(statistics().path("shutdowns").asLong()).isEqualTo(shutdownsBefore + 1);
			assertThat(this.client.get("/actuator/sock/sink").path("associations").isEmpty()).isTrue();
			assertThat(this.client.metric("sock_endpoint_associations" + TAGS)).isZero();
		});
		// the association has gone, and with it its meters; what the endpoint counted
		// stays
		assertThat(this.client.metrics())
			.doesNotContainPattern("sock_(association|path)_\\w+\\{[^}]*endpoint=\"sink\"");
		Counts expected = before.plus(messages, (long) messages * size);
		Awaitility.await().untilAsserted(() -> assertThat(counts()).isEqualTo(expected));
		assertThat(expected.inStatistics).isEqualTo(expected.inListener);
		assertThat(expected.inPrometheus).isEqualTo(expected.inListener);
		long unorderedChunks = statistics().path("totals").path("inUnorderChunks").asLong() - unorderedChunksBefore;
		assertThat(unorderedChunks > 0).isEqualTo(unordered);
	}

	private JsonNode statistics() {
		return this.client.get("/actuator/sock/sink").path("statistics");
	}

	private Counts counts() {
		JsonNode listener = this.client.get("/messages").path("sink");
		JsonNode totals = statistics().path("totals");
		return new Counts(new Count(listener.path("messages").asLong(), listener.path("bytes").asLong()),
				new Count(totals.path("messagesReceived").asLong(), totals.path("bytesReceived").asLong()),
				new Count((long) this.client.metric("sock_endpoint_messages_received_total" + TAGS),
						(long) this.client.metric("sock_endpoint_received_bytes_total" + TAGS)));
	}

	private record Count(long messages, long bytes) {

		Count plus(long messages, long bytes) {
			return new Count(this.messages + messages, this.bytes + bytes);
		}

	}

	private record Counts(Count inListener, Count inStatistics, Count inPrometheus) {

		Counts plus(long messages, long bytes) {
			return new Counts(this.inListener.plus(messages, bytes), this.inStatistics.plus(messages, bytes),
					this.inPrometheus.plus(messages, bytes));
		}

	}

}
