package dev.sock.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.test.context.DynamicPropertyRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at the running sample application from outside.
 */
final class SampleClient {

	private final HttpClient http = HttpClient.newHttpClient();

	private final JsonMapper json = new JsonMapper();

	private final int port;

	SampleClient(int port) {
		this.port = port;
	}

	/** Gives the sample application a UDP port of its own. */
	static void useUdpPort(DynamicPropertyRegistry registry, int udpPort) {
		registry.add("sock.userspace.udp-port", () -> udpPort);
		registry.add("sock.endpoint-overrides.client.associations.to-server.remote-udp-port", () -> udpPort);
	}

	void awaitEstablished() {
		Awaitility.await()
			.untilAsserted(() -> assertThat(get("/actuator/sock/client/to-server").path("state").asString())
				.isEqualTo("ESTABLISHED"));
	}

	HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
	}

	HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.http.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	JsonNode get(String path) {
		HttpResponse<String> response = send(request(path));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return read(response);
	}

	JsonNode read(HttpResponse<String> response) {
		return this.json.readTree(response.body());
	}

	HttpResponse<String> post(String body) {
		return send(request("/messages").header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	/** The lines of {@code /actuator/prometheus} that are about sock. */
	String metrics() {
		return send(request("/actuator/prometheus")).body()
			.lines()
			.filter((line) -> line.startsWith("sock_") || line.startsWith("# HELP sock_")
					|| line.startsWith("# TYPE sock_"))
			.collect(Collectors.joining("\n", "", "\n"));
	}

	/** The value of one line of the metrics. */
	double metric(String nameAndTags) {
		return metrics().lines()
			.filter((line) -> line.startsWith(nameAndTags + " "))
			.map((line) -> Double.valueOf(line.substring(nameAndTags.length() + 1)))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No metric " + nameAndTags));
	}

}
