package dev.sock.kernel.contract;

import java.time.Duration;
import java.util.List;

import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.IpOptions;
import dev.sock.PathParameters;
import dev.sock.RtoOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpConnectException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.SctpPath;
import dev.sock.Sock;
import dev.sock.contract.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What only the kernel does with options. Not named as tests are, since it needs a kernel
 * with SCTP, see the package.
 */
class KernelOwnOptions {

	private final Sock sock = Sock.builder().transport("kernel").build();

	@AfterEach
	void close() {
		this.sock.close();
	}

	private SctpEndpoint open(SctpOptions options, String... addresses) {
		return this.sock
			.createEndpoint(EndpointOptions.builder().localAddresses(addresses).accept(10).options(options).build());
	}

	private static SctpAssociation connect(SctpEndpoint from, SctpEndpoint to) {
		return from.connect(
				ConnectOptions.to(to.localAddresses().stream().map(SctpAddress::toString).toList(), to.localPort()));
	}

	@Test
	void nothingIsChangedIfTheKernelRefusesOneOfSeveral() {
		SctpEndpoint server = open(SctpOptions.DEFAULT, "127.0.0.1", "127.0.0.2");
		SctpAssociation association = connect(open(SctpOptions.DEFAULT, "127.0.0.1", "127.0.0.2"), server);
		SctpPath second = association.paths().get(1);
		second.setParameters(PathParameters.UNCHANGED.withHeartbeatInterval(Duration.ofSeconds(4)));
		List<PathParameters> before = association.paths().stream().map(SctpPath::parameters).toList();
		// More than both paths allow together.
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> association.setOptions((options) -> options.associationMaxRetransmissions(11)
				.heartbeatInterval(Duration.ofSeconds(9))
				.ip(IpOptions.DEFAULT.withTtl(9))
				.noDelay(false)))
			.satisfies((ex) -> assertThat(ex.option()).isEqualTo("association-max-retransmissions"))
			.withMessageContainingAll("11", "sctp_assocparams", "Invalid argument");
		assertThat(association.options()).isEqualTo(SctpOptions.DEFAULT);
		assertThat(association.paths()).extracting(SctpPath::parameters).containsExactlyElementsOf(before);
		association.setOptions((options) -> options.ip(IpOptions.DEFAULT.withTtl(9)));
		assertThat(association.options().ip().ttl()).isEqualTo(9);
	}

	@Test
	void aPathKeepsItsParametersIfTheKernelTakesOneForNoValue() {
		SctpAssociation association = connect(open(SctpOptions.DEFAULT), open(SctpOptions.DEFAULT));
		SctpPath path = association.paths().get(0);
		PathParameters before = path.parameters();
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> path.setParameters(before.withMaxRetransmissions(0).withPathMtu(1400)))
			.satisfies((ex) -> assertThat(ex.option()).isEqualTo("path-max-retransmissions"));
		assertThat(path.parameters()).isEqualTo(before);
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> association.setOptions((options) -> options.pathMaxRetransmissions(0).maxBurst(3)));
		assertThat(association.options()).isEqualTo(SctpOptions.DEFAULT);
	}

	@Test
	void autocloseIsInWholeSeconds() {
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> open(SctpOptions.builder().autoclose(Duration.ofMillis(1500)).build()))
			.satisfies((ex) -> assertThat(ex.option()).isEqualTo("autoclose"))
			.withMessageContainingAll("1500ms", "whole number of seconds", "kernel");
	}

	@Test
	void anAssociationStatesTheAdaptationLayerOfItsEndpoint() {
		SctpEndpoint client = open(SctpOptions.builder().adaptationIndication(1L).build());
		ConnectOptions other = ConnectOptions.to("127.0.0.1", open(SctpOptions.DEFAULT).localPort())
			.withOptions(SctpOptions.builder().adaptationIndication(2L).build());
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> client.connect(other))
			.satisfies((ex) -> assertThat(ex.option()).isEqualTo("adaptation-indication"))
			.withMessageContainingAll("2", "set it on the endpoint");
		assertThat(client.connect(other.withOptions(SctpOptions.DEFAULT)).options().adaptationIndication())
			.isEqualTo(1);
	}

	@Test
	void eachAssociationHasPacketsOfItsOwnClassAndLife() {
		for (String loopback : List.of("127.0.0.1", "::1")) {
			SctpEndpoint server = open(SctpOptions.DEFAULT, loopback);
			SctpEndpoint client = open(SctpOptions.builder().ip(IpOptions.DEFAULT.withTtl(20)).build(), loopback);
			IpOptions own = IpOptions.DEFAULT.withTrafficClass(0x28).withPriority(3).withDontRoute(true);
			SctpAssociation association = client.connect(
					ConnectOptions.to(loopback, server.localPort()).withOptions(SctpOptions.builder().ip(own).build()));
			assertThat(association.options().ip()).isEqualTo(own.withTtl(20));
			assertThat(client.options().ip()).isEqualTo(IpOptions.DEFAULT.withTtl(20));
			association.setOptions((options) -> options.ip(own.withTtl(30)));
			assertThat(association.options().ip()).isEqualTo(own.withTtl(30));
			association.setOptions((options) -> options.ip(IpOptions.DEFAULT));
			assertThat(association.options().ip()).isEqualTo(IpOptions.DEFAULT);
			association.setOptions((options) -> options.ip(IpOptions.DEFAULT.withTtl(64).withTrafficClass(0)));
			assertThat(association.options().ip()).isEqualTo(IpOptions.DEFAULT.withTtl(64).withTrafficClass(0));
		}
	}

	@Test
	void anotherProgramMayHaveTheSamePortIfBothReuseItAndNoneAccepts() {
		SctpOptions reuse = SctpOptions.builder().ip(IpOptions.DEFAULT.withReuseAddress(true)).build();
		EndpointOptions.Builder options = EndpointOptions.builder().options(reuse);
		SctpEndpoint first = this.sock.createEndpoint(options.build());
		try (Sock other = Sock.builder().transport("kernel").build()) {
			SctpEndpoint second = other.createEndpoint(options.port(first.localPort()).build());
			assertThat(second.localPort()).isEqualTo(first.localPort());
			assertThat(second.options().ip().reuseAddress()).isTrue();
		}
	}

	@Test
	void aSilentPeerIsToldFromOneThatRefusesThoughTimeOutsAreShort() {
		SctpOptions options = SctpOptions.builder()
			.rto(new RtoOptions(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofSeconds(60)))
			.maxInitTimeout(Duration.ofMillis(100))
			.maxInitRetransmissions(4)
			.build();
		SctpEndpoint client = open(options);
		ConnectOptions nobody = ConnectOptions.to("127.0.0.1", 9).withTimeout(Duration.ofMinutes(10));
		try (LoopbackCut cut = new LoopbackCut(client.localAddresses().get(0))) {
			assertThat(Await.failure(client.connectAsync(nobody))).isInstanceOfSatisfying(SctpConnectException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(SctpConnectException.Reason.TIMED_OUT));
		}
		assertThatExceptionOfType(SctpConnectException.class).isThrownBy(() -> client.connect(nobody))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(SctpConnectException.Reason.REFUSED));
	}

	@Test
	void autocloseOfOneConnectIsNotThatOfTheEndpoint() {
		SctpEndpoint server = open(SctpOptions.DEFAULT);
		SctpEndpoint client = open(SctpOptions.DEFAULT);
		SctpAssociation idle = client.connect(ConnectOptions.to("127.0.0.1", server.localPort())
			.withOptions(SctpOptions.builder().autoclose(Duration.ofSeconds(1)).build()));
		SctpAssociation staying = connect(client, open(SctpOptions.DEFAULT));
		assertThat(Await.result(idle.closed()).change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		assertThat(staying.closed()).isNotDone();
		assertThat(client.options().autoclose()).isEqualTo(Duration.ZERO);
	}

}
