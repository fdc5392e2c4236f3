package dev.sock.contract;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.sock.AssociationState;
import dev.sock.ConnectOptions;
import dev.sock.RtoOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpConnectException.Reason;
import dev.sock.SctpConnectException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.contract.TransportFixture.PathCut;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Each way in which a connect fails, told by its reason and in words that name the
 * transport.
 */
public abstract class ConnectFailureContract extends Contract {

	protected ConnectFailureContract(TransportFixture fixture) {
		super(fixture);
	}

	private static SctpConnectException assertFails(Reason reason, ThrowingCallable call) {
		SctpConnectException ex = catchThrowableOfType(SctpConnectException.class, call);
		assertThat(ex).isNotNull();
		return assertReason(reason, ex);
	}

	private static SctpConnectException assertReason(Reason reason, Throwable failure) {
		assertThat(failure).isInstanceOfSatisfying(SctpConnectException.class,
				(ex) -> assertThat(ex.reason()).as(ex.getMessage()).isEqualTo(reason));
		return (SctpConnectException) failure;
	}

	/** Returns how texts name an address of a peer. */
	private String peer(String address, int port) {
		String transport = this.capabilities.transport() + (this.capabilities.udp() ? ", UDP port " : ", SCTP over IP");
		return address + ":" + port + " (" + transport;
	}

	/** A peer that does not answer, for the whole test. */
	private ConnectOptions silentPeer() {
		SctpEndpoint server = open(accepting(1).name("silent"));
		TransportFixture.Link link = this.fixture.link(server);
		link.cut(LOOPBACK);
		return link.options();
	}

	@Test
	@Tag("B4")
	void nobodyAnswersWithinTheTime() {
		Recorder recorder = new Recorder();
		SctpEndpoint client = client(recorder);
		ConnectOptions silent = silentPeer().withTimeout(Duration.ofMillis(300));
		assertThat(assertFails(Reason.TIMED_OUT, () -> client.connect(silent)))
			.hasMessageContaining("no answer from " + peer("127.0.0.1", silent.port()))
			.hasMessageContaining("within 300 ms: check that the peer runs");
		assertThat(recorder.change(AssociationChange.CANNOT_ESTABLISH).reason()).contains("within 300 ms");
		assertReason(Reason.TIMED_OUT, Await.failure(client.connectAsync(silent)));
		Await.until("both attempts are told as events", () -> recorder.changes().size() == 2);
		assertThat(recorder.changes()).containsOnly(AssociationChange.CANNOT_ESTABLISH);
		assertThat(client.associations()).isEmpty();
		assertThat(client.statistics().activeEstabs()).isZero();
	}

	@Test
	@Tag("E1")
	void nobodyAnswersHoweverOftenInitIsRepeated() {
		SctpEndpoint client = client();
		SctpOptions impatient = SctpOptions.builder()
			.maxInitRetransmissions(2)
			.rto(new RtoOptions(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(200)))
			.build();
		ConnectOptions silent = silentPeer().withOptions(impatient).withTimeout(Duration.ofMinutes(10));
		assertThat(assertFails(Reason.TIMED_OUT, () -> client.connect(silent)))
			.hasMessageContaining("no answer from " + peer("127.0.0.1", silent.port()));
		assertThat(client.associations()).isEmpty();
	}

	@Test
	@Tag("B4")
	void aPortWithoutAnEndpointRefusesUntilThereIsOne() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint gone = open(accepting(1));
		int port = gone.localPort();
		ConnectOptions options = withPort(to(server), port);
		gone.close();
		Recorder recorder = new Recorder();
		SctpEndpoint client = client(recorder);
		assertThat(assertFails(Reason.REFUSED, () -> client.connect(options)))
			.hasMessageContaining(peer("127.0.0.1", port))
			.hasMessageContaining("refused the association")
			.hasMessageContaining("check that an SCTP endpoint accepts there");
		assertReason(Reason.REFUSED, Await.failure(client.connectAsync(options)));
		Await.until("both attempts are told as events", () -> recorder.changes().size() == 2);
		assertThat(recorder.changes()).containsOnly(AssociationChange.CANNOT_ESTABLISH);
		assertThat(client.associations()).isEmpty();
		SctpEndpoint there = open(accepting(1).port(port));
		assertThat(client.connect(to(there)).state()).isEqualTo(AssociationState.ESTABLISHED);
	}

	@Test
	void anUnknownHostIsNamed() {
		SctpEndpoint client = client();
		ConnectOptions unknown = ConnectOptions.to("no-such-host.invalid", 1);
		assertThat(assertFails(Reason.UNKNOWN_HOST, () -> client.connect(unknown)))
			.hasMessageContaining("'no-such-host.invalid'");
		assertReason(Reason.UNKNOWN_HOST, Await.failure(client.connectAsync(unknown)));
		assertThat(client.associations()).isEmpty();
	}

	@Test
	void aPeerOfAnotherIpVersionIsUnreachable() {
		assertThat(assertFails(Reason.UNREACHABLE, () -> client().connect(ConnectOptions.to("2001:db8::1", 1))))
			.hasMessageContaining("[2001:db8::1]:1")
			.hasMessageContaining("127.0.0.1");
	}

	@Test
	@Tag("B4")
	void aPeerThatLoopbackHasNoWayToIsUnreachable() {
		SctpEndpoint client = client();
		assertThat(assertFails(Reason.UNREACHABLE, () -> client.connect(ConnectOptions.to("192.0.2.1", 1))))
			.hasMessageContaining(peer("192.0.2.1", 1));
		assertThat(client.associations()).isEmpty();
	}

	@Test
	@Tag("B4")
	void closingTheEndpointCallsAttemptsOff() {
		ConnectOptions silent = silentPeer();
		SctpEndpoint client = client();
		CompletableFuture<SctpAssociation> future = client.connectAsync(silent);
		SctpEndpoint blocked = open(connecting().name("blocked"));
		Call<SctpAssociation> call = Call.start(() -> blocked.connect(silent)).waits();
		client.close();
		blocked.close();
		assertThat(assertReason(Reason.CLOSED, Await.failure(future))).hasMessageContaining("'client' is closed");
		assertThat(assertReason(Reason.CLOSED, call.failure())).hasMessageContaining("'blocked' is closed");
	}

	@Test
	void aClosedEndpointConnectsToNobody() {
		SctpEndpoint server = server();
		SctpEndpoint client = client();
		client.close();
		assertThat(assertFails(Reason.CLOSED, () -> client.connect(to(server))))
			.hasMessageContaining("Endpoint 'client' is closed");
		assertReason(Reason.CLOSED, Await.failure(client.connectAsync(to(server))));
		assertThat(server.associations()).isEmpty();
	}

	@Test
	void interruptingTheThreadCallsTheAttemptOff() {
		ConnectOptions silent = silentPeer();
		SctpEndpoint client = client();
		Call<Boolean> call = Call.start(() -> {
			assertFails(Reason.INTERRUPTED, () -> client.connect(silent));
			return Thread.currentThread().isInterrupted();
		}).waits();
		Await.until("the attempt is under way", () -> client.associations().size() == 1);
		call.interrupt();
		assertThat(call.result()).isTrue();
		Await.until("the attempt has gone", () -> client.associations().isEmpty());
	}

	@Test
	void cancellingTheFutureCallsTheAttemptOff() {
		ConnectOptions silent = silentPeer();
		SctpEndpoint client = client();
		CompletableFuture<SctpAssociation> future = client.connectAsync(silent);
		Await.until("the attempt is under way", () -> client.associations().size() == 1);
		future.cancel(true);
		Await.until("the attempt has gone", () -> client.associations().isEmpty());
		assertThat(future).isCancelled();
	}

	@Test
	void abortingWhatIsBeingOpenedCallsTheAttemptOff() {
		ConnectOptions silent = silentPeer();
		SctpEndpoint client = client();
		CompletableFuture<SctpAssociation> future = client.connectAsync(silent);
		SctpAssociation association = Await.value("the association being opened",
				() -> client.associations().stream().findFirst());
		assertThat(association.state()).isNotEqualTo(AssociationState.ESTABLISHED);
		association.abort("");
		assertReason(Reason.CLOSED, Await.failure(future));
		assertThat(Await.result(association.closed()).change()).isEqualTo(AssociationChange.CANNOT_ESTABLISH);
		assertThat(client.associations()).isEmpty();
	}

	@Test
	void twoEndpointsHaveOneAssociation() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		SctpAssociation first = client.connect(to(server).withName("first"));
		assertThat(assertFails(Reason.ALREADY_CONNECTED, () -> client.connect(to(server))))
			.hasMessageContaining("'first'")
			.hasMessageContaining("127.0.0.1:" + server.localPort());
		assertReason(Reason.ALREADY_CONNECTED, Await.failure(client.connectAsync(to(server).withName("second"))));
		otherSide(first, server);
		assertReason(Reason.ALREADY_CONNECTED, Await.failure(server.connectAsync(to(client))));
		echo(first, 1);
		assertThat(client.associations()).containsExactly(first);
	}

	@Test
	void anAttemptUnderWayIsAnAssociationWithThePeer() {
		ConnectOptions silent = silentPeer();
		SctpEndpoint client = client();
		CompletableFuture<SctpAssociation> first = client.connectAsync(silent);
		Await.until("the attempt is under way", () -> client.associations().size() == 1);
		assertFails(Reason.ALREADY_CONNECTED, () -> client.connect(silent));
		assertThat(first).isNotDone();
	}

	@Test
	void aNameBelongsToOneAssociation() {
		SctpEndpoint client = client();
		client.connect(to(server()).withName("mine"));
		ConnectOptions taken = to(open(accepting(1))).withName("mine");
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> client.connect(taken))
			.withMessageContaining("'mine'");
		assertThat(Await.failure(client.connectAsync(taken))).isInstanceOf(SctpOptionException.class);
		assertThat(client.connect(taken.withName("other")).name()).isEqualTo("other");
	}

	@Test
	void whatCannotBeCalledIsRefusedInWords() {
		for (int port : new int[] { -1, 0, 65536 }) {
			assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> ConnectOptions.to("127.0.0.1", port))
				.withMessageContaining("'remote-port'")
				.withMessageContaining("" + port);
		}
		SctpEndpoint client = client();
		SctpEndpoint server = server();
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> client.connect(to(server).withName("a/b")))
			.withMessageContaining("'a/b'");
		assertThat(client.associations()).isEmpty();
	}

	@Test
	void aPeerThatAnswersAgainIsConnectedByTheNextAttempt() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		TransportFixture.Link link = this.fixture.link(server);
		try (PathCut cut = link.cut(LOOPBACK)) {
			assertFails(Reason.TIMED_OUT, () -> client.connect(link.options().withTimeout(Duration.ofMillis(200))));
		}
		echo(client.connect(link.options()), 1);
	}

}
