package dev.sock.contract;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.sock.AssociationState;
import dev.sock.AssociationStatistics;
import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpBindException;
import dev.sock.SctpClosedException;
import dev.sock.SctpConnectException;
import dev.sock.SctpConnectException.Reason;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpEvent.PathChanged;
import dev.sock.SctpEvent.ShutdownReceived;
import dev.sock.SctpEvent;
import dev.sock.SctpMessage;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.SctpSendException;
import dev.sock.SendOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What Erlang's own tests of {@code gen_sctp} look at, as it is here. The tags are rows
 * of {@code docs/parity.md}.
 */
public abstract class GenSctpSuiteContract extends Contract {

	protected GenSctpSuiteContract(TransportFixture fixture) {
		super(fixture);
	}

	@Test
	@Tag("F1")
	void endpointsOpenAndCloseInFiveWaysAndWhatCannotBeIsRefused() {
		SctpEndpoint first = this.sock.createEndpoint();
		int port = first.localPort();
		close(first);
		close(open(EndpointOptions.builder().port(port)));
		close(open(EndpointOptions.builder().port(port).localAddresses("127.0.0.1")));
		close(open(EndpointOptions.builder().port(port).options(SctpOptions.builder().build())));
		SctpEndpoint last = open(EndpointOptions.builder().port(port).localAddresses("0.0.0.0"));
		assertThat(last.localPort()).isEqualTo(port);
		close(last);
		last.close();
		for (int bad : new int[] { -1, 65_536 }) {
			assertThatExceptionOfType(SctpOptionException.class)
				.isThrownBy(() -> open(EndpointOptions.builder().port(bad)))
				.withMessageContainingAll("port", String.valueOf(bad));
		}
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> SctpOptions.builder().outboundStreams(0).build())
			.withMessageContaining("outbound-streams");
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> open(EndpointOptions.builder().transport("invalid_mode")))
			.withMessageContaining("invalid_mode");
	}

	private static void close(SctpEndpoint endpoint) {
		endpoint.close();
		assertThat(endpoint.isOpen()).isFalse();
	}

	@Test
	@Tag("F2")
	@Tag("C2")
	void connectingIsRefusedBeforeThePeerAcceptsAndWorksAfterwards() {
		SctpEndpoint closed = client();
		closed.close();
		assertThatExceptionOfType(SctpConnectException.class)
			.isThrownBy(() -> closed.connect(ConnectOptions.to("127.0.0.1", 12_345)))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.CLOSED));
		SctpEndpoint server = open(accepting(0));
		SctpEndpoint client = client();
		assertThatExceptionOfType(SctpConnectException.class)
			.isThrownBy(() -> client.connect(withAddresses(to(server), "no.such.host.invalid")))
			.withMessageContaining("no.such.host.invalid");
		assertThatExceptionOfType(SctpConnectException.class).isThrownBy(() -> client.connect(to(server)))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.REFUSED));
		server.accept((request) -> true);
		assertThat(client.connect(to(server)).state()).isEqualTo(AssociationState.ESTABLISHED);
	}

	@Test
	@Tag("F3")
	@Tag("C4")
	void asynchronousConnectingIsRefusedBeforeThePeerAcceptsAndWorksAfterwards() {
		SctpEndpoint closed = client();
		closed.close();
		assertThat(Await.failure(closed.connectAsync(ConnectOptions.to("127.0.0.1", 12_345)))).isInstanceOfSatisfying(
				SctpConnectException.class, (ex) -> assertThat(ex.reason()).isEqualTo(Reason.CLOSED));
		Recorder events = new Recorder();
		SctpEndpoint server = open(accepting(0));
		SctpEndpoint client = open(connecting().handler(events));
		assertThat(Await.failure(client.connectAsync(to(server)))).isInstanceOfSatisfying(SctpConnectException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(Reason.REFUSED));
		events.change(AssociationChange.CANNOT_ESTABLISH);
		server.accept((request) -> true);
		SctpAssociation up = Await.result(client.connectAsync(to(server)));
		assertThat(events.up()).isSameAs(up);
	}

	@Test
	@Tag("F4")
	@Tag("C4")
	void connectingToSeveralAddressesGivesTheAssociationOfTheLaterEvent() {
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> ConnectOptions.to(List.of(), 5_000))
			.withMessageContaining("address");
		Recorder events = new Recorder();
		SctpEndpoint server = open(accepting(1, both()));
		SctpEndpoint client = open(connecting(both()).handler(events));
		CompletableFuture<SctpAssociation> connecting = client.connectAsync(to(server));
		long id = Await.value("the association", () -> client.associations().stream().findFirst()).id();
		assertThat(events.up().id()).isEqualTo(id);
		assertThat(Await.result(connecting).id()).isEqualTo(id);
		assertThat(Await.result(connecting).peerAddresses()).hasSize(2);
	}

	@Test
	@Tag("F6")
	@Tag("C7")
	@Tag("C12")
	void aMinimalTransferShowsEachEventOnceAndMovesEveryCounter() {
		Recorder a = new Recorder();
		Recorder b = new Recorder();
		SctpEndpoint server = open(accepting(1).handler(b));
		SctpEndpoint client = open(connecting().handler(a));
		AssociationStatistics before = server.statistics().totals();
		SctpAssociation mine = client.connect(to(server));
		SctpAssociation theirs = b.up();
		AssociationChanged upA = a.change(AssociationChange.COMM_UP);
		AssociationChanged upB = b.change(AssociationChange.COMM_UP);
		assertThat(upA.errorCode()).isZero();
		assertThat(upA.outboundStreams()).isEqualTo(upB.inboundStreams());
		assertThat(upA.inboundStreams()).isEqualTo(upB.outboundStreams());
		mine.send(fox(), SendOptions.DEFAULT);
		SctpMessage there = b.next();
		assertThat(there.payload()).isEqualTo(fox());
		assertThat(there.streamId()).isZero();
		assertThat(there.association()).isSameAs(theirs);
		theirs.send(fox(), SendOptions.DEFAULT);
		assertThat(a.next().payload()).isEqualTo(fox());
		Await.result(mine.shutdown());
		a.change(AssociationChange.SHUTDOWN_COMPLETE);
		b.change(AssociationChange.SHUTDOWN_COMPLETE);
		assertThat(significant(b)).containsExactly("COMM_UP", "message", "ShutdownReceived", "SHUTDOWN_COMPLETE");
		assertThat(significant(a)).containsExactly("COMM_UP", "message", "SHUTDOWN_COMPLETE");
		AssociationStatistics after = server.statistics().totals();
		assertThat(after.messagesReceived()).isEqualTo(before.messagesReceived() + 1);
		assertThat(after.bytesReceived()).isEqualTo(before.bytesReceived() + fox().length);
		assertThat(after.messagesSent()).isEqualTo(before.messagesSent() + 1);
		assertThat(after.bytesSent()).isEqualTo(before.bytesSent() + fox().length);
	}

	private static byte[] fox() {
		return Payloads.filled(7, 52);
	}

	/** Path events may come at any time, and when all is sent. */
	private static List<String> significant(Recorder recorder) {
		List<String> names = new ArrayList<>();
		for (Object item : List.copyOf(recorder.all())) {
			if (item instanceof AssociationChanged changed) {
				names.add(changed.change().name());
			}
			else if (item instanceof ShutdownReceived) {
				names.add("ShutdownReceived");
			}
			else if (item instanceof SctpMessage) {
				names.add("message");
			}
			else if (!(item instanceof PathChanged) && !(item instanceof SctpEvent.SenderDry)) {
				names.add("stray " + item);
			}
		}
		return names;
	}

	@Test
	@Tag("F7")
	@Tag("C7")
	void aTransferFromAnotherThreadArrivesAndAnAbortIsCommLostAtThePeer() {
		Recorder a = new Recorder();
		Recorder b = new Recorder();
		SctpEndpoint server = open(accepting(1).handler(b));
		SctpAssociation mine = open(connecting().handler(a)).connect(to(server));
		Call.run(() -> mine.send(fox(), SendOptions.DEFAULT)).result();
		assertThat(b.next().payload()).isEqualTo(fox());
		// Acknowledged, or the abort would make it fail.
		Call.run(() -> Await.result(b.up().sendAsync(fox(), SendOptions.DEFAULT))).result();
		assertThat(a.next().payload()).isEqualTo(fox());
		mine.abort("");
		assertThat(b.change(AssociationChange.COMM_LOST).association()).isSameAs(b.up());
		assertThat(significant(b)).containsExactly("COMM_UP", "message", "COMM_LOST");
	}

	@Test
	@Tag("F9")
	@Tag("C1")
	void ipv6WorksByLoopbackLocalhostAndHostName() {
		String[] loopback = ipv6();
		SctpEndpoint server = open(accepting(10, loopback).handler(ECHO));
		for (String name : List.of("::1", "0:0:0:0:0:0:0:1", "ip6-loopback", "localhost")) {
			if (isIpv6Name(name)) {
				SctpAssociation association = open(connecting(loopback)).connect(withAddresses(to(server), name));
				assertThat(association.peerAddresses()).containsExactly(address("::1"));
				echo(association, 1);
			}
		}
	}

	/** Names are as the host has them; literals always are. */
	private static boolean isIpv6Name(String name) {
		try {
			for (InetAddress found : InetAddress.getAllByName(name)) {
				if (found instanceof Inet6Address ipv6 && ipv6.isLoopbackAddress()) {
					return true;
				}
			}
			return false;
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	@Test
	@Tag("F10")
	@Tag("C1")
	void multiHomedEndpointsAreReachedByTheFirstAddressAndByAnother() {
		multiHomed(both());
	}

	@Test
	@Tag("F10")
	@Tag("C1")
	void endpointsWithIpv4AndIpv6AreReachedByEither() {
		multiHomed("127.0.0.1", ipv6()[0]);
	}

	private void multiHomed(String... addresses) {
		SctpEndpoint server = open(accepting(10, addresses).handler(ECHO));
		for (String address : addresses) {
			SctpAssociation association = open(connecting(addresses)).connect(withAddresses(to(server), address));
			assertThat(association.peerAddresses()).containsExactlyInAnyOrderElementsOf(addresses(List.of(addresses)));
			echo(association, 1);
		}
	}

	@Test
	@Tag("F12")
	@Tag("C1")
	void anAssociationOnItsOwnTalksToAnEndpointWithMany() {
		SctpEndpoint server = server(ECHO);
		SctpAssociation first = this.sock.connect(EndpointOptions.builder().build(), to(server));
		SctpAssociation second = this.sock.connect(EndpointOptions.builder().build(), to(server));
		assertThat(this.sock.endpoints()).containsExactly(server);
		echo(first, 1);
		echo(second, 2);
		assertThat(server.associations()).hasSize(2);
		Await.result(first.shutdown());
		echo(second, 3);
		second.abort("");
		Await.until("both have ended at the server", () -> server.associations().isEmpty());
	}

	@Test
	@Tag("F14")
	void aMessageLargerThanTheReceiveBufferArrivesWholeAtWhoeverPullsAndAtAHandler() {
		SctpOptions small = SctpOptions.builder().receiveBuffer(16_384).build();
		SctpEndpoint pulled = open(accepting(1).options(small));
		SctpAssociation mine = client().connect(to(pulled));
		mine.send(Payloads.filled(1, 200_000), SendOptions.DEFAULT);
		Payloads.check(receive(pulled).payload(), 1, 200_000);
		Recorder recorder = new Recorder();
		SctpEndpoint pushed = open(accepting(1).options(small).handler(recorder));
		SctpAssociation other = open(connecting()).connect(to(pushed));
		other.send(Payloads.filled(2, 200_000), SendOptions.DEFAULT);
		Payloads.check(recorder.next().payload(), 2, 200_000);
	}

	@Test
	@Tag("F15")
	void aFullSendBufferBlocksTheSenderAndEightMessagesArriveInOrderOnceTheReaderResumes() {
		int length = 30_000;
		SctpOptions options = SctpOptions.builder().sendBuffer(32_768).receiveBuffer(16_384).build();
		SctpEndpoint server = open(accepting(1).options(options));
		SctpAssociation mine = open(connecting().options(options)).connect(to(server));
		SctpAssociation theirs = otherSide(mine, server);
		Call<Boolean> sending = Call.run(() -> {
			for (int n = 0; n < 8; n++) {
				mine.send(Payloads.filled(n, length), SendOptions.DEFAULT);
			}
		}).waits();
		assertThat(sending.isDone()).isFalse();
		for (int n = 0; n < 8; n++) {
			Payloads.check(receive(theirs).payload(), n, length);
		}
		sending.result();
	}

	@Test
	@Tag("F16")
	@Tag("C12")
	void addressesOfAnAssociationMirrorThePeersBeforeAndAfterPeelOff() {
		String[] addresses = both();
		SctpEndpoint server = open(accepting(1, addresses));
		SctpEndpoint client = open(connecting(addresses));
		SctpAssociation mine = client.connect(to(server));
		SctpAssociation theirs = otherSide(mine, server);
		mirror(mine, theirs, client, server);
		theirs.peelOff();
		mine.peelOff();
		mirror(mine, theirs, client, server);
	}

	private static void mirror(SctpAssociation mine, SctpAssociation theirs, SctpEndpoint client, SctpEndpoint server) {
		assertThat(mine.peerAddresses()).containsExactlyInAnyOrderElementsOf(theirs.localAddresses())
			.containsExactlyInAnyOrderElementsOf(server.localAddresses());
		assertThat(theirs.peerAddresses()).containsExactlyInAnyOrderElementsOf(mine.localAddresses())
			.containsExactlyInAnyOrderElementsOf(client.localAddresses());
		assertThat(mine.peerPort()).isEqualTo(server.localPort());
		assertThat(theirs.peerPort()).isEqualTo(client.localPort());
	}

	@Test
	@Tag("F17")
	@Tag("C6")
	@Tag("C8")
	void closingWakesABlockedReceiveWithClosed() {
		SctpEndpoint server = server();
		Call<SctpMessage> blocked = Call.start(() -> server.receive(Duration.ofMinutes(5))).waits();
		server.close();
		assertThat(blocked.failure()).isInstanceOf(SctpClosedException.class).hasMessageContaining("closed");
		SctpEndpoint again = server();
		SctpAssociation mine = client().connect(to(again));
		SctpAssociation theirs = otherSide(mine, again);
		Call<SctpMessage> ofOne = Call.start(() -> theirs.receive(Duration.ofMinutes(5))).waits();
		again.close();
		assertThat(ofOne.failure()).isInstanceOf(SctpClosedException.class);
	}

	@Test
	@Tag("F18")
	@Tag("C1")
	void linkLocalIpv6WorksWithItsScope() throws SocketException {
		String linkLocal = linkLocal().orElse("fe80::1");
		this.fixture.needs(List.of(linkLocal));
		SctpEndpoint server = open(accepting(1, linkLocal).handler(ECHO));
		SctpAssociation association = open(connecting(linkLocal)).connect(to(server));
		assertThat(association.peerAddresses()).containsExactly(address(linkLocal));
		assertThat(association.peerAddresses().get(0).scopeId()).isPositive();
		echo(association, 1);
	}

	private static Optional<String> linkLocal() throws SocketException {
		for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
			for (InetAddress found : one.isUp() ? Collections.list(one.getInetAddresses()) : List.<InetAddress>of()) {
				if (found instanceof Inet6Address && found.isLinkLocalAddress()) {
					return Optional.of(found.getHostAddress());
				}
			}
		}
		return Optional.empty();
	}

	@Test
	@Tag("F19")
	@Tag("D13")
	void sendingWithoutWaitingSaysThatItWouldBlockAndWorksAfterDraining() {
		SctpEndpoint server = open(accepting(1).options(SMALL));
		SctpAssociation mine = open(connecting().options(SMALL)).connect(to(server));
		SctpAssociation theirs = otherSide(mine, server);
		int sent = fill(mine);
		CompletableFuture<Void> refused = mine.sendAsync(Payloads.numbered(sent, LENGTH), SendOptions.DEFAULT);
		while (!refused.isCompletedExceptionally()) {
			// What was under way has made room once more.
			sent += 1 + fill(mine);
			refused = mine.sendAsync(Payloads.numbered(sent, LENGTH), SendOptions.DEFAULT);
		}
		assertThat(Await.failure(refused)).isInstanceOfSatisfying(SctpSendException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(SctpSendException.Reason.WOULD_BLOCK));
		for (int n = 0; n < sent; n++) {
			receive(theirs);
		}
		assertThat(mine.awaitWritable(Await.LIMIT)).isTrue();
		assertThat(mine.trySend(Payloads.numbered(7, LENGTH), SendOptions.DEFAULT)).isTrue();
		assertThat(Payloads.number(receive(theirs).payload())).isEqualTo(7);
	}

	@Test
	@Tag("F22")
	void manyClientsWithOneMessageAndOneClientWithManyAreServedWhole() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(200).handler(recorder));
		for (int n = 0; n < 128; n++) {
			SctpAssociation one = open(connecting()).connect(to(server));
			one.send(Payloads.numbered(n, 8), SendOptions.DEFAULT);
		}
		SctpAssociation many = client().connect(to(server));
		for (int n = 128; n < 256; n++) {
			many.send(Payloads.numbered(n, 8), SendOptions.DEFAULT);
		}
		many.send(Payloads.filled(256, 32_768), SendOptions.DEFAULT);
		BitSet seen = new BitSet();
		for (int n = 0; n < 257; n++) {
			seen.set(Payloads.number(recorder.next().payload()));
		}
		assertThat(seen.cardinality()).isEqualTo(257);
	}

	@Test
	@Tag("F23")
	void theExampleClientSendsOnStreamZeroFailsOnStreamFiveAndAborts() {
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(1).handler(recorder));
		SctpAssociation client = open(connecting().options(SctpOptions.builder().outboundStreams(5).build()))
			.connect(to(server));
		assertThat(client.outboundStreams()).isEqualTo(5);
		client.send("Test 0".getBytes(StandardCharsets.UTF_8), SendOptions.stream(0));
		assertThat(recorder.next().text()).isEqualTo("Test 0");
		SctpSendException refused = catchThrowableOfType(SctpSendException.class,
				() -> client.send(new byte[1], SendOptions.stream(5)));
		assertThat(refused.reason()).isEqualTo(SctpSendException.Reason.INVALID_STREAM);
		assertThat(refused).hasMessageContainingAll("stream 5", "0 to 4");
		client.abort("");
		recorder.change(AssociationChange.COMM_LOST);
	}

	@Test
	@Tag("B10")
	void aTransportAddressBelongsToOneEndpointAndTwoEndpointsHaveOneAssociation() {
		SctpEndpoint server = server();
		assertThatExceptionOfType(SctpBindException.class)
			.isThrownBy(() -> open(EndpointOptions.builder().port(server.localPort())));
		SctpEndpoint client = client();
		SctpAssociation one = client.connect(to(server));
		assertThatExceptionOfType(SctpConnectException.class).isThrownBy(() -> client.connect(to(server)))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.ALREADY_CONNECTED))
			.withMessageContaining(one.name());
	}

}
