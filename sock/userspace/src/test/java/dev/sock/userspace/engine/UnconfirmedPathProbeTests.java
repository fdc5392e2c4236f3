package dev.sock.userspace.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sock.PathParameters;
import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.AddressPeer.ASCONF;
import static dev.sock.userspace.engine.AddressPeer.E1;
import static dev.sock.userspace.engine.AddressPeer.E2;
import static dev.sock.userspace.engine.AddressPeer.OPTIONS;
import static dev.sock.userspace.engine.AddressPeer.P1;
import static dev.sock.userspace.engine.AddressPeer.P2;
import static dev.sock.userspace.engine.AddressPeer.P3;
import static dev.sock.userspace.engine.AddressPeer.P4;
import static dev.sock.userspace.engine.AddressPeer.asconf;
import static dev.sock.userspace.engine.AddressPeer.chunks;
import static dev.sock.userspace.engine.AddressPeer.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * When addresses that are not confirmed are probed, and what it means for the association
 * that they do not answer (RFC 9260 §5.4, §8.1, §8.3; RFC 5061 §5.3 F14).
 */
class UnconfirmedPathProbeTests {

	/** In this time an address that does not answer is given up. */
	private static final long GIVEN_UP = 600_000;

	private static final SctpAddress E6 = ScriptedPeer.address("2001:db8::2");

	private static final SctpAddress P6 = ScriptedPeer.address("2001:db8::1");

	private static AddressPeer withInterval(Duration interval, SctpAddress... listed) {
		return new AddressPeer(OPTIONS.toBuilder().heartbeatInterval(interval).build(), RawAuth.usual(), listed);
	}

	/** The peer keeps the one address only that did not answer. */
	private static AddressPeer givenUp() {
		AddressPeer peer = withInterval(Duration.ZERO, P2);
		peer.until(GIVEN_UP);
		assertThat(peer.until(GIVEN_UP + 100_000)).as("given up").isEmpty();
		return peer;
	}

	private static void keepsOnlyP2(AddressPeer peer) {
		peer.authenticatedFrom(P2, asconf(1, P2, request(AddressPeer.DELETE, 1, P1)));
		assertThat(peer.paths()).containsExactly(P2);
	}

	private static List<SentPacket> soonAfter(AddressPeer peer) {
		return peer.until(GIVEN_UP + 100_100);
	}

	private static void assertThatItEnds(AddressPeer peer) {
		peer.until(3 * GIVEN_UP);
		assertThat(peer.peer().events().take()).endsWith(EventLog.COMM_LOST);
	}

	@Test
	void anAddressThatWasGivenUpIsProbedAtOnceWhenItIsTheOnlyOne() {
		AddressPeer peer = givenUp();
		keepsOnlyP2(peer);
		List<SentPacket> probes = soonAfter(peer);
		assertThat(chunks(probes, ChunkType.HEARTBEAT)).hasSize(1);
		peer.send(3);
		assertThat(chunks(peer.confirm(P2, probes), ChunkType.DATA)).hasSize(1);
	}

	@Test
	void itEndsTheAssociationWhenItStillDoesNotAnswer() {
		AddressPeer peer = givenUp();
		keepsOnlyP2(peer);
		peer.send(3);
		assertThatItEnds(peer);
	}

	@Test
	void itIsProbedWhileAShutdownWaits() {
		AddressPeer peer = givenUp();
		peer.send(3);
		peer.peer().shutdown();
		assertThat(peer.peer().state()).isEqualTo("SHUTDOWN_PENDING");
		keepsOnlyP2(peer);
		assertThat(chunks(peer.confirm(P2, soonAfter(peer)), ChunkType.DATA)).hasSize(1);
		assertThat(chunks(peer.receiveFrom(P2, E1, RawChunks.sack(peer.wire(1), RawChunks.WINDOW)), ChunkType.SHUTDOWN))
			.hasSize(1);
	}

	@Test
	void itIsProbedWhileTheAnswerToAShutdownWaits() {
		AddressPeer peer = givenUp();
		peer.send(3);
		peer.receive(RawChunks.shutdown(peer.wire(0)));
		assertThat(peer.peer().state()).isEqualTo("SHUTDOWN_RECEIVED");
		keepsOnlyP2(peer);
		assertThat(chunks(soonAfter(peer), ChunkType.HEARTBEAT)).hasSize(1);
		assertThatItEnds(peer);
	}

	@Test
	void theOnlyAddressIsNotProbedOnlyAfterAnInterval() {
		AddressPeer peer = withInterval(Duration.ofHours(1), P2);
		peer.until(GIVEN_UP + 100_000);
		keepsOnlyP2(peer);
		assertThat(chunks(soonAfter(peer), ChunkType.HEARTBEAT)).hasSize(1);
	}

	@Test
	void oneThatIsAddedDoesNotHaveOthersProbedThatWereGivenUp() {
		AddressPeer peer = withInterval(Duration.ZERO, P2, P3);
		peer.until(GIVEN_UP);
		peer.authenticated(asconf(1, request(AddressPeer.ADD, 1, P4)));
		assertThat(peer.until(GIVEN_UP + 100)).extracting(SentPacket::destination).containsExactly(P4);
	}

	/** The engine exchanges E1 for E2, and the peer P1 for P2. */
	private static List<SentPacket> bothExchange(AddressPeer peer) {
		peer.peer().engine().localAddresses().add(E2, true, (failure) -> {
		});
		List<SentPacket> packets = new ArrayList<>(peer.remove(E1));
		packets.addAll(peer.authenticatedFrom(P2,
				asconf(1, P1, request(AddressPeer.ADD, 1, P2), request(AddressPeer.DELETE, 2, P1))));
		assertThat(peer.paths()).containsExactly(P2);
		return packets;
	}

	@Test
	void heartbeatsThatCannotLeaveAreNoErrors() {
		AddressPeer peer = new AddressPeer();
		List<SentPacket> packets = bothExchange(peer);
		packets.addAll(peer.until(30_000));
		long repetitions = chunks(packets, ASCONF).size() - 2; // to P1, and at once to P2
		assertThat(peer.status().overallErrorCount()).as("those of T4 only").isEqualTo((int) repetitions);
		assertThat(peer.path(P2).statistics().heartbeatsSent()).isZero();
		packets.addAll(peer.until(3_600_000));
		assertThat(chunks(packets, ASCONF)).as("Association.Max.Retrans allows all of them").hasSizeGreaterThan(10);
		assertThat(peer.peer().events().take()).endsWith(EventLog.COMM_LOST);
	}

	@Test
	void whatCouldNotBeProbedIsProbedAtOnceWhenItCan() {
		AddressPeer peer = new AddressPeer();
		bothExchange(peer);
		peer.until(100_000);
		peer.receiveFrom(P2, E2, peer.signed(peer.ack(1)));
		List<SentPacket> probes = peer.until(100_100);
		assertThat(SentPacket.only(probes, ChunkType.HEARTBEAT)).isNotNull();
		assertThat(probes).extracting(SentPacket::source).containsExactly(E2);
	}

	@Test
	void heartbeatsAreNotBegunAgainByACookieEchoThatComesAfterShutdown() {
		AddressPeer peer = AddressPeer.accepting(P2);
		peer.peer().shutdown();
		List<SentPacket> packets = peer.receiveFrom(P2, E1, peer.cookieEcho());
		assertThat(chunks(packets, ChunkType.HEARTBEAT)).as("with COOKIE ACK (RFC 9260 §5.4)").hasSize(1);
		assertThat(SentPacket.chunks(peer.until(20_000))).isNotEmpty()
			.allMatch((chunk) -> chunk.type() == ChunkType.SHUTDOWN);
		assertThat(peer.path(P2).errorCount()).isZero();
	}

	@Test
	void aCookieEchoThatComesTwiceDoesNotMakeTheAnswerToTheFirstHeartbeatWorthless() {
		AddressPeer peer = AddressPeer.accepting(P2);
		List<SentPacket> first = peer.receiveFrom(P2, E1, peer.cookieEcho());
		assertThat(chunks(peer.receiveFrom(P2, E1, peer.cookieEcho()), ChunkType.HEARTBEAT)).hasSize(1);
		peer.confirm(P2, first);
		assertThat(peer.pathEvents()).contains("CONFIRMED " + P2);
		assertThat(peer.path(P2).srtt()).as("nobody knows which of the two was answered (§6.3.1 C5)").isNull();
	}

	/** The engine has given up the one address that reaches P6. */
	private static AddressPeer withoutSourceForP6(boolean confirmed) {
		AddressPeer peer = withInterval(Duration.ZERO);
		peer.add(E6);
		peer.authenticated(peer.ack(1));
		peer.authenticated(asconf(1, request(AddressPeer.ADD, 1, P6)));
		if (confirmed) {
			peer.confirm(P6, peer.probes());
		}
		peer.remove(E6);
		peer.authenticated(peer.ack(2));
		return peer;
	}

	@Test
	void anAssociationEndsWhenNoLocalAddressReachesTheOneThatIsLeft() {
		AddressPeer peer = withoutSourceForP6(true);
		peer.authenticatedFrom(P6, asconf(2, P6, request(AddressPeer.DELETE, 1, P1)));
		assertThat(peer.paths()).containsExactly(P6);
		assertThat(peer.peer().association().options().requestHeartbeat(P6, peer.peer().now())).isFalse();
		peer.send(3);
		assertThat(peer.until(3 * GIVEN_UP)).isEmpty();
		assertThat(peer.peer().events().take()).endsWith(EventLog.COMM_LOST);
	}

	@Test
	void aRequestWaitsForTheAddressThatCanBeProbed() {
		AddressPeer peer = withoutSourceForP6(false);
		peer.authenticated(asconf(2, request(AddressPeer.ADD, 1, P2)));
		peer.add(E2);
		peer.authenticatedFrom(P2, asconf(3, P1, request(AddressPeer.DELETE, 1, P1)));
		assertThat(peer.paths()).containsExactly(P6, P2);
		List<SentPacket> packets = peer.until(20_000);
		assertThat(SentPacket.chunks(packets)).isNotEmpty().allMatch((chunk) -> chunk.type() == ChunkType.HEARTBEAT);
		assertThat(packets).extracting(SentPacket::destination).containsOnly(P2);
		assertThat(chunks(peer.confirm(P2, packets.subList(packets.size() - 1, packets.size())), ASCONF)).hasSize(1);
	}

	private static void setInterval(AddressPeer peer, SctpAddress path, Duration interval) {
		assertThat(peer.peer()
			.association()
			.options()
			.change(path, PathParameters.UNCHANGED.withHeartbeatInterval(interval), peer.peer().now())).isTrue();
	}

	@Test
	void anIntervalThatIsChangedDoesNotPutOffTheFirstProbe() {
		AddressPeer peer = new AddressPeer(OPTIONS, RawAuth.usual(), P2);
		setInterval(peer, P2, Duration.ofHours(1));
		assertThat(peer.until(20_000)).extracting(SentPacket::destination).contains(P2);
	}

	@Test
	void anIntervalThatIsChangedDoesNotExcuseAHeartbeatThatIsNotAnswered() {
		AddressPeer peer = withInterval(Duration.ofSeconds(10));
		long millis = 10;
		while (chunks(peer.until(millis), ChunkType.HEARTBEAT).isEmpty()) {
			millis += 10;
			assertThat(millis).isLessThan(60_000);
		}
		setInterval(peer, P1, Duration.ofHours(1));
		peer.until(millis + 20_000);
		assertThat(peer.path(P1).errorCount()).isOne();
	}

	@Test
	void anIntervalThatIsChangedDoesNotPutOffTheEndWhenNoPathCanBeUsed() {
		AddressPeer peer = withoutSourceForP6(true);
		peer.authenticatedFrom(P6, asconf(2, P6, request(AddressPeer.DELETE, 1, P1)));
		setInterval(peer, P6, Duration.ofHours(1));
		peer.until(3 * GIVEN_UP);
		assertThat(peer.peer().events().take()).endsWith(EventLog.COMM_LOST);
	}

}
