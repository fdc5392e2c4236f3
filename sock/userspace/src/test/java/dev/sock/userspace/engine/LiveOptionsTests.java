package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import dev.sock.PathParameters;
import dev.sock.RtoOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.PathChange;
import dev.sock.SctpOptions;
import dev.sock.SctpOptionsBuilder;
import dev.sock.SendOptions;
import dev.sock.spi.OptionChange;
import dev.sock.userspace.engine.EnginePair.Established;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.sim.SimulatedAssociation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What options do, and what to change them does while an association lives, in virtual
 * time.
 */
class LiveOptionsTests {

	private static final int ADAPTATION_LAYER_INDICATION = 0xC006;

	private final EstablishedPeer peer = new EstablishedPeer();

	private static OptionChange change(AssociationEngine engine, UnaryOperator<SctpOptionsBuilder> change) {
		SctpOptions before = engine.options().inForce();
		return new OptionChange(before, change.apply(before.toBuilder()).build());
	}

	private List<SentPacket> change(EstablishedPeer of, UnaryOperator<SctpOptionsBuilder> change) {
		AssociationEngine engine = of.peer().association();
		engine.options().change(change(engine, change), of.peer().now());
		return of.peer().flush();
	}

	private List<SentPacket> requestHeartbeat() {
		assertThat(this.peer.peer().association().options().requestHeartbeat(ScriptedPeer.PEER, this.peer.peer().now()))
			.isTrue();
		return this.peer.peer().flush();
	}

	private static void setParameters(SimulatedAssociation association, Established both, SctpAddress path,
			PathParameters parameters) {
		both.pair().network.perform(both.pair().client.host(),
				() -> assertThat(
						association.engine().options().change(path, parameters, both.pair().network.nowNanos()))
					.isTrue());
	}

	private static EstablishedPeer with(UnaryOperator<SctpOptionsBuilder> options) {
		return new EstablishedPeer(options.apply(EstablishedPeer.PLAIN.toBuilder()).build());
	}

	// Autoclose

	@Test
	void anAssociationThatIsIdleForSoLongIsShutDown() {
		SctpOptions options = SctpOptions.builder().autoclose(Duration.ofSeconds(30)).build();
		Established both = EnginePair.with(1, options, SctpOptions.DEFAULT).connect();
		both.pair().run(Duration.ofSeconds(20));
		both.client().send(EnginePair.payload(100), SendOptions.DEFAULT);
		both.pair().run(Duration.ofSeconds(29));
		both.server().send(EnginePair.payload(100), SendOptions.DEFAULT);
		both.pair().run(Duration.ofMillis(29_500));
		assertThat(both.client().events().isTerminated()).isFalse();
		both.pair().run(Duration.ofSeconds(1));
		assertThat(List.of(both.client(), both.server()))
			.allSatisfy((side) -> assertThat(Objects.requireNonNull(side.events().termination()).change())
				.isEqualTo(AssociationChange.SHUTDOWN_COMPLETE));
		both.pair().assertNothingLeft();
	}

	@Test
	void anAssociationIsNotIdleWhileSomethingIsUnderWay() {
		SctpOptions options = SctpOptions.builder().autoclose(Duration.ofSeconds(10)).receiveBuffer(4096).build();
		Established both = EnginePair.with(1, options, options.toBuilder().autoclose(Duration.ZERO).build()).connect();
		both.server().consume(false);
		for (int i = 0; i < 20; i++) {
			both.client().send(EnginePair.payload(1000), SendOptions.DEFAULT);
		}
		both.pair().run(Duration.ofHours(1));
		assertThat(both.client().events().isTerminated()).isFalse();
		both.server().consume(true);
		both.awaitEnd();
		assertThat(both.server().events().messageCount()).isEqualTo(20);
	}

	@Test
	void autocloseCanBeSwitchedOnAndOffAgain() {
		Established both = EnginePair.with(1).connect();
		AssociationEngine engine = both.client().engine();
		both.pair().run(Duration.ofHours(1));
		both.pair().network.perform(both.pair().client.host(),
				() -> engine.options()
					.change(change(engine, (options) -> options.autoclose(Duration.ofMinutes(1))),
							both.pair().network.nowNanos()));
		both.pair().run(Duration.ofSeconds(50));
		both.pair().network.perform(both.pair().client.host(), () -> engine.options()
			.change(change(engine, (options) -> options.autoclose(Duration.ZERO)), both.pair().network.nowNanos()));
		both.pair().run(Duration.ofHours(1));
		assertThat(both.client().events().isTerminated()).isFalse();
		both.pair().network.perform(both.pair().client.host(),
				() -> engine.options()
					.change(change(engine, (options) -> options.autoclose(Duration.ofMinutes(1))),
							both.pair().network.nowNanos()));
		both.pair().run(Duration.ofSeconds(61));
		assertThat(both.client().events().isTerminated()).isTrue();
	}

	// Acknowledgements

	@Test
	void aSackIsSentForAsManyPacketsAsTheFrequencySays() {
		EstablishedPeer four = with((options) -> options.sackFrequency(4));
		four.receive(four.data(101, 0));
		for (int n = 1; n <= 3; n++) {
			assertThat(four.receive(four.data(101 + n, n))).isEmpty();
		}
		assertThat(SentPacket.only(four.receive(four.data(105, 4)), ChunkType.SACK).intAt(0)).isEqualTo(105);
		this.change(four, (options) -> options.sackFrequency(1));
		assertThat(SentPacket.only(four.receive(four.data(106, 5)), ChunkType.SACK).intAt(0)).isEqualTo(106);
	}

	@Test
	void aSackWaitsAsLongAsTheDelayOfItsPathSays() {
		this.peer.receive(this.peer.data(101, 0));
		change(this.peer, (options) -> options.sackDelay(Duration.ofMillis(400)));
		assertThat(this.peer.receive(this.peer.data(102, 1))).isEmpty();
		assertThat(this.peer.times(this.peer.until(1000), ChunkType.SACK)).containsExactly(400L);
		this.peer.peer()
			.association()
			.options()
			.change(ScriptedPeer.PEER, PathParameters.UNCHANGED.withSackDelay(Duration.ofMillis(50)),
					this.peer.peer().now());
		assertThat(this.peer.receive(this.peer.data(103, 2))).isEmpty();
		assertThat(this.peer.times(this.peer.until(2000), ChunkType.SACK)).containsExactly(1050L);
		change(this.peer, (options) -> options.sackDelay(Duration.ZERO));
		SentPacket.only(this.peer.receive(this.peer.data(104, 3)), ChunkType.SACK);
	}

	// The handshake

	private static List<Long> initTimes(SctpOptions options) {
		ScriptedPeer peer = new ScriptedPeer(options);
		long start = peer.now();
		peer.connect();
		return peer.advance(Duration.ofHours(1))
			.stream()
			.filter((packet) -> packet.has(ChunkType.INIT))
			.map((packet) -> (packet.nowNanos() - start) / 1_000_000)
			.toList();
	}

	@Test
	void initIsRepeatedAfterTheGreatestTimeOutAtTheLatest() {
		SctpOptions options = SctpOptions.builder().maxInitRetransmissions(5).build();
		assertThat(initTimes(options)).containsExactly(1000L, 3000L, 7000L, 15_000L, 31_000L);
		assertThat(initTimes(options.toBuilder().maxInitTimeout(Duration.ofSeconds(3)).build())).containsExactly(1000L,
				3000L, 6000L, 9000L, 12_000L);
	}

	@Test
	void bothSidesStateTheirAdaptationLayer() {
		ScriptedPeer calling = new ScriptedPeer(SctpOptions.builder().adaptationIndication(0xdeadbeefL).build());
		SentChunk init = SentPacket.only(calling.connect(), ChunkType.INIT);
		assertThat(init.parameter(ADAPTATION_LAYER_INDICATION)).containsExactly(0xde, 0xad, 0xbe, 0xef);
		ScriptedPeer called = new ScriptedPeer(SctpOptions.builder().adaptationIndication(7L).build());
		SentChunk initAck = SentPacket.only(called.receive(
				RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, 0, RawChunks.init(1, 1)),
				ScriptedPeer.PEER, ScriptedPeer.UDP_PORT), ChunkType.INIT_ACK);
		assertThat(initAck.parameter(ADAPTATION_LAYER_INDICATION)).containsExactly(0, 0, 0, 7);
	}

	// Heartbeats

	@Test
	void aHeartbeatIsSentOnDemandThoughTheyAreSwitchedOff() {
		assertThat(this.peer.until(3_600_000)).isEmpty();
		SentChunk heartbeat = SentPacket.only(requestHeartbeat(), ChunkType.HEARTBEAT);
		this.peer.receive(RawChunks.chunk(ChunkType.HEARTBEAT_ACK, 0, heartbeat.value()));
		assertThat(this.peer.path().statistics().heartbeatAcksReceived()).isEqualTo(1);
		assertThat(this.peer.path().errorCount()).isZero();
		assertThat(this.peer.until(7_200_000)).as("no more of them").isEmpty();
	}

	@Test
	void aHeartbeatOnDemandThatIsNotAnsweredIsAnError() {
		requestHeartbeat();
		this.peer.until(10_000);
		assertThat(this.peer.path().errorCount()).isEqualTo(1);
	}

	@Test
	void noHeartbeatIsSentOnDemandOnceTheAssociationIsShutDown() {
		this.peer.peer().shutdown();
		AssociationEngine engine = this.peer.peer().association();
		assertThat(engine.options().requestHeartbeat(ScriptedPeer.PEER, this.peer.peer().now())).isFalse();
		assertThat(engine.options().requestHeartbeat(ScriptedPeer.PEER_2, this.peer.peer().now())).isFalse();
	}

	// Paths

	private static long heartbeats(Established both, int path) {
		return Objects.requireNonNull(both.client().status().paths().get(path).statistics().heartbeatsSent());
	}

	@Test
	void heartbeatsOfOnePathAreSwitchedOffAndOnAgainAndThoseOfOthersGoOn() {
		Established both = EnginePair.with(2).connect();
		SctpAddress second = both.pair().server.address(1);
		setParameters(both.client(), both, second, PathParameters.UNCHANGED.withHeartbeatInterval(Duration.ZERO));
		long before = heartbeats(both, 1);
		long others = heartbeats(both, 0);
		both.pair().run(Duration.ofHours(1));
		assertThat(heartbeats(both, 1)).isEqualTo(before);
		assertThat(heartbeats(both, 0)).isGreaterThan(others + 100);
		setParameters(both.client(), both, second,
				PathParameters.UNCHANGED.withHeartbeatInterval(Duration.ofSeconds(5)));
		both.pair().run(Duration.ofMinutes(10));
		// One for each 5 s and an RTO of 1 s, give or take half of it.
		assertThat(heartbeats(both, 1) - before).isBetween(90L, 112L);
		assertThat(both.client().engine().options().parameters(second))
			.isEqualTo(new PathParameters(Duration.ofSeconds(5), 5, 0, 0, Duration.ofMillis(200)));
	}

	@Test
	void aPathFailsAfterItsOwnNumberOfErrors() {
		Established both = EnginePair.with(2).connect();
		SctpAddress first = both.pair().server.address(0);
		setParameters(both.client(), both, first,
				PathParameters.UNCHANGED.withMaxRetransmissions(0).withPotentiallyFailedThreshold(255));
		both.pair().cutPath(0, Duration.ofHours(1));
		both.client().send(EnginePair.payload(100), SendOptions.DEFAULT);
		both.pair().run(Duration.ofMillis(1500));
		assertThat(both.client().events().pathChanges(first)).last().isEqualTo(PathChange.UNREACHABLE);
		assertThat(both.client().events().pathChanges(first)).doesNotContain(PathChange.POTENTIALLY_FAILED);
	}

	@Test
	void packetsOfAPathBecomeSmallerAndLargerAsItsMtuSays() {
		assertThat(this.peer.path().pathMtu()).isEqualTo(1500);
		AssociationEngine engine = this.peer.peer().association();
		engine.options().change(ScriptedPeer.PEER, PathParameters.UNCHANGED.withPathMtu(600), this.peer.peer().now());
		assertThat(this.peer.path().pathMtu()).isEqualTo(600);
		assertThat(this.peer.peer().send(1000)).isNotEmpty()
			.allSatisfy((packet) -> assertThat(packet.size()).isLessThanOrEqualTo(600 - 28));
		this.peer.sack(2);
		change(this.peer, (options) -> options.pathMtu(1400));
		assertThat(this.peer.path().pathMtu()).isEqualTo(1400);
		engine.options().change(ScriptedPeer.PEER, PathParameters.UNCHANGED.withPathMtu(0), this.peer.peer().now());
		assertThat(this.peer.path().pathMtu()).isEqualTo(1500);
	}

	// Sending

	@Test
	void noChunkCarriesMoreThanTheLargestSegment() {
		EstablishedPeer segmented = with((options) -> options.maxSegment(512));
		List<SentPacket> packets = segmented.peer().send(1200);
		assertThat(packets).hasSize(1);
		assertThat(SentPacket.chunks(packets)).extracting(SentChunk::length).containsExactly(528, 528, 192);
		assertThat(segmented.status().fragmentationPoint()).isEqualTo(512);
		segmented.sack(3);
		change(segmented, (options) -> options.maxSegment(0));
		assertThat(SentPacket.chunks(segmented.peer().send(1200))).extracting(SentChunk::length).containsExactly(1216);
		assertThat(segmented.status().fragmentationPoint()).isGreaterThan(1200);
	}

	@Test
	void aMessageMayBeAsLongAsOnePacketIfItIsNotFragmented() {
		AssociationEngine engine = this.peer.peer().association();
		assertThat(engine.options().messageLimit()).isEqualTo(Integer.MAX_VALUE);
		change(this.peer, (options) -> options.disableFragments(true));
		assertThat(engine.options().messageLimit()).isEqualTo(this.peer.status().fragmentationPoint());
		change(this.peer, (options) -> options.maxSegment(600));
		assertThat(engine.options().messageLimit()).isEqualTo(600);
	}

	@Test
	void smallMessagesWaitForAcknowledgementsOnceNoDelayIsSwitchedOff() {
		assertThat(this.peer.send(2, 100)).hasSize(2);
		change(this.peer, (options) -> options.noDelay(false));
		assertThat(this.peer.send(1, 100)).isEmpty();
		assertThat(change(this.peer, (options) -> options.noDelay(true))).hasSize(1);
	}

	@Test
	void aTimeOutThatWasNotMeasuredFollowsTheNewBounds() {
		change(this.peer, (options) -> options
			.rto(new RtoOptions(Duration.ofMillis(200), Duration.ofMillis(100), Duration.ofMillis(400))));
		assertThat(this.peer.rtoMillis()).isBetween(100L, 400L);
		this.peer.send(1, 100);
		assertThat(this.peer.times(this.peer.until(1200), ChunkType.DATA)).hasSizeGreaterThanOrEqualTo(2);
	}

	@Test
	void theAssociationEndsAfterTheNewNumberOfErrors() {
		change(this.peer, (options) -> options.associationMaxRetransmissions(1));
		this.peer.send(1, 100);
		this.peer.until(5000);
		assertThat(this.peer.peer().events().reason()).contains("2 transmissions in a row");
	}

	// Receiving

	@Test
	void thePeerIsToldOfALargerReceiveBufferAtOnce() {
		EstablishedPeer small = with((options) -> options.receiveBuffer(5000));
		small.receive(small.data(101, 0));
		List<SentPacket> told = change(small, (options) -> options.receiveBuffer(100_000));
		assertThat(SentPacket.only(told, ChunkType.SACK).intAt(4)).isBetween(99_000, 100_000);
		List<SentPacket> shrunk = change(small, (options) -> options.receiveBuffer(4096));
		assertThat(SentPacket.only(shrunk, ChunkType.SACK).intAt(4)).isLessThan(4096);
		assertThat(small.peer().association().options().inForce().receiveBuffer()).isEqualTo(4096);
	}

	@Test
	void aMessageThatIsLongerThanTheNewLimitEndsTheAssociation() {
		this.peer.receive(this.peer.data(101, 0));
		change(this.peer, (options) -> options.maxMessageSize(99));
		SentPacket.only(this.peer.receive(this.peer.data(102, 1)), ChunkType.ABORT);
	}

}
