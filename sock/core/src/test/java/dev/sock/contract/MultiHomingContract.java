package dev.sock.contract;

import java.time.Duration;
import java.util.List;

import dev.sock.AssociationStatus;
import dev.sock.PathState;
import dev.sock.PathStatus;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.PathChange;
import dev.sock.SctpEvent.PathChanged;
import dev.sock.SctpOptions;
import dev.sock.SctpPath;
import dev.sock.SendOptions;
import dev.sock.contract.TransportFixture.PathCut;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Associations with several paths, all of which work.
 */
public abstract class MultiHomingContract extends Contract {

	private static final SctpOptions QUICK = SctpOptions.builder().heartbeatInterval(Duration.ofMillis(300)).build();

	protected MultiHomingContract(TransportFixture fixture) {
		super(fixture);
	}

	private static void awaitActivePaths(SctpAssociation association, String... addresses) {
		Await.until("active paths to " + List.of(addresses), () -> {
			List<PathStatus> paths = association.status().paths();
			return paths.size() == addresses.length
					&& paths.stream().allMatch((path) -> path.state() == PathState.ACTIVE);
		});
		assertThat(association.status().paths()).extracting(PathStatus::address)
			.containsExactlyInAnyOrderElementsOf(addresses(List.of(addresses)));
	}

	private static PathStatus status(SctpAssociation association, String address) {
		return association.paths()
			.stream()
			.filter((path) -> path.address().equals(address(address)))
			.findFirst()
			.orElseThrow()
			.status();
	}

	@Test
	@Tag("B7")
	void everyPathIsListedAndBecomesActiveOnBothSides() {
		String[] both = both();
		Recorder mine = new Recorder();
		Recorder theirs = new Recorder();
		SctpEndpoint server = open(accepting(1, both).handler(theirs).options(QUICK));
		SctpEndpoint client = open(connecting(both).handler(mine).options(QUICK));
		SctpAssociation association = client.connect(withAddresses(to(server), both[0]));
		awaitActivePaths(association, both);
		awaitActivePaths(otherSide(association, server), both);
		AssociationStatus status = association.status();
		assertThat(status.primary().address()).isEqualTo(address(both[0]));
		assertThat(status.paths()).filteredOn(PathStatus::primary).hasSize(1);
		assertThat(status(association, both[0]).primary()).isTrue();
		assertThat(status(association, both[1]).primary()).isFalse();
		// Known from what the other side said of itself, not from the user (RFC 9260
		// §5.4).
		for (Recorder recorder : List.of(mine, theirs)) {
			Await.until("the second path is told to be confirmed", () -> recorder.events(PathChanged.class)
				.stream()
				.anyMatch(
						(event) -> event.change() == PathChange.CONFIRMED && event.address().equals(address(both[1]))));
		}
	}

	@Test
	@Tag("E2")
	@Tag("D27")
	void anotherPathBecomesThePrimaryOne() {
		String[] both = both();
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(1, both).handler(ECHO).options(QUICK));
		SctpAssociation association = open(connecting(both).handler(recorder).options(QUICK)).connect(to(server));
		awaitActivePaths(association, both);
		for (String address : List.of(both[1], both[0])) {
			SctpPath path = association.paths()
				.stream()
				.filter((candidate) -> candidate.address().equals(address(address)))
				.findFirst()
				.orElseThrow();
			path.makePrimary();
			Await.until(address + " is the primary path",
					() -> association.status().primary().address().equals(address(address)));
			Await.until(address + " is told to be the primary path",
					() -> recorder.events(PathChanged.class)
						.stream()
						.anyMatch((event) -> event.change() == PathChange.MADE_PRIMARY
								&& event.address().equals(address(address))));
			association.send(new byte[] { 1 }, SendOptions.DEFAULT);
			recorder.next();
		}
	}

	@Test
	@Tag("B5")
	@Tag("C5")
	void aMessageTakesThePathThatItIsSentTo() {
		String[] both = both();
		SctpEndpoint server = open(accepting(1, both).options(QUICK));
		TransportFixture.Link link = this.fixture.link(server);
		SctpEndpoint client = open(connecting(both).options(QUICK));
		SctpAssociation association = client.connect(link.options());
		awaitActivePaths(association, both);
		SctpAssociation theirs = otherSide(association, server);
		try (PathCut cut = link.cut(address(both[0]))) {
			// The primary path is cut: this one has to wait for a time-out.
			association.send(new byte[] { 1 }, SendOptions.stream(1));
			association.send(new byte[] { 2 }, SendOptions.stream(2).withDestination(address(both[1])));
			assertThat(receive(theirs).payload()).containsExactly(2);
			assertThat(receive(theirs).payload()).containsExactly(1);
		}
	}

	@Test
	void ipv4AndIpv6AreTwoPaths() {
		String[] mixed = { "127.0.0.1", ipv6()[0] };
		Recorder recorder = new Recorder();
		SctpEndpoint server = open(accepting(1, mixed).handler(ECHO).options(QUICK));
		SctpAssociation association = open(connecting(mixed).handler(recorder).options(QUICK)).connect(to(server));
		awaitActivePaths(association, mixed);
		association.paths().stream().filter((path) -> !path.address().isIpv4()).findFirst().orElseThrow().makePrimary();
		Await.until("IPv6 is the primary path", () -> !association.status().primary().address().isIpv4());
		association.send(new byte[] { 6 }, SendOptions.DEFAULT);
		assertThat(recorder.next().payload()).containsExactly(6);
	}

	@Test
	void aPeerWithOneAddressIsOnePathOfAnEndpointWithTwo() {
		String[] both = both();
		SctpEndpoint server = open(accepting(2, both).handler(ECHO));
		SctpAssociation association = open(connecting(both[0])).connect(to(server));
		awaitActivePaths(otherSide(association, server), both[0]);
		echo(association, 1);
	}

	@Test
	@Tag("D21")
	void pathsTellWhatWasMeasured() {
		SctpEndpoint server = server(ECHO);
		SctpAssociation association = client().connect(to(server));
		echo(association, 1);
		if (this.capabilities.measuresShortRoundTrips()) {
			Await.until("a round-trip time", () -> association.status().paths().get(0).srtt() != null);
		}
		PathStatus path = association.paths().get(0).status();
		assertThat(path.address()).isEqualTo(LOOPBACK);
		assertThat(path.state()).isEqualTo(PathState.ACTIVE);
		assertThat(path.srtt()).satisfiesAnyOf((srtt) -> assertThat(srtt).isNull(),
				(srtt) -> assertThat(srtt).isBetween(Duration.ZERO, Duration.ofSeconds(10)));
		assertThat(path.rto()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
		assertThat(path.cwnd()).isPositive();
		assertThat(path.pathMtu()).isBetween(576, 65536);
		if (this.capabilities.udp()) {
			assertThat(path.remoteUdpPort()).isEqualTo(server.udpPort().getAsInt());
		}
		else {
			assertThat(path.remoteUdpPort()).isNull();
		}
	}

}
