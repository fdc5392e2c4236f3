package dev.sock.contract;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import dev.sock.AssociationState;
import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.Sock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * Part of what every transport must do. A transport's tests have a nested class for each
 * part; {@link Contracts} tells which there are.
 */
@Timeout(180)
public abstract class Contract {

	/** The address that every host has. */
	static final SctpAddress LOOPBACK = address("127.0.0.1");

	/** Small buffers, which are soon full. */
	static final SctpOptions SMALL = SctpOptions.builder().sendBuffer(32_768).receiveBuffer(32_768).build();

	/** Length of the messages that fill small buffers. */
	static final int LENGTH = 1_000;

	/** How many of these are more than small buffers of both sides hold. */
	static final int MUCH = 2_000;

	/** Answers on the stream and with the payload protocol identifier of the message. */
	static final SctpHandler ECHO = (message) -> message.association()
		.sendAsync(message.payload(), message.replyOptions());

	final TransportFixture fixture;

	final TransportCapabilities capabilities;

	final Sock sock;

	Contract(TransportFixture fixture) {
		this.fixture = fixture;
		this.capabilities = fixture.capabilities();
		this.sock = fixture.open();
	}

	@AfterEach
	void closeFixture() {
		this.sock.close();
		this.fixture.close();
	}

	static SctpAddress address(String literal) {
		SctpAddress address = SctpAddress.parse(literal);
		if (address == null) {
			throw new IllegalArgumentException(literal);
		}
		return address;
	}

	static List<SctpAddress> addresses(List<String> literals) {
		return literals.stream().map(Contract::address).toList();
	}

	static EndpointOptions.Builder accepting(int associations, String... addresses) {
		return EndpointOptions.builder().localAddresses(addresses).accept(associations);
	}

	static EndpointOptions.Builder connecting(String... addresses) {
		return EndpointOptions.builder().localAddresses(addresses);
	}

	/** Returns both addresses for multi-homing. */
	String[] both() {
		this.fixture.needs(this.fixture.addresses());
		return this.fixture.addresses().toArray(String[]::new);
	}

	String[] ipv6() {
		this.fixture.needs(List.of("::1"));
		return new String[] { "::1" };
	}

	SctpEndpoint open(EndpointOptions.Builder options) {
		return this.sock.createEndpoint(options.build());
	}

	SctpEndpoint server() {
		return open(accepting(100).name("server"));
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

	ConnectOptions to(SctpEndpoint endpoint) {
		return this.fixture.to(endpoint);
	}

	/** Returns the same options for another SCTP port. */
	static ConnectOptions withPort(ConnectOptions options, int port) {
		return new ConnectOptions(options.name(), options.addresses(), port, options.remoteUdpPort(), options.timeout(),
				options.options());
	}

	/** Returns the same options for other addresses. */
	static ConnectOptions withAddresses(ConnectOptions options, String... addresses) {
		return new ConnectOptions(options.name(), Arrays.asList(addresses), options.port(), options.remoteUdpPort(),
				options.timeout(), options.options());
	}

	/** Returns the server's side of an association, once it is established there, too. */
	static SctpAssociation otherSide(SctpAssociation association, SctpEndpoint server) {
		SctpEndpoint client = association.endpoint();
		return Await.value("the other side of " + association,
				() -> server.association(client.localAddresses().get(0), client.localPort())
					.filter((theirs) -> theirs.state() == AssociationState.ESTABLISHED));
	}

	static SctpMessage receive(SctpAssociation association) {
		SctpMessage message = association.receive(Await.LIMIT);
		if (message == null) {
			throw new AssertionError("No message came");
		}
		return message;
	}

	static SctpMessage receive(SctpEndpoint endpoint) {
		SctpMessage message = endpoint.receive(Await.LIMIT);
		if (message == null) {
			throw new AssertionError("No message came");
		}
		return message;
	}

	/** Sends one byte and waits until it has come back from whoever echoes. */
	static void echo(SctpAssociation association, int number) {
		association.send(new byte[] { (byte) number }, SendOptions.DEFAULT);
		byte[] back = receive(association).payload();
		if (back.length != 1 || back[0] != (byte) number) {
			throw new AssertionError("Instead of " + number + " came " + Arrays.toString(back));
		}
	}

	/**
	 * Sends numbered messages until nothing more is taken for a while, since nobody reads
	 * on the other side.
	 */
	static int fill(SctpAssociation association) {
		return fill(association, LENGTH);
	}

	static int fill(SctpAssociation association, int length) {
		int sent = 0;
		do {
			while (association.trySend(Payloads.numbered(sent, length), SendOptions.DEFAULT)) {
				sent++;
				if (sent == MUCH) {
					throw new AssertionError("Nothing held up the sender");
				}
			}
		}
		while (association.awaitWritable(Duration.ofMillis(300)));
		return sent;
	}

}
