package dev.sock.spring.autoconfigure.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Asks the actuator of an application over HTTP.
 */
final class ActuatorRequests {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private ActuatorRequests() {
	}

	static HttpResponse<String> send(ConfigurableApplicationContext to, HttpRequest.Builder request, String path) {
		return send(to, request, "/actuator/" + path, HttpResponse.BodyHandlers.ofString());
	}

	static <T> HttpResponse<T> send(ConfigurableApplicationContext to, HttpRequest.Builder request, String path,
			HttpResponse.BodyHandler<T> body) {
		String port = to.getEnvironment().getProperty("local.server.port");
		try {
			return HTTP.send(request.uri(URI.create("http://127.0.0.1:" + port + path)).build(), body);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static HttpRequest.Builder json(String body) {
		return HttpRequest.newBuilder()
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body));
	}

}
