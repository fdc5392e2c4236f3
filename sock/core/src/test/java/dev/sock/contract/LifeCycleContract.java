package dev.sock.contract;

import java.time.Duration;
import java.util.List;

import dev.sock.EndpointOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpBindException.Reason;
import dev.sock.SctpBindException;
import dev.sock.SctpClosedException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpOptionException;
import dev.sock.Sock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Endpoints are opened and closed.
 */
public abstract class LifeCycleContract extends Contract {

	protected LifeCycleContract(TransportFixture fixture) {
		super(fixture);
	}

	private void assertRefused(Reason reason, EndpointOptions.Builder options, String... texts) {
		SctpBindException ex = catchThrowableOfType(SctpBindException.class, () -> open(options));
		assertThat(ex).isNotNull();
		assertThat(ex.reason()).as(ex.getMessage()).isEqualTo(reason);
		assertThat(ex.getMessage()).contains(texts);
	}

	@Test
	@Tag("B1")
	void anEndpointWithoutOptionsIsOnLoopbackWithAFreePort() {
		SctpEndpoint one = this.sock.createEndpoint();
		SctpEndpoint other = this.sock.createEndpoint();
		assertThat(one.localAddresses()).containsExactly(LOOPBACK);
		assertThat(one.localPort()).isBetween(1, 65535).isNotEqualTo(other.localPort());
		assertThat(one.name()).isNotEqualTo(other.name()).isEqualTo("127.0.0.1-" + one.localPort());
		assertThat(one.isOpen()).isTrue();
		assertThat(one.associations()).isEmpty();
		assertThat(this.sock.endpoints()).containsExactly(one, other);
	}

	@Test
	@Tag("D31")
	void anEndpointTellsItsTransportAndWhetherItRunsInUdp() {
		SctpEndpoint endpoint = client();
		assertThat(endpoint.transport()).isEqualTo(this.capabilities.transport());
		if (this.capabilities.udp()) {
			assertThat(endpoint.udpPort()).isPresent();
			assertThat(endpoint.udpPort().getAsInt()).isBetween(1, 65535);
		}
		else {
			assertThat(endpoint.udpPort()).isEmpty();
		}
		assertThat(this.sock.transports()).contains(this.capabilities.transport());
	}

	@Test
	@Tag("B1")
	@Tag("C12")
	void anEndpointHasTheAddressesAndThePortItWasGiven() {
		int port = this.sock.createEndpoint().localPort();
		this.sock.endpoints().get(0).close();
		assertThat(open(connecting().port(port)).localPort()).isEqualTo(port);
		SctpEndpoint two = open(connecting(both()));
		assertThat(two.localAddresses()).containsExactlyElementsOf(addresses(this.fixture.addresses()));
		assertThat(open(connecting(ipv6())).localAddresses()).containsExactly(address("::1"));
		assertThat(open(connecting("127.0.0.1", "::1")).localAddresses()).containsExactly(LOOPBACK, address("::1"));
		assertThat(open(connecting("localhost")).localAddresses()).contains(LOOPBACK);
	}

	@Test
	void aPortBelongsToOneEndpointOfAnAddress() {
		SctpEndpoint server = server();
		int port = server.localPort();
		assertRefused(Reason.SCTP_PORT_IN_USE, accepting(1).name("second").port(port), "second", "127.0.0.1", "" + port,
				"server");
		SctpEndpoint elsewhere = open(accepting(1, both()[1]).port(port));
		assertThat(elsewhere.localPort()).isEqualTo(port);
		assertRefused(Reason.SCTP_PORT_IN_USE, accepting(1, both()).port(port), "" + port);
		assertRefused(Reason.SCTP_PORT_IN_USE, accepting(1, "0.0.0.0").port(port), "" + port);
		server.close();
		assertThat(open(accepting(1).port(port)).localPort()).isEqualTo(port);
		assertThat(elsewhere.isOpen()).isTrue();
	}

	@Test
	void anotherInstanceGetsAPortOnlyWhereItDoesNotBelongToTheHost() {
		int port = server().localPort();
		try (Sock other = this.fixture.open()) {
			EndpointOptions same = accepting(1).name("server").port(port).build();
			if (this.capabilities.portsBelongToTheHost()) {
				assertThatExceptionOfType(SctpBindException.class).isThrownBy(() -> other.createEndpoint(same))
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.SCTP_PORT_IN_USE))
					.withMessageContaining("" + port);
				assertThat(other.endpoints()).isEmpty();
			}
			else {
				assertThat(other.createEndpoint(same).localPort()).isEqualTo(port);
			}
		}
	}

	@Test
	void aNameBelongsToOneEndpoint() {
		SctpEndpoint server = server();
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(this::server)
			.withMessageContaining("'name'")
			.withMessageContaining("'server'")
			.withMessageContaining("taken");
		server.close();
		assertThat(server().name()).isEqualTo("server");
	}

	@Test
	void whatCannotBeAnEndpointIsRefusedInWords() {
		for (int port : new int[] { -1, 65536 }) {
			assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> open(connecting().port(port)))
				.withMessageContaining("'port'")
				.withMessageContaining("" + port);
		}
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> open(connecting().name("a/b")))
			.withMessageContaining("'a/b'");
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> accepting(-1))
			.withMessageContaining("-1");
		assertRefused(Reason.TRANSPORT_UNAVAILABLE, connecting().transport("pigeon"), "pigeon",
				this.capabilities.transport());
		assertRefused(Reason.ADDRESS_NOT_LOCAL, connecting("192.0.2.1").name("far"), "192.0.2.1", "far");
		assertRefused(Reason.ADDRESS_NOT_LOCAL, connecting("127.0.0.1", "192.0.2.1"), "192.0.2.1");
		assertRefused(Reason.UNKNOWN_NAME, connecting("no-such-host.invalid"), "no-such-host.invalid");
		assertThat(this.sock.endpoints()).isEmpty();
	}

	@Test
	void aPortIsFreeAgainAfterAnEndpointCouldNotBeOpened() {
		int port = server().localPort();
		this.sock.endpoints().get(0).close();
		assertRefused(Reason.ADDRESS_NOT_LOCAL, accepting(1, "127.0.0.1", "192.0.2.1").port(port), "192.0.2.1");
		assertThat(open(accepting(1).port(port)).localPort()).isEqualTo(port);
	}

	@Test
	void closingTwiceIsHarmlessInEachWay() {
		for (Duration linger : List.of(Duration.ZERO, Duration.ofMillis(1), Duration.ofMinutes(5))) {
			SctpEndpoint endpoint = client();
			endpoint.close(linger);
			endpoint.close(linger);
			endpoint.close();
			assertThat(endpoint.isOpen()).isFalse();
		}
		this.sock.close();
		this.sock.close();
	}

	@Test
	void aClosedEndpointIsOutOfReachAndSaysSo() {
		SctpEndpoint endpoint = client();
		int port = endpoint.localPort();
		endpoint.close();
		assertThat(this.sock.endpoints()).isEmpty();
		assertThat(this.sock.endpoint("client")).isEmpty();
		assertThat(this.sock.endpoint(LOOPBACK, port)).isEmpty();
		assertThat(endpoint.name()).isEqualTo("client");
		assertThat(endpoint.localPort()).isEqualTo(port);
		assertThat(endpoint.localAddresses()).containsExactly(LOOPBACK);
		assertThat(endpoint.statistics().currEstab()).isZero();
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(() -> endpoint.receive(Duration.ZERO))
			.withMessageContaining("'client' is closed");
	}

	@Test
	void aClosedSockOpensNothing() {
		SctpEndpoint endpoint = client();
		this.sock.close();
		assertThat(endpoint.isOpen()).isFalse();
		assertThat(this.sock.endpoints()).isEmpty();
		assertThatExceptionOfType(SctpClosedException.class).isThrownBy(this.sock::createEndpoint)
			.withMessageContaining("closed");
	}

	@Test
	void closingOneEndpointLeavesTheOthers() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint closed = open(connecting());
		closed.connect(to(server));
		SctpAssociation other = client().connect(to(server));
		closed.close();
		echo(other, 1);
		Await.until("the association of the closed one has gone", () -> server.associations().size() == 1);
	}

	@Test
	void theSameEndpointsConnectAgainAndAgain() {
		SctpEndpoint server = server(ECHO);
		SctpEndpoint client = client();
		for (int n = 0; n < 20; n++) {
			SctpAssociation association = client.connect(to(server));
			echo(association, n);
			if (n % 2 == 0) {
				Await.result(association.shutdown());
			}
			else {
				association.abort("");
				Await.result(association.closed());
			}
			Await.until("the server has forgotten it", () -> server.associations().isEmpty());
		}
		assertThat(server.statistics().passiveEstabs()).isEqualTo(20);
		assertThat(client.statistics().activeEstabs()).isEqualTo(20);
	}

	@Test
	void aWildcardIsReachedAtTheAddressesItStandsFor() {
		SctpEndpoint server = open(accepting(2, "0.0.0.0").handler(ECHO));
		assertThat(server.localAddresses()).contains(LOOPBACK).noneMatch(SctpAddress::isWildcard);
		assertThat(this.sock.endpoint(address("0.0.0.0"), server.localPort())).containsSame(server);
		assertThat(this.sock.endpoint(LOOPBACK, server.localPort())).containsSame(server);
		echo(client().connect(withAddresses(to(server), "127.0.0.1")), 4);
	}

}
