package dev.sock.userspace.peer;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UsrsctpPeers}: the peers with each other, so that a failure with sock
 * is known to be sock's.
 */
class UsrsctpPeersTests {

	private final UsrsctpPeers peers = new UsrsctpPeers();

	private final int serverUdpPort = UsrsctpPeers.freeUdpPort();

	private final int clientUdpPort = UsrsctpPeers.freeUdpPort();

	@AfterEach
	void endPeers() {
		this.peers.close();
	}

	@Test
	void clientGetsItsMessagesBackFromEcho() {
		UsrsctpPeers.Peer echo = this.peers.echo(this.serverUdpPort, 7, "--associations", "1");
		UsrsctpPeers.Peer client = this.peers.client(this.clientUdpPort, this.serverUdpPort, 7, "--messages", "200",
				"--size", "100000", "--streams", "3", "--echo");
		assertThat(client.awaitExit(Duration.ofSeconds(30))).as(client::toString).isZero();
		assertThat(echo.awaitExit(Duration.ofSeconds(30))).as(echo::toString).isZero();
		assertThat(client.lastLine()).contains("\"received\":200,", "\"corrupt\":0,", "\"shutdown\":\"complete\"");
	}

	@Test
	void tsctpCountsWhatTheClientSends() {
		UsrsctpPeers.Peer tsctp = this.peers.tsctp("-D", "-E", "" + this.serverUdpPort, "-U", "" + this.clientUdpPort,
				"-L", "127.0.0.1", "-p", "5001");
		UsrsctpPeers.Peer client = this.peers.client(this.clientUdpPort, this.serverUdpPort, 5001, "--messages", "1000",
				"--size", "1024");
		assertThat(client.awaitExit(Duration.ofSeconds(30))).as(client::toString).isZero();
		tsctp.await((line) -> line.matches("1024, 1000, 1000, 1024000, .*"), Duration.ofSeconds(10));
	}

}
