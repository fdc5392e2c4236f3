package dev.sock.userspace.loopback;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;

import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.GsoMode;
import dev.sock.SctpAssociation;
import dev.sock.SctpBindException.Reason;
import dev.sock.SctpBindException;
import dev.sock.SctpConnectException;
import dev.sock.SctpEndpoint;
import dev.sock.SendOptions;
import dev.sock.Sock;
import dev.sock.contract.Recorder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Which UDP and SCTP ports endpoints get, and what they hear if they cannot have one.
 */
class PortTests extends AbstractLoopbackTests {

	private void assertRefused(Reason reason, EndpointOptions.Builder options, String... messages) {
		SctpBindException ex = catchThrowableOfType(SctpBindException.class, () -> open(options));
		assertThat(ex).isNotNull();
		assertThat(ex.reason()).as(ex.getMessage()).isEqualTo(reason);
		assertThat(ex.getMessage()).contains(messages);
	}

	@Test
	void aTakenUdpPortIsNamedWithThePropertyToChange() throws IOException {
		try (DatagramSocket taken = silentPeer()) {
			assertRefused(Reason.UDP_PORT_IN_USE, accepting(1).name("server").udpPort(taken.getLocalPort()),
					"Endpoint 'server' cannot be opened", "UDP port 127.0.0.1:" + taken.getLocalPort() + " is taken",
					"'sock.userspace.udp-port'", "'udp-port'");
		}
		assertThat(this.sock.endpoints()).isEmpty();
	}

	@Test
	void anEndpointThatOnlyConnectsTakesAnotherPortThanATakenDefault() throws IOException {
		SctpEndpoint server = server(ECHO);
		try (DatagramSocket taken = silentPeer(); Sock other = sock(taken.getLocalPort(), GsoMode.AUTO)) {
			SctpBindException refused = catchThrowableOfType(SctpBindException.class,
					() -> other.createEndpoint(accepting(1).build()));
			assertThat(refused.reason()).isEqualTo(Reason.UDP_PORT_IN_USE);
			SctpEndpoint client = other.createEndpoint(connecting().build());
			assertThat(client.udpPort().getAsInt()).isNotEqualTo(taken.getLocalPort());
			assertThat(other.createEndpoint(connecting().build()).udpPort()).isEqualTo(client.udpPort());
			SctpAssociation association = client.connect(to(server));
			association.send(new byte[] { 5 }, SendOptions.DEFAULT);
			assertThat(receive(association).payload()).containsExactly(5);
		}
	}

	@Test
	void twoEndpointsShareUdpAndSctpPortOnDifferentAddresses() {
		assumeBindable("127.0.0.2");
		Recorder first = new Recorder();
		Recorder second = new Recorder();
		SctpEndpoint one = open(accepting(2).handler(first));
		SctpEndpoint other = open(
				accepting(2, "127.0.0.2").handler(second).port(one.localPort()).udpPort(one.udpPort().getAsInt()));
		assertThat(other.udpPort()).isEqualTo(one.udpPort());
		client().connect(to(one)).send(new byte[] { 1 }, SendOptions.DEFAULT);
		open(connecting("127.0.0.2")).connect(to(other)).send(new byte[] { 2 }, SendOptions.DEFAULT);
		assertThat(first.next().payload()).containsExactly(1);
		assertThat(second.next().payload()).containsExactly(2);
		one.connect(to(other)).send(new byte[] { 3 }, SendOptions.DEFAULT);
		assertThat(second.next().payload()).containsExactly(3);
	}

	@Test
	void manyEndpointsShareOneUdpPort() {
		SctpEndpoint one = server(ECHO);
		for (int n = 0; n < 10; n++) {
			SctpEndpoint other = open(connecting().udpPort(one.udpPort().getAsInt()));
			SctpAssociation association = other.connect(to(one));
			association.send(new byte[] { (byte) n }, SendOptions.DEFAULT);
			assertThat(receive(association).payload()).containsExactly(n);
		}
	}

	@Test
	void aUdpPortIsFreeAgainAfterTheEndpointIsClosed() throws IOException {
		SctpEndpoint server = server(ECHO);
		int udpPort = server.udpPort().getAsInt();
		server.close(Duration.ZERO);
		new DatagramSocket(new InetSocketAddress(LOOPBACK.toInetAddress(), udpPort)).close();
	}

	@Test
	void nobodyHasTheUdpPortThatIsCalled() throws IOException {
		int gone;
		try (DatagramSocket socket = silentPeer()) {
			gone = socket.getLocalPort();
		}
		SctpConnectException ex = catchThrowableOfType(SctpConnectException.class, () -> client().connect(
				ConnectOptions.to("127.0.0.1", 30400).withRemoteUdpPort(gone).withTimeout(Duration.ofMillis(300))));
		assertThat(ex.reason()).isEqualTo(SctpConnectException.Reason.TIMED_OUT);
		assertThat(ex).hasMessageContaining("no answer from 127.0.0.1:30400 (userspace, UDP port " + gone + ")");
	}

}
