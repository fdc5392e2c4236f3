package dev.sock.sample;

import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Runs the sample application and looks at it from outside.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class SampleApplicationTests {

	private final HttpClient http = HttpClient.newHttpClient();

	private final JsonMapper json = new JsonMapper();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void udpPort(DynamicPropertyRegistry registry) throws IOException {
		int port;
		try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
			port = socket.getLocalPort();
		}
		registry.add("sock.userspace.udp-port", () -> port);
		registry.add("sock.endpoint-overrides.client.associations.to-server.remote-udp-port", () -> port);
	}

	@BeforeEach
	void established() {
		Awaitility.await()
			.untilAsserted(() -> assertThat(get("/actuator/sock/client/to-server").path("state").asString())
				.isEqualTo("ESTABLISHED"));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.http.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
	}

	private JsonNode get(String path) {
		HttpResponse<String> response = send(request(path));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return this.json.readTree(response.body());
	}

	private HttpResponse<String> post(String body) {
		return send(request("/messages").header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	@Test
	void theHealthIsUp() {
		assertThat(get("/actuator/health").path("status").asString()).isEqualTo("UP");
	}

	@Test
	void theActuatorShowsEveryEndpoint() {
		JsonNode endpoints = get("/actuator/sock").path("endpoints");
		assertThat(endpoints.path("server").path("port").asInt()).isEqualTo(30400);
		assertThat(endpoints.path("sink").path("port").asInt()).isEqualTo(30401);
		assertThat(endpoints.path("client").path("associations").path("to-server").asString()).isEqualTo("ESTABLISHED");
	}

	@Test
	void theAssociationHasTwoActivePathsWithRoundTripTimesAndOnePrimary() {
		Awaitility.await().untilAsserted(() -> {
			JsonNode paths = get("/actuator/sock/client/to-server").path("paths");
			assertThat(paths.size()).isEqualTo(2);
			assertThat(paths.valueStream().map((path) -> path.path("state").asString())).containsOnly("ACTIVE");
			assertThat(paths.valueStream().allMatch((path) -> path.path("srttMs").asDouble(0) > 0)).isTrue();
			assertThat(paths.valueStream().filter((path) -> path.path("primary").asBoolean())).hasSize(1);
		});
	}

	@Test
	void aMessageIsSentAndEchoedWithStreamAndPpid() {
		String text = "hello " + System.nanoTime();
		HttpResponse<String> response = post(
				"{\"association\":\"to-server\",\"stream\":1,\"ppid\":46,\"text\":\"" + text + "\"}");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
		Awaitility.await().untilAsserted(() -> {
			JsonNode messages = get("/messages");
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
			assertThat(post("{\"association\":\"to-server\",\"text\":\"m" + i + "\"}").statusCode()).isEqualTo(202);
		}
		Awaitility.await().untilAsserted(() -> {
			JsonNode client = get("/messages").path("client");
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
	}

	private void problem(String body, int status, String detail) {
		HttpResponse<String> response = post(body);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(this.json.readTree(response.body()).path("detail").asString()).contains(detail);
	}

	@Test
	void whatTheActuatorDoesNotKnowIs404() {
		assertThat(send(request("/actuator/sock/nope")).statusCode()).isEqualTo(404);
		assertThat(send(request("/actuator/sock/client/nope")).statusCode()).isEqualTo(404);
		assertThat(send(request("/actuator/sock/client").POST(HttpRequest.BodyPublishers.noBody())).statusCode())
			.isEqualTo(405);
	}

	@Test
	void theMetersAreInPrometheusAsTheActuatorShowsThem() {
		String metrics = metrics();
		assertThat(metrics).contains("sock_endpoint_associations{endpoint=\"client\",transport=\"userspace\"} 1.0")
			.contains("sock_association_up{association=\"to-server\",endpoint=\"client\"} 1.0")
			.contains("sock_path_srtt_seconds{association=\"to-server\",endpoint=\"client\",path=\"127.0.0.2\"}")
			.doesNotContain("messages_messages", "bytes_bytes", "total_total");
	}

	private String metrics() {
		return send(request("/actuator/prometheus")).body()
			.lines()
			.filter((line) -> line.contains("sock_"))
			.collect(Collectors.joining("\n", "", "\n"));
	}

	@Test
	void promtoolAcceptsTheMetrics() throws Exception {
		assumeTrue(new File("/usr/bin/promtool").canExecute(), "promtool is not installed");
		Process process = new ProcessBuilder("/usr/bin/promtool", "check", "metrics").redirectErrorStream(true).start();
		process.getOutputStream().write(metrics().getBytes(StandardCharsets.UTF_8));
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		assertThat(output).isEmpty();
	}

}
