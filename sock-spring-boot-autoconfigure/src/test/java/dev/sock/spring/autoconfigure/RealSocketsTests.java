package dev.sock.spring.autoconfigure;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpMessage;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import dev.sock.Sock;
import dev.sock.UserspaceOptions;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.autoconfigure.metrics.SockMetricsAutoConfiguration;
import dev.sock.spring.core.SctpTemplate;
import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import dev.sock.spring.endpoint.ManagedEndpoint;
import dev.sock.spring.endpoint.SctpEndpoints;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests with the real core and the userspace transport, each on UDP ports of its own.
 */
@ExtendWith(OutputCaptureExtension.class)
class RealSocketsTests {

	private final int serverUdp = freeUdpPort();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SockAutoConfiguration.class, SockMetricsAutoConfiguration.class))
		.withPropertyValues("sock.transport=userspace");

	private final ApplicationContextRunner server = this.runner
		.withPropertyValues("sock.userspace.udp-port=" + this.serverUdp, "sock.endpoints[0].name=server",
				"sock.endpoints[0].port=30400", "sock.endpoints[0].accept=4")
		.withBean(Echo.class)
		.withBean(SimpleMeterRegistry.class);

	private final ApplicationContextRunner client = this.runner
		.withPropertyValues("sock.userspace.udp-port=0", "sock.endpoints[0].name=client",
				"sock.endpoints[0].associations[0].name=to-server",
				"sock.endpoints[0].associations[0].remote-addresses=127.0.0.1",
				"sock.endpoints[0].associations[0].remote-port=30400",
				"sock.endpoints[0].associations[0].remote-udp-port=" + this.serverUdp,
				"sock.endpoints[0].associations[0].connect-timeout=2s",
				"sock.endpoints[0].associations[0].reconnect.initial-delay=20ms",
				"sock.endpoints[0].associations[0].reconnect.max-delay=100ms")
		.withBean(Answers.class);

	private static int freeUdpPort() {
		try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
			return socket.getLocalPort();
		}
		catch (java.io.IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	private static void awaitUp(ApplicationContext client) {
		awaitPhase(client, (phase) -> phase == Phase.UP);
	}

	private static void awaitPhase(ApplicationContext client, Predicate<Phase> wanted) {
		Awaitility.await()
			.until(() -> client.getBean(SctpEndpoints.class)
				.find("client")
				.orElseThrow()
				.associations()
				.get("to-server")
				.status()
				.phase(), wanted);
	}

	@Test
	@Tag("A2")
	@Tag("A3")
	void whatIsSentComesBackOnTheSameStreamWithTheSamePpid() {
		this.server.run((server) -> this.client.run((client) -> {
			awaitUp(client);
			client.getBean(SctpTemplate.class).to("to-server").stream(3).ppid("Diameter").send("hello");
			assertThat(client.getBean(SctpTemplate.class).to("to-server").stream(4).sendAsync("acknowledged"))
				.succeedsWithin(Duration.ofSeconds(10));
			Awaitility.await()
				.untilAsserted(() -> assertThat(client.getBean(Answers.class).received)
					.containsExactly("3 46 re: hello", "4 0 re: acknowledged"));
		}));
	}

	@Test
	void aClientThatStartsFirstConnectsOnceTheServerIsThere() {
		this.client.run((client) -> {
			assertThatExceptionOfType(SctpSendException.class)
				.isThrownBy(() -> client.getBean(SctpTemplate.class).to("to-server").send("early"))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.NOT_ESTABLISHED));
			this.server.run((server) -> awaitUp(client));
			awaitPhase(client, (phase) -> phase != Phase.UP);
			this.server.run((server) -> awaitUp(client));
		});
	}

	@Test
	void anApplicationStopsQuicklyWhilePeersAreConnected() {
		this.client.run((client) -> {
			long[] stopping = new long[1];
			this.server.run((server) -> {
				awaitUp(client);
				stopping[0] = System.nanoTime();
			});
			assertThat(Duration.ofNanos(System.nanoTime() - stopping[0])).isLessThan(Duration.ofSeconds(5));
		});
	}

	@Test
	void aContextThatIsStoppedAndStartedOpensEverythingAgain() {
		this.server.run((server) -> this.client.run((client) -> {
			awaitUp(client);
			client.getSourceApplicationContext().stop();
			awaitPhase(client, (phase) -> phase == Phase.STOPPED);
			client.getSourceApplicationContext().start();
			awaitUp(client);
			client.getBean(SctpTemplate.class).to("to-server").send("again");
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(client.getBean(Answers.class).received).containsExactly("0 0 re: again"));
		}));
	}

	@Test
	@Tag("A5")
	void aThousandAssociationsComeAndGoAndLeaveNoMeterBehind() {
		this.server.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			int before = registry.getMeters().size();
			try (Sock sock = Sock.builder().userspace(new UserspaceOptions(0, dev.sock.GsoMode.OFF)).build()) {
				SctpEndpoint peer = endpoint(sock);
				for (int i = 0; i < 1000; i++) {
					SctpAssociation association = peer
						.connect(ConnectOptions.to("127.0.0.1", 30400).withRemoteUdpPort(this.serverUdp));
					association.shutdown().join();
				}
			}
			Awaitility.await().untilAsserted(() -> assertThat(registry.getMeters()).hasSize(before));
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(registry.get("sock.endpoint.associations.accepted").functionCounter().count())
							.isEqualTo(1000));
		});
	}

	@Test
	void whatAnAssociationLosesThatOutlivesItsEndpointIsReportedWhenItEnds(CapturedOutput output) {
		this.server.run((server) -> this.client.run((client) -> {
			awaitUp(client);
			SctpEndpoints endpoints = server.getBean(SctpEndpoints.class);
			ManagedEndpoint endpoint = endpoints.find("server").orElseThrow();
			SctpAssociation peer = endpoint.endpoint().orElseThrow().associations().get(0);
			peer.peelOff();
			endpoints.stop("server", Duration.ofSeconds(10));
			client.getBean(SctpTemplate.class).to("to-server").send("late");
			client.getBean(SctpTemplate.class).to("to-server").send("later");
			Awaitility.await().until(() -> endpoint.listeners().discardedCount() == 2);
			client.getBean(SctpEndpoints.class)
				.find("client")
				.orElseThrow()
				.association("to-server")
				.orElseThrow()
				.abort("no more");
			Awaitility.await()
				.untilAsserted(() -> assertThat(output).contains("Association '" + peer.name()
						+ "' of endpoint 'server', which was peeled off, has ended: 2 messages"));
		}));
		assertThat(output).containsOnlyOnce("that no listener has taken");
	}

	@Test
	void whatAnAssociationHasLostThatOutlivesItsEndpointIsReportedAtTheEndOfTheApplication(CapturedOutput output) {
		this.client.run((client) -> {
			this.server.run((server) -> {
				awaitUp(client);
				SctpEndpoints endpoints = server.getBean(SctpEndpoints.class);
				ManagedEndpoint endpoint = endpoints.find("server").orElseThrow();
				endpoint.endpoint().orElseThrow().associations().get(0).peelOff();
				endpoints.stop("server", Duration.ofSeconds(10));
				client.getBean(SctpTemplate.class).to("to-server").send("late");
				Awaitility.await().until(() -> endpoint.listeners().discardedCount() == 1);
			});
			assertThat(output).containsOnlyOnce("Endpoint 'server' has closed: 1 messages");
		});
	}

	@Test
	void twentyBlockedListenersDoNotHoldUpAnotherAssociation() {
		this.server.withPropertyValues("sock.endpoints[0].accept=21").withBean(Slow.class).run((server) -> {
			try (Sock sock = Sock.builder().userspace(new UserspaceOptions(0, dev.sock.GsoMode.OFF)).build()) {
				ConnectOptions to = ConnectOptions.to("127.0.0.1", 30400).withRemoteUdpPort(this.serverUdp);
				for (int i = 0; i < 20; i++) {
					endpoint(sock).connect(to).send("block".getBytes(), SendOptions.stream(9));
				}
				Slow slow = server.getBean(Slow.class);
				Awaitility.await().until(() -> slow.calls.get() == 20);
				SctpAssociation fast = endpoint(sock).connect(to);
				List<String> answers = new ArrayList<>();
				for (int i = 0; i < 100; i++) {
					fast.send(("m" + i).getBytes(), SendOptions.stream(1));
					answers.add(fast.receive(Duration.ofSeconds(5)).text());
				}
				assertThat(answers).hasSize(100).first().isEqualTo("re: m0");
				slow.release.countDown();
			}
		});
	}

	private static SctpEndpoint endpoint(Sock sock) {
		return sock.createEndpoint(EndpointOptions.builder().transport("userspace").build());
	}

	@Test
	void aTakenUdpPortTellsWhichPropertyToSet() throws Exception {
		try (DatagramSocket taken = new DatagramSocket(
				new InetSocketAddress(InetAddress.getLoopbackAddress(), this.serverUdp))) {
			assertThat(taken.isBound()).isTrue();
			this.server.run((context) -> {
				FailureAnalysis analysis = new SctpEndpointStartFailureAnalyzer().analyze(context.getStartupFailure());
				assertThat(analysis.getDescription())
					.startsWith("Endpoint 'server' cannot be opened (property 'sock.userspace.udp-port'): ")
					.contains(String.valueOf(this.serverUdp));
				assertThat(analysis.getAction()).contains("Set 'sock.userspace.udp-port'");
			});
			this.client.withPropertyValues("sock.userspace.udp-port=" + this.serverUdp)
				.run((context) -> assertThat(context).as("an endpoint that only connects takes another port")
					.hasNotFailed());
		}
	}

	@Test
	void aTakenSctpPortTellsWhichPropertyToSet() {
		this.server
			.withPropertyValues("sock.endpoints[1].name=second", "sock.endpoints[1].port=30400",
					"sock.endpoints[1].accept=1")
			.run((context) -> {
				FailureAnalysis analysis = new SctpEndpointStartFailureAnalyzer().analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).startsWith("Endpoint 'second' cannot be opened "
						+ "(property 'sock.endpoints[1].port' with the value '30400'): ");
			});
	}

	@Test
	void anAddressThatIsNotLocalTellsWhichPropertyToSet() {
		this.server.withPropertyValues("sock.endpoint-overrides.server.local-addresses=192.0.2.1").run((context) -> {
			FailureAnalysis analysis = new SctpEndpointStartFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).startsWith("Endpoint 'server' cannot be opened (property "
					+ "'sock.endpoint-overrides.server.local-addresses' with the value '[192.0.2.1]'): ");
		});
	}

	@Test
	void aTransportThatIsNotOnTheClassPathTellsWhichPropertyToSet() {
		this.server.withPropertyValues("sock.endpoints[0].transport=kernel").run((context) -> {
			FailureAnalysis analysis = new SctpEndpointStartFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).startsWith("Endpoint 'server' cannot be opened "
					+ "(property 'sock.endpoints[0].transport' with the value 'kernel'): ");
		});
	}

	@Test
	void aStreamPastTheRangeAMessageThatIsTooLongAndOneThatIsEmptyAreRefused() {
		this.server.run((server) -> this.client.run((client) -> {
			awaitUp(client);
			SctpTemplate template = client.getBean(SctpTemplate.class);
			String start = "Cannot send on association 'to-server' of endpoint 'client': ";
			assertThatExceptionOfType(SctpSendException.class)
				.isThrownBy(() -> template.to("to-server").stream(10).send("x"))
				.withMessage(start + "stream 10 is not below the 10 negotiated outbound streams of association "
						+ "'to-server': use 0 to 9")
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.INVALID_STREAM));
			assertThatExceptionOfType(SctpSendException.class)
				.isThrownBy(() -> template.to("to-server").send(new byte[(1 << 20) + 1]))
				.withMessage(start + "the message of 1048577 bytes is longer than the send buffer of 1048576 bytes: "
						+ "send shorter messages, or raise send-buffer to at least 1048577")
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.TOO_LONG));
			assertThatExceptionOfType(SctpSendException.class).isThrownBy(() -> template.to("to-server").send(""))
				.withMessage(start + "the message is empty, which SCTP cannot carry: send at least 1 byte")
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.EMPTY));
		}));
	}

	static class Echo {

		@SctpListener(endpoint = "server")
		String echo(String text) {
			return "re: " + text;
		}

	}

	static class Answers {

		final List<String> received = new CopyOnWriteArrayList<>();

		@SctpListener(endpoint = "client", association = "to-server")
		void receive(SctpMessage message) {
			this.received.add(message.streamId() + " " + message.payloadProtocolId() + " " + message.text());
		}

	}

	static class Slow {

		final AtomicInteger calls = new AtomicInteger();

		final java.util.concurrent.CountDownLatch release = new java.util.concurrent.CountDownLatch(1);

		@SctpListener(endpoint = "server", stream = "9")
		void block(byte[] payload) throws InterruptedException {
			this.calls.incrementAndGet();
			this.release.await();
		}

	}

}
