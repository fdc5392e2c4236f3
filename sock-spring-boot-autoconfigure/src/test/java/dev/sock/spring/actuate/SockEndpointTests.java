package dev.sock.spring.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sock.AssociationState;
import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.SctpConnectException;
import dev.sock.spring.endpoint.AssociationDefinition;
import dev.sock.spring.endpoint.EndpointDefinition;
import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import dev.sock.spring.endpoint.PropertyPaths;
import dev.sock.spring.endpoint.ReconnectPolicy;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.fake.FakeEndpoint;
import dev.sock.spring.fake.FakeNetwork;
import dev.sock.spring.listener.EndpointListeners;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SockEndpoint}.
 */
class SockEndpointTests {

	private final FakeNetwork network = new FakeNetwork();

	private final FakeEndpoint byCode = new FakeEndpoint(EndpointOptions.builder().name("by-code").build());

	private final SctpEndpoints endpoints = new SctpEndpoints(this.network::open, List
		.of(new EndpointDefinition("client", EndpointOptions.builder().name("client").port(30400).build(), false,
				List.of(new AssociationDefinition("hlr", ConnectOptions.to("10.0.0.1", 3868).withName("hlr"),
						ReconnectPolicy.DEFAULT, false)),
				Set.of(), new PropertyPaths("sock.endpoints[0]", Map.of()))),
			(name) -> new EndpointListeners(name, Runnable::run), List.of());

	private final SockEndpoint actuator = new SockEndpoint(() -> List.of(this.byCode), this.endpoints,
			() -> Map.of("kernel", Map.of("SctpCurrEstab", 3L)), Duration.ofSeconds(1));

	@AfterEach
	void close() {
		this.endpoints.close(Duration.ZERO);
	}

	private void open() {
		this.endpoints.open();
		Awaitility.await().until(() -> this.endpoints.find("client").orElseThrow().association("hlr").isPresent());
	}

	@Test
	void allEndpointsAreShownThoseMadeByCodeIncluded() {
		open();
		Map<String, EndpointSummaryDescriptor> shown = this.actuator.endpoints().endpoints();
		assertThat(shown).containsOnlyKeys("by-code", "client");
		assertThat(shown.get("client")).isEqualTo(new EndpointSummaryDescriptor("userspace", true, List.of("127.0.0.1"),
				30400, 9899, Map.of("hlr", AssociationState.ESTABLISHED), Map.of("hlr", Phase.UP)));
	}

	@Test
	void whatTheOperatingSystemCountsForAllIsShownApart() {
		assertThat(this.actuator.endpoints().hostStatistics()).isEqualTo(Map.of("kernel", Map.of("SctpCurrEstab", 3L)));
	}

	@Test
	void anEndpointIsShownWithStatisticsAndAssociations() {
		open();
		EndpointDescriptor shown = this.actuator.endpoint("client");
		assertThat(shown.statistics().currEstab()).isOne();
		assertThat(shown.listeners()).isEqualTo(new ListenersDescriptor(false, 0, 0, 0, 0, Map.of()));
		assertThat(shown.associations()).containsEntry("hlr", new AssociationSummaryDescriptor(
				AssociationState.ESTABLISHED, Phase.UP, null, List.of("10.0.0.1", "10.0.0.2"), 4000));
	}

	@Test
	void anAssociationIsShownWithItsPaths() {
		open();
		AssociationDescriptor shown = this.actuator.association("client", "hlr");
		assertThat(shown.state()).isEqualTo(AssociationState.ESTABLISHED);
		assertThat(shown.statistics().rtxChunks()).isEqualTo(4);
		assertThat(shown.paths()).hasSize(2);
		PathDescriptor primary = shown.paths().get(0);
		assertThat(primary.address()).isEqualTo("10.0.0.1");
		assertThat(primary.primary()).isTrue();
		assertThat(primary.srttMs()).isEqualTo(20);
		assertThat(primary.rtoMs()).isEqualTo(1000);
		assertThat(primary.rttVarMs()).isNull();
		assertThat(primary.localAddress()).isEqualTo("127.0.0.1");
		assertThat(primary.remoteUdpPort()).isEqualTo(9899);
	}

	@Test
	void anAssociationThatIsDownIsShownWithTheReason() {
		SctpEndpoints refused = new SctpEndpoints((options) -> {
			FakeEndpoint endpoint = (FakeEndpoint) this.network.open(options);
			endpoint.connector = (connect) -> java.util.concurrent.CompletableFuture
				.failedFuture(new SctpConnectException(SctpConnectException.Reason.REFUSED, "nobody there", null));
			return endpoint;
		}, this.endpoints.all().stream().map((endpoint) -> endpoint.definition()).toList(),
				(name) -> new EndpointListeners(name, Runnable::run), List.of());
		refused.open();
		SockEndpoint actuator = new SockEndpoint(List::of, refused, Map::of, Duration.ZERO);
		Awaitility.await()
			.untilAsserted(() -> assertThat(actuator.association("client", "hlr").reason()).isEqualTo("nobody there"));
		assertThat(actuator.association("client", "hlr").state()).isEqualTo(AssociationState.CLOSED);
		assertThat(actuator.association("client", "hlr").phase()).isIn(Phase.WAITING, Phase.CONNECTING);
		AssociationSummaryDescriptor summary = actuator.endpoint("client").associations().get("hlr");
		assertThat(summary.reason()).isEqualTo("nobody there");
		assertThat(summary.phase()).isIn(Phase.WAITING, Phase.CONNECTING);
		refused.close(Duration.ZERO);
	}

	@Test
	void howFarAnAssociationIsIsShownOfThoseThatAreKeptOpenFromHere() {
		assertThat(this.actuator.association("client", "hlr").phase()).as("not started").isEqualTo(Phase.STOPPED);
		open();
		this.network.endpoint("client").establish("peer");
		assertThat(this.actuator.association("client", "hlr").phase()).isEqualTo(Phase.UP);
		assertThat(this.actuator.association("client", "peer").phase()).isNull();
		assertThat(this.actuator.endpoint("client").associations().get("peer").phase()).isNull();
		assertThat(this.actuator.endpoints().endpoints().get("client").phases()).containsOnlyKeys("hlr");
		this.actuator.changeAssociation("client", "hlr", AssociationAction.SHUTDOWN, null);
		assertThat(this.actuator.association("client", "hlr").phase()).isEqualTo(Phase.STOPPED);
	}

	@Test
	void whatIsNotThereIsNull() {
		open();
		assertThat(this.actuator.endpoint("none")).isNull();
		assertThat(this.actuator.association("none", "hlr")).isNull();
		assertThat(this.actuator.association("client", "none")).isNull();
	}

	@Test
	void anEndpointThatIsNotOpenIsShownAsSuch() {
		assertThat(this.actuator.endpoints().endpoints().get("client").open()).isFalse();
		assertThat(this.actuator.endpoint("client").statistics()).isNull();
	}

	@Test
	void anEndpointIsNotStartedOnceTheApplicationIsStopped() {
		open();
		this.endpoints.close(Duration.ZERO);
		WebEndpointResponse<?> response = new SockEndpointWebExtension(this.actuator).changeEndpoint("client",
				EndpointAction.START);
		assertThat(response.getStatus()).isEqualTo(409);
		assertThat(response.getBody()).asString().contains("'client'").contains("stopped");
	}

}
