package dev.sock.page;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sock.AssociationStatistics;
import dev.sock.SctpAssociation;
import dev.sock.SctpMessage;
import dev.sock.SendOptions;
import dev.sock.Sock;
import dev.sock.spring.annotation.SctpListener;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what tshark makes of the packet logs that the actuator gives.
 */
class PacketLogTests {

	private static final String SECRET = "Nobody may read this";

	/** Diameter, for which tshark has a dissector that is not to choke on zeros. */
	private static final int PPID = 46;

	private ConfigurableApplicationContext application;

	private Http http;

	@TempDir
	private Path folder;

	@BeforeEach
	void start() throws IOException {
		int udpPort;
		try (DatagramSocket socket = new DatagramSocket(0)) {
			udpPort = socket.getLocalPort();
		}
		List<String> properties = new ArrayList<>(List.of("server.port=0", "server.address=127.0.0.1",
				"spring.main.banner-mode=off", "spring.main.log-startup-info=false",
				"management.endpoints.web.exposure.include=*", "management.endpoint.sockpackets.access=unrestricted",
				"sock.transport=userspace", "sock.userspace.udp-port=" + udpPort, "sock.endpoints[0].name=server",
				"sock.endpoints[0].local-addresses=127.0.0.1,127.0.0.2,::1", "sock.endpoints[0].port=30400",
				"sock.endpoints[0].accept=4"));
		properties.addAll(client(1, "ipv4", "127.0.0.1,127.0.0.2", udpPort));
		properties.addAll(client(2, "ipv6", "::1", udpPort));
		this.application = new SpringApplicationBuilder(Application.class).properties(properties.toArray(String[]::new))
			.run();
		this.http = new Http(Integer.parseInt(this.application.getEnvironment().getProperty("local.server.port")));
	}

	private static List<String> client(int index, String name, String addresses, int udpPort) {
		String endpoint = "sock.endpoints[" + index + "].";
		String association = endpoint + "associations[0].";
		return List.of(endpoint + "name=" + name, endpoint + "local-addresses=" + addresses,
				endpoint + "options.heartbeat-interval=200ms", association + "name=to-server",
				association + "remote-addresses=" + addresses, association + "remote-port=30400",
				association + "remote-udp-port=" + udpPort);
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	/** The one that an endpoint has, once it is up. */
	private SctpAssociation association(String endpoint) {
		return Awaitility.await("the association of " + endpoint)
			.until(() -> this.application.getBean(Sock.class)
				.endpoint(endpoint)
				.flatMap((opened) -> opened.association("to-server"))
				.filter((association) -> association.state().canSend())
				.orElse(null), (association) -> association != null);
	}

	/**
	 * Short and long, ordered and not, alone and several in a packet; until all is
	 * answered.
	 */
	private static void exchange(SctpAssociation association) {
		int sent = 0;
		for (int length : new int[] { 20, 100, 1_400, 5_000, 65_000 }) {
			for (int i = 0; i < 20; i++) {
				byte[] payload = Arrays.copyOf(SECRET.getBytes(StandardCharsets.US_ASCII), length);
				association.send(payload,
						SendOptions.stream(i % 8).withPayloadProtocolId(PPID).withUnordered(i % 4 == 3));
				sent++;
			}
		}
		int answers = sent;
		Awaitility.await("the answers")
			.until(() -> association.status().statistics().messagesReceived() == answers
					&& association.status().unacknowledgedChunks() == 0);
	}

	private Path read(String log) throws IOException {
		return Files.write(this.folder.resolve("log.pcapng"), this.http.get("/actuator/sockpackets/" + log));
	}

	/**
	 * The values of a field of the packets that match a filter, a line for each packet.
	 */
	private List<String> tshark(Path file, String filter, String field) throws IOException, InterruptedException {
		Path errors = this.folder.resolve("errors");
		Process process = new ProcessBuilder("tshark", "-r", file.toString(), "-o", "sctp.checksum:CRC 32c", "-Y",
				filter, "-T", "fields", "-e", field)
			.redirectError(errors.toFile())
			.start();
		List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
			.toList();
		assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
		return lines;
	}

	private long dataChunks(Path file, String filter) throws IOException, InterruptedException {
		return tshark(file, filter, "sctp.chunk_type").stream()
			.flatMap((types) -> Arrays.stream(types.split(",")))
			.filter("0"::equals)
			.count();
	}

	@ParameterizedTest
	@CsvSource({ "ipv4, ip", "ipv6, ipv6" })
	void tsharkCountsTheDataChunksThatWeCountAndFindsNothingWrong(String name, String version) throws Exception {
		SctpAssociation association = association(name);
		int port = association.endpoint().localPort();
		assertThat(this.http.post("/actuator/sockpackets/" + name + "/to-server", "{\"size\":\"32MB\"}"))
			.isEqualTo(204);
		exchange(association);
		AssociationStatistics counted = association.status().statistics();
		Path file = read(name + "/to-server");

		assertThat(dataChunks(file, "sctp.srcport == " + port)).as("sent")
			.isEqualTo(counted.outOrderChunks() + counted.outUnorderChunks() + counted.rtxChunks());
		assertThat(dataChunks(file, "sctp.dstport == " + port)).as("received")
			.isEqualTo(counted.inOrderChunks() + counted.inUnorderChunks() + counted.duplicateTsns());
		assertThat(counted.outUnorderChunks()).isPositive();
		assertThat(counted.fragUsrMsgs()).isPositive();
		assertThat(tshark(file, "sctp", "sctp.chunk_type")).as("several messages in a packet")
			.anyMatch((types) -> types.contains("0,0,0"));

		assertThat(tshark(file, "_ws.malformed || _ws.expert.severity == error", "_ws.expert.message")).isEmpty();
		assertThat(tshark(file, "sctp.checksum.status != 1 || !sctp || !" + version, "frame.number")).isEmpty();
		assertThat(tshark(file, "frame.comment contains \"replaced by zeros\"", "frame.number")).isNotEmpty();
		assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).as("payload").doesNotContain(SECRET);
	}

	@Test
	void tsharkShowsThePayloadThatWasAskedFor() throws Exception {
		SctpAssociation association = association("ipv4");
		assertThat(this.http.post("/actuator/sockpackets/server", "{\"payload\":1000}")).isEqualTo(204);
		association.send(SECRET.getBytes(StandardCharsets.US_ASCII), SendOptions.DEFAULT);
		Awaitility.await("the message and its answer")
			.untilAsserted(
					() -> assertThat(tshark(read("server"), "data.data contains \"" + SECRET + "\"", "sctp.srcport"))
						.containsExactly("" + association.endpoint().localPort(), "30400"));
		assertThat(Files.readString(read("server"), StandardCharsets.ISO_8859_1)).contains(SECRET);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@SctpListener(endpoint = "server")
		void echo(SctpMessage message) {
			message.association().send(message.payload(), message.replyOptions());
		}

		@SctpListener(endpoint = "ipv4")
		void echoed(SctpMessage message) {
		}

		@SctpListener(endpoint = "ipv6")
		void echoedOverIpv6(SctpMessage message) {
		}

	}

}
