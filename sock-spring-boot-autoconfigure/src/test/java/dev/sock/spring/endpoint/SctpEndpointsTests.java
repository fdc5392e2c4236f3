package dev.sock.spring.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.sock.AcceptPolicy;
import dev.sock.AssociationState;
import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.Reliability;
import dev.sock.SctpBindException;
import dev.sock.SctpConnectException;
import dev.sock.SctpConnectException.Reason;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import dev.sock.spring.core.SctpTemplate;
import dev.sock.spring.core.SctpUnknownAssociationException;
import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import dev.sock.spring.fake.FakeNetwork;
import dev.sock.spring.listener.EndpointListeners;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SctpEndpoints} and its lifecycles.
 */
@ExtendWith(OutputCaptureExtension.class)
class SctpEndpointsTests {

	private static final ReconnectPolicy FAST = new ReconnectPolicy(true, Duration.ofMillis(1), Duration.ofMillis(2), 2,
			0);

	private final FakeNetwork network = new FakeNetwork();

	private SctpEndpoints endpoints = create(definition("client", 0, FAST, "hlr"), definition("server", 4, FAST));

	private SctpEndpoints create(EndpointDefinition... definitions) {
		return new SctpEndpoints(this.network::open, List.of(definitions),
				(name) -> new EndpointListeners(name, Runnable::run), List.of());
	}

	private static EndpointDefinition definition(String name, int accept, ReconnectPolicy reconnect,
			String... associations) {
		List<AssociationDefinition> definitions = List.of(associations)
			.stream()
			.map((association) -> new AssociationDefinition(association,
					ConnectOptions.to("10.0.0.1", 3868).withName(association), reconnect, false))
			.toList();
		return new EndpointDefinition(name, EndpointOptions.builder().name(name).accept(accept).build(), accept > 0,
				definitions, Set.of(name + "-peer"), new PropertyPaths("sock.endpoints[0]", Map.of()));
	}

	private ManagedAssociation hlr() {
		return this.endpoints.find("client").orElseThrow().associations().get("hlr");
	}

	private void awaitPhase(Phase phase) {
		Awaitility.await().until(() -> hlr().status().phase() == phase);
	}

	private FakeAssociation live() {
		awaitPhase(Phase.UP);
		return (FakeAssociation) hlr().status().association();
	}

	@AfterEach
	void close() {
		this.endpoints.close(Duration.ZERO);
	}

	@Test
	void anAssociationIsOpenedInTheBackground() {
		this.endpoints.open();
		assertThat(live().name()).isEqualTo("hlr");
		assertThat(this.network.endpoint("client").connects).singleElement()
			.satisfies((connect) -> assertThat(connect.addresses()).containsExactly("10.0.0.1"));
	}

	@Test
	void theFirstConnectIsRepeatedAndTheStartDoesNotWait(CapturedOutput output) {
		this.endpoints = create(definition("client", 0, FAST, "hlr"));
		this.endpoints = new SctpEndpoints((options) -> {
			FakeEndpoint endpoint = (FakeEndpoint) this.network.open(options);
			endpoint.connector = (connect) -> (endpoint.connects.size() < 4)
					? CompletableFuture.failedFuture(new SctpConnectException(Reason.REFUSED, "nobody there", null))
					: CompletableFuture.completedFuture(endpoint.establish("hlr"));
			return endpoint;
		}, List.of(definition("client", 0, FAST, "hlr")), (name) -> new EndpointListeners(name, Runnable::run),
				List.of());
		this.endpoints.open();
		assertThat(live()).isNotNull();
		assertThat(this.network.endpoint("client").connects).hasSize(4);
		assertThat(output.toString().split("is not up yet: nobody there", -1)).as("one line for three failures")
			.hasSize(2);
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void aLostAssociationIsOpenedAgain() {
		this.endpoints.open();
		FakeAssociation first = live();
		first.end(AssociationChange.COMM_LOST, "peer is gone");
		Awaitility.await().until(() -> hlr().status().phase() == Phase.UP && hlr().status().association() != first);
	}

	@Test
	void oneThatIsNotToBeReconnectedStaysDown() {
		this.endpoints = create(
				definition("client", 0, new ReconnectPolicy(false, Duration.ZERO, Duration.ZERO, 1, 0), "hlr"));
		this.endpoints.open();
		live().end(AssociationChange.COMM_LOST, "peer is gone");
		awaitPhase(Phase.FAILED);
		assertThat(hlr().status().reason()).isEqualTo("peer is gone");
		assertThat(this.network.endpoint("client").connects).hasSize(1);
	}

	@Test
	void theLogCallsHowFarItIsWhatTheStatusDoes(CapturedOutput output) {
		this.endpoints.open();
		live().end(AssociationChange.COMM_LOST, "peer is gone");
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(output).containsPattern("'hlr' .* is opened again in \\d+ ms \\(WAITING\\)"));
		this.endpoints.close(Duration.ZERO);
		this.endpoints = create(
				definition("client", 0, new ReconnectPolicy(false, Duration.ZERO, Duration.ZERO, 1, 0), "hlr"));
		this.endpoints.open();
		live().end(AssociationChange.COMM_LOST, "peer is gone");
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(output).containsPattern("'hlr' .* is not opened again, as .* \\(FAILED\\)"));
		this.endpoints.find("client").orElseThrow().connect("hlr");
		live().end(AssociationChange.SHUTDOWN_COMPLETE, "peer has shut down");
		Awaitility.await()
			.untilAsserted(() -> assertThat(output).containsPattern("'hlr' .* is not opened again, as .* \\(ENDED\\)"));
	}

	@Test
	void stoppingEndsReconnecting() {
		this.endpoints.open();
		FakeAssociation association = live();
		FakeEndpoint client = this.network.endpoint("client");
		client.connector = (connect) -> CompletableFuture
			.failedFuture(new SctpConnectException(Reason.TIMED_OUT, "no answer", null));
		association.end(AssociationChange.COMM_LOST, "peer is gone");
		Awaitility.await().until(() -> client.connects.size() > 3);
		this.endpoints.close(Duration.ofSeconds(1));
		int attempts = client.connects.size();
		assertThat(hlr().status().phase()).isEqualTo(Phase.STOPPED);
		assertThat(client.linger).isEqualTo(Duration.ofSeconds(1));
		Awaitility.await()
			.during(Duration.ofMillis(50))
			.atMost(Duration.ofSeconds(2))
			.until(() -> client.connects.size() == attempts);
	}

	@Test
	void waitsGrowUpToTheLimitAndAShareOfThemIsRandom() {
		ReconnectPolicy policy = new ReconnectPolicy(true, Duration.ofMillis(100), Duration.ofSeconds(1), 2, 0.5);
		java.util.Random lowest = new java.util.Random() {
			@Override
			public double nextDouble() {
				return 0;
			}
		};
		java.util.Random half = new java.util.Random() {
			@Override
			public double nextDouble() {
				return 0.5;
			}
		};
		assertThat(policy.delay(1, lowest)).hasMillis(100);
		assertThat(policy.delay(2, lowest)).hasMillis(200);
		assertThat(policy.delay(3, lowest)).hasMillis(400);
		assertThat(policy.delay(3, half)).hasMillis(300);
		assertThat(policy.delay(100, lowest)).hasMillis(1000);
	}

	@Test
	void theTemplateSendsByTheNameOfAnAssociation() {
		SctpTemplate template = new SctpTemplate(this.endpoints);
		this.endpoints.open();
		FakeAssociation association = live();
		template.to("hlr").stream(1).ppid("Diameter").unordered().send("one");
		template.send("client/hlr", "two", SendOptions.DEFAULT);
		assertThat(template.to("hlr").sendAsync("three")).isCompleted();
		assertThat(association.sent).containsExactly("one".getBytes(), "two".getBytes(), "three".getBytes());
		assertThat(association.sentOptions.get(0))
			.isEqualTo(new SendOptions(1, 46, true, 0, null, false, Reliability.FULL));
	}

	@Test
	void theTemplateReachesAcceptedAssociationsByTheirGeneratedNames() {
		this.endpoints.open();
		FakeAssociation accepted = this.network.endpoint("server").establish("10.0.0.9-4000");
		new SctpTemplate(this.endpoints).to("10.0.0.9-4000").send("x");
		assertThat(accepted.sent).hasSize(1);
	}

	@Test
	void anUnknownAssociationIsToldWithThoseThatAreKnown() {
		this.endpoints.open();
		live();
		SctpTemplate template = new SctpTemplate(this.endpoints);
		assertThatExceptionOfType(SctpUnknownAssociationException.class)
			.isThrownBy(() -> template.send("hss", "x", SendOptions.DEFAULT))
			.withMessage("Association 'hss' is not known; known are client/client-peer, client/hlr, "
					+ "server/server-peer");
		assertThat(template.sendAsync("hss", "x", SendOptions.DEFAULT)).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(SctpUnknownAssociationException.class);
	}

	@Test
	void aNameOfSeveralEndpointsMustSayWhich() {
		this.endpoints = create(definition("a", 0, FAST, "hlr"), definition("b", 0, FAST, "hlr"));
		this.endpoints.open();
		assertThatExceptionOfType(SctpUnknownAssociationException.class).isThrownBy(() -> this.endpoints.get("hlr"))
			.withMessage("Association 'hlr' exists on several endpoints, say which; known are a/hlr, b/hlr");
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.endpoints.get("b/hlr").endpoint().name()).isEqualTo("b"));
	}

	@Test
	void anAssociationThatIsDownIsToldWithStateAndReason() {
		this.endpoints.open();
		live();
		this.network.endpoint("client").connector = (connect) -> new CompletableFuture<>();
		live().end(AssociationChange.COMM_LOST, "peer is gone");
		Awaitility.await().until(() -> hlr().status().phase() == Phase.CONNECTING);
		assertThatExceptionOfType(SctpSendException.class).isThrownBy(() -> this.endpoints.get("hlr"))
			.withMessage("Association 'hlr' on endpoint 'client' is down (state CLOSED), last reason: peer is gone. "
					+ "Send again once it is up")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.NOT_ESTABLISHED));
		assertThatExceptionOfType(SctpSendException.class).isThrownBy(() -> this.endpoints.get("server-peer"))
			.withMessageContaining("its peer has not connected");
	}

	@Test
	void anAssociationThatIsShuttingDownCannotBeSentBy() {
		this.endpoints.open();
		live().state = AssociationState.SHUTDOWN_PENDING;
		assertThatExceptionOfType(SctpSendException.class).isThrownBy(() -> this.endpoints.get("hlr"))
			.withMessageContaining("state SHUTDOWN_PENDING");
	}

	@Test
	void nobodyIsAcceptedBeforeTheListenersStartAndAfterTheyStop() {
		SctpListenersLifecycle listeners = new SctpListenersLifecycle(this.endpoints, new EventMethods(),
				Duration.ofSeconds(1));
		this.endpoints.open();
		FakeEndpoint server = this.network.endpoint("server");
		assertThat(server.opened.accept()).isNotEqualTo(AcceptPolicy.none());
		assertThat(server.asksToAccept("10.0.0.1")).isFalse();
		listeners.start();
		assertThat(server.asksToAccept("10.0.0.1")).isTrue();
		listeners.stop();
		assertThat(server.asksToAccept("10.0.0.1")).isFalse();
		assertThat(server.open).isTrue();
	}

	@Test
	void theJvmIsKeptAliveWhileAnEndpointAccepts() {
		SctpListenersLifecycle listeners = new SctpListenersLifecycle(this.endpoints, new EventMethods(),
				Duration.ofSeconds(1));
		this.endpoints.open();
		assertThat(keepsAlive()).isFalse();
		listeners.start();
		assertThat(keepsAlive()).isTrue();
		listeners.stop();
		Awaitility.await().until(() -> !keepsAlive());
	}

	private static boolean keepsAlive() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread.getName().equals("sock-keep-alive") && !thread.isDaemon());
	}

	@Test
	void whatWasStoppedCanBeStartedAgain() {
		SctpEndpointsLifecycle lifecycle = new SctpEndpointsLifecycle(this.endpoints, Duration.ofSeconds(1));
		lifecycle.start();
		FakeAssociation first = live();
		lifecycle.stop();
		assertThat(lifecycle.isRunning()).isFalse();
		assertThat(first.state()).isEqualTo(AssociationState.CLOSED);
		lifecycle.start();
		assertThat(live()).isNotSameAs(first);
	}

	@Test
	void theStopAlwaysCallsBack() {
		SctpEndpointsLifecycle lifecycle = new SctpEndpointsLifecycle(this.endpoints, Duration.ofSeconds(1));
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		lifecycle.stop(() -> stopped.complete(null));
		assertThat(stopped).as("not even started").isCompleted();
		SctpListenersLifecycle listeners = new SctpListenersLifecycle(this.endpoints, new EventMethods(),
				Duration.ofSeconds(1));
		CompletableFuture<Void> listenersStopped = new CompletableFuture<>();
		listeners.stop(() -> listenersStopped.complete(null));
		assertThat(listenersStopped).succeedsWithin(Duration.ofSeconds(5));
	}

	@Test
	void anEndpointThatCannotBeOpenedClosesThoseOpenedBefore() {
		this.endpoints = new SctpEndpoints((options) -> {
			if (options.name().equals("server")) {
				throw new SctpBindException(SctpBindException.Reason.SCTP_PORT_IN_USE, "taken", null);
			}
			return this.network.open(options);
		}, List.of(definition("client", 0, FAST, "hlr"), definition("server", 1, FAST)),
				(name) -> new EndpointListeners(name, Runnable::run), List.of());
		assertThatExceptionOfType(SctpEndpointStartException.class).isThrownBy(this.endpoints::open)
			.withMessage("Endpoint 'server' cannot be opened: taken");
		assertThat(this.network.endpoint("client").open).isFalse();
	}

}
