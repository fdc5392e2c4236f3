package dev.sock.spring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import dev.sock.EndpointOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpConnectException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import dev.sock.Sock;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.config.SctpListenerRegistry;
import dev.sock.spring.listener.EndpointListeners;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stops an application again and again while a peer sends as fast as it can.
 */
@ExtendWith(OutputCaptureExtension.class)
class StopUnderLoadTests {

	private static final int STOPS = Integer.getInteger("sock.stops", 1000);

	private static final SctpOptions SMALL = SctpOptions.builder().receiveBuffer(16384).sendBuffer(16384).build();

	@Test
	void nothingThatThePeerHasAnAcknowledgementForIsLostUnreported(CapturedOutput output) {
		int udpPort = Loopback.freeUdpPort();
		Loopback.server(udpPort, 1)
			.withPropertyValues("sock.endpoints[0].options.receive-buffer=16KB",
					"sock.endpoints[0].options.send-buffer=16KB")
			.withBean(Echo.class)
			.run((context) -> {
				try (Sock sock = Loopback.sock(0)) {
					Peer peer = new Peer(Loopback.endpoint(sock, EndpointOptions.builder().options(SMALL)), udpPort);
					EndpointListeners listeners = context.getBean(SctpListenerRegistry.class)
						.endpoint("server")
						.orElseThrow();
					Echo echo = context.getBean(Echo.class);
					ConfigurableApplicationContext application = (ConfigurableApplicationContext) context
						.getSourceApplicationContext();
					for (int i = 0; i < STOPS; i++) {
						peer.connectAndSend();
						long before = echo.handled.get();
						Awaitility.await()
							.pollDelay(Duration.ZERO)
							.pollInterval(Duration.ofMillis(1))
							.until(() -> echo.handled.get() > before);
						application.stop();
						peer.awaitEnd();
						Awaitility.await()
							.pollDelay(Duration.ZERO)
							.untilAsserted(() -> assertThat(echo.handled.get() + listeners.discardedCount())
								.isGreaterThanOrEqualTo(peer.acknowledged.get()));
						application.start();
					}
					assertThat(peer.ended.get()).as("every message is acknowledged or has failed")
						.isEqualTo(peer.accepted.get());
					assertThat(echo.handled.get() + listeners.discardedCount())
						.isLessThanOrEqualTo(peer.accepted.get());
					assertThat(reported(output)).isEqualTo(listeners.discardedCount());
					assertThat(listeners.failureCount()).as("replies during the drain").isZero();
					System.out.println("stops: " + STOPS + ", acknowledged " + peer.acknowledged + ", handled "
							+ echo.handled + ", reported as dropped " + listeners.discardedCount());
				}
			});
	}

	private static long reported(CapturedOutput output) {
		return output.toString()
			.lines()
			.filter((line) -> line.contains("Endpoint 'server' has closed: "))
			.mapToLong((line) -> Long.parseLong(line.replaceFirst(".*has closed: ([0-9]+) messages.*", "$1")))
			.sum();
	}

	static class Echo {

		final AtomicLong handled = new AtomicLong();

		@SctpListener(endpoint = "server")
		byte[] receive(SctpMessage message) {
			this.handled.incrementAndGet();
			return message.payload();
		}

	}

	/** Sends until its association ends. */
	private static final class Peer {

		private final SctpEndpoint endpoint;

		private final int udpPort;

		private final AtomicLong accepted = new AtomicLong();

		private final AtomicLong acknowledged = new AtomicLong();

		private final AtomicLong ended = new AtomicLong();

		private Thread sender;

		private Peer(SctpEndpoint endpoint, int udpPort) {
			this.endpoint = endpoint;
			this.udpPort = udpPort;
			SctpHandler ignoring = (message) -> {
			};
			endpoint.setHandler(ignoring);
		}

		void connectAndSend() {
			SctpAssociation association = connect();
			this.sender = new Thread(() -> send(association), "peer");
			this.sender.start();
		}

		private SctpAssociation connect() {
			long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
			while (true) {
				try {
					return this.endpoint.connect(Loopback.toServer(this.udpPort));
				}
				catch (SctpConnectException ex) {
					if (System.nanoTime() > end) {
						throw ex;
					}
				}
			}
		}

		private void send(SctpAssociation association) {
			byte[] payload = new byte[200];
			while (true) {
				if (!association.awaitWritable(Duration.ofSeconds(30))) {
					return;
				}
				this.accepted.incrementAndGet();
				association.sendAsync(payload, SendOptions.DEFAULT).whenComplete((nothing, failure) -> {
					if (failure == null) {
						this.acknowledged.incrementAndGet();
					}
					else if (failure instanceof SctpSendException refusal
							&& refusal.reason() == SctpSendException.Reason.WOULD_BLOCK) {
						this.accepted.decrementAndGet();
						return;
					}
					this.ended.incrementAndGet();
				});
			}
		}

		void awaitEnd() throws InterruptedException {
			this.sender.join(Duration.ofSeconds(60).toMillis());
			assertThat(this.sender.isAlive()).as("still sending").isFalse();
			Awaitility.await().pollDelay(Duration.ZERO).until(() -> this.ended.get() == this.accepted.get());
		}

	}

}
