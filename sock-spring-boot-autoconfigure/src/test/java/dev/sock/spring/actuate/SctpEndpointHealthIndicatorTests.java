package dev.sock.spring.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpConnectException;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.spring.endpoint.AssociationDefinition;
import dev.sock.spring.endpoint.EndpointDefinition;
import dev.sock.spring.endpoint.ManagedAssociation;
import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import dev.sock.spring.endpoint.PropertyPaths;
import dev.sock.spring.endpoint.ReconnectPolicy;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.endpoint.SctpEndpointsLifecycle;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import dev.sock.spring.listener.EndpointListeners;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SctpEndpointHealthIndicator}.
 */
class SctpEndpointHealthIndicatorTests {

	private FakeEndpoint opened;

	private Function<ConnectOptions, CompletableFuture<SctpAssociation>> connector = (connect) -> CompletableFuture
		.completedFuture(this.opened.establish("hlr"));

	private SctpEndpoints endpoints;

	private SctpEndpointsLifecycle lifecycle;

	private SctpEndpointHealthIndicator indicator(ReconnectPolicy reconnect, Duration grace) {
		EndpointDefinition definition = new EndpointDefinition("client",
				EndpointOptions.builder().name("client").build(), false, List.of(new AssociationDefinition("hlr",
						ConnectOptions.to("10.0.0.1", 3868).withName("hlr"), reconnect, false)),
				Set.of(), new PropertyPaths("sock.endpoints[0]", Map.of()));
		this.endpoints = new SctpEndpoints((options) -> {
			this.opened = new FakeEndpoint(options);
			this.opened.connector = (connect) -> this.connector.apply(connect);
			return this.opened;
		}, List.of(definition), (name) -> new EndpointListeners(name, Runnable::run), List.of());
		this.lifecycle = new SctpEndpointsLifecycle(this.endpoints, Duration.ofSeconds(1));
		this.lifecycle.start();
		return new SctpEndpointHealthIndicator(this.endpoints.find("client").orElseThrow(), this.lifecycle::isRunning,
				grace);
	}

	private ManagedAssociation hlr() {
		return this.endpoints.find("client").orElseThrow().associations().get("hlr");
	}

	private void awaitPhase(Phase phase) {
		Awaitility.await().until(() -> hlr().status().phase() == phase);
	}

	@AfterEach
	void stop() {
		this.lifecycle.stop();
	}

	@Test
	void upWhileEverythingIs() {
		SctpEndpointHealthIndicator indicator = indicator(ReconnectPolicy.DEFAULT, Duration.ZERO);
		awaitPhase(Phase.UP);
		Health health = indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("open", true).containsEntry("associations", Map.of("hlr", "UP"));
	}

	@Test
	void upWhileTheFirstConnectIsPendingWithinTheGracePeriod() {
		this.connector = (connect) -> new CompletableFuture<>();
		SctpEndpointHealthIndicator indicator = indicator(ReconnectPolicy.DEFAULT, Duration.ofMinutes(1));
		awaitPhase(Phase.CONNECTING);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void downWhenAnAssociationHasBeenDownForLongerThanTheGracePeriod() {
		this.connector = (connect) -> CompletableFuture
			.failedFuture(new SctpConnectException(SctpConnectException.Reason.TIMED_OUT, "no answer", null));
		SctpEndpointHealthIndicator indicator = indicator(ReconnectPolicy.DEFAULT, Duration.ZERO);
		awaitPhase(Phase.WAITING);
		Health health = indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails().toString()).contains("hlr=WAITING: no answer");
	}

	@Test
	void downWhenOneIsLostForGood() {
		SctpEndpointHealthIndicator indicator = indicator(
				new ReconnectPolicy(false, Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 0), Duration.ofMinutes(1));
		awaitPhase(Phase.UP);
		((FakeAssociation) hlr().status().association()).end(AssociationChange.COMM_LOST, "gone");
		awaitPhase(Phase.FAILED);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void notDownWhenOneThatIsNotReconnectedWasShutDownGracefully() {
		SctpEndpointHealthIndicator indicator = indicator(
				new ReconnectPolicy(false, Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 0), Duration.ZERO);
		awaitPhase(Phase.UP);
		hlr().status().association().shutdown();
		awaitPhase(Phase.ENDED);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void downWhenAnEndpointIsClosedThatShouldBeOpen() {
		SctpEndpointHealthIndicator indicator = indicator(ReconnectPolicy.DEFAULT, Duration.ZERO);
		awaitPhase(Phase.UP);
		this.opened.open = false;
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void notDownWhenStoppedOnPurpose() {
		SctpEndpointHealthIndicator indicator = indicator(ReconnectPolicy.DEFAULT, Duration.ZERO);
		this.lifecycle.stop();
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UNKNOWN);
	}

}
