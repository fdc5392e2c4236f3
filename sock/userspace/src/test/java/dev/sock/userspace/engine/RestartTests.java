package dev.sock.userspace.engine;

import java.time.Duration;

import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.userspace.engine.EnginePair.Established;
import dev.sock.userspace.sim.SimulatedAssociation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a peer that starts anew (RFC 9260 §5.2), in virtual time.
 */
class RestartTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void aPeerThatStartsAnewIsARestartAndTheAssociationGoesOn(int paths) {
		EnginePair pair = EnginePair.with(paths);
		Established both = pair.connect();
		both.client().send(EnginePair.payload(100), SendOptions.DEFAULT);
		pair.await("delivery", () -> both.server().events().messageCount() == 1);
		pair.client.restart();
		SimulatedAssociation again = pair.client.connect(pair.server);
		pair.await("established", () -> again.events().isEstablished());
		pair.await("restart", () -> both.server().events().restarts() == 1);
		assertThat(pair.server.accepted()).hasSize(1);
		assertThat(pair.server.engine().associationCount()).isEqualTo(1);
		again.send(EnginePair.payload(200), SendOptions.DEFAULT);
		both.server().send(EnginePair.payload(300), SendOptions.DEFAULT);
		pair.await("delivery both ways",
				() -> both.server().events().messageCount() == 2 && again.events().messageCount() == 1);
		assertThat(both.server().events().messages().get(1).streamSequenceNumber()).isZero();
		assertThat(pair.server.engine().statistics().restarts()).isEqualTo(1);
		again.shutdown();
		pair.await("the end", () -> again.events().isTerminated() && both.server().events().isTerminated());
		pair.assertNothingLeft();
	}

	@Test
	void whatTheOldPeerHadNotAcknowledgedFails() {
		EnginePair pair = EnginePair.with(1);
		Established both = pair.connect();
		pair.client.restart();
		pair.cutAll(Duration.ofMillis(200));
		for (int i = 0; i < 50; i++) {
			both.server().send(EnginePair.payload(1000), SendOptions.DEFAULT);
		}
		pair.run(Duration.ofMillis(200));
		SimulatedAssociation again = pair.client.connect(pair.server);
		pair.await("restart", () -> both.server().events().restarts() == 1);
		pair.run(Duration.ofSeconds(10));
		assertThat(both.server().events().failures()).hasSize(50);
		assertThat(both.server().events().releasedBytes()).isEqualTo(50_000);
		assertThat(again.events().messageCount()).isZero();
	}

	@Test
	void halfAMessageOfTheOldPeerIsForgotten() {
		EnginePair pair = EnginePair.with(1, SctpOptions.builder().receiveBuffer(100_000).build());
		Established both = pair.connect();
		both.client().send(EnginePair.payload(90_000), SendOptions.DEFAULT);
		pair.run(Duration.ofMillis(6));
		pair.client.restart();
		SimulatedAssociation again = pair.client.connect(pair.server);
		pair.await("restart", () -> both.server().events().restarts() == 1);
		pair.await("establishment", () -> again.engine().state().canSend());
		for (int i = 0; i < 5; i++) {
			again.send(EnginePair.payload(90_000), SendOptions.DEFAULT);
		}
		pair.await("delivery", () -> both.server().events().messageCount() == 5);
		pair.run(Duration.ofSeconds(1));
		assertThat(both.server().status().receiveBufferUsed()).isZero();
	}

	@Test
	void aServerThatLostItsStateAnswersSoThatTheClientLearnsOfIt() {
		EnginePair pair = EnginePair.with(1);
		Established both = pair.connect();
		pair.server.restart();
		both.client().send(EnginePair.payload(100), SendOptions.DEFAULT);
		pair.await("the end", Duration.ofSeconds(1), () -> both.client().events().isTerminated());
		assertThat(both.client().events().failures()).hasSize(1);
		pair.assertNothingLeft();
	}

}
