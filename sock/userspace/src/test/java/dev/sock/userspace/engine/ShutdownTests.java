package dev.sock.userspace.engine;

import java.time.Duration;

import dev.sock.AssociationState;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SendOptions;
import dev.sock.userspace.engine.EnginePair.Established;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.sim.LinkFaults;
import dev.sock.userspace.sim.SimulatedAssociation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for graceful shutdown, in virtual time.
 */
class ShutdownTests {

	private static void sendBothWays(Established both, int messages) {
		for (int i = 0; i < messages; i++) {
			both.client().send(EnginePair.payload(3000), SendOptions.stream(i % 3));
			both.server().send(EnginePair.payload(3000), SendOptions.stream(i % 3));
		}
	}

	private static void assertComplete(SimulatedAssociation side) {
		assertThat(side.events().termination().change()).isEqualTo(AssociationChange.SHUTDOWN_COMPLETE);
		assertThat(side.events().failures()).isEmpty();
		assertThat(side.events().releasedBytes()).isEqualTo(side.acceptedBytes());
	}

	@Test
	void anIdleAssociationShutsDownInThreePackets() {
		Established both = EnginePair.with(1).connect();
		int[] packets = { 0 };
		both.pair().network.filter((packet) -> packets[0]++ >= 0);
		both.client().shutdown();
		both.awaitEnd();
		assertThat(packets[0]).isEqualTo(3);
		assertComplete(both.client());
		assertComplete(both.server());
		assertThat(both.client().events().states()).endsWith(AssociationState.SHUTDOWN_SENT, AssociationState.CLOSED);
		assertThat(both.server().events().states()).endsWith(AssociationState.SHUTDOWN_ACK_SENT,
				AssociationState.CLOSED);
		assertThat(both.server().events().shutdownsReceived()).isEqualTo(1);
		both.pair().assertNothingLeft();
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 0.2 })
	void dataInFlightBothWaysArrivesBeforeTheEnd(double loss) {
		Established both = EnginePair.with(2).connect();
		both.pair().network.faults(LinkFaults.builder().loss(loss).build());
		sendBothWays(both, 60);
		both.pair().run(Duration.ofMillis(12));
		both.client().shutdown();
		both.awaitEnd();
		assertThat(both.client().events().messageCount()).isEqualTo(60);
		assertThat(both.server().events().messageCount()).isEqualTo(60);
		assertComplete(both.client());
		assertComplete(both.server());
		both.pair().assertNothingLeft();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 60 })
	void bothSidesMayShutDownAtOnce(int messages) {
		Established both = EnginePair.with(2).connect();
		sendBothWays(both, messages);
		both.client().shutdown();
		both.server().shutdown();
		both.awaitEnd();
		assertThat(both.client().events().messageCount()).isEqualTo(messages);
		assertThat(both.server().events().messageCount()).isEqualTo(messages);
		assertComplete(both.client());
		assertComplete(both.server());
		both.pair().assertNothingLeft();
	}

	@ParameterizedTest
	@ValueSource(ints = { ChunkType.SHUTDOWN, ChunkType.SHUTDOWN_ACK, ChunkType.SHUTDOWN_COMPLETE })
	void eachPacketOfTheShutdownIsRepeatedWhenItIsLost(int type) {
		Established both = EnginePair.with(1).connect();
		boolean[] lost = { false };
		both.pair().network.filter((packet) -> lost[0] || !(lost[0] = packet.firstChunkType() == type));
		both.client().shutdown();
		both.awaitEnd();
		assertThat(lost[0]).isTrue();
		assertComplete(both.client());
		assertComplete(both.server());
		both.pair().assertNothingLeft();
	}

	@Test
	void sendingAfterShutdownIsRefusedWithAFailure() {
		Established both = EnginePair.with(1).connect();
		both.client().send(EnginePair.payload(100), SendOptions.DEFAULT);
		both.client().shutdown();
		both.client().send(EnginePair.payload(100), SendOptions.DEFAULT);
		both.awaitEnd();
		assertThat(both.server().events().messageCount()).isEqualTo(1);
		assertThat(both.client().events().failures()).hasSize(1).allMatch((failure) -> !failure.sent());
		assertThat(both.client().events().releasedBytes()).isEqualTo(200);
	}

	@Test
	void endsInBoundedTimeWhenThePeerDiesDuringIt() {
		Established both = EnginePair.with(1).connect();
		both.pair().cutAll(Duration.ofHours(10));
		both.client().shutdown();
		// Association.Max.Retrans and T5-shutdown-guard bound it.
		both.pair().await("the end", Duration.ofMinutes(11), () -> both.client().events().isTerminated());
		assertThat(both.client().events().termination().change()).isEqualTo(AssociationChange.COMM_LOST);
		assertThat(both.pair().client.engine().associationCount()).isZero();
	}

	@Test
	void endsInBoundedTimeWhenThePeerNeverStopsToHaveData() {
		Established both = EnginePair.with(1).connect();
		both.client().consume(false);
		for (int i = 0; i < 300; i++) {
			both.server().send(EnginePair.payload(10_000), SendOptions.DEFAULT);
		}
		both.pair().run(Duration.ofSeconds(10));
		both.client().shutdown();
		// The client's application never reads, so that the server is never dry.
		both.pair().await("the end", Duration.ofMinutes(6), () -> both.client().events().isTerminated());
		both.awaitEnd();
		assertThat(both.server().events().failures()).isNotEmpty();
		assertThat(both.server().events().failures().size() + both.server().acknowledgedMessages()).isEqualTo(300);
	}

}
