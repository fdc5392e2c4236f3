package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.sock.StreamReconfiguration;
import dev.sock.spi.Reconfiguration.ResetOutbound;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sock.userspace.engine.AddressPeer.ASCONF;
import static dev.sock.userspace.engine.AddressPeer.ASCONF_ACK;
import static dev.sock.userspace.engine.AddressPeer.E1;
import static dev.sock.userspace.engine.AddressPeer.E2;
import static dev.sock.userspace.engine.AddressPeer.OPTIONS;
import static dev.sock.userspace.engine.AddressPeer.P1;
import static dev.sock.userspace.engine.AddressPeer.P2;
import static dev.sock.userspace.engine.AddressPeer.P3;
import static dev.sock.userspace.engine.AddressPeer.asconf;
import static dev.sock.userspace.engine.AddressPeer.chunks;
import static dev.sock.userspace.engine.AddressPeer.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The peer has exchanged its only address for one that it has not shown to have: only
 * HEARTBEAT, HEARTBEAT ACK and ASCONF ACK go there (RFC 9260 §5.4, RFC 5061 §5.3 F14).
 * Whatever waits leaves as soon as the address is confirmed.
 */
class UnconfirmedPathTests {

	private AddressPeer peer = new AddressPeer();

	private List<SentPacket> exchange(int number) {
		return this.peer.authenticatedFrom(P2,
				asconf(number, P1, request(AddressPeer.ADD, 1, P2), request(AddressPeer.DELETE, 2, P1)));
	}

	private List<SentPacket> fromP2(byte[]... chunks) {
		return this.peer.receiveFrom(P2, E1, chunks);
	}

	private String state() {
		return this.peer.peer().state();
	}

	/** Lets time pass in which the address is probed, and nothing else happens. */
	private List<SentPacket> probes(long millis) {
		List<SentPacket> packets = this.peer.until(millis);
		assertThat(SentPacket.chunks(packets)).isNotEmpty().allMatch((chunk) -> chunk.type() == ChunkType.HEARTBEAT);
		assertThat(packets).extracting(SentPacket::destination).containsOnly(P2);
		return packets;
	}

	private List<SentPacket> confirm(List<SentPacket> probes) {
		return this.peer.confirm(P2, probes.subList(probes.size() - 1, probes.size()));
	}

	private static void assertThatOnlyOneLeaves(List<SentPacket> packets, int type) {
		assertThat(SentPacket.chunks(packets)).extracting(SentChunk::type).containsExactly(type);
		assertThat(packets.get(0).destination()).isEqualTo(P2);
	}

	@Test
	void shutdownIsBegunOnceTheAddressIsConfirmed() {
		exchange(1);
		assertThat(this.peer.peer().shutdown()).isEmpty();
		List<SentPacket> probes = probes(20_000);
		assertThat(state()).isEqualTo("SHUTDOWN_PENDING");
		assertThatOnlyOneLeaves(confirm(probes), ChunkType.SHUTDOWN);
		assertThat(state()).isEqualTo("SHUTDOWN_SENT");
		assertThatOnlyOneLeaves(fromP2(RawChunks.chunk(ChunkType.SHUTDOWN_ACK, 0)), ChunkType.SHUTDOWN_COMPLETE);
	}

	@Test
	void thePeersShutdownIsAnsweredOnceTheAddressIsConfirmed() {
		exchange(1);
		assertThat(fromP2(RawChunks.shutdown(this.peer.wire(0)))).isEmpty();
		List<SentPacket> probes = probes(20_000);
		assertThat(state()).isEqualTo("SHUTDOWN_RECEIVED");
		assertThatOnlyOneLeaves(confirm(probes), ChunkType.SHUTDOWN_ACK);
		fromP2(RawChunks.chunk(ChunkType.SHUTDOWN_COMPLETE, 0));
		assertThat(this.peer.peer().events().take()).endsWith(EventLog.SHUTDOWN_COMPLETE);
	}

	@ParameterizedTest
	@ValueSource(longs = { 100, 20_000 })
	void aShutdownThatHasLeftIsRepeatedOnceTheAddressIsConfirmed(long millis) {
		assertThat(chunks(this.peer.peer().shutdown(), ChunkType.SHUTDOWN)).hasSize(1);
		assertThat(SentPacket.chunks(exchange(1))).extracting(SentChunk::type)
			.containsExactly(RawAuth.AUTH, ASCONF_ACK);
		assertThatOnlyOneLeaves(confirm(probes(millis)), ChunkType.SHUTDOWN);
		List<SentPacket> later = this.peer.until(millis + 40_000);
		assertThat(SentPacket.chunks(later)).as("and heartbeats end (§8.3)")
			.isNotEmpty()
			.allMatch((chunk) -> chunk.type() == ChunkType.SHUTDOWN);
	}

	@Test
	void whileShutdownWaitsDataIsTakenAndAcknowledgedByIt() {
		this.peer.peer().shutdown();
		exchange(1);
		assertThat(fromP2(RawChunks.data(AddressPeer.PEER_TSN, 0, 0, 3, 4))).isEmpty();
		assertThat(fromP2(RawChunks.data(AddressPeer.PEER_TSN + 1, 0, 1, 3, 4))).isEmpty();
		List<SentPacket> packets = confirm(probes(10_000));
		assertThat(SentPacket.only(packets, ChunkType.SHUTDOWN).intAt(0)).isEqualTo(AddressPeer.PEER_TSN + 1);
		assertThat(packets).extracting(SentPacket::destination).containsOnly(P2);
	}

	@Test
	void aShutdownThatMeetsOursIsAnsweredOnceTheAddressIsConfirmed() {
		this.peer.peer().shutdown();
		exchange(1);
		assertThat(fromP2(RawChunks.shutdown(this.peer.wire(0)))).isEmpty();
		assertThat(state()).isEqualTo("SHUTDOWN_ACK_SENT");
		assertThat(fromP2(RawChunks.shutdown(this.peer.wire(0)))).isEmpty();
		List<SentPacket> probes = probes(10_000);
		assertThatOnlyOneLeaves(confirm(probes), ChunkType.SHUTDOWN_ACK);
	}

	@Test
	void aShutdownThatIsAnsweredIsOverAndARepeatedAnswerIsOutOfTheBlue() {
		this.peer.peer().shutdown();
		exchange(1);
		assertThat(fromP2(RawChunks.chunk(ChunkType.SHUTDOWN_ACK, 0))).isEmpty();
		assertThat(this.peer.peer().events().take()).endsWith(EventLog.SHUTDOWN_COMPLETE);
		List<SentPacket> packets = fromP2(RawChunks.chunk(ChunkType.SHUTDOWN_ACK, 0));
		assertThat(SentPacket.only(packets, ChunkType.SHUTDOWN_COMPLETE).flags()).isEqualTo(1);
	}

	@Test
	void aShutdownEndsInBoundedTimeWhenTheAddressNeverAnswers() {
		this.peer.peer().shutdown();
		exchange(1);
		probes(299_000);
		assertThat(this.peer.until(700_000)).extracting((packet) -> packet.chunks().get(0).type())
			.as("not even ABORT goes there")
			.allMatch((type) -> type == ChunkType.HEARTBEAT);
		assertThat(this.peer.peer().events().take()).endsWith(EventLog.COMM_LOST);
	}

	@Test
	void anAnswerToShutdownThatWaitsEndsInBoundedTimeToo() {
		this.peer.peer().shutdown();
		exchange(1);
		fromP2(RawChunks.shutdown(this.peer.wire(0)));
		probes(200_000);
		this.peer.until(700_000);
		assertThat(this.peer.peer().events().take()).endsWith(EventLog.COMM_LOST);
	}

	@Test
	void theFirstOfTwoAddressesThatAnswersIsUsedAndTheOtherIsProbedNoMore() {
		this.peer.peer().shutdown();
		this.peer.authenticatedFrom(P2, asconf(1, P1, request(AddressPeer.ADD, 1, P2), request(AddressPeer.ADD, 2, P3),
				request(AddressPeer.DELETE, 3, P1)));
		List<SentPacket> probes = this.peer.until(100);
		assertThat(probes).extracting(SentPacket::destination).containsExactlyInAnyOrder(P2, P3);
		assertThatOnlyOneLeaves(this.peer.confirm(P2, probes), ChunkType.SHUTDOWN);
		assertThat(SentPacket.chunks(this.peer.until(20_000))).allMatch((chunk) -> chunk.type() == ChunkType.SHUTDOWN);
	}

	@Test
	void anAddressThatIsAddedWhileNoneIsConfirmedIsProbedToo() {
		this.peer.peer().shutdown();
		exchange(1);
		this.peer.authenticatedFrom(P2, asconf(2, P2, request(AddressPeer.ADD, 1, P3)));
		List<SentPacket> probes = this.peer.until(100);
		assertThat(probes).extracting(SentPacket::destination).contains(P3);
		assertThat(chunks(this.peer.confirm(P3, probes), ChunkType.SHUTDOWN)).hasSize(1);
	}

	@Test
	void aRequestToResetStreamsGoesOnOnceTheAddressIsConfirmed() {
		this.peer = new AddressPeer(
				OPTIONS.toBuilder().streamReconfiguration(Set.of(StreamReconfiguration.RESET_STREAMS)).build(),
				RawAuth.usual());
		this.peer.peer()
			.association()
			.reconfigure(new ResetOutbound(List.of()), new CompletableFuture<>(), this.peer.peer().now());
		assertThat(chunks(this.peer.flush(), ChunkType.RE_CONFIG)).hasSize(1);
		exchange(1);
		assertThatOnlyOneLeaves(confirm(probes(20_000)), ChunkType.RE_CONFIG);
		assertThat(chunks(this.peer.until(60_000), ChunkType.RE_CONFIG)).as("and is repeated").isNotEmpty();
	}

	@Test
	void aRequestToAddAnAddressGoesOnOnceTheAddressIsConfirmed() {
		assertThat(chunks(this.peer.add(E2), ASCONF)).hasSize(1);
		exchange(1);
		List<SentPacket> packets = new ArrayList<>(confirm(probes(20_000)));
		assertThat(chunks(packets, ASCONF)).hasSize(1);
		assertThat(packets).extracting(SentPacket::destination).containsOnly(P2);
		assertThat(chunks(this.peer.until(60_000), ASCONF)).as("and is repeated").isNotEmpty();
	}

	@Test
	void aRequestThatWaitsForOneAddressTakesAnotherThatIsConfirmedFirst() {
		this.peer.add(E2);
		this.peer.authenticatedFrom(P2, asconf(1, P1, request(AddressPeer.ADD, 1, P2), request(AddressPeer.ADD, 2, P3),
				request(AddressPeer.DELETE, 3, P1)));
		List<SentPacket> packets = this.peer.confirm(P3, this.peer.until(100));
		assertThat(packets).filteredOn((packet) -> packet.has(ASCONF))
			.extracting(SentPacket::destination)
			.containsExactly(P3);
	}

	@Test
	void aRequestToExchangeOurAddressGoesThereAllTheSameSinceNoHeartbeatMayLeave() {
		this.peer.peer().engine().localAddresses().add(E2, true, (failure) -> {
		});
		assertThat(AddressPeer.asked(this.peer.remove(E1))).containsExactly("c001 " + E2, "c002 " + E1);
		exchange(1);
		List<SentPacket> packets = this.peer.until(10_000);
		assertThat(SentPacket.chunks(packets)).isNotEmpty()
			.allMatch((chunk) -> chunk.type() == RawAuth.AUTH || chunk.type() == ASCONF);
		assertThat(packets).extracting(SentPacket::destination).containsOnly(P2);
		this.peer.receiveFrom(P2, E2, this.peer.signed(this.peer.ack(1)));
		assertThat(this.peer.outcomes()).contains("remove " + E1);
		packets = this.peer.until(100_000);
		assertThat(SentPacket.chunks(packets)).isNotEmpty().allMatch((chunk) -> chunk.type() == ChunkType.HEARTBEAT);
	}

	@Test
	void whatIsUnknownIsReportedToAConfirmedAddress() {
		byte[] unknown = RawChunks.chunk(0xfe, 0);
		this.peer.authenticated(asconf(1, request(AddressPeer.ADD, 1, P2)));
		List<SentPacket> packets = fromP2(unknown, RawChunks.chunk(ChunkType.HEARTBEAT, 0, RawChunks.parameter(1)));
		assertThat(packets).filteredOn((packet) -> packet.has(ChunkType.ERROR))
			.extracting(SentPacket::destination)
			.containsExactly(P1);
		assertThat(packets).filteredOn((packet) -> packet.has(ChunkType.HEARTBEAT_ACK))
			.extracting(SentPacket::destination)
			.containsExactly(P2);
		this.peer.authenticatedFrom(P2, asconf(2, request(AddressPeer.DELETE, 1, P1)));
		assertThat(chunks(fromP2(unknown), ChunkType.ERROR)).isEmpty();
	}

	@Test
	void whatIsUnknownInThePacketThatAddsItsAddressIsReportedElsewhere() {
		List<SentPacket> packets = this.peer.receiveFrom(P2, E1,
				this.peer.signed(asconf(1, P1, request(AddressPeer.ADD, 1, P2)), RawChunks.chunk(0xfe, 0)));
		assertThat(packets).filteredOn((packet) -> packet.has(ChunkType.ERROR))
			.extracting(SentPacket::destination)
			.containsExactly(P1);
		assertThat(packets).filteredOn((packet) -> packet.has(ASCONF_ACK))
			.extracting(SentPacket::destination)
			.containsExactly(P2);
	}

	@Test
	void anAddressThatWasNeverListedIsSentAnswersToHeartbeatsOnly() {
		List<SentPacket> packets = this.peer.receiveFrom(P3, E1, RawChunks.chunk(0xfe, 0),
				RawChunks.chunk(ChunkType.HEARTBEAT, 0, RawChunks.parameter(1)));
		assertThat(packets).filteredOn((packet) -> packet.has(ChunkType.ERROR))
			.extracting(SentPacket::destination)
			.containsExactly(P1);
		assertThat(packets).filteredOn((packet) -> packet.has(ChunkType.HEARTBEAT_ACK))
			.extracting(SentPacket::destination)
			.containsExactly(P3);
	}

	@Test
	void aRequestToResetStreamsFromAnAddressThatWasNeverListedIsAnsweredElsewhere() {
		this.peer = new AddressPeer(
				OPTIONS.toBuilder().streamReconfiguration(Set.of(StreamReconfiguration.RESET_STREAMS)).build(),
				RawAuth.usual());
		byte[] reset = RawChunks.chunk(ChunkType.RE_CONFIG, 0,
				RawChunks.parameter(13, RawChunks.join(RawChunks.bytes(AddressPeer.PEER_TSN),
						RawChunks.bytes(this.peer.wire(0)), RawChunks.bytes(AddressPeer.PEER_TSN - 1))));
		List<SentPacket> packets = this.peer.receiveFrom(P3, E1, reset);
		assertThat(packets).filteredOn((packet) -> packet.has(ChunkType.RE_CONFIG))
			.extracting(SentPacket::destination)
			.containsExactly(P1);
	}

	@Test
	void aCookieFromAnAddressThatWasNeverListedIsAcknowledgedElsewhere() {
		AddressPeer accepting = AddressPeer.accepting();
		List<SentPacket> packets = accepting.receiveFrom(P3, E1, accepting.cookieEcho());
		assertThat(SentPacket.chunks(packets)).extracting(SentChunk::type).containsExactly(ChunkType.COOKIE_ACK);
		assertThat(packets).extracting(SentPacket::destination).containsExactly(P1);
	}

	@Test
	void aCookieAckTravelsWithAHeartbeat() {
		AddressPeer accepting = AddressPeer.accepting(P2);
		List<SentPacket> packets = accepting.receiveFrom(P2, E1, accepting.cookieEcho());
		assertThat(packets).hasSize(1);
		assertThat(SentPacket.chunks(packets)).extracting(SentChunk::type)
			.containsExactly(ChunkType.COOKIE_ACK, ChunkType.HEARTBEAT);
		accepting.confirm(P2, packets);
		assertThat(accepting.pathEvents()).contains("CONFIRMED " + P2);
	}

	@Test
	void anInitThatIsSentAgainAfterAStaleCookieGoesWhereTheUserSaid() {
		ScriptedPeer engine = new ScriptedPeer(EstablishedPeer.PLAIN);
		SentChunk init = SentPacket.only(engine.connect(), ChunkType.INIT);
		engine.receive(init.intAt(0), RawChunks.init(ChunkType.INIT_ACK, 7, RawChunks.WINDOW, 10, 10, 1,
				RawChunks.parameter(RawChunks.STATE_COOKIE, new byte[8]), AddressPeer.address(P2)));
		List<SentPacket> packets = new ArrayList<>(
				engine.receive(init.intAt(0), RawChunks.error(RawChunks.parameter(3, RawChunks.bytes(1000)))));
		packets.addAll(engine.advanceMillis(20_000));
		assertThat(packets).filteredOn((packet) -> packet.has(ChunkType.INIT))
			.hasSizeGreaterThan(2)
			.extracting(SentPacket::destination)
			.containsOnly(P1);
	}

}
