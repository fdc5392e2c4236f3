package dev.sock.userspace.peer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.EndpointStatistics;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.Sock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * sock and usrsctp, a stack in C by others, on loopback.
 */
@Timeout(120)
class UsrsctpInteropTests {

	private static final int PORT = 5001;

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final Sock sock = Sock.builder().transport("userspace").build();

	private final UsrsctpPeers peers = new UsrsctpPeers();

	private final int udpPort = UsrsctpPeers.freeUdpPort();

	private final int peerUdpPort = UsrsctpPeers.freeUdpPort();

	@AfterEach
	void close() {
		this.sock.close();
		this.peers.close();
	}

	@Test
	void countsWhatTsctpSends() throws Exception {
		countTsctp(1024, 10_000);
	}

	@Test
	void countsWhatTsctpSendsUnordered() throws Exception {
		countTsctp(1024, 10_000, "-u");
	}

	@Test
	void countsLongMessagesOfTsctp() throws Exception {
		countTsctp(65_000, 200);
	}

	private void countTsctp(int size, int messages, String... more) throws Exception {
		boolean unordered = more.length > 0;
		AtomicLong counted = new AtomicLong();
		AtomicLong wrong = new AtomicLong();
		Ending ending = new Ending((message) -> {
			counted.incrementAndGet();
			if (message.payload().length != size || message.unordered() != unordered) {
				wrong.incrementAndGet();
			}
		});
		SctpEndpoint endpoint = server(ending);
		String[] arguments = { "-D", "-E", "" + this.peerUdpPort, "-U", "" + this.udpPort, "-L", "127.0.0.1", "-p",
				"" + PORT, "-l", "" + size, "-n", "" + messages };
		String[] all = Arrays.copyOf(arguments, arguments.length + more.length + 1);
		System.arraycopy(more, 0, all, arguments.length, more.length);
		all[all.length - 1] = "127.0.0.1";
		UsrsctpPeers.Peer tsctp = this.peers.tsctp(all);
		assertThat(tsctp.awaitExit(LIMIT)).as(tsctp::toString).isZero();
		assertThat(ending.await().change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		assertThat(counted).hasValue(messages);
		assertThat(wrong).hasValue(0);
		EndpointStatistics statistics = endpoint.statistics();
		assertThat(statistics.totals().messagesReceived()).isEqualTo(messages);
		assertThat(statistics.totals().bytesReceived()).isEqualTo((long) size * messages);
		assertThat(statistics.passiveEstabs()).isOne();
		assertThat(statistics.shutdowns()).isOne();
		assertThat(statistics.currEstab()).isZero();
	}

	@Test
	void getsMessagesOfUpTo100000BytesBackEqualAndInOrder() throws Exception {
		int messages = 2_000;
		UsrsctpPeers.Peer echo = this.peers.echo(this.peerUdpPort, 7, "--associations", "1");
		LinkedBlockingQueue<SctpMessage> received = new LinkedBlockingQueue<>();
		Ending ending = new Ending(received::add);
		SctpAssociation association = client(ending)
			.connect(ConnectOptions.to("127.0.0.1", 7).withRemoteUdpPort(this.peerUdpPort));
		int streams = Math.min(5, association.outboundStreams());
		Random random = new Random(4711);
		@SuppressWarnings({ "unchecked", "rawtypes" })
		Deque<byte[]>[] expected = new Deque[streams];
		Arrays.setAll(expected, (stream) -> new ArrayDeque<>());
		int checked = 0;
		for (int n = 0; n < messages; n++) {
			byte[] payload = new byte[(n % 10 == 0) ? 1 + random.nextInt(100_000) : 1 + random.nextInt(3_000)];
			random.nextBytes(payload);
			int stream = random.nextInt(streams);
			expected[stream].add(payload);
			association.send(payload, SendOptions.stream(stream).withPayloadProtocolId(46));
			for (SctpMessage message = received.poll(); message != null; message = received.poll()) {
				check(message, expected);
				checked++;
			}
		}
		// the longest and the shortest, too
		for (int length : new int[] { 1, 100_000 }) {
			byte[] payload = new byte[length];
			random.nextBytes(payload);
			expected[0].add(payload);
			association.send(payload, SendOptions.DEFAULT.withPayloadProtocolId(46));
		}
		while (checked < messages + 2) {
			SctpMessage message = received.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
			assertThat(message).as("message %d of %d; %s", checked, messages + 2, echo).isNotNull();
			check(message, expected);
			checked++;
		}
		association.shutdown().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		assertThat(ending.await().change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		assertThat(echo.awaitExit(LIMIT)).as(echo::toString).isZero();
		assertThat(echo.lastLine()).contains("\"messages\":" + (messages + 2) + ",", "\"graceful\":true");
		assertThat(received).isEmpty();
	}

	private static void check(SctpMessage message, Deque<byte[]>[] expected) {
		assertThat(message.payloadProtocolId()).isEqualTo(46);
		assertThat(message.unordered()).isFalse();
		// not by AssertJ: it would describe both arrays
		if (!Arrays.equals(message.payload(), expected[message.streamId()].poll())) {
			throw new AssertionError("Changed or out of order: " + message);
		}
	}

	@Test
	void getsUnorderedMessagesBack() throws Exception {
		int messages = 1_000;
		this.peers.echo(this.peerUdpPort, 7);
		CountDownLatch back = new CountDownLatch(messages);
		AtomicLong ordered = new AtomicLong();
		SctpAssociation association = client(new Ending((message) -> {
			ordered.addAndGet(message.unordered() ? 0 : 1);
			back.countDown();
		})).connect(ConnectOptions.to("127.0.0.1", 7).withRemoteUdpPort(this.peerUdpPort));
		for (int n = 0; n < messages; n++) {
			association.send(new byte[5_000], SendOptions.DEFAULT.withUnordered(true));
		}
		assertThat(back.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(ordered).hasValue(0);
	}

	@Test
	void acceptsUsrsctpAndIsShutDownByIt() throws Exception {
		AtomicLong counted = new AtomicLong();
		Ending ending = new Ending((message) -> counted.incrementAndGet());
		server(ending);
		UsrsctpPeers.Peer client = this.peers.client(this.peerUdpPort, this.udpPort, PORT, "--messages", "5000",
				"--size", "3000", "--streams", "4");
		assertThat(client.awaitExit(LIMIT)).as(client::toString).isZero();
		assertThat(client.lastLine()).contains("\"acknowledged\":true", "\"failed\":0", "\"shutdown\":\"complete\"");
		assertThat(ending.await().change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		assertThat(counted).hasValue(5_000);
	}

	@Test
	void echoesToUsrsctp() {
		server(new Ending((message) -> message.association().sendAsync(message.payload(), message.replyOptions())),
				SctpOptions.builder().sendBuffer(64 << 20).build());
		UsrsctpPeers.Peer client = this.peers.client(this.peerUdpPort, this.udpPort, PORT, "--messages", "300",
				"--size", "100000", "--streams", "3", "--echo");
		assertThat(client.awaitExit(LIMIT)).as(client::toString).isZero();
		assertThat(client.lastLine()).contains("\"received\":300,", "\"corrupt\":0,");
	}

	@Test
	void shutsDownGracefullyWhileUsrsctpIsConnected() throws Exception {
		CountDownLatch all = new CountDownLatch(1_000);
		CompletableFuture<SctpAssociation> accepted = new CompletableFuture<>();
		Ending ending = new Ending((message) -> {
			accepted.complete(message.association());
			all.countDown();
		});
		server(ending);
		// it waits for an echo that does not come, so that the shutdown is ours
		UsrsctpPeers.Peer client = this.peers.client(this.peerUdpPort, this.udpPort, PORT, "--messages", "1000",
				"--size", "1024", "--echo");
		assertThat(all.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).as(client::toString).isTrue();
		accepted.get().shutdown().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		assertThat(ending.await().change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		client.awaitExit(LIMIT);
		assertThat(client.lastLine()).contains("\"shutdown\":\"complete\"");
	}

	private SctpEndpoint server(SctpHandler handler) {
		return server(handler, SctpOptions.DEFAULT);
	}

	private SctpEndpoint server(SctpHandler handler, SctpOptions options) {
		return this.sock.createEndpoint(EndpointOptions.builder()
			.name("server")
			.localAddresses("127.0.0.1")
			.port(PORT)
			.udpPort(this.udpPort)
			.options(options)
			.accept(1)
			.handler(handler)
			.build());
	}

	private SctpEndpoint client(SctpHandler handler) {
		return this.sock.createEndpoint(EndpointOptions.builder()
			.name("client")
			.localAddresses("127.0.0.1")
			.udpPort(this.udpPort)
			.handler(handler)
			.build());
	}

	/**
	 * Hands messages on and waits for the end of the association.
	 */
	private static final class Ending implements SctpHandler {

		private final CompletableFuture<SctpEvent.AssociationChanged> ended = new CompletableFuture<>();

		private final java.util.function.Consumer<SctpMessage> consumer;

		Ending(java.util.function.Consumer<SctpMessage> consumer) {
			this.consumer = consumer;
		}

		@Override
		public void onMessage(SctpMessage message) {
			this.consumer.accept(message);
		}

		@Override
		public void onEvent(SctpEvent event) {
			if (event instanceof SctpEvent.AssociationChanged changed
					&& changed.change() != AssociationChange.COMM_UP) {
				this.ended.complete(changed);
			}
		}

		SctpEvent.AssociationChanged await() throws Exception {
			return this.ended.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		}

	}

}
