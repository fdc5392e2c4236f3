package dev.sock.userspace.loopback;

import java.util.List;

import dev.sock.ConnectOptions;
import dev.sock.GsoMode;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SendOptions;
import dev.sock.Sock;
import dev.sock.contract.Await;
import dev.sock.contract.Payloads;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several instances in one JVM, and several JVMs on one host.
 */
class SideBySideTests extends AbstractLoopbackTests {

	@Test
	void twoInstancesOfOneJvmKnowNothingOfEachOther() {
		SctpEndpoint mine = server(ECHO);
		try (Sock second = sock(0, GsoMode.AUTO)) {
			// The same name and the same SCTP port, on a UDP port of its own.
			SctpEndpoint theirs = second
				.createEndpoint(accepting(1).name("server").port(mine.localPort()).handler(ECHO).build());
			assertThat(theirs.udpPort()).isNotEqualTo(mine.udpPort());
			assertThat(second.endpoints()).containsExactly(theirs);
			assertThat(this.sock.endpoints()).containsExactly(mine);
			SctpAssociation toTheirs = client().connect(to(theirs));
			SctpAssociation toMine = second.createEndpoint(connecting().name("client").build()).connect(to(mine));
			assertThat(toTheirs.id()).isEqualTo(1);
			for (SctpAssociation association : List.of(toTheirs, toMine)) {
				association.send(new byte[] { 8 }, SendOptions.DEFAULT);
				assertThat(receive(association).payload()).containsExactly(8);
			}
			second.close();
			Await.result(toTheirs.closed());
			assertThat(mine.isOpen()).isTrue();
		}
		SctpAssociation again = open(connecting()).connect(to(mine));
		again.send(new byte[] { 9 }, SendOptions.DEFAULT);
		assertThat(receive(again).payload()).containsExactly(9);
	}

	@Test
	void twoJvmsOfOneHostCallEachOther() throws Exception {
		SctpEndpoint server = server(ECHO);
		int udpPort = server.udpPort().getAsInt();
		// This one's UDP port is the other one's default: it only connects by it.
		try (OtherJvm other = new OtherJvm(List.of(), EchoProgram.class, udpPort)) {
			String[] ports = other.await("ready").split(" ");
			assertThat(Integer.parseInt(other.await("client"))).isNotEqualTo(udpPort);
			SctpAssociation association = client().connect(ConnectOptions.to("127.0.0.1", Integer.parseInt(ports[1]))
				.withRemoteUdpPort(Integer.parseInt(ports[0])));
			for (int n = 0; n < 500; n++) {
				association.send(Payloads.numbered(n, 2_000), SendOptions.DEFAULT);
			}
			for (int n = 0; n < 500; n++) {
				assertThat(Payloads.number(receive(association).payload())).isEqualTo(n);
			}
			other.tell(udpPort + " " + server.localPort());
			assertThat(other.await("echoed")).isEqualTo("from the other JVM");
			assertThat(server.associations()).hasSize(1);
		}
	}

}
