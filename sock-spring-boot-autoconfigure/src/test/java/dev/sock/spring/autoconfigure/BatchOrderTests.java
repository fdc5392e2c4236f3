package dev.sock.spring.autoconfigure;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many associations and streams that send as fast as they can, a batch listener with
 * random delays, failures and results that come later, and a small receive window.
 */
class BatchOrderTests {

	private static final int ASSOCIATIONS = 8;

	private static final int STREAMS = 4;

	private static final int MESSAGES = 200;

	private static final int BATCH = 16;

	/** Above all that an association sends in its window, so that windows close. */
	private static final int PADDING = 200;

	@ParameterizedTest
	@ValueSource(strings = { "", "4" })
	void nothingIsLostOrComesTwiceAndTheOrderHoldsForEachAssociationAndStream(String concurrency) {
		int udpPort = Loopback.freeUdpPort();
		long seed = ThreadLocalRandom.current().nextLong();
		Loopback.server(udpPort, ASSOCIATIONS)
			.withPropertyValues("app.concurrency=" + concurrency, "sock.endpoints[0].options.receive-buffer=16KB")
			.withBean(Batches.class, () -> new Batches(!concurrency.isEmpty(), seed))
			.run((server) -> {
				Batches listener = server.getBean(Batches.class);
				try (Sock sock = Loopback.sock(0)) {
					List<CompletableFuture<Void>> senders = new ArrayList<>();
					for (int i = 0; i < ASSOCIATIONS; i++) {
						SctpEndpoint own = Loopback.endpoint(sock, EndpointOptions.builder());
						SctpAssociation association = own.connect(Loopback.toServer(udpPort)
							.withOptions(SctpOptions.builder().outboundStreams(STREAMS).build()));
						int number = i;
						senders.add(CompletableFuture.runAsync(() -> send(association, number),
								(task) -> new Thread(task, "sender").start()));
					}
					assertThat(senders).as("seed %d", seed)
						.allSatisfy((sender) -> assertThat(sender).succeedsWithin(1, TimeUnit.MINUTES));
					Awaitility.await()
						.atMost(Duration.ofMinutes(1))
						.until(() -> listener.messages.get() >= ASSOCIATIONS * STREAMS * MESSAGES);
				}
				assertThat(listener.messages).as("seed %d", seed).hasValue(ASSOCIATIONS * STREAMS * MESSAGES);
				assertThat(listener.wrong).as("seed %d", seed).isEmpty();
				assertThat(listener.sizes).as("seed %d", seed)
					.allSatisfy((size) -> assertThat(size).isBetween(1, BATCH));
				assertThat(listener.sizes).as("batches at all").anySatisfy((size) -> assertThat(size).isGreaterThan(1));
			});
	}

	private static void send(SctpAssociation association, int number) {
		for (int n = 0; n < MESSAGES; n++) {
			for (int stream = 0; stream < STREAMS; stream++) {
				association.send(ByteBuffer.allocate(PADDING).putInt(number).putInt(n).array(),
						SendOptions.DEFAULT.withStream(stream));
			}
		}
	}

	static class Batches {

		final AtomicInteger messages = new AtomicInteger();

		final List<String> wrong = new CopyOnWriteArrayList<>();

		final Set<Integer> sizes = ConcurrentHashMap.newKeySet();

		private final boolean byStream;

		private final Random random;

		private final Map<String, Integer> next = new ConcurrentHashMap<>();

		/** Associations, or their streams, that a call is under way for. */
		private final Set<String> now = ConcurrentHashMap.newKeySet();

		Batches(boolean byStream, long seed) {
			this.byStream = byStream;
			this.random = new Random(seed);
		}

		@SctpListener(endpoint = "server", batchSize = "" + BATCH, concurrency = "${app.concurrency}")
		CompletionStage<Void> receive(SctpAssociation association, List<SctpMessage> batch) {
			Set<String> orders = new HashSet<>();
			batch.forEach((message) -> orders
				.add(message.association().name() + (this.byStream ? "/" + message.streamId() : "")));
			if (orders.size() != 1 || batch.get(0).association() != association) {
				this.wrong.add("a batch of " + orders);
			}
			String order = orders.iterator().next();
			if (!this.now.add(order)) {
				this.wrong.add("two calls at once for " + order);
			}
			this.sizes.add(batch.size());
			for (SctpMessage message : batch) {
				ByteBuffer payload = ByteBuffer.wrap(message.payload());
				String stream = payload.getInt() + "/" + message.streamId();
				int number = payload.getInt();
				int expected = this.next.getOrDefault(stream, 0);
				if (number != expected) {
					this.wrong.add(stream + ": " + number + " instead of " + expected);
				}
				this.next.put(stream, number + 1);
			}
			LockSupport.parkNanos(this.random.nextInt(2_000_000));
			int kind = this.random.nextInt(10);
			this.now.remove(order);
			this.messages.addAndGet(batch.size());
			if (kind == 0) {
				throw new IllegalStateException("on purpose");
			}
			return (kind < 3) ? new CompletableFuture<Void>().completeOnTimeout(null, 1, TimeUnit.MILLISECONDS) : null;
		}

	}

}
