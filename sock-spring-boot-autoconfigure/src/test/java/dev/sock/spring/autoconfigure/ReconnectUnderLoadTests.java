package dev.sock.spring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import dev.sock.EndpointOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpHandler;
import dev.sock.Sock;
import dev.sock.spring.core.SctpTemplate;
import dev.sock.spring.endpoint.ManagedAssociation;
import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import dev.sock.spring.endpoint.SctpEndpoints;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A peer that ends the association again and again while the application sends.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReconnectUnderLoadTests {

	private static final int DISCONNECTS = Integer.getInteger("sock.disconnects", 1000);

	@Test
	void everySendIsAccountedForAndTheAssociationIsBackWithOneLogLineForEachChange(CapturedOutput output) {
		int udpPort = Loopback.freeUdpPort();
		AtomicLong received = new AtomicLong();
		SctpHandler counting = (message) -> received.incrementAndGet();
		try (Sock sock = Loopback.sock(udpPort)) {
			SctpEndpoint peer = Loopback.endpoint(sock,
					EndpointOptions.builder().port(Loopback.PORT).accept(1).handler(counting));
			Loopback.client(udpPort).run((context) -> {
				ManagedAssociation association = context.getBean(SctpEndpoints.class)
					.find("client")
					.orElseThrow()
					.associations()
					.get("peer");
				Sender sender = new Sender(context.getBean(SctpTemplate.class));
				Thread thread = new Thread(sender, "sender");
				thread.start();
				SctpAssociation former = null;
				for (int i = 0; i < DISCONNECTS; i++) {
					former = awaitUp(association, former);
					SctpAssociation theirs = awaitTheirs(peer);
					theirs.abort("disconnect " + i);
				}
				awaitUp(association, former);
				sender.stopped.set(true);
				thread.join(Duration.ofSeconds(30).toMillis());
				Awaitility.await().until(() -> sender.asked.get() == sender.acknowledged.get() + sender.failed.get());
				assertThat(sender.failed.get()).isPositive();
				assertThat(received.get()).isGreaterThanOrEqualTo(sender.acknowledged.get())
					.isLessThanOrEqualTo(sender.asked.get());
				System.out.println("disconnects: " + DISCONNECTS + ", sent " + sender.asked + ", acknowledged "
						+ sender.acknowledged + ", failed " + sender.failed + ", received " + received);
			});
		}
		assertThat(count(output, "Association 'peer' of endpoint 'client' is up")).isEqualTo(DISCONNECTS + 1);
		assertThat(count(output, "Association 'peer' of endpoint 'client' is down")).isEqualTo(DISCONNECTS + 1);
		assertThat(count(output, "Association 'peer' on endpoint 'client' is opened again in")).isEqualTo(DISCONNECTS);
		assertThat(output).doesNotContain("\tat ");
	}

	private static SctpAssociation awaitUp(ManagedAssociation association, SctpAssociation former) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.until(() -> association.status().phase() == Phase.UP && association.status().association() != former);
		return association.status().association();
	}

	private static SctpAssociation awaitTheirs(SctpEndpoint peer) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.until(() -> peer.associations().size() == 1);
		return peer.associations().get(0);
	}

	private static long count(CapturedOutput output, String text) {
		return output.toString().lines().filter((line) -> line.contains(text)).count();
	}

	private static final class Sender implements Runnable {

		private final SctpTemplate template;

		private final AtomicBoolean stopped = new AtomicBoolean();

		private final AtomicLong asked = new AtomicLong();

		private final AtomicLong acknowledged = new AtomicLong();

		private final AtomicLong failed = new AtomicLong();

		private Sender(SctpTemplate template) {
			this.template = template;
		}

		@Override
		public void run() {
			while (!this.stopped.get()) {
				this.asked.incrementAndGet();
				this.template.to("peer").sendAsync(new byte[100]).whenComplete((nothing, failure) -> {
					((failure != null) ? this.failed : this.acknowledged).incrementAndGet();
				});
				// a stream of messages, not a flood of refusals
				LockSupport.parkNanos(50_000);
			}
		}

	}

}
