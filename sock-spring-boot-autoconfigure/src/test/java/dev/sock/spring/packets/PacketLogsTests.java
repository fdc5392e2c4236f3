package dev.sock.spring.packets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SendOptions;
import dev.sock.Sock;
import dev.sock.UserspaceOptions;
import dev.sock.capture.PacketLog;
import dev.sock.spring.fake.FakeAssociation;
import dev.sock.spring.fake.FakeEndpoint;
import dev.sock.spring.fake.FakeNetwork;
import dev.sock.spring.listener.EndpointListeners;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link PacketLogs}.
 */
class PacketLogsTests {

	private static final SctpAddress OURS = SctpAddress.parse("127.0.0.1");

	private static final SctpAddress THEIRS = SctpAddress.parse("10.0.0.2");

	private static final int PEER_PORT = 4000;

	private final FakeNetwork network = new FakeNetwork();

	private final PacketLogs logs = new PacketLogs(() -> List.copyOf(this.network.endpoints.values()),
			(endpoint, association) -> List.of("hlr", "other").contains(association));

	private FakeEndpoint open(String name) {
		FakeEndpoint endpoint = (FakeEndpoint) this.network.open(EndpointOptions.builder().name(name).build());
		this.logs.endpointOpened(endpoint, mock(EndpointListeners.class));
		return endpoint;
	}

	private static void show(FakeEndpoint endpoint, boolean outbound, int peerPort) {
		ByteBuffer packet = ByteBuffer.allocate(20);
		packet.putShort(0, (short) (outbound ? 45678 : peerPort)).putShort(2, (short) (outbound ? peerPort : 45678));
		endpoint.tap.packet(outbound, OURS, THEIRS, 9899, packet);
	}

	private int packets(String endpoint, String association) {
		return this.logs.find(endpoint, association).orElseThrow().packets();
	}

	private static byte[] read(PacketLog log) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try {
			log.writeTo(out);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return out.toByteArray();
	}

	@Test
	void nothingIsTappedUntilSomebodyWantsIt() {
		FakeEndpoint endpoint = open("client");
		assertThat(endpoint.tap).isNull();
		assertThat(this.logs.start("client", null, 1000, 0)).isTrue();
		assertThat(endpoint.tap).isNotNull();
		assertThat(this.logs.stop("client", null)).isTrue();
		assertThat(endpoint.tap).isNull();
		assertThat(this.logs.find("client", null)).isEmpty();
	}

	@Test
	void namesThatNobodyHasAreNotLogged() {
		open("client");
		assertThat(this.logs.start("none", null, 1000, 0)).isFalse();
		assertThat(this.logs.start("client", "none", 1000, 0)).isFalse();
		assertThat(this.logs.stop("client", null)).isFalse();
		assertThat(this.logs.stop("client", "hlr")).isFalse();
		assertThat(this.logs.all()).isEmpty();
	}

	@Test
	void allLogsTogetherAreBounded() {
		open("client");
		open("server");
		long half = PacketLogs.MAX_BYTES / 2;
		assertThat(this.logs.start("client", null, half, 0)).isTrue();
		assertThat(this.logs.start("client", "hlr", half / 2, 0)).isTrue();
		for (long tooMuch : new long[] { half / 2 + 1, Long.MAX_VALUE, 0, -1 }) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.logs.start("server", null, tooMuch, 0))
				.withMessageContaining("1 to " + half / 2)
				.withMessageContaining("" + PacketLogs.MAX_BYTES);
		}
		assertThat(this.logs.start("server", null, half / 2, 0)).isTrue();
		assertThat(this.logs.start("server", null, half / 2, 0)).as("anew").isTrue();
		assertThat(this.logs.all()).containsOnlyKeys("client", "client/hlr", "server");
		this.logs.stop("client", null);
		assertThat(this.logs.start("server", null, half + half / 2, 0)).as("in the room of one that was stopped")
			.isTrue();
	}

	@Test
	void aLogThatIsStartedAgainBeginsAnew() {
		FakeEndpoint endpoint = open("client");
		this.logs.start("client", null, 1000, 0);
		show(endpoint, true, PEER_PORT);
		assertThat(packets("client", null)).isOne();
		this.logs.start("client", null, 2000, 5);
		assertThat(packets("client", null)).isZero();
		PacketLog log = this.logs.find("client", null).orElseThrow();
		assertThat(log.maxBytes()).isEqualTo(2000);
		assertThat(log.payloadLimit()).isEqualTo(5);
	}

	@Test
	void aLogGoesOnWhenItsEndpointIsStoppedAndStarted() {
		FakeEndpoint endpoint = open("client");
		this.logs.start("client", null, 1000, 0);
		show(endpoint, true, PEER_PORT);
		endpoint.close(Duration.ZERO);
		this.network.endpoints.remove("client");
		assertThat(packets("client", null)).as("while it is closed").isOne();
		show(open("client"), true, PEER_PORT);
		assertThat(packets("client", null)).isEqualTo(2);
	}

	@Test
	void aLogIsEndedWhileItsEndpointIsStopped() {
		open("client");
		this.logs.start("client", null, 1000, 0);
		this.network.endpoints.remove("client");
		assertThat(this.logs.stop("client", null)).isTrue();
		assertThat(open("client").tap).isNull();
	}

	@Test
	void anAssociationsLogHasItsPacketsOnly() {
		FakeEndpoint endpoint = open("client");
		this.logs.start("client", "hlr", 1000, 0);
		this.logs.start("client", null, 1000, 0);
		endpoint.establish("hlr");
		show(endpoint, true, PEER_PORT);
		show(endpoint, false, PEER_PORT);
		show(endpoint, true, PEER_PORT + 1);
		show(endpoint, false, PEER_PORT + 1);
		endpoint.tap.packet(false, OURS, THEIRS, 9899, ByteBuffer.allocate(3));
		assertThat(packets("client", "hlr")).isEqualTo(2);
		assertThat(packets("client", null)).isEqualTo(5);
		this.logs.stop("client", null);
		assertThat(endpoint.tap).as("for the association").isNotNull();
		show(endpoint, true, PEER_PORT);
		assertThat(packets("client", "hlr")).isEqualTo(3);
	}

	@Test
	void whatLeavesWhenAnAssociationHasEndedIsItsOwnUntilAnotherHasItsAddress() {
		FakeEndpoint endpoint = open("client");
		this.logs.start("client", "hlr", 1000, 0);
		show(endpoint, true, PEER_PORT);
		assertThat(packets("client", "hlr")).as("of nobody").isZero();
		FakeAssociation hlr = endpoint.establish("hlr");
		show(endpoint, true, PEER_PORT);
		hlr.abort("");
		show(endpoint, true, PEER_PORT);
		assertThat(packets("client", "hlr")).isEqualTo(2);
		FakeAssociation other = endpoint.establish("other");
		show(endpoint, true, PEER_PORT);
		other.abort("");
		show(endpoint, true, PEER_PORT);
		assertThat(packets("client", "hlr")).as("of another").isEqualTo(2);
	}

	@Test
	void anEndpointThatDoesNotSeePacketsHasNoLog() {
		open("client").blind = true;
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.logs.start("client", null, 1000, 0))
			.withMessage("use tcpdump");
		assertThat(this.logs.all()).isEmpty();
		assertThat(this.logs.find("client", null)).isEmpty();
	}

	@Test
	void anAssociationsLogBeginsWithItsHandshakeAndHasItsEnd() throws Exception {
		try (Sock sock = Sock.builder()
			.transport("userspace")
			.userspace(new UserspaceOptions(0, UserspaceOptions.DEFAULT.gso()))
			.build()) {
			SctpEndpoint server = sock
				.createEndpoint(EndpointOptions.builder().name("server").localAddresses("127.0.0.1").accept(2).build());
			SctpEndpoint client = sock
				.createEndpoint(EndpointOptions.builder().name("client").localAddresses("127.0.0.1").build());
			PacketLogs real = new PacketLogs(sock::endpoints, (endpoint, association) -> true);
			ConnectOptions options = ConnectOptions.to("127.0.0.1", server.localPort())
				.withRemoteUdpPort(server.udpPort().getAsInt())
				.withName("to-server");
			real.start("client", "to-server", 100_000, 0);
			SctpAssociation aborted = client.connect(options);
			aborted.send(new byte[] { 1 }, SendOptions.DEFAULT);
			aborted.abort("enough");
			aborted.closed().get(20, TimeUnit.SECONDS);
			SctpAssociation ended = client.connect(options);
			ended.shutdown().get(20, TimeUnit.SECONDS);
			client.close();
			List<Integer> chunks = LoggedPackets.chunks(read(real.find("client", "to-server").orElseThrow()));
			// INIT, INIT ACK, COOKIE ECHO, COOKIE ACK, ABORT; then SHUTDOWN, SHUTDOWN
			// ACK, SHUTDOWN COMPLETE
			assertThat(chunks).startsWith(1, 2, 10).containsSubsequence(1, 2, 10, 11, 6, 1, 2, 10, 11, 7, 8, 14);
		}
	}

}
