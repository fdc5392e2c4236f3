package dev.sock.kernel.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpConnectException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpMessage;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.Sock;
import dev.sock.contract.Await;
import dev.sock.kernel.sys.Descriptor;
import dev.sock.kernel.sys.NativeMemory;
import dev.sock.kernel.sys.SystemCallException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What only a transport of the kernel can meet with. Not named as tests are, since it
 * needs a kernel with SCTP, see the package.
 */
class KernelOwn {

	private static final int IPPROTO_SCTP = 132;

	private static final int AF_INET = 2;

	private static final int SOCK_DGRAM = 2;

	private static final String EVENT_POLL = "anon_inode:[eventpoll]";

	private static final int SCTP_EVENTS = 11;

	private static final int EVENT_STRUCTURE = 14;

	/** In {@code sctp_event_subscribe}: an older form of what is subscribed to. */
	private static final int SEND_FAILURE = 3;

	private final Sock sock = Sock.builder().transport("kernel").build();

	@AfterEach
	void close() {
		this.sock.close();
	}

	private SctpEndpoint open(EndpointOptions.Builder options) {
		return this.sock.createEndpoint(options.build());
	}

	private static ConnectOptions to(SctpEndpoint server, SctpOptions options) {
		return ConnectOptions.to("127.0.0.1", server.localPort()).withOptions(options);
	}

	private static Set<Integer> sockets() throws IOException {
		return descriptors("socket:");
	}

	private static Set<Integer> descriptors(String kind) throws IOException {
		Set<Integer> descriptors = new HashSet<>();
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			for (Path file : files.toList()) {
				if (isOf(kind, file)) {
					descriptors.add(Integer.valueOf(file.getFileName().toString()));
				}
			}
		}
		return descriptors;
	}

	private static boolean isOf(String kind, Path file) {
		try {
			return Files.readSymbolicLink(file).toString().startsWith(kind);
		}
		catch (IOException ex) {
			return false; // closed since
		}
	}

	/** Puts a socket in the place of an event poll, which nobody can wait for then. */
	private static void replace(int poll) throws SystemCallException {
		new Descriptor(poll).close();
		List<Descriptor> others = new ArrayList<>();
		Descriptor socket = Descriptor.socket(AF_INET, SOCK_DGRAM, 0);
		while (socket.fd() != poll) { // the lowest number that is free
			others.add(socket);
			socket = Descriptor.socket(AF_INET, SOCK_DGRAM, 0);
		}
		others.forEach(Descriptor::close);
	}

	/** Has the kernel tell of failed messages in the older form, too. */
	private static void subscribeToWhatNobodyKnows(int socket) throws SystemCallException {
		NativeMemory memory = new NativeMemory(64);
		Descriptor descriptor = new Descriptor(socket);
		assertThat(descriptor.getsockopt(IPPROTO_SCTP, SCTP_EVENTS, memory, EVENT_STRUCTURE))
			.isEqualTo(EVENT_STRUCTURE);
		memory.buffer().put(SEND_FAILURE, (byte) 1);
		descriptor.setsockopt(IPPROTO_SCTP, SCTP_EVENTS, memory, EVENT_STRUCTURE);
	}

	@Test
	void aNotificationOfAnUnknownTypeIsCountedAndSkipped() throws Exception {
		SctpOptions small = SctpOptions.builder().sendBuffer(32_768).receiveBuffer(32_768).build();
		SctpEndpoint server = open(EndpointOptions.builder().accept(1).options(small));
		Set<Integer> before = sockets();
		SctpEndpoint client = open(EndpointOptions.builder());
		Set<Integer> opened = sockets();
		opened.removeAll(before);
		assertThat(opened).hasSize(1);
		subscribeToWhatNobodyKnows(opened.iterator().next());
		SctpAssociation association = client.connect(to(server, small));
		SctpAssociation theirs = Await.value("the server's side",
				() -> server.associations().stream().filter((one) -> one.inboundStreams() > 0).findFirst());
		int accepted = 0;
		do {
			// Nobody reads, so that in the end nothing is acknowledged any more.
			while (association.trySend(new byte[1_000], SendOptions.DEFAULT)) {
				accepted++;
			}
		}
		while (association.awaitWritable(Duration.ofMillis(300)));
		assertThat(accepted).isPositive();
		assertThat(client.statistics().unknownNotifications()).isZero();
		theirs.abort("enough");
		assertThat(Await.result(association.closed()).reason()).contains("enough");
		assertThat(client.statistics().unknownNotifications()).isPositive();
		assertThat(server.statistics().unknownNotifications()).isZero();
		// Nothing was read as something else: what was accepted was acknowledged or
		// failed, each once.
		assertThat(association.status().statistics().messagesFailed()).isBetween(1L, (long) accepted);
	}

	@Test
	void anEventLoopThatCannotWaitAnyMoreEndsItsAssociationsAndIsClosed() throws Exception {
		SctpEndpoint server = open(EndpointOptions.builder().accept(1));
		Set<Integer> pollsBefore = descriptors(EVENT_POLL);
		Set<Integer> socketsBefore = sockets();
		SctpEndpoint client = open(EndpointOptions.builder());
		Set<Integer> polls = descriptors(EVENT_POLL);
		polls.removeAll(pollsBefore);
		assertThat(polls).hasSize(1);
		SctpAssociation association = client.connect(to(server, SctpOptions.DEFAULT));
		SctpAssociation theirs = Await.value("the server's side",
				() -> server.associations().stream().filter((one) -> one.inboundStreams() > 0).findFirst());
		CompletableFuture<SctpMessage> reading = CompletableFuture
			.supplyAsync(() -> association.receive(Duration.ofMinutes(1)));
		replace(polls.iterator().next());
		association.trySend(new byte[1], SendOptions.DEFAULT); // wakes it
		AssociationChanged end = Await.result(association.closed());
		assertThat(end.change()).isEqualTo(AssociationChange.COMM_LOST);
		assertThat(end.reason()).contains("event loop", "epoll_wait");
		assertThat(Await.failure(reading)).isInstanceOf(SctpClosedException.class);
		assertThat(Await.result(theirs.closed()).reason()).contains("aborted by the peer");
		Await.until("it is closed", () -> !client.isOpen());
		assertThatExceptionOfType(SctpConnectException.class)
			.isThrownBy(() -> client.connect(to(server, SctpOptions.DEFAULT)))
			.withMessageContaining("is closed");
		Await.until("no socket is left", () -> sockets().equals(socketsBefore));
		assertThat(descriptors(EVENT_POLL)).isEqualTo(pollsBefore);
	}

	@Test
	void whatTheKernelTakesForNoValueIsRefusedByName() throws IOException {
		SctpOptions options = SctpOptions.builder().pathMaxRetransmissions(0).build();
		Set<Integer> before = sockets();
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> open(EndpointOptions.builder().options(options)))
			.satisfies((ex) -> assertThat(ex.option()).isEqualTo("path-max-retransmissions"))
			.withMessageContainingAll("path-max-retransmissions", "0", "kernel", "at least 1");
		assertThat(sockets()).isEqualTo(before);
	}

	@Test
	void aConnectWithAnOptionThatTheKernelDoesNotTakeNamesIt() {
		SctpEndpoint server = open(EndpointOptions.builder().accept(1));
		SctpEndpoint client = open(EndpointOptions.builder());
		SctpOptions options = SctpOptions.builder().maxInitRetransmissions(0).build();
		assertThatExceptionOfType(SctpConnectException.class).isThrownBy(() -> client.connect(to(server, options)))
			.withMessageContainingAll("max-init-retransmissions", "at least 1");
		assertThat(List.of(server, client)).allSatisfy((endpoint) -> assertThat(endpoint.associations()).isEmpty());
		// The endpoint still works, with its own options.
		assertThat(client.connect(to(server, SctpOptions.DEFAULT)).outboundStreams()).isEqualTo(10);
	}

}
