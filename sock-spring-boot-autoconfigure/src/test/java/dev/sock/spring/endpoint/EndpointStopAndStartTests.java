package dev.sock.spring.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.sock.AssociationState;
import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpBindException;
import dev.sock.SctpConnectException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import dev.sock.spring.listener.EndpointListeners;
import dev.sock.spring.listener.ListenerCriteria;
import dev.sock.spring.listener.SctpListenerContainerFactory;
import dev.sock.spring.listener.SctpListenerDefinition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for endpoints of {@link SctpEndpoints} that are stopped and started while the
 * application runs, and for associations that must be up at the start.
 */
@ExtendWith(OutputCaptureExtension.class)
class EndpointStopAndStartTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final ReconnectPolicy FAST = new ReconnectPolicy(true, Duration.ofMillis(1), Duration.ofMillis(2), 2,
			0);

	private final List<FakeEndpoint> opened = new CopyOnWriteArrayList<>();

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final List<String> observed = new CopyOnWriteArrayList<>();

	private Function<ConnectOptions, CompletableFuture<SctpAssociation>> connector = (connect) -> CompletableFuture
		.completedFuture(last(connect.name().equals("hlr") ? "client" : "second").establish(connect.name()));

	private Runnable beforeOpen = () -> {
	};

	private SctpEndpoints endpoints = create(FAST, false);

	private SctpEndpoints create(ReconnectPolicy reconnect, boolean failFast) {
		SctpEndpointObserver observer = new SctpEndpointObserver() {
			@Override
			public void endpointOpened(SctpEndpoint endpoint, EndpointListeners listeners) {
				EndpointStopAndStartTests.this.observed.add("opened " + endpoint.name());
			}

			@Override
			public void endpointClosed(SctpEndpoint endpoint) {
				EndpointStopAndStartTests.this.observed.add("closed " + endpoint.name());
			}
		};
		return new SctpEndpoints(this::open,
				List.of(definition("client", false, new AssociationDefinition("hlr",
						ConnectOptions.to("10.0.0.1", 3868).withName("hlr"), reconnect, failFast)),
						definition("server", true)),
				this::listeners, List.of(observer));
	}

	private static EndpointDefinition definition(String name, boolean accepts, AssociationDefinition... associations) {
		return new EndpointDefinition(name, EndpointOptions.builder().name(name).accept(accepts ? 4 : 0).build(),
				accepts, List.of(associations), Set.of(), new PropertyPaths("sock.endpoints[0]", Map.of()));
	}

	private SctpEndpoint open(EndpointOptions options) {
		this.beforeOpen.run();
		FakeEndpoint endpoint = new FakeEndpoint(options);
		endpoint.connector = (connect) -> this.connector.apply(connect);
		this.opened.add(endpoint);
		return endpoint;
	}

	private EndpointListeners listeners(String name) {
		EndpointListeners listeners = new EndpointListeners(name, Runnable::run);
		listeners.add(new SctpListenerContainerFactory(Runnable::run)
			.create(SctpListenerDefinition.of("l-" + name, name, ListenerCriteria.ALL, (message) -> {
				this.received.add(message.text());
				return null;
			})));
		return listeners;
	}

	private FakeEndpoint last(String name) {
		return this.opened.stream()
			.filter((endpoint) -> endpoint.name().equals(name))
			.reduce((a, b) -> b)
			.orElseThrow();
	}

	private ManagedEndpoint client() {
		return this.endpoints.find("client").orElseThrow();
	}

	private ManagedAssociation hlr() {
		return client().associations().get("hlr");
	}

	private void awaitPhase(Phase phase) {
		Awaitility.await().until(() -> hlr().status().phase() == phase);
	}

	private static void deliver(FakeEndpoint endpoint, String text) {
		FakeAssociation association = (FakeAssociation) endpoint.associations().get(0);
		endpoint.deliver(association.message(text.getBytes(), 0, 0));
	}

	@AfterEach
	void close() {
		this.endpoints.close(Duration.ZERO);
	}

	@Test
	void anEndpointThatWasStoppedIsOpenedAgainWithItsAssociationsAndListeners() {
		this.endpoints.open();
		this.endpoints.serve();
		awaitPhase(Phase.UP);
		FakeEndpoint first = last("client");
		deliver(first, "before");
		assertThat(this.endpoints.stop("client", Duration.ZERO)).isTrue();
		assertThat(first.open).isFalse();
		assertThat(hlr().status().phase()).isEqualTo(Phase.STOPPED);
		assertThat(client().endpoint()).isEmpty();
		assertThat(last("server").open).as("the other one").isTrue();
		assertThat(this.endpoints.start("client")).isTrue();
		awaitPhase(Phase.UP);
		assertThat(last("client")).isNotSameAs(first);
		deliver(last("client"), "after");
		assertThat(this.received).containsExactly("before", "after");
		assertThat(this.observed).containsExactly("opened client", "opened server", "closed client", "opened client");
	}

	@Test
	void anEndpointThatWasStartedAgainAcceptsPeersAgain() {
		this.endpoints.open();
		this.endpoints.serve();
		assertThat(last("server").asksToAccept("10.0.0.7")).isTrue();
		FakeEndpoint first = last("server");
		this.endpoints.stop("server", Duration.ZERO);
		assertThat(first.asksToAccept("10.0.0.7")).isFalse();
		this.endpoints.start("server");
		assertThat(last("server").asksToAccept("10.0.0.7")).isTrue();
	}

	@Test
	void stoppingAndStartingAreHarmlessWhenRepeatedAndFalseForAnUnknownName() {
		this.endpoints.open();
		this.endpoints.serve();
		assertThat(this.endpoints.start("client")).isTrue();
		assertThat(this.opened).hasSize(2);
		assertThat(this.endpoints.stop("client", Duration.ZERO)).isTrue();
		assertThat(this.endpoints.stop("client", Duration.ZERO)).isTrue();
		assertThat(this.observed.stream().filter("closed client"::equals)).hasSize(1);
		assertThat(this.endpoints.start("none")).isFalse();
		assertThat(this.endpoints.stop("none", Duration.ZERO)).isFalse();
	}

	@Test
	void twoStartsAtOnceOpenItOnce() throws Exception {
		this.endpoints.open();
		this.endpoints.serve();
		this.endpoints.stop("client", Duration.ZERO);
		CountDownLatch opening = new CountDownLatch(1);
		CountDownLatch proceed = new CountDownLatch(1);
		this.beforeOpen = () -> {
			opening.countDown();
			await(proceed);
		};
		CompletableFuture<Boolean> one = CompletableFuture.supplyAsync(() -> this.endpoints.start("client"));
		await(opening);
		CompletableFuture<Boolean> two = new CompletableFuture<>();
		Thread second = new Thread(() -> two.complete(this.endpoints.start("client")));
		second.start();
		Awaitility.await().until(() -> second.getState() == Thread.State.BLOCKED);
		proceed.countDown();
		assertThat(one).succeedsWithin(LONG).isEqualTo(true);
		assertThat(two).succeedsWithin(LONG).isEqualTo(true);
		assertThat(this.opened.stream().filter((endpoint) -> endpoint.name().equals("client"))).hasSize(2);
		assertThat(last("client").open).isTrue();
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void anEndpointThatCannotBeOpenedAgainStaysStoppedAndCanBeTriedOnceMore() {
		this.endpoints.open();
		this.endpoints.serve();
		this.endpoints.stop("client", Duration.ZERO);
		this.beforeOpen = () -> {
			throw new SctpBindException(SctpBindException.Reason.SCTP_PORT_IN_USE, "port 30400 is taken", null);
		};
		assertThatExceptionOfType(SctpEndpointStartException.class).isThrownBy(() -> this.endpoints.start("client"))
			.withMessageContaining("port 30400 is taken");
		assertThat(client().endpoint()).isEmpty();
		this.beforeOpen = () -> {
		};
		assertThat(this.endpoints.start("client")).isTrue();
		awaitPhase(Phase.UP);
	}

	@Test
	void nothingIsStartedOnceTheApplicationIsStopped() {
		this.endpoints.open();
		this.endpoints.serve();
		this.endpoints.drain(Duration.ZERO);
		this.endpoints.close(Duration.ZERO);
		assertThatIllegalStateException().isThrownBy(() -> this.endpoints.start("client"))
			.withMessageContaining("'client'");
		assertThat(this.endpoints.stop("client", LONG)).as("at once").isTrue();
	}

	@Test
	void theEndOfTheApplicationIsNotHeldUpByAnEndpointThatWasStoppedBefore() {
		this.endpoints.open();
		this.endpoints.serve();
		this.endpoints.stop("client", Duration.ZERO);
		this.endpoints.stop("server", Duration.ZERO);
		CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
			this.endpoints.drain(Duration.ofHours(1));
			this.endpoints.close(Duration.ofHours(1));
		});
		assertThat(end).succeedsWithin(LONG);
		assertThat(this.observed.stream().filter((what) -> what.startsWith("closed"))).hasSize(2);
	}

	@Test
	void whatAStopDropsIsReported(CapturedOutput output) {
		this.endpoints.open();
		this.endpoints.serve();
		awaitPhase(Phase.UP);
		client().listeners().containers().forEach((container) -> container.pause());
		deliver(last("client"), "secret");
		deliver(last("client"), "secret");
		this.endpoints.stop("client", LONG);
		assertThat(output).contains("Endpoint 'client' has closed: 2 messages")
			.contains("{hlr=2}")
			.doesNotContain("secret");
		assertThat(client().listeners().discardedCount()).isEqualTo(2);
	}

	/** Brings one up, peels it off, and stops the endpoint. */
	private FakeAssociation peeledOffFromAStoppedEndpoint() {
		this.endpoints.open();
		this.endpoints.serve();
		FakeAssociation peeledOff = last("server").establish("peer");
		peeledOff.peelOff();
		this.endpoints.stop("server", LONG);
		assertThat(peeledOff.state.canSend()).isTrue();
		return peeledOff;
	}

	private void deliver(FakeAssociation association) {
		last("server").deliver(association.message("secret".getBytes(), 0, 0));
	}

	@Test
	void whatAnAssociationLosesThatOutlivesItsEndpointIsReportedWhenItEnds(CapturedOutput output) {
		FakeAssociation peeledOff = peeledOffFromAStoppedEndpoint();
		deliver(peeledOff);
		deliver(peeledOff);
		assertThat(output).doesNotContain("that no listener has taken");
		peeledOff.end(AssociationChange.SHUTDOWN_COMPLETE, "shut down by the peer");
		assertThat(output).containsOnlyOnce("that no listener has taken")
			.contains("Association 'peer' of endpoint 'server', which was peeled off, has ended: 2 messages")
			.doesNotContain("secret");
		this.endpoints.close(Duration.ZERO);
		assertThat(output).containsOnlyOnce("that no listener has taken");
	}

	@Test
	void whatAnAssociationHasLostThatOutlivesItsEndpointIsReportedAtTheEndOfTheApplication(CapturedOutput output) {
		FakeAssociation peeledOff = peeledOffFromAStoppedEndpoint();
		deliver(peeledOff);
		this.endpoints.close(Duration.ZERO);
		assertThat(output).contains("Endpoint 'server' has closed: 1 messages").contains("{peer=1}");
		peeledOff.abort("the end");
		assertThat(output).containsOnlyOnce("has closed:");
	}

	@Test
	void whatEndsWithItsEndpointIsReportedWithTheOthers(CapturedOutput output) {
		this.endpoints.open();
		this.endpoints.serve();
		this.endpoints.find("server").orElseThrow().listeners().containers().forEach((each) -> each.pause());
		FakeAssociation one = last("server").establish("one");
		FakeAssociation two = last("server").establish("two");
		deliver(one);
		deliver(two);
		two.peelOff();
		this.endpoints.stop("server", LONG);
		assertThat(output).containsOnlyOnce("has closed:").contains("{one=1, two=1}");
	}

	@Test
	void anAssociationThatIsEndedWhileItIsBeingOpenedDoesNotComeUp() {
		CompletableFuture<SctpAssociation> attempt = new CompletableFuture<>();
		this.connector = (connect) -> attempt;
		this.endpoints.open();
		Awaitility.await().until(() -> last("client").connects.size() == 1);
		assertThat(client().end("hlr", SctpAssociation::shutdown, "by the operator")).isTrue();
		FakeAssociation late = last("client").establish("hlr");
		attempt.complete(late);
		Awaitility.await().until(() -> late.state == AssociationState.CLOSED);
		assertThat(hlr().status().phase()).isEqualTo(Phase.STOPPED);
		assertThat(hlr().status().reason()).isEqualTo("by the operator");
	}

	@Test
	void connectingAnAssociationThatIsBeingOpenedLeavesTheAttemptAlone() {
		CompletableFuture<SctpAssociation> attempt = new CompletableFuture<>();
		this.connector = (connect) -> attempt;
		this.endpoints.open();
		Awaitility.await().until(() -> last("client").connects.size() == 1);
		assertThat(client().connect("hlr")).isTrue();
		attempt.complete(last("client").establish("hlr"));
		awaitPhase(Phase.UP);
		assertThat(last("client").connects).hasSize(1);
		assertThat(hlr().status().association().state()).isEqualTo(AssociationState.ESTABLISHED);
	}

	@Test
	void anAssociationThatWaitsIsConnectedAtOnceAndOneThatWasEndedComesUpAgain() {
		this.endpoints.close(Duration.ZERO);
		this.endpoints = create(new ReconnectPolicy(true, Duration.ofHours(1), Duration.ofHours(1), 1, 0), false);
		this.connector = (connect) -> CompletableFuture
			.failedFuture(new SctpConnectException(SctpConnectException.Reason.REFUSED, "nobody there", null));
		this.endpoints.open();
		awaitPhase(Phase.WAITING);
		this.connector = (connect) -> CompletableFuture.completedFuture(last("client").establish("hlr"));
		assertThat(client().connect("hlr")).isTrue();
		awaitPhase(Phase.UP);
		assertThat(client().end("hlr", SctpAssociation::shutdown, "by the operator")).isTrue();
		assertThat(hlr().status().phase()).isEqualTo(Phase.STOPPED);
		assertThat(client().connect("hlr")).isTrue();
		awaitPhase(Phase.UP);
		assertThat(client().connect("none")).isFalse();
		assertThat(client().end("none", SctpAssociation::shutdown, "x")).isFalse();
	}

	@Test
	void anAssociationThatMustBeUpFailsTheStartAndLeavesNothingOpen() {
		this.endpoints = create(FAST, true);
		this.connector = (connect) -> CompletableFuture
			.failedFuture(new SctpConnectException(SctpConnectException.Reason.REFUSED, "nobody there", null));
		assertThatExceptionOfType(SctpAssociationStartException.class).isThrownBy(this.endpoints::open)
			.satisfies((ex) -> {
				assertThat(ex.association()).isEqualTo("hlr");
				assertThat(ex.endpoint().name()).isEqualTo("client");
				assertThat(ex.problem()).isEqualTo("nobody there");
			});
		assertThat(this.opened).isNotEmpty().allMatch((endpoint) -> !endpoint.open);
		assertThat(hlr().status().phase()).isEqualTo(Phase.STOPPED);
	}

	@Test
	void anAssociationThatMustBeUpIsWaitedForOnceAndOpenedAgainWhenItIsLost() {
		this.endpoints = create(FAST, true);
		this.endpoints.open();
		assertThat(hlr().status().phase()).as("up when the start returns").isEqualTo(Phase.UP);
		SctpAssociation first = hlr().status().association();
		first.abort("peer is gone");
		Awaitility.await().until(() -> hlr().status().phase() == Phase.UP && hlr().status().association() != first);
	}

	@Test
	void aStartAtRunTimeThatFailsForAnAssociationLeavesTheEndpointStopped() {
		this.endpoints = create(FAST, true);
		this.endpoints.open();
		this.endpoints.serve();
		this.endpoints.stop("client", Duration.ZERO);
		this.connector = (connect) -> CompletableFuture
			.failedFuture(new SctpConnectException(SctpConnectException.Reason.TIMED_OUT, "no answer", null));
		assertThatExceptionOfType(SctpAssociationStartException.class).isThrownBy(() -> this.endpoints.start("client"));
		assertThat(client().endpoint()).isEmpty();
		assertThat(last("client").open).isFalse();
		assertThat(last("server").open).isTrue();
	}

}
