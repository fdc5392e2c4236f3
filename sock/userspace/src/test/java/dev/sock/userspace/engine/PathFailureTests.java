package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sock.PathState;
import dev.sock.PathStatus;
import dev.sock.RtoOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpEvent.PathChange;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.userspace.engine.EnginePair.Established;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.sim.SimulatedAssociation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for paths that fail and return, in virtual time.
 */
class PathFailureTests {

	private static final SctpOptions OPTIONS = SctpOptions.builder()
		.rto(new RtoOptions(Duration.ofMillis(500), Duration.ofMillis(100), Duration.ofSeconds(2)))
		.heartbeatInterval(Duration.ofSeconds(5))
		.pathMaxRetransmissions(3)
		.build();

	private static PathStatus path(SimulatedAssociation association, SctpAddress address) {
		return association.status()
			.paths()
			.stream()
			.filter((path) -> path.address().equals(address))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Sends a message each 50 ms.
	 */
	private static void sendSteadily(Established both, int messages) {
		for (int i = 0; i < messages; i++) {
			int number = i;
			both.pair().network.schedule(both.pair().client.host(), Duration.ofMillis(50L * i), () -> both.client()
				.send(EnginePair.payload(500), SendOptions.DEFAULT.withPayloadProtocolId(number)));
		}
	}

	@Test
	void aPathThatDiesBecomesPotentiallyFailedThenUnreachableAndTrafficMoves() {
		Established both = EnginePair.with(2, OPTIONS).connect();
		SctpAddress first = both.pair().server.address(0);
		both.pair().cutPath(0, Duration.ofHours(1));
		sendSteadily(both, 400);
		both.pair().run(Duration.ofSeconds(40));
		assertThat(both.server().events().messageCount()).isEqualTo(400);
		assertThat(both.client().events().pathChanges(first)).containsSubsequence(PathChange.POTENTIALLY_FAILED,
				PathChange.UNREACHABLE);
		assertThat(path(both.client(), first).state()).isEqualTo(PathState.INACTIVE);
		assertThat(path(both.client(), first).statistics().failures()).isEqualTo(1);
		assertThat(path(both.client(), both.pair().server.address(1)).state()).isEqualTo(PathState.ACTIVE);
	}

	@Test
	void trafficMovesAtTheFirstTimeOut() {
		Established both = EnginePair.with(2, OPTIONS).connect();
		both.pair().cutPath(0, Duration.ofHours(1));
		both.client().send(EnginePair.payload(500), SendOptions.DEFAULT);
		both.pair()
			.await("delivery on the other path", Duration.ofSeconds(1),
					() -> both.server().events().messageCount() == 1);
	}

	@Test
	void aPathThatReturnsIsAvailableAndCarriesTrafficAgain() {
		Established both = EnginePair.with(2, OPTIONS).connect();
		SctpAddress first = both.pair().server.address(0);
		both.pair().cutPath(0, Duration.ofSeconds(30));
		sendSteadily(both, 1200);
		both.pair().await("return", () -> both.client().events().pathChanges(first).contains(PathChange.AVAILABLE));
		assertThat(path(both.client(), first).state()).isEqualTo(PathState.ACTIVE);
		assertThat(path(both.client(), first).primary()).isTrue();
		Map<SctpAddress, Integer> data = new TreeMap<>();
		both.pair().network.filter((packet) -> {
			if (packet.firstChunkType() == ChunkType.DATA) {
				data.merge(packet.destination(), 1, Integer::sum);
			}
			return true;
		});
		both.pair().run(Duration.ofSeconds(10));
		assertThat(data).containsOnlyKeys(first);
		both.pair().await("delivery", () -> both.server().events().messageCount() == 1200);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void aPathThatIsCutInOneDirectionOnlyFailsTooAndNothingIsLost(int direction) {
		Established both = EnginePair.with(2, OPTIONS).connect();
		SctpAddress client = both.pair().client.address(0);
		SctpAddress server = both.pair().server.address(0);
		both.pair().network.cut((direction == 0) ? client : server, (direction == 0) ? server : client, Duration.ZERO,
				Duration.ofSeconds(60));
		sendSteadily(both, 600);
		both.pair().await("delivery", () -> both.server().events().messageCount() == 600);
		both.pair().run(Duration.ofSeconds(120));
		assertThat(path(both.client(), server).state()).isEqualTo(PathState.ACTIVE);
		assertThat(both.client().acknowledgedMessages()).isEqualTo(600);
	}

	@Test
	void anIdleAssociationNoticesByHeartbeatsThatAPathDies() {
		Established both = EnginePair.with(2, OPTIONS).connect();
		SctpAddress second = both.pair().server.address(1);
		both.pair().cutPath(1, Duration.ofHours(1));
		both.pair()
			.await("unreachable", Duration.ofMinutes(2),
					() -> both.client().events().pathChanges(second).contains(PathChange.UNREACHABLE));
		both.pair().run(Duration.ofMinutes(50));
		assertThat(both.client().events().isTerminated()).isFalse();
		both.pair().run(Duration.ofMinutes(15));
		assertThat(both.client().events().pathChanges(second)).endsWith(PathChange.AVAILABLE);
	}

	@Test
	void usesThePathThatIsMadePrimary() {
		Established both = EnginePair.with(2, OPTIONS).connect();
		SctpAddress second = both.pair().server.address(1);
		both.client().setPrimary(second);
		both.pair().network
			.filter((packet) -> packet.firstChunkType() != ChunkType.DATA || packet.destination().equals(second));
		both.client().send(EnginePair.payload(100), SendOptions.DEFAULT);
		both.pair().await("delivery", Duration.ofMillis(50), () -> both.server().events().messageCount() == 1);
		assertThat(both.client().status().primary().address()).isEqualTo(second);
		assertThat(both.client().events().pathChanges(second)).contains(PathChange.MADE_PRIMARY);
	}

	@Test
	void sendsToTheDestinationThatAMessageNames() {
		Established both = EnginePair.with(2, OPTIONS).connect();
		SctpAddress second = both.pair().server.address(1);
		both.pair().network
			.filter((packet) -> packet.firstChunkType() != ChunkType.DATA || packet.destination().equals(second));
		both.client().send(EnginePair.payload(100), SendOptions.DEFAULT.withDestination(second));
		both.pair().await("delivery", Duration.ofMillis(50), () -> both.server().events().messageCount() == 1);
	}

	@Test
	void survivesWhenAllPathsAreDeadForAShortTime() {
		Established both = EnginePair.with(2, OPTIONS.toBuilder().associationMaxRetransmissions(50).build()).connect();
		both.pair().cutAll(Duration.ofSeconds(30));
		sendSteadily(both, 100);
		both.pair().await("delivery", () -> both.server().events().messageCount() == 100);
		both.pair().run(Duration.ofSeconds(30));
		for (SctpAddress address : List.of(both.pair().server.address(0), both.pair().server.address(1))) {
			assertThat(path(both.client(), address).state()).isEqualTo(PathState.ACTIVE);
		}
	}

}
