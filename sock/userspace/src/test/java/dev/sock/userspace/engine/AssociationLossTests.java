package dev.sock.userspace.engine;

import java.time.Duration;

import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.userspace.engine.EnginePair.Established;
import dev.sock.userspace.sim.RecordingListener.Failure;
import dev.sock.userspace.sim.RecordingListener.Termination;
import dev.sock.userspace.sim.SimulatedAssociation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for associations that are lost or aborted, in virtual time.
 */
class AssociationLossTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void endsAfterTheLimitOfRetransmissionsWithEverySendFailed(int paths) {
		EnginePair pair = EnginePair.with(paths, SctpOptions.builder().associationMaxRetransmissions(4).build());
		Established both = pair.connect();
		both.client().send(EnginePair.payload(100), SendOptions.DEFAULT);
		pair.await("acknowledgement", () -> both.client().acknowledgedMessages() == 1);
		pair.cutAll(Duration.ofHours(10));
		for (int i = 0; i < 300; i++) {
			both.client().send(EnginePair.payload(1000), SendOptions.stream(i % 5).withContext(i));
		}
		pair.await("loss", Duration.ofMinutes(5), () -> both.client().events().isTerminated());
		assertThat(both.client().events().termination().change()).isEqualTo(AssociationChange.COMM_LOST);
		assertThat(both.client().events().failures()).hasSize(300);
		assertThat(both.client().events().failures()).extracting((failure) -> failure.message().options().context())
			.doesNotHaveDuplicates();
		assertThat(both.client().events().failures()).filteredOn(Failure::sent).isNotEmpty();
		assertThat(both.client().events().failures()).filteredOn((failure) -> !failure.sent()).isNotEmpty();
		assertThat(both.client().acknowledgedMessages()).isEqualTo(1);
		assertThat(both.client().events().releasedBytes()).isEqualTo(both.client().acceptedBytes());
		// The server finds out by its heartbeats.
		both.awaitEnd();
		pair.assertNothingLeft();
	}

	@Test
	void anIdleAssociationEndsWhenThePeerIsSilent() {
		EnginePair pair = EnginePair.with(1);
		Established both = pair.connect();
		pair.server.die();
		pair.await("loss", Duration.ofMinutes(30), () -> both.client().events().isTerminated());
		assertThat(both.client().events().termination().change()).isEqualTo(AssociationChange.COMM_LOST);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anAbortEndsBothSidesAtOnceWithItsReason(boolean byClient) {
		EnginePair pair = EnginePair.with(2);
		Established both = pair.connect();
		SimulatedAssociation aborting = byClient ? both.client() : both.server();
		SimulatedAssociation other = byClient ? both.server() : both.client();
		for (int i = 0; i < 100; i++) {
			both.client().send(EnginePair.payload(5000), SendOptions.DEFAULT);
			both.server().send(EnginePair.payload(5000), SendOptions.DEFAULT);
		}
		pair.run(Duration.ofMillis(7));
		aborting.abort("enough of it");
		pair.await("the end", Duration.ofMillis(100),
				() -> aborting.events().isTerminated() && other.events().isTerminated());
		assertThat(aborting.events().termination().change()).isEqualTo(AssociationChange.COMM_LOST);
		Termination end = other.events().termination();
		assertThat(end.change()).isEqualTo(AssociationChange.COMM_LOST);
		// User-Initiated Abort, RFC 9260 §3.3.10.12
		assertThat(end.errorCode()).isEqualTo(12);
		assertThat(end.reason()).contains("enough of it");
		for (SimulatedAssociation side : new SimulatedAssociation[] { aborting, other }) {
			assertThat(side.events().failures().size() + side.acknowledgedMessages()).isEqualTo(100);
			assertThat(side.events().releasedBytes()).isEqualTo(side.acceptedBytes());
		}
		pair.assertNothingLeft();
	}

	@Test
	void whenTheAbortIsLostThePeerLearnsOfItByItsNextPacket() {
		EnginePair pair = EnginePair.with(1);
		Established both = pair.connect();
		pair.cutAll(Duration.ofMillis(50));
		both.client().abort("");
		pair.run(Duration.ofMillis(100));
		assertThat(both.server().events().isTerminated()).isFalse();
		both.server().send(EnginePair.payload(10), SendOptions.DEFAULT);
		pair.await("the end", Duration.ofMillis(100), () -> both.server().events().isTerminated());
		assertThat(both.server().events().failures()).hasSize(1);
		pair.assertNothingLeft();
	}

	@Test
	void abortingTheEndpointEndsAllItsAssociations() {
		EnginePair pair = EnginePair.with(1);
		Established both = pair.connect();
		pair.network.perform(pair.server.host(),
				() -> pair.server.engine().abortAll("closing", pair.network.nowNanos()));
		both.awaitEnd();
		pair.assertNothingLeft();
	}

	@Test
	void commandsOnAnAssociationThatHasEndedDoNothing() {
		EnginePair pair = EnginePair.with(1);
		Established both = pair.connect();
		both.client().abort("");
		both.awaitEnd();
		pair.network.perform(pair.client.host(), () -> {
			both.client().engine().consumed(10, 1, pair.network.nowNanos());
			both.client().engine().shutdown(pair.network.nowNanos());
			both.client().engine().abort("", pair.network.nowNanos());
			both.client().engine().setPrimary(pair.server.address(0), pair.network.nowNanos());
		});
		pair.assertNothingLeft();
	}

}
