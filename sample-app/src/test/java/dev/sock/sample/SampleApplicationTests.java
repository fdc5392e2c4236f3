package dev.sock.sample;

import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sock.spring.core.SctpTemplate;
import dev.sock.userspace.peer.UsrsctpPeers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the sample application and looks at it from outside.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class SampleApplicationTests {

	private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

	private static final String SENT = "sock_endpoint_messages_sent_total{endpoint=\"client\",transport=\"userspace\"}";

	@LocalServerPort
	private int port;

	@Autowired
	private SctpTemplate template;

	private SampleClient client;

	@DynamicPropertySource
	static void udpPort(DynamicPropertyRegistry registry) {
		SampleClient.useUdpPort(registry, UsrsctpPeers.freeUdpPort());
	}

	@BeforeEach
	void established() {
		this.client = new SampleClient(this.port);
		this.client.awaitEstablished();
	}

	@Test
	void theHealthIsUp() {
		assertThat(this.client.get("/actuator/health").path("status").asString()).isEqualTo("UP");
	}

	@Test
	void theActuatorShowsEveryEndpoint() {
		JsonNode endpoints = this.client.get("/actuator/sock").path("endpoints");
		assertThat(endpoints.path("server").path("port").asInt()).isEqualTo(30400);
		assertThat(endpoints.path("sink").path("port").asInt()).isEqualTo(30401);
		assertThat(endpoints.path("client").path("associations").path("to-server").asString()).isEqualTo("ESTABLISHED");
	}

	@Test
	void theAssociationHasTwoActivePathsWithRoundTripTimesAndOnePrimary() {
		Awaitility.await().untilAsserted(() -> {
			JsonNode paths = this.client.get("/actuator/sock/client/to-server").path("paths");
			assertThat(paths.size()).isEqualTo(2);
			assertThat(paths.valueStream().map((path) -> path.path("state").asString())).containsOnly("ACTIVE");
			assertThat(paths.valueStream().allMatch((path) -> path.path("srttMs").asDouble(0) > 0)).isTrue();
			assertThat(paths.valueStream().filter((path) -> path.path("primary").asBoolean())).hasSize(1);
		});
	}

	@Test
	void aMessageIsSentAndEchoedWithStreamAndPpid() {
		String text = "hello " + System.nanoTime();
		HttpResponse<String> response = this.client
			.post("{\"association\":\"to-server\",\"stream\":1,\"ppid\":46,\"text\":\"" + text + "\"}");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
		Awaitility.await().untilAsserted(() -> {
			JsonNode messages = this.client.get("/messages");
			for (String side : new String[] { "server", "client" }) {
				assertThat(messages.path(side)
					.valueStream()
					.filter((message) -> message.path("text").asString().equals(text))).singleElement()
					.satisfies((message) -> {
						assertThat(message.path("stream").asInt()).isEqualTo(1);
						assertThat(message.path("ppid").asInt()).isEqualTo(46);
						assertThat(message.path("association").asString()).isNotBlank();
					});
			}
			assertThat(messages.path("client").get(0).path("association").asString()).isEqualTo("to-server");
		});
	}

	@Test
	void theHistoryIsBounded() {
		for (int i = 0; i < 2 * MessageHistory.LIMIT; i++) {
			assertThat(this.client.post("{\"association\":\"to-server\",\"text\":\"m" + i + "\"}").statusCode())
				.isEqualTo(202);
		}
		Awaitility.await().untilAsserted(() -> {
			JsonNode client = this.client.get("/messages").path("client");
			assertThat(client.get(client.size() - 1).path("text").asString())
				.isEqualTo("m" + (2 * MessageHistory.LIMIT - 1));
			assertThat(client.size()).isEqualTo(MessageHistory.LIMIT);
		});
	}

	@Test
	void badRequestsAreAnsweredWithProblems() {
		problem("{\"association\":\"nope\",\"text\":\"x\"}", 404, "Association 'nope' is not known; known are ");
		problem("{\"association\"", 400, "Failed to read request");
		problem("{\"association\":\"to-server\"}", 400, "'text' is missing or empty");
		problem("{\"association\":\"to-server\",\"text\":\"x\",\"stream\":10}", 400, "use 0 to 9");
		problem("{\"association\":\"to-server\",\"text\":\"x\",\"stream\":70000}", 400,
				"Option 'stream': 70000 is not in the range 0 to 65534");
		problem("{\"association\":\"to-server\",\"text\":\"x\",\"ppid\":-1}", 400, "-1 is not in the range");
		problem("{\"association\":\"to-server\",\"text\":\"" + "x".repeat((1 << 20) + 1) + "\"}", 400,
				"the message of 1048577 bytes is longer than the send buffer of 1048576 bytes");
	}

	private void problem(String body, int status, String detail) {
		HttpResponse<String> response = this.client.post(body);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(this.client.read(response).path("detail").asString()).contains(detail);
	}

	@Test
	void whatTheActuatorDoesNotKnowIs404AndWhatItCannotReadIs400() {
		assertThat(this.client.send(this.client.request("/actuator/sock/nope")).statusCode()).isEqualTo(404);
		assertThat(this.client.send(this.client.request("/actuator/sock/client/nope")).statusCode()).isEqualTo(404);
		HttpRequest.Builder withoutAction = this.client.request("/actuator/sock/client")
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{}"));
		assertThat(this.client.send(withoutAction).statusCode()).isEqualTo(400);
	}

	@Test
	void theMetersAreInPrometheusAsTheActuatorShowsThem() {
		String metrics = this.client.metrics();
		assertThat(metrics).contains("sock_endpoint_associations{endpoint=\"client\",transport=\"userspace\"} 1.0")
			.contains("sock_association_up{association=\"to-server\",endpoint=\"client\"} 1.0")
			.contains("sock_path_srtt_seconds{association=\"to-server\",endpoint=\"client\",path=\"127.0.0.2\"}")
			.doesNotContain("messages_messages", "bytes_bytes", "total_total");
	}

	@Test
	void promtoolAcceptsTheMetricsUnderTraffic() throws Exception {
		UsrsctpPeers.require(Files.isExecutable(PROMTOOL),
				PROMTOOL + " is missing: apt-get install --no-install-recommends prometheus");
		AtomicBoolean enough = new AtomicBoolean();
		CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> {
			while (!enough.get()) {
				this.template.to("to-server").sendAsync("traffic").join();
			}
		});
		try {
			double before = this.client.metric(SENT);
			Awaitility.await().until(() -> this.client.metric(SENT) > before);
			String metrics = this.client.metrics();
			assertThat(metrics).contains("# TYPE sock_endpoint_", "# TYPE sock_association_", "# TYPE sock_path_");
			promtool(metrics);
		}
		finally {
			enough.set(true);
		}
		assertThat(traffic).succeedsWithin(Duration.ofSeconds(10));
	}

	private static void promtool(String metrics) throws Exception {
		Process process = new ProcessBuilder(PROMTOOL.toString(), "check", "metrics").redirectErrorStream(true).start();
		try (OutputStream input = process.getOutputStream()) {
			input.write(metrics.getBytes(StandardCharsets.UTF_8));
		}
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		assertThat(output).isEmpty();
	}

}
