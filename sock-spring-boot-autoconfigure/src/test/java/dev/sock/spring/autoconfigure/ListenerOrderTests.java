package dev.sock.spring.autoconfigure;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.sock.EndpointOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.Sock;
import dev.sock.spring.annotation.SctpListener;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many associations and streams, a listener with a concurrency, and random delays in it.
 */
class ListenerOrderTests {

	private static final int ASSOCIATIONS = 16;

	private static final int STREAMS = 4;

	private static final int MESSAGES = 50;

	private static final int CONCURRENCY = 8;

	@Test
	void theOrderHoldsForEachAssociationAndStreamWhileCallsGoOnAtTheSameTime() {
		int udpPort = Loopback.freeUdpPort();
		Loopback.server(udpPort, ASSOCIATIONS).withBean(Slow.class).run((server) -> {
			Slow listener = server.getBean(Slow.class);
			try (Sock sock = Loopback.sock(0)) {
				SctpEndpoint endpoint = Loopback.endpoint(sock, EndpointOptions.builder());
				List<SctpAssociation> associations = new ArrayList<>();
				for (int i = 0; i < ASSOCIATIONS; i++) {
					SctpEndpoint own = (i == 0) ? endpoint : Loopback.endpoint(sock, EndpointOptions.builder());
					associations.add(own.connect(Loopback.toServer(udpPort)
						.withOptions(SctpOptions.builder().outboundStreams(STREAMS).build())));
				}
				for (int n = 0; n < MESSAGES; n++) {
					for (int i = 0; i < ASSOCIATIONS; i++) {
						for (int stream = 0; stream < STREAMS; stream++) {
							associations.get(i)
								.send(ByteBuffer.allocate(8).putInt(i).putInt(n).array(),
										SendOptions.DEFAULT.withStream(stream));
						}
					}
				}
				Awaitility.await()
					.atMost(java.time.Duration.ofMinutes(1))
					.until(() -> listener.calls.get() == ASSOCIATIONS * STREAMS * MESSAGES);
			}
			assertThat(listener.outOfOrder).isEmpty();
			assertThat(listener.highest).hasValue(CONCURRENCY);
			assertThat(listener.streamsAtOnce.get()).as("streams of one association at once").isGreaterThan(1);
		});
	}

	static class Slow {

		final AtomicInteger calls = new AtomicInteger();

		final List<String> outOfOrder = new CopyOnWriteArrayList<>();

		final AtomicInteger highest = new AtomicInteger();

		final AtomicInteger streamsAtOnce = new AtomicInteger();

		private final AtomicInteger now = new AtomicInteger();

		private final Map<String, AtomicInteger> ofAssociation = new ConcurrentHashMap<>();

		private final Map<String, Integer> next = new ConcurrentHashMap<>();

		private final Random random = new Random(42);

		@SctpListener(endpoint = "server", concurrency = "8")
		void receive(SctpMessage message) {
			this.highest.accumulateAndGet(this.now.incrementAndGet(), Math::max);
			AtomicInteger here = this.ofAssociation.computeIfAbsent(message.association().name(),
					(name) -> new AtomicInteger());
			this.streamsAtOnce.accumulateAndGet(here.incrementAndGet(), Math::max);
			ByteBuffer payload = ByteBuffer.wrap(message.payload());
			String stream = payload.getInt() + "/" + message.streamId();
			int number = payload.getInt();
			int expected = this.next.getOrDefault(stream, 0);
			if (number != expected) {
				this.outOfOrder.add(stream + ": " + number + " instead of " + expected);
			}
			// the delay is what makes calls overtake each other, if they can
			LockSupport.parkNanos(this.random.nextInt(2_000_000));
			this.next.put(stream, number + 1);
			here.decrementAndGet();
			this.now.decrementAndGet();
			this.calls.incrementAndGet();
		}

	}

}
