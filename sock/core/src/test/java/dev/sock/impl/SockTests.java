package dev.sock.impl;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.PathState;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpBindException;
import dev.sock.SctpBindException.Reason;
import dev.sock.SctpClosedException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpMessage;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.SctpPath;
import dev.sock.Sock;
import dev.sock.UserspaceOptions;
import dev.sock.spi.TransportProvider;
import dev.sock.spi.TransportProvider.Availability;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SockTests extends AbstractSockTests {

	@Test
	void opensAnEndpointOnLoopbackAndAFreePort() {
		SctpEndpoint endpoint = this.sock.createEndpoint();
		assertThat(endpoint.localAddresses()).hasToString("[127.0.0.1]");
		assertThat(endpoint.localPort()).isPositive();
		assertThat(endpoint.name()).isEqualTo("127.0.0.1-" + endpoint.localPort());
		assertThat(endpoint.transport()).isEqualTo("fake");
		assertThat(endpoint.udpPort()).hasValue(9899);
		assertThat(endpoint.isOpen()).isTrue();
	}

	@Test
	void anEndpointThatEndsByItselfIsClosedAndReleasesWhoWaits() {
		SctpEndpoint endpoint = this.sock.createEndpoint(named("one").build());
		Task<SctpMessage> pulling = start(() -> endpoint.receive(Duration.ofMinutes(1))).waits();
		CompletableFuture<SctpAssociation> opening = endpoint.connectAsync(ConnectOptions.to("127.0.0.1", PEER_PORT));
		FakeEndpoint transport = fake(endpoint);
		transport.transport.execute(() -> transport.listener.ended("its event loop has ended"));
		eventually(() -> !endpoint.isOpen() && transport.isClosed());
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(pulling::get);
		eventually(opening::isCompletedExceptionally);
		eventually(() -> this.sock.endpoints().isEmpty());
		this.sock.createEndpoint(named("one").build());
	}

	@Test
	void findsEndpointsByNameAndAddress() {
		SctpEndpoint one = this.sock.createEndpoint(named("one").port(5000).localAddresses("10.0.0.1", "::1").build());
		SctpEndpoint any = this.sock.createEndpoint(named("any").port(5001).localAddresses("0.0.0.0").build());
		fake(any).addressesInUse = List.of(SctpAddress.parse("10.0.0.1"));
		assertThat(this.sock.endpoints()).containsExactly(one, any);
		assertThat(this.sock.endpoint("one")).containsSame(one);
		assertThat(this.sock.endpoint("two")).isEmpty();
		assertThat(this.sock.endpoint(SctpAddress.parse("::1"), 5000)).containsSame(one);
		assertThat(this.sock.endpoint(SctpAddress.parse("::1"), 5001)).isEmpty();
		assertThat(this.sock.endpoint(SctpAddress.parse("0.0.0.0"), 5001)).containsSame(any);
		assertThat(this.sock.endpoint(SctpAddress.parse("10.0.0.1"), 5001)).containsSame(any);
		assertThat(this.sock.endpoint(SctpAddress.parse("10.0.0.2"), 5001)).isEmpty();
	}

	@Test
	void refusesANameThatIsTaken() {
		this.sock.createEndpoint(named("same").build());
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> this.sock.createEndpoint(named("same").build()))
			.withMessage(
					"Option 'name': 'same' is taken by another endpoint; give each endpoint a name of" + " its own");
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> this.sock.createEndpoint(named("not good").build()))
			.withMessageContaining("'not good' cannot be a name");
		this.sock.endpoint("same").orElseThrow().close();
		this.sock.createEndpoint(named("same").build());
	}

	@Test
	void aTransportAddressBelongsToOneEndpoint() {
		SctpEndpoint first = this.sock
			.createEndpoint(named("first").port(5000).localAddresses("10.0.0.1", "10.0.0.2").build());
		assertPortInUse(named("second").port(5000).localAddresses("10.0.0.3", "10.0.0.2").build(),
				"Endpoint 'second' cannot have 10.0.0.3, 10.0.0.2 port 5000: endpoint 'first' has 10.0.0.1, 10.0.0.2"
						+ " port 5000; choose another port");
		assertPortInUse(named("second").port(5000).localAddresses("0.0.0.0").build(), "endpoint 'first' has");
		SctpEndpoint any = this.sock.createEndpoint(named("any").port(5000).localAddresses("::").build());
		assertPortInUse(named("second").port(5000).localAddresses("2001:db8::1").build(), "endpoint 'any' has");
		this.sock.createEndpoint(named("other").port(5001).localAddresses("10.0.0.1").build());
		first.close();
		any.close();
		this.sock.createEndpoint(named("second").port(5000).localAddresses("10.0.0.2", "2001:db8::1").build());
	}

	@Test
	void knowsTheTransportsOnTheClassPath() {
		assertThat(this.sock.transports()).containsExactly("fake");
	}

	@Test
	void namesTheTransportsThereAreWhenOneIsUnknown() {
		assertUnavailable(named("x").transport("userspace").build(),
				"Transport 'userspace' is not known; known here: fake; add the dependency dev.sock:sock-userspace");
		assertUnavailable(named("x").transport("sctp4j").build(),
				"Transport 'sctp4j' is not known; known here: fake; use auto or one of these");
		try (Sock automatic = Sock.create()) {
			assertThatExceptionOfType(SctpBindException.class).isThrownBy(automatic::createEndpoint)
				.withMessage("Transport 'auto': none can be used; kernel is not on the class path; userspace is not on"
						+ " the class path; add the dependency dev.sock:sock-userspace, which runs everywhere");
		}
	}

	@Test
	void takesTheKernelBeforeUserspaceIfItCanBeUsed() {
		assertThat(automatic(true, true)).isEqualTo("kernel");
		assertThat(automatic(false, true)).isEqualTo("userspace");
		Transports transports = transports(false, false);
		assertThatExceptionOfType(SctpBindException.class).isThrownBy(() -> transports.choose("auto"))
			.withMessageContaining("kernel cannot be used: modprobe sctp; userspace cannot be used: no UDP");
		assertThatExceptionOfType(SctpBindException.class).isThrownBy(() -> transports.get("kernel"))
			.withMessage("Transport 'kernel' cannot be used on this machine: modprobe sctp; known here: kernel,"
					+ " userspace");
	}

	private static String automatic(boolean kernel, boolean userspace) {
		return transports(kernel, userspace).choose("auto");
	}

	private static Transports transports(boolean kernel, boolean userspace) {
		Map<String, TransportProvider> providers = new LinkedHashMap<>();
		providers.put("kernel", new FakeTransportProvider("kernel", new Availability(kernel, "modprobe sctp")));
		providers.put("userspace", new FakeTransportProvider("userspace", new Availability(userspace, "no UDP")));
		return new Transports("auto", UserspaceOptions.DEFAULT, () -> providers);
	}

	@Test
	void opensATransportOnceAndClosesItWithItself() {
		FakeTransport transport = fake(this.sock.createEndpoint()).transport;
		SctpEndpoint second = this.sock.createEndpoint();
		assertThat(fake(second).transport).isSameAs(transport);
		this.sock.close();
		assertThat(transport.closed).isTrue();
		assertThat(second.isOpen()).isFalse();
		assertThat(this.sock.endpoints()).isEmpty();
		this.sock.close();
		second.close();
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(this.sock::createEndpoint);
	}

	@Test
	void twoInstancesKnowNothingOfEachOther() {
		SctpEndpoint one = this.sock.createEndpoint(named("same").port(5000).build());
		try (Sock other = Sock.builder().transport("fake").build()) {
			SctpEndpoint two = other.createEndpoint(named("same").port(5000).build());
			assertThat(fake(one).transport).isNotSameAs(fake(two).transport);
		}
		assertThat(one.isOpen()).isTrue();
		connected(one);
	}

	@Test
	void closingShutsAssociationsDownAndAbortsThoseThatLinger() {
		SctpEndpoint endpoint = this.sock.createEndpoint(named("x").build());
		SctpAssociation willing = connected(endpoint, ConnectOptions.to("10.0.0.1", 1));
		SctpAssociation lingering = connected(endpoint, ConnectOptions.to("10.0.0.2", 1));
		fake(lingering).endsOnShutdown = false;
		endpoint.close(Duration.ofMillis(20));
		assertThat(willing.closed().join().change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		assertThat(fake(willing).abortReason).isNull();
		assertThat(fake(lingering).shutdownAsked).isTrue();
		assertThat(lingering.closed().join().change()).isEqualTo(AssociationChange.COMM_LOST);
		assertThat(fake(lingering).abortReason).isEqualTo("the endpoint was closed");
		assertThat(fake(endpoint).isClosed()).isTrue();
		endpoint.close();
		assertThat(endpoint.statistics()).isNotNull();
		assertThat(endpoint.localPort()).isPositive();
	}

	@Test
	void closingOnTheEventLoopDoesNotWait() {
		SctpEndpoint endpoint = this.sock.createEndpoint(named("x").build());
		SctpAssociation association = connected(endpoint);
		fake(association).endsOnShutdown = false;
		fake(association).onLoop(() -> {
			endpoint.close(Duration.ofDays(1));
			assertThat(endpoint.isOpen()).isFalse();
		});
		assertThat(association.closed().join().change()).isEqualTo(AssociationChange.COMM_LOST);
		eventually(() -> this.sock.endpoints().isEmpty());
	}

	@Test
	void closingOnTheEventLoopOfAnEndpointAsksNobodyToShutDownAndWaitsForNothing() throws Throwable {
		SctpOptions patient = SctpOptions.builder().linger(Duration.ofSeconds(30)).build();
		SctpEndpoint endpoint = this.sock.createEndpoint(named("x").options(patient).build());
		SctpAssociation association = connected(endpoint);
		SctpAssociation peeledOff = connected(endpoint, ConnectOptions.to("127.0.0.1", PEER_PORT + 1));
		peeledOff.peelOff();
		for (SctpAssociation each : List.of(association, peeledOff)) {
			fake(each).endsOnShutdown = false;
		}
		start(() -> {
			fake(association).onLoop(this.sock::close);
			return true;
		}).get();
		for (SctpAssociation each : List.of(association, peeledOff)) {
			assertThat(each.closed().join().change()).isEqualTo(AssociationChange.COMM_LOST);
			assertThat(fake(each).shutdownAsked).isFalse();
		}
		assertThat(this.sock.endpoints()).isEmpty();
		eventually(() -> fake(endpoint).isClosed());
	}

	@Test
	void endsAssociationsThatATransportForgets() {
		SctpEndpoint endpoint = this.sock.createEndpoint();
		SctpAssociation association = connected(endpoint);
		fake(association).terminated = true;
		fake(association).onLoop(endpoint::close);
		assertThat(association.closed().join().reason()).isEqualTo("the endpoint was closed");
	}

	@Test
	void anEndedAssociationKeepsItsLastStatusAndHasNoPaths() {
		SctpAssociation association = connected(this.sock.createEndpoint(),
				ConnectOptions.to(List.of("10.0.0.1", "10.0.0.2"), 1));
		SctpPath second = association.paths().get(1);
		assertThat(second.status().state()).isEqualTo(PathState.ACTIVE);
		assertThat(second.association()).isSameAs(association);
		second.makePrimary();
		assertThat(fake(association).primary).isEqualTo(second.address());
		fake(association).terminate(AssociationChange.COMM_LOST, false, "gone");
		assertThat(association.status().paths()).isEmpty();
		assertThat(association.paths()).isEmpty();
		assertThat(association.localAddresses()).hasToString("[127.0.0.1]");
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(second::status);
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(second::makePrimary);
		association.abort("again");
		assertThat(association.shutdown()).isCompleted();
	}

	@Test
	void nobodyCanCompleteTheFutureOfTheEnd() {
		SctpAssociation association = connected(this.sock.createEndpoint());
		association.closed().cancel(true);
		association.shutdown().cancel(true);
		assertThat(association.closed().join().change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
	}

	@Test
	void nothingHoldsAnAssociationThatHasEnded() {
		SctpEndpoint endpoint = this.sock.createEndpoint(options().accept(10).handler(new RecordingHandler() {
			@Override
			public void onEvent(dev.sock.SctpEvent event) {
			}
		}).build());
		List<WeakReference<SctpAssociation>> references = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			FakeAssociation fake = fake(endpoint).incoming("10.0.0.1", 1, "10.0.0.2");
			references.add(new WeakReference<>(endpoint.associations().get(0)));
			fake.receive("x");
			fake.terminate(AssociationChange.COMM_LOST, false, "gone");
			SctpAssociation outgoing = connected(endpoint);
			references.add(new WeakReference<>(outgoing));
			fake(outgoing).terminate(AssociationChange.COMM_LOST, false, "gone");
		}
		assertThat(((DefaultEndpoint) endpoint).attempts()).isEmpty();
		fake(endpoint).associations.clear();
		eventually(() -> {
			System.gc();
			return references.stream().allMatch((reference) -> reference.get() == null);
		});
	}

	@Test
	void theEventLoopMayCloseWhileLastStatisticsAreAskedFor() {
		SctpEndpoint endpoint = this.sock.createEndpoint();
		EndpointCloser closer = ((DefaultEndpoint) endpoint).closer();
		AtomicInteger asked = new AtomicInteger();
		fake(endpoint).onStatistics = () -> {
			asked.incrementAndGet();
			try {
				// As the loop does when the last association ends, which may be what it
				// is busy with.
				start(() -> {
					closer.closeTransportIfUnused();
					return true;
				}).get();
			}
			catch (Throwable ex) {
				throw new AssertionError("The event loop waits for who asks it", ex);
			}
		};
		endpoint.close();
		assertThat(asked).hasPositiveValue();
		assertThat(fake(endpoint).isClosed()).isTrue();
	}

	private static EndpointOptions.Builder named(String name) {
		return options().name(name);
	}

	private void assertPortInUse(EndpointOptions options, String message) {
		assertThatExceptionOfType(SctpBindException.class).isThrownBy(() -> this.sock.createEndpoint(options))
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.SCTP_PORT_IN_USE));
	}

	private void assertUnavailable(EndpointOptions options, String message) {
		assertThatExceptionOfType(SctpBindException.class).isThrownBy(() -> this.sock.createEndpoint(options))
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.TRANSPORT_UNAVAILABLE));
	}

}
