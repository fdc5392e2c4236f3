package dev.sock.impl;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sock.AssociationState;
import dev.sock.ConnectOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpConnectException;
import dev.sock.SctpConnectException.Reason;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.UserspaceOptions;
import dev.sock.spi.ConnectTarget;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ConnectTests extends AbstractSockTests {

	private static final ConnectOptions TO_PEER = ConnectOptions.to(List.of("10.0.0.1", "10.0.0.2"), PEER_PORT);

	private final RecordingHandler handler = new RecordingHandler();

	private final SctpEndpoint endpoint = this.sock
		.createEndpoint(options().name("client").handler(this.handler).build());

	private final FakeEndpoint fake = fake(this.endpoint);

	@Test
	void waitsUntilItIsEstablished() throws Throwable {
		Task<SctpAssociation> task = start(() -> this.endpoint.connect(TO_PEER)).waits();
		ConnectTarget target = this.fake.last().target;
		assertThat(target.addresses()).hasToString("[10.0.0.1, 10.0.0.2]");
		assertThat(target.port()).isEqualTo(PEER_PORT);
		assertThat(target.remoteUdpPort()).isNull();
		assertThat(target.options()).isEqualTo(this.endpoint.options());
		this.fake.last().establish();
		SctpAssociation association = task.get();
		assertThat(association.state()).isEqualTo(AssociationState.ESTABLISHED);
		assertThat(association.outboundStreams()).isEqualTo(5);
		assertThat(association.inboundStreams()).isEqualTo(7);
		assertThat(association.name()).isEqualTo("10.0.0.1-30400");
		assertThat(association.endpoint()).isSameAs(this.endpoint);
		assertThat(association.peerPort()).isEqualTo(PEER_PORT);
		assertThat(association.localAddresses()).isEqualTo(this.endpoint.localAddresses());
	}

	@Test
	void takesTheAttemptsOwnProtocolOptions() {
		SctpOptions own = SctpOptions.builder().sendBuffer(5000).build();
		connected(this.endpoint, TO_PEER.withOptions(own).withRemoteUdpPort(1234));
		assertThat(this.fake.last().target.options()).isSameAs(own);
		assertThat(this.fake.last().target.remoteUdpPort()).isEqualTo(1234);
	}

	@Test
	void isFoundFromTheStartUntilItHasEnded() {
		CompletableFuture<SctpAssociation> future = this.endpoint.connectAsync(TO_PEER.withName("x"));
		SctpAssociation opening = this.endpoint.association("x").orElseThrow();
		assertThat(opening.paths()).hasSize(2);
		assertThat(this.endpoint.associations()).containsExactly(opening);
		this.fake.last().terminate(AssociationChange.CANNOT_ESTABLISH, false, "no");
		assertThat(future).isCompletedExceptionally();
		assertThat(this.endpoint.associations()).isEmpty();
		assertThat(this.endpoint.association("x")).isEmpty();
		assertThat(this.handler.log).containsExactly("CANNOT_ESTABLISH");
	}

	@Test
	void timesOutAndNamesTransportAndUdpPort() {
		assertFails(() -> this.endpoint.connect(ConnectOptions.to("10.0.0.1", 1).withTimeout(Duration.ofMillis(200))),
				Reason.TIMED_OUT, "no answer from 10.0.0.1:1 (fake, UDP port 9899) within 200 ms: check that the peer"
						+ " runs, that it speaks SCTP in UDP on that UDP port");
		assertThat(this.fake.last().abortReason).isEmpty();
		assertThat(this.endpoint.associations()).isEmpty();
		assertThat(this.handler.event(AssociationChanged.class).reason())
			.startsWith("no answer from 10.0.0.1:1 (fake, UDP port 9899) within 200 ms");
	}

	@Test
	void anAnswerAfterTheTimeOutDoesNotSucceed() {
		this.fake.onConnect = (association) -> association.endsOnAbort = false;
		CompletableFuture<SctpAssociation> future = this.endpoint
			.connectAsync(TO_PEER.withTimeout(Duration.ofMillis(200)));
		eventually(() -> this.fake.last().abortReason != null);
		this.fake.last().establish();
		assertThat(future).isNotDone();
		this.fake.last().terminate(AssociationChange.COMM_LOST, false, "aborted");
		assertThat(failure(future).reason()).isEqualTo(Reason.TIMED_OUT);
	}

	@Test
	void saysWhyItFailed() {
		CompletableFuture<SctpAssociation> refused = this.endpoint.connectAsync(TO_PEER);
		this.fake.last().terminate(AssociationChange.CANNOT_ESTABLISH, true, "ABORT");
		assertThat(failure(refused).reason()).isEqualTo(Reason.REFUSED);
		assertThat(failure(refused)).hasMessageContaining(
				"10.0.0.1, 10.0.0.2 port 30400 (fake, UDP port 9899) refused the association (ABORT): check that an"
						+ " SCTP endpoint accepts there");

		CompletableFuture<SctpAssociation> unreachable = this.endpoint.connectAsync(TO_PEER);
		this.fake.last().terminate(AssociationChange.CANNOT_ESTABLISH, false, "no route");
		assertThat(failure(unreachable).reason()).isEqualTo(Reason.UNREACHABLE);
		assertThat(failure(unreachable)).hasMessageContaining("cannot be reached: no route");

		CompletableFuture<SctpAssociation> silent = this.endpoint.connectAsync(TO_PEER);
		FakeAssociation association = this.fake.last();
		association.onLoop(() -> association.listener.stateChanged(AssociationState.COOKIE_WAIT));
		association.terminate(AssociationChange.CANNOT_ESTABLISH, false, "too many retransmissions");
		assertThat(failure(silent).reason()).isEqualTo(Reason.TIMED_OUT);
		assertThat(failure(silent)).hasMessageContaining("no answer from").hasMessageContaining("too many");
	}

	@Test
	void anotherAttemptCanFollowInTheContinuation() {
		CompletableFuture<SctpAssociation> second = this.endpoint.connectAsync(TO_PEER)
			.handle((association, failure) -> this.endpoint.connectAsync(TO_PEER))
			.thenCompose((future) -> future);
		this.fake.associations.get(0).terminate(AssociationChange.CANNOT_ESTABLISH, true, "ABORT");
		this.fake.last().establish();
		assertThat(second.join().state()).isEqualTo(AssociationState.ESTABLISHED);
	}

	@Test
	void hasOneAssociationWithAPeer() {
		connected(this.endpoint, TO_PEER.withName("first"));
		assertFails(() -> this.endpoint.connect(ConnectOptions.to("10.0.0.2", PEER_PORT)), Reason.ALREADY_CONNECTED,
				"Endpoint 'client' already has association 'first' with the peer 10.0.0.2:30400, in state ESTABLISHED;"
						+ " two endpoints have one association at a time");
		connected(this.endpoint, ConnectOptions.to("10.0.0.2", 1));
		this.fake.associations.get(0).terminate(AssociationChange.COMM_LOST, false, "gone");
		connected(this.endpoint, ConnectOptions.to("10.0.0.2", PEER_PORT));
	}

	@Test
	void refusesNamesThatAreTakenOrCannotBeOne() {
		connected(this.endpoint, TO_PEER.withName("x"));
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> this.endpoint.connect(ConnectOptions.to("10.0.0.3", 1).withName("x")))
			.withMessage("Option 'name': 'x' is taken by another association of endpoint 'client'; give each"
					+ " association a name of its own");
		for (String name : List.of("", "a/b", "a b", "ä", "..", "x".repeat(129))) {
			assertThatExceptionOfType(SctpOptionException.class)
				.isThrownBy(() -> this.endpoint.connect(ConnectOptions.to("10.0.0.3", 1).withName(name)))
				.withMessageContaining("cannot be a name");
			assertThat(this.endpoint.connectAsync(ConnectOptions.to("10.0.0.3", 1).withName(name)))
				.isCompletedExceptionally();
		}
	}

	@Test
	void leavesOutAddressesOfAnIpVersionThatTheEndpointHasNot() {
		connected(this.endpoint, ConnectOptions.to(List.of("::1", "10.0.0.1"), 1));
		assertThat(this.fake.last().target.addresses()).hasToString("[10.0.0.1]");
		assertFails(() -> this.endpoint.connect(ConnectOptions.to("2001:db8::1", 1)), Reason.UNREACHABLE,
				"Cannot connect to [2001:db8::1]:1: endpoint 'client' has only the local addresses 127.0.0.1");
	}

	@Test
	void refusesAddressesThatNoPeerCanHave() {
		for (String address : List.of("0.0.0.0", "224.0.0.1", "255.255.255.255", "ff02::1")) {
			assertFails(() -> this.endpoint.connect(ConnectOptions.to(address, 1)), Reason.UNREACHABLE,
					"it is not a unicast address");
		}
	}

	@Test
	void neverWaitsOnTheEventLoop() {
		SctpAssociation association = connected(this.endpoint);
		fake(association).onLoop(() -> assertFails(() -> this.endpoint.connect(TO_PEER), Reason.ON_EVENT_LOOP,
				"use connectAsync, or give the endpoint an executor"));
	}

	@Test
	void anInterruptCallsItOff() throws Throwable {
		Task<Boolean> task = start(() -> {
			assertFails(() -> this.endpoint.connect(TO_PEER), Reason.INTERRUPTED, "was interrupted");
			return Thread.currentThread().isInterrupted();
		}).waits();
		task.thread.interrupt();
		assertThat(task.get()).isTrue();
		eventually(() -> this.endpoint.associations().isEmpty());
	}

	@Test
	void cancellingTheFutureCallsItOff() {
		CompletableFuture<SctpAssociation> future = this.endpoint.connectAsync(TO_PEER);
		future.cancel(false);
		eventually(() -> this.endpoint.associations().isEmpty());
		assertThatExceptionOfType(CancellationException.class).isThrownBy(future::join);
	}

	@Test
	void closingTheEndpointEndsTheAttempt() throws Throwable {
		Task<SctpAssociation> task = start(() -> this.endpoint.connect(TO_PEER)).waits();
		this.endpoint.close();
		assertFails(task::get, Reason.CLOSED, "Endpoint 'client' is closed");
		assertFails(() -> this.endpoint.connect(TO_PEER), Reason.CLOSED, "Endpoint 'client' is closed");
	}

	@Test
	void survivesATransportThatIsFasterThanTheConnectingThread() {
		this.fake.onConnect = (association) -> {
			association.establish();
			association.receive("early");
		};
		this.endpoint.setHandler(null);
		SctpAssociation association = this.endpoint.connectAsync(TO_PEER).join();
		assertThat(association.receive(Duration.ofSeconds(10)).text()).isEqualTo("early");
		association.send(new byte[1], SendOptions.DEFAULT);
		assertThat(fake(association).sent).hasSize(1);

		this.fake.onConnect = (other) -> other.terminate(AssociationChange.CANNOT_ESTABLISH, true, "ABORT");
		assertFails(() -> this.endpoint.connect(ConnectOptions.to("10.0.0.9", 1)), Reason.REFUSED, "ABORT");
	}

	@Test
	void survivesATransportThatThrows() {
		this.fake.onConnect = (association) -> {
			throw new IllegalStateException("broken");
		};
		assertFails(() -> this.endpoint.connect(TO_PEER), Reason.UNREACHABLE, "broken");
		this.fake.onConnect = (association) -> {
			throw new SctpClosedException("closed");
		};
		assertFails(() -> this.endpoint.connect(TO_PEER), Reason.CLOSED, "Endpoint 'client' is closed");
		assertThat(this.endpoint.associations()).isEmpty();
		assertThat(((DefaultEndpoint) this.endpoint).attempts()).isEmpty();
	}

	@Test
	void looksNamesUpAtEachConnectAndNotInTheCallingThread() {
		AtomicInteger lookups = new AtomicInteger();
		HostLookup lookup = (host) -> {
			if (!host.equals("peer.example")) {
				throw new UnknownHostException(host);
			}
			assertThat(Thread.currentThread().getName()).startsWith("sock-worker");
			return new InetAddress[] { SctpAddress.parse("10.0.0." + lookups.incrementAndGet()).toInetAddress() };
		};
		try (DefaultSock other = new DefaultSock("fake", UserspaceOptions.DEFAULT, lookup)) {
			SctpEndpoint client = other.createEndpoint();
			fake(client).onConnect = (association) -> association.terminate(AssociationChange.CANNOT_ESTABLISH, true,
					"ABORT");
			ConnectOptions options = ConnectOptions.to(List.of("peer.example", "10.9.9.9"), 1);
			assertFails(() -> client.connect(options), Reason.REFUSED, "10.0.0.1, 10.9.9.9 port 1");
			assertFails(() -> client.connect(options), Reason.REFUSED, "10.0.0.2, 10.9.9.9 port 1");
			assertFails(() -> client.connect(ConnectOptions.to("nowhere.example", 1)), Reason.UNKNOWN_HOST,
					"Cannot connect to 'nowhere.example' port 1: it is neither an IP address nor a host name");
			assertFails(() -> client.connect(ConnectOptions.to("1234", 1)), Reason.UNKNOWN_HOST, "'1234'");
		}
	}

	@Test
	void timesOutWhileANameIsLookedUp() {
		CountDownLatch release = new CountDownLatch(1);
		HostLookup lookup = (host) -> {
			try {
				release.await();
			}
			catch (InterruptedException ex) {
				throw new UnknownHostException(host);
			}
			return new InetAddress[] { SctpAddress.parse("10.0.0.1").toInetAddress() };
		};
		try (DefaultSock other = new DefaultSock("fake", UserspaceOptions.DEFAULT, lookup)) {
			SctpEndpoint client = other.createEndpoint();
			assertFails(() -> client.connect(ConnectOptions.to("slow.example", 1).withTimeout(Duration.ofMillis(1))),
					Reason.TIMED_OUT, "no answer from [slow.example] port 1");
			release.countDown();
			client.close();
			assertThat(fake(client).associations).isEmpty();
		}
	}

	private static SctpConnectException failure(CompletableFuture<SctpAssociation> future) {
		return (SctpConnectException) future.handle((association, failure) -> failure).join();
	}

	private static void assertFails(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Reason reason,
			String message) {
		assertThatExceptionOfType(SctpConnectException.class).isThrownBy(call)
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason));
	}

}
