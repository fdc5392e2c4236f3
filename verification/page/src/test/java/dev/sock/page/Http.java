package dev.sock.page;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Asks an application on this host.
 */
final class Http {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private final String base;

	Http(int port) {
		this.base = "http://127.0.0.1:" + port;
	}

	String url(String path) {
		return this.base + path;
	}

	int status(String path) throws IOException {
		return send(request(path).GET()).statusCode();
	}

	byte[] get(String path) throws IOException {
		HttpResponse<byte[]> response = send(request(path).GET());
		if (response.statusCode() != 200) {
			throw new IOException(path + " answers " + response.statusCode());
		}
		return response.body();
	}

	int post(String path, String json) throws IOException {
		return send(request(path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json))).statusCode();
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(url(path))).timeout(Duration.ofSeconds(20));
	}

	private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
		try {
			return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

}
