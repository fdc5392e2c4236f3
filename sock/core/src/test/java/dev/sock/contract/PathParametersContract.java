package dev.sock.contract;

import java.time.Duration;
import java.util.List;

import dev.sock.PathParameters;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.SctpPath;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Parameters of single paths.
 */
public abstract class PathParametersContract extends Contract {

	private static final PathParameters DEFAULTS = new PathParameters(Duration.ofSeconds(30), 5, 0, 0,
			Duration.ofMillis(200));

	private static final PathParameters OTHER = new PathParameters(Duration.ofSeconds(3), 2, 1, 1400,
			Duration.ofMillis(60));

	protected PathParametersContract(TransportFixture fixture) {
		super(fixture);
	}

	private static SctpPath path(SctpAssociation association, SctpAddress address) {
		return association.paths()
			.stream()
			.filter((path) -> path.address().equals(address))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No path to " + address + " among " + association.paths()));
	}

	private static long controlChunksSent(SctpAssociation association) {
		Long sent = association.status().statistics().outCtrlChunks();
		return (sent != null) ? sent : -1;
	}

	private static long controlChunksReceived(SctpAssociation association) {
		Long received = association.status().statistics().inCtrlChunks();
		return (received != null) ? received : -1;
	}

	@Test
	void aPathStartsWithTheOptionsOfItsAssociation() {
		SctpAssociation association = client().connect(to(server()));
		assertThat(path(association, LOOPBACK).parameters()).isEqualTo(DEFAULTS);
		association.setOptions((options) -> options.heartbeatInterval(Duration.ofSeconds(3))
			.pathMaxRetransmissions(2)
			.potentiallyFailedThreshold(1)
			.pathMtu(1400)
			.sackDelay(Duration.ofMillis(60)));
		assertThat(path(association, LOOPBACK).parameters()).isEqualTo(OTHER);
	}

	@Test
	@Tag("D26")
	void onePathIsChangedAndTheOtherStaysAsItIs() {
		SctpEndpoint server = open(accepting(1, both()).handler(ECHO));
		SctpAssociation association = open(connecting(both())).connect(to(server));
		SctpPath first = path(association, address(both()[0]));
		SctpPath second = path(association, address(both()[1]));
		second.setParameters(OTHER);
		assertThat(second.parameters()).isEqualTo(OTHER);
		assertThat(second.status().pathMtu()).isEqualTo(1400);
		assertThat(first.parameters()).isEqualTo(DEFAULTS);
		assertThat(association.options()).isEqualTo(SctpOptions.DEFAULT);
		// What the association as a whole is given both get, and nothing else.
		association.setOptions((options) -> options.heartbeatInterval(Duration.ofSeconds(9)));
		assertThat(second.parameters()).isEqualTo(OTHER.withHeartbeatInterval(Duration.ofSeconds(9)));
		assertThat(first.parameters()).isEqualTo(DEFAULTS.withHeartbeatInterval(Duration.ofSeconds(9)));
		echo(association, 1);
	}

	@Test
	@Tag("D26")
	void whatIsNotGivenStaysAsItIs() {
		SctpPath path = path(client().connect(to(server())), LOOPBACK);
		path.setParameters(PathParameters.UNCHANGED);
		assertThat(path.parameters()).isEqualTo(DEFAULTS);
		PathParameters expected = DEFAULTS;
		path.setParameters(PathParameters.UNCHANGED.withHeartbeatInterval(Duration.ZERO));
		expected = expected.withHeartbeatInterval(Duration.ZERO);
		assertThat(path.parameters()).isEqualTo(expected);
		path.setParameters(PathParameters.UNCHANGED.withMaxRetransmissions(9));
		expected = expected.withMaxRetransmissions(9);
		assertThat(path.parameters()).isEqualTo(expected);
		path.setParameters(PathParameters.UNCHANGED.withPotentiallyFailedThreshold(4));
		expected = expected.withPotentiallyFailedThreshold(4);
		assertThat(path.parameters()).isEqualTo(expected);
		path.setParameters(PathParameters.UNCHANGED.withPathMtu(1300));
		expected = expected.withPathMtu(1300);
		assertThat(path.parameters()).isEqualTo(expected);
		path.setParameters(PathParameters.UNCHANGED.withSackDelay(Duration.ZERO));
		expected = expected.withSackDelay(Duration.ZERO);
		assertThat(path.parameters()).isEqualTo(expected);
		path.setParameters(DEFAULTS);
		assertThat(path.parameters()).isEqualTo(DEFAULTS);
	}

	@Test
	void aParameterOutOfItsRangeIsRefusedByName() {
		assertThatExceptionOfType(SctpOptionException.class).isThrownBy(() -> PathParameters.UNCHANGED.withPathMtu(575))
			.satisfies((ex) -> assertThat(ex.option()).isEqualTo("path-mtu"));
		assertThatExceptionOfType(SctpOptionException.class)
			.isThrownBy(() -> PathParameters.UNCHANGED.withSackDelay(Duration.ofMillis(501)))
			.satisfies((ex) -> assertThat(ex.option()).isEqualTo("sack-delay"));
	}

	@Test
	@Tag("D26")
	void aHeartbeatIsSentOnDemandThoughHeartbeatsAreSwitchedOff() {
		SctpEndpoint server = server();
		SctpAssociation association = open(
				connecting().options(SctpOptions.builder().heartbeatInterval(Duration.ZERO).build()))
			.connect(to(server));
		otherSide(association, server);
		for (int i = 0; i < 3; i++) {
			long sent = controlChunksSent(association);
			long received = controlChunksReceived(association);
			path(association, LOOPBACK).requestHeartbeat();
			Await.until("a heartbeat has left", () -> controlChunksSent(association) > sent);
			Await.until("it was answered", () -> controlChunksReceived(association) > received);
		}
		assertThat(path(association, LOOPBACK).parameters().heartbeatInterval()).isEqualTo(Duration.ZERO);
	}

	@Test
	void heartbeatsComeByThemselvesAsOftenAsTheIntervalSays() {
		SctpEndpoint server = server();
		SctpAssociation association = open(
				connecting().options(SctpOptions.builder().heartbeatInterval(Duration.ofMillis(100)).build()))
			.connect(to(server));
		long before = controlChunksReceived(association);
		Await.until("three heartbeats were answered", () -> controlChunksReceived(association) >= before + 3);
	}

	@Test
	void thePathsOfAnAssociationThatHasEndedAreOutOfReach() {
		SctpAssociation association = client().connect(to(server()));
		List<SctpPath> paths = association.paths();
		association.abort("");
		Await.result(association.closed());
		for (SctpPath path : paths) {
			assertThatExceptionOfType(SctpClosedException.class).isThrownBy(path::parameters);
			assertThatExceptionOfType(SctpClosedException.class).isThrownBy(() -> path.setParameters(OTHER));
			assertThatExceptionOfType(SctpClosedException.class).isThrownBy(path::requestHeartbeat);
		}
	}

}
