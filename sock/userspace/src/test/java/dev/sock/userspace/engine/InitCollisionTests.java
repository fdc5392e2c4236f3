package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.userspace.sim.SimulatedAssociation;
import dev.sock.userspace.sim.SimulatedPacket;
import dev.sock.userspace.sim.SimulatedPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for two peers that connect to each other at once (RFC 9260 §5.2.1 to §5.2.4): in
 * every order in which the packets can arrive there is one association in the end.
 */
class InitCollisionTests {

	private static final int MAX_CHOICES = 12;

	private static final int MAX_RUNS = 50_000;

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void becomesOneAssociationInEveryOrderOfDelivery(int paths) {
		assertThat(explore(paths, 0)).isGreaterThan(20);
	}

	@Test
	void becomesOneAssociationInEveryOrderOfDeliveryWhicheverPacketIsLost() {
		assertThat(explore(1, 1)).isGreaterThan(200);
	}

	private static int explore(int paths, int losses) {
		Choices choices = new Choices();
		int runs = 0;
		do {
			try {
				runOne(choices, paths, losses);
			}
			catch (RuntimeException | AssertionError ex) {
				throw new AssertionError("with the choices " + choices + ": " + ex.getMessage(), ex);
			}
			runs++;
			assertThat(runs).as("runs").isLessThan(MAX_RUNS);
		}
		while (choices.nextRun());
		return runs;
	}

	private static void runOne(Choices choices, int paths, int losses) {
		EnginePair pair = EnginePair.withEqualPorts(paths, SctpOptions.DEFAULT);
		List<SimulatedPacket> waiting = new ArrayList<>();
		pair.network.filter((packet) -> !waiting.add(packet));
		SimulatedAssociation one = pair.client.connect(pair.server);
		SimulatedAssociation other = pair.server.connect(pair.client);
		pair.run(Duration.ZERO);
		int lossesLeft = losses;
		while (!waiting.isEmpty() && choices.made() < MAX_CHOICES) {
			int size = waiting.size();
			int choice = choices.next((lossesLeft > 0) ? 2 * size : size);
			SimulatedPacket packet = waiting.remove(choice % size);
			if (choice < size) {
				pair.network.deliver(packet);
			}
			else {
				lossesLeft--;
			}
			pair.run(Duration.ZERO);
		}
		pair.network.filter((packet) -> true);
		waiting.forEach(pair.network::deliver);
		assertOneAssociation(pair, one, other);
	}

	private static void assertOneAssociation(EnginePair pair, SimulatedAssociation one, SimulatedAssociation other) {
		pair.await("established", () -> one.events().isEstablished() && other.events().isEstablished());
		one.send(EnginePair.payload(3000), SendOptions.DEFAULT);
		other.send(EnginePair.payload(3000), SendOptions.DEFAULT);
		pair.await("messages both ways", () -> one.events().messageCount() == 1 && other.events().messageCount() == 1);
		pair.run(Duration.ofMinutes(1));
		for (SimulatedPeer peer : List.of(pair.client, pair.server)) {
			assertThat(peer.engine().associationCount()).isEqualTo(1);
			assertThat(peer.accepted()).isEmpty();
		}
		for (SimulatedAssociation side : List.of(one, other)) {
			assertThat(side.events().restarts()).isZero();
			assertThat(side.events().messageCount()).isEqualTo(1);
			assertThat(side.acknowledgedMessages()).isEqualTo(1);
		}
		one.shutdown();
		pair.await("the end", () -> one.events().isTerminated() && other.events().isTerminated());
		pair.assertNothingLeft();
	}

}
