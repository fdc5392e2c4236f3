package dev.sock.userspace.engine;

import java.time.Duration;

import dev.sock.SctpOptions;
import dev.sock.SendOptions;
import dev.sock.userspace.engine.EnginePair.Established;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.sim.LinkFaults;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the receive window and a reader that is slow, in virtual time.
 */
class ReceiveWindowTests {

	private static final int BUFFER = 20_000;

	private static final SctpOptions SMALL = SctpOptions.builder().receiveBuffer(BUFFER).build();

	private static Established connectAndFillTheWindow(int messages) {
		Established both = EnginePair.with(1, SctpOptions.DEFAULT, SMALL).connect();
		both.server().consume(false);
		for (int i = 0; i < messages; i++) {
			both.client().send(EnginePair.payload(1000), SendOptions.DEFAULT.withPayloadProtocolId(i));
		}
		both.pair().run(Duration.ofMinutes(5));
		return both;
	}

	@Test
	void aReaderThatStopsClosesTheWindow() {
		Established both = connectAndFillTheWindow(100);
		long received = both.server().events().messageCount();
		assertThat(received).isBetween(15L, 25L);
		assertThat(both.server().status().receiveBufferUsed()).isEqualTo(received * 1000);
		assertThat(both.client().status().peerRwnd()).isLessThan(2000);
		assertThat(both.client().events().isTerminated()).isFalse();
	}

	@Test
	void shortMessagesFillTheWindowByTheirNumber() {
		Established both = EnginePair.with(1, SctpOptions.DEFAULT, SMALL).connect();
		both.server().consume(false);
		for (int i = 0; i < 10_000; i++) {
			both.client().send(EnginePair.payload(1), SendOptions.DEFAULT);
		}
		both.pair().run(Duration.ofMinutes(5));
		assertThat(both.server().status().localRwnd()).isZero();
		assertThat(both.server().events().messageCount()).isBetween(BUFFER / 256L, 4 * BUFFER / 256L + 10);
		both.server().consume(true);
		both.pair().await("delivery", Duration.ofMinutes(3), () -> both.server().events().messageCount() == 10_000);
		both.pair()
			.await("the window is open", Duration.ofSeconds(1), () -> both.server().status().localRwnd() == BUFFER);
	}

	@Test
	void theWindowReopensWhenTheReaderGoesOn() {
		Established both = connectAndFillTheWindow(100);
		both.server().consume(true);
		both.pair().await("delivery", Duration.ofSeconds(10), () -> both.server().events().messageCount() == 100);
		both.pair().await("acknowledgement", Duration.ofSeconds(10), () -> both.client().acknowledgedMessages() == 100);
		assertThat(both.server().status().receiveBufferUsed()).isZero();
	}

	@Test
	void theReceiverTellsAtOnceThatTheWindowReopened() {
		Established both = connectAndFillTheWindow(100);
		int[] probes = { 0 };
		both.pair().network.filter((packet) -> {
			probes[0] += (packet.firstChunkType() == ChunkType.DATA) ? 1 : 0;
			return true;
		});
		both.pair().await("a probe", Duration.ofMinutes(2), () -> probes[0] == 1);
		// The next probe is a minute away.
		both.pair().run(Duration.ofSeconds(1));
		both.server().consume(true);
		both.pair().await("delivery", Duration.ofSeconds(5), () -> both.server().events().messageCount() == 100);
	}

	@Test
	void zeroWindowProbesFindOutThatTheWindowReopenedWhenTheUpdateIsLost() {
		Established both = connectAndFillTheWindow(100);
		both.pair().network.cut(both.pair().server.address(0), both.pair().client.address(0), Duration.ZERO,
				Duration.ofMillis(100));
		both.server().consume(true);
		both.pair().await("delivery", Duration.ofMinutes(3), () -> both.server().events().messageCount() == 100);
	}

	@Test
	void aClosedWindowDoesNotEndTheAssociationWhileThePeerAnswers() {
		Established both = connectAndFillTheWindow(100);
		both.pair().run(Duration.ofHours(2));
		assertThat(both.client().events().isTerminated()).isFalse();
		assertThat(both.client().status().overallErrorCount()).isLessThan(2);
		both.server().consume(true);
		both.pair().await("delivery", Duration.ofMinutes(3), () -> both.server().events().messageCount() == 100);
	}

	@Test
	void aWindowSmallerThanTheHolesNeedStillFillsThem() {
		// with 30 % loss the usual limits would rightly end the association now and then
		SctpOptions patient = SctpOptions.builder()
			.associationMaxRetransmissions(255)
			.pathMaxRetransmissions(255)
			.build();
		Established both = EnginePair.with(1, patient, SMALL).connect();
		both.pair().network.faults(LinkFaults.builder().loss(0.3).build());
		both.server().consume(false);
		for (int i = 0; i < 200; i++) {
			both.client().send(EnginePair.payload(1000), SendOptions.stream(i % 3).withPayloadProtocolId(i));
		}
		for (int i = 0; i < 3000 && both.server().events().messageCount() < 200; i++) {
			both.server().consume(true);
			both.server().consume(false);
			both.pair().run(Duration.ofSeconds(1));
		}
		assertThat(both.server().events().messageCount()).isEqualTo(200);
	}

	@Test
	void whatComesForAClosedWindowIsNotKept() {
		Established both = connectAndFillTheWindow(100);
		assertThat(both.server().status().receiveBufferUsed()).isLessThanOrEqualTo(BUFFER + 1500L);
	}

}
