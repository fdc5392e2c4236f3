package dev.sock.userspace.loopback;

import java.io.IOException;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

import dev.sock.AcceptPolicy;
import dev.sock.ConnectOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpConnectException;
import dev.sock.SctpConnectException.Reason;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SendOptions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Each way in which a connect ends, told by its reason and in words.
 */
class ConnectFailureTests extends AbstractLoopbackTests {

	private static void assertFails(Reason reason, String message, ThrowingCallable call) {
		SctpConnectException ex = catchThrowableOfType(SctpConnectException.class, call);
		assertThat(ex).isNotNull();
		assertThat(ex.reason()).as(ex.getMessage()).isEqualTo(reason);
		assertThat(ex).hasMessageContaining(message);
	}

	@Test
	void asynchronousConnectEndsWithTheEstablishedAssociation() {
		Recorder recorder = new Recorder();
		CompletableFuture<SctpAssociation> future = client(recorder).connectAsync(to(server(ECHO)));
		SctpAssociation association = Await.result(future);
		assertThat(recorder.up()).isSameAs(association);
		association.send(new byte[] { 42 }, SendOptions.DEFAULT);
		assertThat(recorder.next().payload()).containsExactly(42);
	}

	@Test
	void nobodyAnswersWithinTheTime() throws IOException {
		Recorder recorder = new Recorder();
		SctpEndpoint client = client(recorder);
		try (DatagramSocket silent = silentPeer()) {
			ConnectOptions nobody = ConnectOptions.to("127.0.0.1", 30400)
				.withRemoteUdpPort(silent.getLocalPort())
				.withTimeout(Duration.ofMillis(300));
			assertFails(Reason.TIMED_OUT, "no answer from 127.0.0.1:30400 (userspace, UDP port " + silent.getLocalPort()
					+ ") within 300 ms: check that the peer runs", () -> client.connect(nobody));
			assertThat(recorder.change(AssociationChange.CANNOT_ESTABLISH).reason()).contains("within 300 ms");
			assertThat(Await.failure(client.connectAsync(nobody))).isInstanceOfSatisfying(SctpConnectException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(Reason.TIMED_OUT));
		}
		assertThat(client.associations()).isEmpty();
	}

	@Test
	void nobodyHasTheUdpPort() throws IOException {
		int gone;
		try (DatagramSocket socket = silentPeer()) {
			gone = socket.getLocalPort();
		}
		SctpEndpoint client = client();
		assertFails(Reason.TIMED_OUT, "no answer from", () -> client.connect(
				ConnectOptions.to("127.0.0.1", 30400).withRemoteUdpPort(gone).withTimeout(Duration.ofMillis(300))));
	}

	@Test
	void anEndpointThatAcceptsNobodyRefuses() {
		SctpEndpoint server = open(accepting(0));
		SctpEndpoint client = client();
		assertFails(Reason.REFUSED, "127.0.0.1:" + server.localPort() + " (userspace, UDP port "
				+ server.udpPort().getAsInt() + ") refused the association", () -> client.connect(to(server)));
		assertThat(server.statistics().refused()).isOne();
		assertThat(server.associations()).isEmpty();
		server.accept(AcceptPolicy.upTo(1));
		client.connect(to(server));
		SctpEndpoint other = open(connecting());
		assertFails(Reason.REFUSED, "refused the association", () -> other.connect(to(server)));
		assertThat(server.associations()).hasSize(1);
	}

	@Test
	void anAcceptPolicySeesWhoAsksAndRefuses() {
		CompletableFuture<String> asked = new CompletableFuture<>();
		SctpEndpoint server = open(accepting(0).name("server").accept((request) -> {
			asked.complete(request.endpointName() + " " + request.peerAddress() + " " + request.peerPort() + " "
					+ request.peerAddresses() + " " + request.outboundStreams() + " " + request.inboundStreams() + " "
					+ request.currentAssociations());
			return false;
		}));
		SctpEndpoint client = client();
		assertFails(Reason.REFUSED, "refused the association", () -> client.connect(to(server)));
		assertThat(asked).isCompletedWithValue("server 127.0.0.1 " + client.localPort() + " [127.0.0.1] 10 10 []");
	}

	@Test
	void anAcceptPolicyThatThrowsRefusesAndHarmsNobodyElse() {
		SctpEndpoint client = client();
		SctpEndpoint server = open(accepting(0).handler(ECHO).accept((request) -> {
			if (request.peerPort() == client.localPort()) {
				throw new StackOverflowError("wanted by the test");
			}
			return true;
		}));
		SctpAssociation other = open(connecting()).connect(to(server));
		assertFails(Reason.REFUSED, "refused the association", () -> client.connect(to(server)));
		other.send(new byte[] { 7 }, SendOptions.DEFAULT);
		assertThat(receive(other).payload()).containsExactly(7);
		assertThat(server.associations()).hasSize(1);
	}

	@Test
	void aPeerIsConnectedOnce() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		SctpAssociation first = client.connect(to(server).withName("first"));
		assertFails(Reason.ALREADY_CONNECTED, "'first'", () -> client.connect(to(server)));
		first.send(new byte[] { 1 }, SendOptions.DEFAULT);
		assertThat(receive(first).payload()).containsExactly(1);
	}

	@Test
	void anUnknownHostIsNamed() {
		SctpEndpoint client = client();
		assertFails(Reason.UNKNOWN_HOST, "Cannot connect to 'no-such-host.invalid' port 1",
				() -> client.connect(ConnectOptions.to("no-such-host.invalid", 1)));
		assertThat(Await.failure(client.connectAsync(ConnectOptions.to("no-such-host.invalid", 1))))
			.isInstanceOfSatisfying(SctpConnectException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(Reason.UNKNOWN_HOST));
	}

	@Test
	void aPeerOfAnotherIpVersionIsUnreachable() {
		SctpEndpoint client = client();
		assertFails(Reason.UNREACHABLE, "[2001:db8::1]:1: endpoint 'client' has only the local addresses 127.0.0.1",
				() -> client.connect(ConnectOptions.to("2001:db8::1", 1)));
	}

	@Test
	void aPeerThatLoopbackHasNoWayToIsUnreachable() {
		SctpEndpoint client = client();
		assertFails(Reason.UNREACHABLE, "192.0.2.1:1 (userspace, UDP port 9899) cannot be reached",
				() -> client.connect(ConnectOptions.to("192.0.2.1", 1)));
		assertThat(client.associations()).isEmpty();
	}

	@Test
	void closingTheEndpointCallsAttemptsOff() throws IOException {
		try (DatagramSocket silent = silentPeer()) {
			SctpEndpoint client = client();
			CompletableFuture<SctpAssociation> future = client
				.connectAsync(ConnectOptions.to("127.0.0.1", 30400).withRemoteUdpPort(silent.getLocalPort()));
			client.close();
			assertThat(Await.failure(future)).isInstanceOfSatisfying(SctpConnectException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(Reason.CLOSED));
			assertFails(Reason.CLOSED, "Endpoint 'client' is closed",
					() -> client.connect(ConnectOptions.to("127.0.0.1", 30400)));
		}
	}

	@Test
	void cancellingCallsTheAttemptOff() throws IOException {
		try (DatagramSocket silent = silentPeer()) {
			SctpEndpoint client = client();
			CompletableFuture<SctpAssociation> future = client
				.connectAsync(ConnectOptions.to("127.0.0.1", 30400).withRemoteUdpPort(silent.getLocalPort()));
			future.cancel(true);
			Await.until("the attempt has gone", () -> client.associations().isEmpty());
		}
	}

	@Test
	void aClosedSockOpensNothing() {
		this.sock.close();
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(this.sock::createEndpoint)
			.withMessageContaining("closed");
	}

	@Test
	void peersThatCallEachOtherAtTheSameTimeHaveOneAssociation() {
		for (int i = 0; i < 10; i++) {
			SctpEndpoint one = open(accepting(1));
			SctpEndpoint other = open(accepting(1));
			CompletableFuture<SctpAssociation> forth = one.connectAsync(to(other));
			CompletableFuture<SctpAssociation> back = other.connectAsync(to(one));
			CompletableFuture.allOf(forth, back).handle((done, ex) -> true).join();
			assertThat(forth.isCompletedExceptionally() && back.isCompletedExceptionally()).isFalse();
			Await.until("one association on either side",
					() -> one.associations().size() == 1 && other.associations().size() == 1);
			byte[] payload = { (byte) ThreadLocalRandom.current().nextInt() };
			one.associations().get(0).send(payload, SendOptions.DEFAULT);
			assertThat(receive(other.associations().get(0)).payload()).isEqualTo(payload);
			one.close();
			other.close();
		}
	}

}
