package dev.sock.userspace.loopback;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.GsoMode;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.Sock;
import dev.sock.UserspaceOptions;
import dev.sock.contract.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;

/**
 * A {@link Sock} whose endpoints take free UDP ports, so that each has an event loop of
 * its own.
 */
@Timeout(120)
abstract class AbstractLoopbackTests {

	static final SctpAddress LOOPBACK = address("127.0.0.1");

	/** Echoes on stream and payload protocol identifier that a message came with. */
	static final SctpHandler ECHO = new SctpHandler() {

		@Override
		public void onMessage(SctpMessage message) {
			message.association().sendAsync(message.payload(), message.replyOptions());
		}

	};

	final Sock sock = sock(0, GsoMode.AUTO);

	@AfterEach
	void closeSock() {
		this.sock.close();
	}

	static Sock sock(int udpPort, GsoMode gso) {
		return Sock.builder().transport("userspace").userspace(new UserspaceOptions(udpPort, gso)).build();
	}

	static EndpointOptions.Builder accepting(int associations, String... addresses) {
		return EndpointOptions.builder().localAddresses(addresses).accept(associations);
	}

	static EndpointOptions.Builder connecting(String... addresses) {
		return EndpointOptions.builder().localAddresses(addresses);
	}

	SctpEndpoint open(EndpointOptions.Builder options) {
		return this.sock.createEndpoint(options.build());
	}

	SctpEndpoint server(SctpHandler handler) {
		return open(accepting(100).name("server").handler(handler));
	}

	SctpEndpoint client() {
		return open(connecting().name("client"));
	}

	SctpEndpoint client(SctpHandler handler) {
		return open(connecting().name("client").handler(handler));
	}

	/** Returns options to connect to all addresses of an endpoint. */
	static ConnectOptions to(SctpEndpoint endpoint) {
		List<String> addresses = endpoint.localAddresses().stream().map(SctpAddress::toString).toList();
		return ConnectOptions.to(addresses, endpoint.localPort()).withRemoteUdpPort(endpoint.udpPort().getAsInt());
	}

	static SctpMessage receive(SctpAssociation association) {
		SctpMessage message = association.receive(Await.LIMIT);
		if (message == null) {
			throw new AssertionError("No message came");
		}
		return message;
	}

	static SctpAddress address(String literal) {
		return SctpAddress.parse(literal);
	}

	/** Binds a UDP port that nobody reads from. */
	static DatagramSocket silentPeer() throws IOException {
		return new DatagramSocket(new InetSocketAddress(LOOPBACK.toInetAddress(), 0));
	}

	static void assumeBindable(String address) {
		try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), 0))) {
			// It can be had.
		}
		catch (IOException ex) {
			Assumptions.abort("This host has no " + address + ": " + ex.getMessage());
		}
	}

}
