package dev.sock.userspace.peer;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UdpRelay}.
 */
class UdpRelayTests {

	private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	@Test
	void relaysBothWays() throws Exception {
		try (DatagramSocket server = socket(); DatagramSocket client = socket(); UdpRelay relay = relay(server, 1)) {
			send(client, relay.port(), 1);
			DatagramPacket packet = receive(server);
			assertThat(packet.getData()[0]).isEqualTo((byte) 1);
			send(server, packet.getPort(), 2);
			assertThat(receive(client).getData()[0]).isEqualTo((byte) 2);
		}
	}

	@Test
	void cutsOneDirectionOnly() throws Exception {
		try (DatagramSocket server = socket(); DatagramSocket client = socket(); UdpRelay relay = relay(server, 1)) {
			send(client, relay.port(), 1);
			int back = receive(server).getPort();
			relay.forth().cut(true);
			send(client, relay.port(), 2);
			send(server, back, 3);
			assertThat(receive(client).getData()[0]).isEqualTo((byte) 3);
			relay.forth().cut(false);
			send(client, relay.port(), 4);
			assertThat(receive(server).getData()[0]).isEqualTo((byte) 4);
			assertThat(relay.forth().dropped()).isOne();
		}
	}

	@Test
	void losesTheSameOnesForTheSameSeed() throws Exception {
		List<Integer> first = survivors(42);
		assertThat(survivors(42)).isEqualTo(first);
		assertThat(survivors(43)).isNotEqualTo(first);
		assertThat(first).hasSizeBetween(50, 90);
	}

	@Test
	void delays() throws Exception {
		try (DatagramSocket server = socket(); DatagramSocket client = socket(); UdpRelay relay = relay(server, 1)) {
			relay.forth().delay(Duration.ofMillis(80));
			long start = System.nanoTime();
			send(client, relay.port(), 1);
			receive(server);
			assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(80_000_000);
		}
	}

	private static List<Integer> survivors(long seed) throws Exception {
		try (DatagramSocket server = socket(); DatagramSocket client = socket(); UdpRelay relay = relay(server, seed)) {
			relay.forth().loss(0.3);
			for (int i = 0; i < 100; i++) {
				send(client, relay.port(), i);
			}
			List<Integer> result = new ArrayList<>();
			server.setSoTimeout(300);
			try {
				while (true) {
					result.add((int) receive(server).getData()[0]);
				}
			}
			catch (SocketTimeoutException ex) {
				return result;
			}
		}
	}

	private static UdpRelay relay(DatagramSocket server, long seed) {
		return new UdpRelay(new InetSocketAddress(LOOPBACK, server.getLocalPort()), seed);
	}

	private static DatagramSocket socket() throws Exception {
		DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
		socket.setSoTimeout(5000);
		return socket;
	}

	private static void send(DatagramSocket from, int port, int content) throws Exception {
		from.send(new DatagramPacket(new byte[] { (byte) content }, 1, LOOPBACK, port));
	}

	private static DatagramPacket receive(DatagramSocket socket) throws Exception {
		DatagramPacket packet = new DatagramPacket(new byte[16], 16);
		socket.receive(packet);
		return packet;
	}

}
