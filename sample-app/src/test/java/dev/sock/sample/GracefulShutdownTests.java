package dev.sock.sample;

import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import dev.sock.spring.core.SctpTemplate;
import dev.sock.spring.endpoint.SctpListenersLifecycle;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stops the sample application while an HTTP request is in flight.
 */
class GracefulShutdownTests {

	@Test
	void aRequestInFlightCanStillSendAfterListenersHaveStopped() throws Exception {
		int udpPort;
		try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
			udpPort = socket.getLocalPort();
		}
		ConfigurableApplicationContext context = SpringApplication.run(
				new Class<?>[] { SampleApplication.class, SlowRequest.class },
				new String[] { "--server.port=0", "--sock.userspace.udp-port=" + udpPort,
						"--sock.endpoint-overrides.client.associations.to-server.remote-udp-port=" + udpPort });
		SlowRequest slow = context.getBean(SlowRequest.class);
		SctpListenersLifecycle listeners = context.getBean(SctpListenersLifecycle.class);
		SctpTemplate template = context.getBean(SctpTemplate.class);
		Awaitility.await()
			.ignoreExceptions()
			.untilAsserted(() -> template.to("to-server").sendAsync("is it up?").join());
		String url = "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/slow";
		CompletableFuture<HttpResponse<String>> response = HttpClient.newHttpClient()
			.sendAsync(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
		slow.entered.await();
		CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
		Awaitility.await().until(() -> !listeners.isRunning());
		slow.release.countDown();
		assertThat(response.get().statusCode()).isEqualTo(200);
		assertThat(response.get().body()).isEqualTo("acknowledged");
		assertThat(closed).succeedsWithin(Duration.ofSeconds(20));
	}

	@RestController
	static class SlowRequest {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch release = new CountDownLatch(1);

		private final SctpTemplate template;

		SlowRequest(SctpTemplate template) {
			this.template = template;
		}

		@GetMapping("/slow")
		String slow() throws InterruptedException {
			this.entered.countDown();
			this.release.await();
			this.template.to("to-server").sendAsync("late").join();
			return "acknowledged";
		}

	}

}
