package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sock.AssociationState;
import dev.sock.PathState;
import dev.sock.PathStatus;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpOptions;
import dev.sock.userspace.engine.EnginePair.Established;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.sim.RecordingListener.Termination;
import dev.sock.userspace.sim.SimulatedAssociation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for setting up an association, in virtual time.
 */
class HandshakeTests {

	@Test
	void establishesOverOnePathWithFourPackets() {
		EnginePair pair = EnginePair.with(1);
		List<Integer> firstChunks = new ArrayList<>();
		pair.network.filter((packet) -> firstChunks.add(packet.firstChunkType()));
		Established both = pair.connect();
		assertThat(firstChunks).startsWith(ChunkType.INIT, ChunkType.INIT_ACK, ChunkType.COOKIE_ECHO,
				ChunkType.COOKIE_ACK);
		assertThat(both.client().events().states()).containsExactly(AssociationState.COOKIE_WAIT,
				AssociationState.COOKIE_ECHOED, AssociationState.ESTABLISHED);
		assertThat(both.server().engine().state()).isEqualTo(AssociationState.ESTABLISHED);
	}

	@Test
	void confirmsBothPathsWithHeartbeatsAndKeepsTheFirstPrimary() {
		EnginePair pair = EnginePair.with(2);
		Established both = pair.connect();
		for (SimulatedAssociation side : List.of(both.client(), both.server())) {
			assertThat(side.status().paths()).hasSize(2).allSatisfy((path) -> {
				assertThat(path.state()).isEqualTo(PathState.ACTIVE);
				assertThat(path.srtt()).isNotNull();
			});
			assertThat(side.status().paths().stream().filter(PathStatus::primary)).hasSize(1);
		}
		assertThat(both.client().status().primary().address()).isEqualTo(pair.server.address(0));
		assertThat(both.client().events().peerAddresses()).containsExactlyInAnyOrder(pair.server.address(0),
				pair.server.address(1));
	}

	@Test
	void negotiatesTheLesserNumberOfStreamsInEachDirection() {
		EnginePair pair = EnginePair.with(1, SctpOptions.builder().outboundStreams(20).maxInboundStreams(5).build(),
				SctpOptions.builder().outboundStreams(8).maxInboundStreams(12).build());
		Established both = pair.connect();
		assertThat(both.client().events().outboundStreams()).isEqualTo(12);
		assertThat(both.client().events().inboundStreams()).isEqualTo(5);
		assertThat(both.server().events().outboundStreams()).isEqualTo(5);
		assertThat(both.server().events().inboundStreams()).isEqualTo(12);
	}

	@Test
	void establishesOverTheSecondAddressWhenTheFirstIsDead() {
		EnginePair pair = EnginePair.with(2);
		pair.cutPath(0, Duration.ofHours(10));
		SimulatedAssociation association = pair.client.connect(pair.server);
		pair.await("established", () -> association.events().isEstablished());
	}

	@Test
	void repeatsEachPacketOfTheHandshakeThatIsLost() {
		for (int lost = 0; lost < 4; lost++) {
			EnginePair pair = EnginePair.with(1);
			int[] count = { 0 };
			int doomed = lost;
			pair.network.filter((packet) -> count[0]++ != doomed);
			Established both = pair.connect();
			both.client().send(EnginePair.payload(10), EnginePair.stream(0));
			pair.await("message", () -> both.server().events().messageCount() == 1);
		}
	}

	@Test
	void cannotEstablishWithinBoundedTimeWhenThePeerNeverAnswers() {
		EnginePair pair = EnginePair.with(2);
		pair.server.die();
		SimulatedAssociation association = pair.client.connect(pair.server);
		// 9 transmissions, each wait twice the one before, 60 s at most.
		pair.await("failure", Duration.ofSeconds(1 + 2 + 4 + 8 + 16 + 32 + 3 * 60 + 10),
				() -> association.events().isTerminated());
		Termination end = association.events().termination();
		assertThat(end.change()).isEqualTo(AssociationChange.CANNOT_ESTABLISH);
		assertThat(end.refused()).isFalse();
		pair.assertNothingLeft();
	}

	@Test
	void tellsThatItWasRefusedWhenTheServerDoesNotAccept() {
		EnginePair pair = EnginePair.with(1);
		pair.server.accept(false);
		SimulatedAssociation association = pair.client.connect(pair.server);
		pair.await("refusal", Duration.ofSeconds(1), () -> association.events().isTerminated());
		Termination end = association.events().termination();
		assertThat(end.change()).isEqualTo(AssociationChange.CANNOT_ESTABLISH);
		assertThat(end.refused()).isTrue();
		assertThat(pair.server.engine().statistics().refused()).isEqualTo(1);
		pair.assertNothingLeft();
	}

	@Test
	void abandonsAConnectThatIsAborted() {
		EnginePair pair = EnginePair.with(1);
		pair.cutAll(Duration.ofHours(1));
		SimulatedAssociation association = pair.client.connect(pair.server);
		pair.run(Duration.ofSeconds(2));
		association.abort("");
		pair.await("the end", Duration.ofSeconds(1), () -> association.events().isTerminated());
		assertThat(association.events().termination().change()).isEqualTo(AssociationChange.CANNOT_ESTABLISH);
		pair.assertNothingLeft();
	}

	@Test
	void setsUpAgainAfterAnAssociationHasEnded() {
		EnginePair pair = EnginePair.with(2);
		for (int i = 0; i < 5; i++) {
			SimulatedAssociation association = pair.client.connect(pair.server);
			pair.await("established", () -> association.events().isEstablished());
			association.shutdown();
			pair.await("the end", () -> association.events().isTerminated());
			pair.run(Duration.ofSeconds(1));
		}
		assertThat(pair.server.accepted()).hasSize(5).allMatch((accepted) -> accepted.events().isTerminated());
		assertThat(pair.client.engine().statistics().activeEstabs()).isEqualTo(5);
		assertThat(pair.server.engine().statistics().passiveEstabs()).isEqualTo(5);
		pair.assertNothingLeft();
	}

}
