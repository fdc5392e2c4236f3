package dev.sock.spring.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.SctpEndpoint;
import dev.sock.Sock;
import dev.sock.UserspaceOptions;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * An application with real sockets, and peers made by code.
 */
final class Loopback {

	static final int PORT = 30400;

	private Loopback() {
	}

	static int freeUdpPort() {
		try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** An application whose endpoint {@code server} accepts. */
	static ApplicationContextRunner server(int udpPort, int accept) {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SockAutoConfiguration.class))
			.withPropertyValues("sock.transport=userspace", "sock.userspace.udp-port=" + udpPort,
					"sock.endpoints[0].name=server", "sock.endpoints[0].port=" + PORT,
					"sock.endpoints[0].accept=" + accept);
	}

	/** An application whose endpoint {@code client} has the association {@code peer}. */
	static ApplicationContextRunner client(int peerUdpPort) {
		String association = "sock.endpoints[0].associations[0].";
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SockAutoConfiguration.class))
			.withPropertyValues("sock.transport=userspace", "sock.userspace.udp-port=0",
					"sock.endpoints[0].name=client", association + "name=peer",
					association + "remote-addresses=127.0.0.1", association + "remote-port=" + PORT,
					association + "remote-udp-port=" + peerUdpPort, association + "reconnect.initial-delay=1ms",
					association + "reconnect.max-delay=5ms");
	}

	static Sock sock(int udpPort) {
		return Sock.builder()
			.transport("userspace")
			.userspace(new UserspaceOptions(udpPort, UserspaceOptions.DEFAULT.gso()))
			.build();
	}

	static SctpEndpoint endpoint(Sock sock, EndpointOptions.Builder options) {
		return sock.createEndpoint(options.localAddresses("127.0.0.1").build());
	}

	static ConnectOptions toServer(int udpPort) {
		return ConnectOptions.to("127.0.0.1", PORT).withRemoteUdpPort(udpPort);
	}

}
