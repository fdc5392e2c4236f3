package dev.sock.spring.autoconfigure.actuate;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sock.SctpAddress;
import dev.sock.SctpBindException;
import dev.sock.SctpClosedException;
import dev.sock.SctpConnectException;
import dev.sock.SctpPath;
import dev.sock.spring.config.SctpListenerRegistry;
import dev.sock.spring.endpoint.ManagedAssociation;
import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import dev.sock.spring.fake.FakeNetwork;
import dev.sock.spring.listener.SctpListenerState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.boot.test.json.JsonContent;
import org.springframework.context.ConfigurableApplicationContext;

import static dev.sock.spring.autoconfigure.actuate.ActuatorRequests.json;
import static dev.sock.spring.autoconfigure.actuate.ActuatorRequests.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * Tests for what the actuator answers over HTTP: status codes, bodies, access and health.
 */
class ActuatorOverHttpTests {

	private static final BasicJsonTester JSON = new BasicJsonTester(ActuatorOverHttpTests.class);

	private static ConfigurableApplicationContext application;

	private FakeNetwork network;

	private SctpEndpoints endpoints;

	@BeforeAll
	static void start() {
		application = run("management.endpoint.sock.access=unrestricted",
				"management.endpoint.socklisteners.access=unrestricted");
	}

	private static ConfigurableApplicationContext run(String... access) {
		List<String> all = new ArrayList<>(List.of(access));
		all.addAll(List.of("management.endpoints.web.exposure.include=*",
				"management.endpoint.health.show-details=always", "management.health.sock.grace-period=0",
				"sock.endpoints[0].associations[0].reconnect.initial-delay=1h",
				"sock.endpoints[0].associations[0].reconnect.max-delay=1h"));
		return ActuatorApplication.run(all.toArray(String[]::new));
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void up() {
		this.network = application.getBean(FakeNetwork.class);
		this.endpoints = application.getBean(SctpEndpoints.class);
		awaitPhase(Phase.UP);
	}

	@AfterEach
	void upAgain() {
		this.network.failure = null;
		this.endpoints.stop("client", Duration.ZERO);
		this.endpoints.start("client");
		this.endpoints.start("server");
		application.getBean(SctpListenerRegistry.class).listeners().forEach((listener) -> {
			listener.resume();
			listener.start();
		});
	}

	private ManagedAssociation managed() {
		return ActuatorApplication.hlr(application);
	}

	private void awaitPhase(Phase phase) {
		ActuatorApplication.awaitPhase(application, phase);
	}

	private FakeAssociation hlr() {
		return (FakeAssociation) managed().status().association();
	}

	private static HttpResponse<String> get(String path) {
		return send(application, HttpRequest.newBuilder().GET(), path);
	}

	private static HttpResponse<String> post(String path, String... body) {
		StringBuilder json = new StringBuilder("{");
		for (int i = 0; i < body.length; i += 2) {
			json.append((i > 0) ? "," : "").append('"' + body[i] + "\":\"" + body[i + 1] + '"');
		}
		return send(application, json(json.append('}').toString()), path);
	}

	private static JsonContent<Object> body(HttpResponse<String> response) {
		return JSON.from(response.body());
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "sock/none", "sock/client/none", "sock/none/hlr", "socklisteners/none", "health/sock/none" })
	void anUnknownNameIs404(String path) {
		assertThat(get(path).statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource({ "sock/none,START", "sock/none,stop", "sock/client/none,connect", "sock/client/none,abort",
			"sock/none/hlr,shutdown", "socklisteners/none,pause" })
	void aWriteToAnUnknownNameIs404(String path, String action) {
		assertThat(post(path, "action", action).statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "sock/client", "sock/client/hlr", "socklisteners/l" })
	void anActionThatDoesNotExistOrIsMissingIs400(String path) {
		assertThat(post(path, "action", "explode").statusCode()).isEqualTo(400);
		assertThat(post(path).statusCode()).isEqualTo(400);
		assertThat(managed().status().phase()).isEqualTo(Phase.UP);
	}

	@Test
	void everythingIsShown() {
		assertThat(body(get("sock"))).extractingJsonPathStringValue("$.endpoints.client.associations.hlr")
			.isEqualTo("ESTABLISHED");
		assertThat(body(get("sock/client"))).extractingJsonPathStringValue("$.listeners.states.l").isEqualTo("RUNNING");
		assertThat(body(get("sock/client/hlr"))).extractingJsonPathStringValue("$.paths[0].address")
			.isEqualTo("10.0.0.1");
		JsonContent<Object> listeners = body(get("socklisteners"));
		assertThat(listeners).extractingJsonPathStringValue("$.listeners.l.endpoint").isEqualTo("client");
		assertThat(listeners).extractingJsonPathStringValue("$.listeners.l.state").isEqualTo("RUNNING");
		assertThat(listeners).extractingJsonPathNumberValue("$.listeners.l.waiting").isEqualTo(0);
		assertThat(body(get("socklisteners/l"))).extractingJsonPathStringValue("$.method").contains("receive");
	}

	@Test
	void anEndpointIsStoppedAndStarted() {
		HttpResponse<String> stopped = post("sock/client", "action", "stop");
		assertThat(stopped.statusCode()).isEqualTo(200);
		assertThat(body(stopped)).extractingJsonPathBooleanValue("$.open").isFalse();
		assertThat(post("sock/client", "action", "stop").statusCode()).as("once more").isEqualTo(200);
		HttpResponse<String> started = post("sock/client", "action", "START");
		assertThat(started.statusCode()).isEqualTo(200);
		assertThat(body(started)).extractingJsonPathBooleanValue("$.open").isTrue();
		awaitPhase(Phase.UP);
	}

	@Test
	void anEndpointThatCannotBeStartedIs409WithTheReason() {
		post("sock/client", "action", "stop");
		this.network.failure = new SctpBindException(SctpBindException.Reason.SCTP_PORT_IN_USE, "port is taken", null);
		HttpResponse<String> response = post("sock/client", "action", "start");
		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(body(response)).extractingJsonPathStringValue("$.problem").contains("'client'", "port is taken");
	}

	@Test
	void anAssociationThatIsEndedStaysDownUntilItIsConnected() {
		assertThat(post("sock/client/hlr", "action", "shutdown").statusCode()).isEqualTo(204);
		assertThat(managed().status().phase()).isEqualTo(Phase.STOPPED);
		assertThat(body(get("sock/client/hlr"))).extractingJsonPathStringValue("$.reason").contains("operator");
		assertThat(body(get("sock/client/hlr"))).extractingJsonPathStringValue("$.phase").isEqualTo("STOPPED");
		assertThat(body(get("sock/client"))).extractingJsonPathStringValue("$.associations.hlr.phase")
			.isEqualTo("STOPPED");
		assertThat(body(get("sock"))).extractingJsonPathStringValue("$.endpoints.client.phases.hlr")
			.isEqualTo("STOPPED");
		assertThat(post("sock/client/hlr", "action", "abort").statusCode()).as("of one that is down").isEqualTo(204);
		assertThat(post("sock/client/hlr", "action", "connect").statusCode()).isEqualTo(204);
		awaitPhase(Phase.UP);
		assertThat(post("sock/client/hlr", "action", "connect").statusCode()).as("of one that is up").isEqualTo(204);
		assertThat(post("sock/client/hlr", "action", "ABORT").statusCode()).isEqualTo(204);
		assertThat(managed().status().phase()).isEqualTo(Phase.STOPPED);
	}

	@Test
	void anAssociationOfAPeerCanBeEndedAndNotConnected() {
		FakeAssociation peer = this.network.endpoint("server").establish("peer");
		HttpResponse<String> response = post("sock/server/peer", "action", "connect");
		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(body(response)).extractingJsonPathStringValue("$.problem").contains("'peer'");
		assertThat(post("sock/server/peer", "action", "abort").statusCode()).isEqualTo(204);
		assertThat(peer.state.canSend()).isFalse();
		assertThat(post("sock/server/peer", "action", "abort").statusCode()).as("it is gone").isEqualTo(404);
	}

	@Test
	void connectingWhileTheEndpointIsStoppedIs409() {
		post("sock/client", "action", "stop");
		HttpResponse<String> response = post("sock/client/hlr", "action", "connect");
		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(body(response)).extractingJsonPathStringValue("$.problem").contains("'client'", "start");
	}

	@Test
	void thePrimaryPathIsSetToAnAddressOfThePeerOnly() {
		SctpPath path = mock(SctpPath.class);
		given(path.address()).willReturn(SctpAddress.parse("10.0.0.2"));
		hlr().paths = List.of(path);
		assertThat(post("sock/client/hlr", "action", "set-primary", "address", "10.0.0.2").statusCode()).isEqualTo(204);
		verify(path).makePrimary();
		for (String address : List.of("10.9.9.9", "no address", "")) {
			HttpResponse<String> response = post("sock/client/hlr", "action", "set_primary", "address", address);
			assertThat(response.statusCode()).as(address).isEqualTo(400);
			assertThat(body(response)).extractingJsonPathStringValue("$.problem").contains(address, "10.0.0.1");
		}
		assertThat(post("sock/client/hlr", "action", "set_primary").statusCode()).isEqualTo(400);
		willThrow(new SctpClosedException("the path was removed")).given(path).makePrimary();
		HttpResponse<String> removed = post("sock/client/hlr", "action", "set_primary", "address", "10.0.0.2");
		assertThat(removed.statusCode()).isEqualTo(409);
		assertThat(body(removed)).extractingJsonPathStringValue("$.problem").contains("removed");
	}

	@Test
	void thePrimaryPathOfAnAssociationThatIsDownIs409() {
		post("sock/client/hlr", "action", "shutdown");
		assertThat(post("sock/client/hlr", "action", "set_primary", "address", "10.0.0.1").statusCode()).isEqualTo(409);
	}

	@Test
	void aListenerIsPausedResumedStoppedAndStarted() {
		for (String[] step : new String[][] { { "pause", "PAUSED" }, { "pause", "PAUSED" }, { "RESUME", "RUNNING" },
				{ "stop", "STOPPED" }, { "resume", "STOPPED" }, { "start", "RUNNING" } }) {
			HttpResponse<String> response = post("socklisteners/l", "action", step[0]);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(body(response)).extractingJsonPathStringValue("$.state").as(step[0]).isEqualTo(step[1]);
			assertThat(application.getBean(SctpListenerRegistry.class).listener("l").state())
				.isEqualTo(SctpListenerState.valueOf(step[1]));
		}
	}

	@Test
	void whatAPausedListenerKeepsIsShown() {
		post("socklisteners/l", "action", "pause");
		this.network.endpoint("client").deliver(hlr().message("secret".getBytes(), 0, 0));
		Awaitility.await()
			.untilAsserted(() -> assertThat(body(get("socklisteners/l"))).extractingJsonPathNumberValue("$.waiting")
				.isEqualTo(1));
		assertThat(get("socklisteners/l").body()).doesNotContain("secret");
	}

	@Test
	void healthHasAComponentForEachEndpoint() {
		HttpResponse<String> health = get("health");
		assertThat(health.statusCode()).isEqualTo(200);
		JsonContent<Object> body = body(health);
		assertThat(body).extractingJsonPathStringValue("$.components.sock.components.client.status").isEqualTo("UP");
		assertThat(body).extractingJsonPathStringValue("$.components.sock.components.server.status").isEqualTo("UP");
		assertThat(body).extractingJsonPathStringValue("$.components.sock.components.client.details.associations.hlr")
			.isEqualTo("UP");
		assertThat(body(get("health/sock/client"))).extractingJsonPathStringValue("$.details.listeners.l")
			.isEqualTo("RUNNING");
	}

	@Test
	void whatIsStoppedOnPurposeIsNotDown() {
		post("sock/client/hlr", "action", "shutdown");
		assertThat(get("health").statusCode()).isEqualTo(200);
		assertThat(body(get("health/sock/client"))).extractingJsonPathStringValue("$.status").isEqualTo("UP");
		post("socklisteners/l", "action", "stop");
		assertThat(body(get("health/sock/client"))).extractingJsonPathStringValue("$.status").isEqualTo("UP");
		post("sock/client", "action", "stop");
		assertThat(body(get("health/sock/client"))).extractingJsonPathStringValue("$.status").isEqualTo("UNKNOWN");
		post("sock/server", "action", "stop");
		assertThat(get("health").statusCode()).isEqualTo(200);
	}

	@Test
	void anAssociationThatIsLostForLongerThanTheGracePeriodIsDown() {
		FakeEndpoint client = this.network.endpoint("client");
		client.connector = (connect) -> CompletableFuture
			.failedFuture(new SctpConnectException(SctpConnectException.Reason.REFUSED, "nobody there", null));
		hlr().abort("peer is gone");
		awaitPhase(Phase.WAITING);
		assertThat(body(get("sock/client/hlr"))).extractingJsonPathStringValue("$.phase").isEqualTo("WAITING");
		assertThat(body(get("health/sock/client"))).extractingJsonPathStringValue("$.details.associations.hlr")
			.startsWith("WAITING: ");
		HttpResponse<String> health = get("health");
		assertThat(health.statusCode()).isEqualTo(503);
		assertThat(body(health)).extractingJsonPathStringValue("$.components.sock.components.client.status")
			.isEqualTo("DOWN");
		assertThat(body(health)).extractingJsonPathStringValue("$.components.sock.components.server.status")
			.isEqualTo("UP");
	}

	@Test
	void byDefaultWritesAre405AndChangeNothing() {
		try (ConfigurableApplicationContext readOnly = run()) {
			SctpEndpoints own = readOnly.getBean(SctpEndpoints.class);
			for (String path : List.of("sock/client", "sock/client/hlr", "socklisteners/l")) {
				assertThat(send(readOnly, json("{\"action\":\"stop\"}"), path).statusCode()).as(path).isEqualTo(405);
				assertThat(send(readOnly, HttpRequest.newBuilder().GET(), path).statusCode()).as(path).isEqualTo(200);
			}
			assertThat(own.find("client").orElseThrow().endpoint()).isPresent();
			assertThat(readOnly.getBean(SctpListenerRegistry.class).listener("l").state())
				.isEqualTo(SctpListenerState.RUNNING);
		}
	}

	@Test
	void withoutAccessThereIsNothing() {
		try (ConfigurableApplicationContext none = run("management.endpoint.sock.access=none",
				"management.endpoint.socklisteners.access=none")) {
			for (String path : List.of("sock", "sock/client", "socklisteners")) {
				assertThat(send(none, HttpRequest.newBuilder().GET(), path).statusCode()).as(path).isEqualTo(404);
				assertThat(send(none, json("{\"action\":\"stop\"}"), path).statusCode()).as(path).isEqualTo(404);
			}
		}
	}

}
