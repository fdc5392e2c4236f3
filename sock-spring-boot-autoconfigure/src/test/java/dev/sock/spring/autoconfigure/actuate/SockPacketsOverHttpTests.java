package dev.sock.spring.autoconfigure.actuate;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.sock.SctpMessage;
import dev.sock.spring.annotation.SctpListener;
import dev.sock.spring.autoconfigure.FakeNetworkConfiguration;
import dev.sock.spring.core.SctpTemplate;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.fake.FakeNetwork;
import dev.sock.spring.packets.LoggedPackets;
import dev.sock.spring.packets.PacketLogs;
import dev.sock.spring.packets.SockPacketsEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.boot.test.json.JsonContent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static dev.sock.spring.autoconfigure.actuate.ActuatorRequests.json;
import static dev.sock.spring.autoconfigure.actuate.ActuatorRequests.send;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the actuator endpoint {@code sockpackets} answers over HTTP, in an
 * application with real sockets.
 */
class SockPacketsOverHttpTests {

	private static final String SECRET = "Nobody may read this";

	private static final BasicJsonTester JSON = new BasicJsonTester(SockPacketsOverHttpTests.class);

	private static ConfigurableApplicationContext application;

	@BeforeAll
	static void start() throws IOException {
		application = run(Application.class, "management.endpoint.sockpackets.access=unrestricted");
		Awaitility.await()
			.until(() -> application.getBean(SctpEndpoints.class)
				.find("client")
				.orElseThrow()
				.endpoint()
				.orElseThrow()
				.association("to-server")
				.filter((association) -> association.state().canSend())
				.isPresent());
	}

	private static ConfigurableApplicationContext run(Class<?> type, String... properties) throws IOException {
		int udpPort;
		try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
			udpPort = socket.getLocalPort();
		}
		List<String> all = new ArrayList<>(List.of(properties));
		String association = "sock.endpoints[1].associations[0].";
		all.addAll(List.of("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
				"spring.jmx.enabled=false", "management.endpoints.web.exposure.include=*", "sock.transport=userspace",
				"sock.userspace.udp-port=" + udpPort, "sock.shutdown-timeout=1s", "sock.endpoints[0].name=server",
				"sock.endpoints[0].local-addresses=127.0.0.1", "sock.endpoints[0].port=30400",
				"sock.endpoints[0].accept=4", "sock.endpoints[1].name=client",
				"sock.endpoints[1].local-addresses=127.0.0.1", association + "name=to-server",
				association + "remote-addresses=127.0.0.1", association + "remote-port=30400",
				association + "remote-udp-port=" + udpPort));
		return new SpringApplicationBuilder(type).properties(all.toArray(String[]::new)).run();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@AfterEach
	void endLogs() {
		for (String path : List.of("client", "server", "client/to-server")) {
			delete(path);
		}
	}

	private static HttpResponse<byte[]> read(String path) {
		return send(application, HttpRequest.newBuilder().GET(), "/actuator/sockpackets/" + path,
				HttpResponse.BodyHandlers.ofByteArray());
	}

	private static HttpResponse<String> post(String path, String body) {
		return send(application, json(body), "sockpackets/" + path);
	}

	private static int delete(String path) {
		return send(application, HttpRequest.newBuilder().DELETE(), "sockpackets/" + path).statusCode();
	}

	private static JsonContent<Object> logs() {
		return JSON.from(send(application, HttpRequest.newBuilder().GET(), "sockpackets").body());
	}

	/** And waits until the log has the answer. */
	private static void exchange(String path) {
		application.getBean(SctpTemplate.class).to("to-server").send(SECRET);
		Awaitility.await()
			.until(() -> LoggedPackets.chunks(read(path).body()).stream().filter((type) -> type == 0).count() >= 2);
	}

	private static String text(HttpResponse<byte[]> response) {
		return new String(response.body(), StandardCharsets.ISO_8859_1);
	}

	@Test
	void aLogIsStartedReadAndEnded() {
		assertThat(read("client").statusCode()).isEqualTo(404);
		assertThat(post("client", "{\"size\":\"1MB\"}").statusCode()).isEqualTo(204);
		exchange("client");
		HttpResponse<byte[]> response = read("client");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/x-pcapng");
		JsonContent<Object> logs = logs();
		assertThat(logs).extractingJsonPathNumberValue("$.maxBytes").isEqualTo(64 * 1024 * 1024);
		assertThat(logs).extractingJsonPathNumberValue("$.logs.client.maxBytes").isEqualTo(1024 * 1024);
		assertThat(logs).extractingJsonPathNumberValue("$.logs.client.payloadLimit").isEqualTo(0);
		assertThat(delete("client")).isEqualTo(204);
		assertThat(delete("client")).isEqualTo(404);
		assertThat(read("client").statusCode()).isEqualTo(404);
		assertThat(logs()).extractingJsonPathMapValue("$.logs").isEmpty();
	}

	@Test
	void payloadIsNotInItUnlessItIsAskedFor() {
		post("client", "{}");
		exchange("client");
		assertThat(text(read("client"))).doesNotContain(SECRET, SECRET.substring(0, 2));
		post("client", "{\"payload\":6}");
		exchange("client");
		assertThat(text(read("client"))).contains(SECRET.substring(0, 6)).doesNotContain(SECRET.substring(0, 7));
		post("client", "{\"payload\":100}");
		exchange("client");
		assertThat(text(read("client"))).contains(SECRET);
	}

	@Test
	void anAssociationHasALogOfItsOwn() {
		assertThat(post("client/to-server", "{}").statusCode()).isEqualTo(204);
		exchange("client/to-server");
		assertThat(logs()).extractingJsonPathNumberValue("$.logs['client/to-server'].packets").isNotNull();
		assertThat(read("client").statusCode()).isEqualTo(404);
		assertThat(delete("client")).isEqualTo(404);
		assertThat(delete("client/to-server")).isEqualTo(204);
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "none/to-server", "client/none" })
	void unknownNamesAre404(String path) {
		assertThat(post(path, "{}").statusCode()).isEqualTo(404);
		assertThat(read(path).statusCode()).isEqualTo(404);
		assertThat(delete(path)).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource({ "65MB", "0", "-1", "9000000TB" })
	void aSizeOutOfBoundsIs400WithTheBound(String size) {
		HttpResponse<String> response = post("client", "{\"size\":\"" + size + "\"}");
		assertThat(response.statusCode()).isEqualTo(400);
		if (!size.endsWith("TB")) {
			assertThat(JSON.from(response.body())).extractingJsonPathStringValue("$.problem")
				.contains("'size'", "1 to 67108864");
		}
		assertThat(read("client").statusCode()).isEqualTo(404);
	}

	@Test
	void theBoundIsWhatOtherLogsLeave() {
		post("server", "{\"size\":\"60MB\"}");
		HttpResponse<String> response = post("client", "{}");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(JSON.from(response.body())).extractingJsonPathStringValue("$.problem").contains("1 to 4194304");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"payload\":-1}", "{\"payload\":\"much\"}", "{\"size\":\"big\"}",
			"{\"payload\":99999999999}", "{\"payload\":" })
	void whatCannotBeUnderstoodIs400(String body) {
		assertThat(post("client", body).statusCode()).isEqualTo(400);
		assertThat(read("client").statusCode()).isEqualTo(404);
	}

	@Test
	void byDefaultThereIsNoSuchActuatorEndpoint() throws IOException {
		try (ConfigurableApplicationContext none = run(OnAFakeNetwork.class)) {
			for (String path : List.of("sockpackets", "sockpackets/client", "sockpackets/client/to-server")) {
				assertThat(send(none, HttpRequest.newBuilder().GET(), path).statusCode()).as(path).isEqualTo(404);
				assertThat(send(none, json("{}"), path).statusCode()).as(path).isEqualTo(404);
				assertThat(send(none, HttpRequest.newBuilder().DELETE(), path).statusCode()).as(path).isEqualTo(404);
			}
			assertThat(none.getBeansOfType(PacketLogs.class)).isEmpty();
			assertThat(none.getBean(FakeNetwork.class).endpoint("client").tap).isNull();
		}
	}

	@Test
	void withReadOnlyAccessNoLogCanBeStartedOrEnded() throws IOException {
		try (ConfigurableApplicationContext readOnly = run(OnAFakeNetwork.class,
				"management.endpoint.sockpackets.access=read-only")) {
			assertThat(send(readOnly, HttpRequest.newBuilder().GET(), "sockpackets").statusCode()).isEqualTo(200);
			assertThat(send(readOnly, json("{}"), "sockpackets/client").statusCode()).isEqualTo(405);
			assertThat(send(readOnly, HttpRequest.newBuilder().DELETE(), "sockpackets/client").statusCode())
				.isEqualTo(405);
		}
	}

	@Test
	void aTransportThatDoesNotSeePacketsIs409WithTheReason() throws IOException {
		try (ConfigurableApplicationContext kernel = run(KernelLike.class,
				"management.endpoint.sockpackets.access=unrestricted")) {
			kernel.getBean(FakeNetwork.class).endpoint("client").blind = true;
			HttpResponse<String> response = send(kernel, json("{}"), "sockpackets/client");
			assertThat(response.statusCode()).isEqualTo(409);
			assertThat(JSON.from(response.body())).extractingJsonPathStringValue("$.problem").contains("tcpdump");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@SctpListener(endpoint = "server")
		byte[] echo(SctpMessage message) {
			return message.payload();
		}

		@SctpListener(endpoint = "client")
		void echoed(byte[] payload) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(FakeNetworkConfiguration.class)
	static class OnAFakeNetwork {

	}

	static class KernelLike extends OnAFakeNetwork {

		@Bean
		SockPacketsEndpoint sockPacketsEndpoint(FakeNetwork network) {
			return new SockPacketsEndpoint(
					new PacketLogs(() -> List.copyOf(network.endpoints.values()), (endpoint, association) -> true));
		}

	}

}
