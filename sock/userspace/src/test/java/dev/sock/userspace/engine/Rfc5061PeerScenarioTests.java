package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.List;

import dev.sock.PathState;
import dev.sock.SctpAddress;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.AddressPeer.ADD;
import static dev.sock.userspace.engine.AddressPeer.ANY;
import static dev.sock.userspace.engine.AddressPeer.ASCONF_ACK;
import static dev.sock.userspace.engine.AddressPeer.DELETE;
import static dev.sock.userspace.engine.AddressPeer.E1;
import static dev.sock.userspace.engine.AddressPeer.P1;
import static dev.sock.userspace.engine.AddressPeer.P2;
import static dev.sock.userspace.engine.AddressPeer.P3;
import static dev.sock.userspace.engine.AddressPeer.P4;
import static dev.sock.userspace.engine.AddressPeer.PEER_TSN;
import static dev.sock.userspace.engine.AddressPeer.PRIMARY;
import static dev.sock.userspace.engine.AddressPeer.answer;
import static dev.sock.userspace.engine.AddressPeer.asconf;
import static dev.sock.userspace.engine.AddressPeer.chunks;
import static dev.sock.userspace.engine.AddressPeer.hex;
import static dev.sock.userspace.engine.AddressPeer.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 57 to 67, 71 to 80, 83 and 84 of {@code rfc5061-scenarios.md}: what the peer
 * asks of the engine.
 */
class Rfc5061PeerScenarioTests {

	private final AddressPeer peer = new AddressPeer();

	private static List<SentPacket> to(SctpAddress address, List<SentPacket> packets) {
		return packets.stream().filter((packet) -> packet.destination().equals(address)).toList();
	}

	private static byte[] data(int number) {
		return RawChunks.data(PEER_TSN - 1 + number, 0, number - 1, 3, 4);
	}

	@Test
	@DisplayName("57. The next ASCONF is answered in one packet with the rest, to where it came from (RFC 5061 §5.2 E1, E4, E6)")
	void answersTheNext() {
		List<SentPacket> packets = this.peer.authenticatedFrom(P4, asconf(1, request(ADD, 1, P2)));
		assertThat(hex(packets, ASCONF_ACK)).containsExactly("8000000800000065");
		assertThat(packets).filteredOn((packet) -> packet.has(ASCONF_ACK))
			.extracting(SentPacket::destination)
			.containsExactly(P4);
		assertThat(answer(this.peer.authenticated(asconf(2, request(DELETE, 1, P2))))).isEmpty();
		assertThat(this.peer.paths()).containsExactly(P1);
	}

	@Test
	@DisplayName("58. A repeated ASCONF is answered as before and not done again (RFC 5061 §5.2 E2)")
	void answersARepetitionAsBefore() {
		byte[] asconf = asconf(1, request(DELETE, 7, P1), request(ADD, 8, P2));
		List<String> first = hex(this.peer.authenticated(asconf), ASCONF_ACK);
		this.peer.pathEvents();
		List<SentPacket> packets = this.peer.authenticatedFrom(P3, asconf);
		assertThat(hex(packets, ASCONF_ACK)).isEqualTo(first).hasSize(1);
		assertThat(packets).extracting(SentPacket::destination).containsExactly(P3);
		assertThat(this.peer.pathEvents()).isEmpty();
		assertThat(answer(this.peer.authenticated(asconf(2, request(ADD, 9, P3))))).isEmpty();
		assertThat(hex(this.peer.authenticated(asconf(2, request(ADD, 9, P3))), ASCONF_ACK))
			.containsExactly("8000000800000066");
	}

	@Test
	@DisplayName("59, 60. One that is too old or too far ahead is passed over (RFC 5061 §5.2 E2, E5)")
	void passesOverWhatIsTooOldOrTooFarAhead() {
		for (int number : new int[] { 0, -5, 2, 3, 1000 }) {
			assertThat(this.peer.authenticated(asconf(number, request(ADD, 1, P2)))).isEmpty();
		}
		this.peer.authenticated(asconf(1));
		this.peer.authenticated(asconf(2));
		assertThat(this.peer.authenticated(asconf(1))).isEmpty();
		assertThat(this.peer.paths()).containsExactly(P1);
		assertThat(this.peer.pathEvents()).isEmpty();
	}

	@Test
	@DisplayName("61. Several in one packet are answered in order, what was answered before included (RFC 5061 §5.2 E1-ext, E3, E6)")
	void answersSeveralInOnePacket() {
		byte[] first = asconf(1, request(ADD, 1, P2));
		this.peer.authenticated(first);
		byte[] second = asconf(2, request(ADD, 2, P3));
		byte[] third = asconf(3, request(DELETE, 3, P2));
		List<SentPacket> packets = this.peer.authenticated(first, second, third, data(1));
		assertThat(hex(packets, ASCONF_ACK)).containsExactly("8000000800000065", "8000000800000066",
				"8000000800000067");
		assertThat(packets.stream().filter((packet) -> packet.has(ASCONF_ACK))).hasSize(1);
		assertThat(this.peer.peer().events().take()).containsExactly(EventLog.DELIVER);
		assertThat(this.peer.paths()).containsExactly(P1, P3);
		assertThat(hex(this.peer.authenticated(second, third), ASCONF_ACK)).containsExactly("8000000800000066",
				"8000000800000067");
	}

	@Test
	@DisplayName("62, 63. The association is found by tag and ports, from whatever address it comes (RFC 5061 §5.2 D1 to D4)")
	void findsTheAssociation() {
		SctpAddress unknown = ScriptedPeer.address("10.0.9.9");
		assertThat(answer(this.peer.authenticatedFrom(unknown, asconf(1, P1, request(ADD, 1, P2))))).isEmpty();
		assertThat(answer(this.peer.authenticatedFrom(unknown, asconf(2, ANY, request(ADD, 1, P3))))).isEmpty();
		byte[] wrong = RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, this.peer.tag() + 1,
				this.peer.signed(asconf(3, request(ADD, 1, P4))));
		assertThat(this.peer.peer().receive(wrong, P1, ScriptedPeer.UDP_PORT)).isEmpty();
		assertThat(this.peer.paths()).containsExactly(P1, P2, P3);
	}

	@Test
	@DisplayName("64. Before it is up and after SHUTDOWN ACK nothing is answered; while it shuts down it is (RFC 5061 §5.1.1 C4)")
	void answersInTheStatesThatItMay() {
		ScriptedPeer stranger = AddressPeer.peer(AddressPeer.OPTIONS, 1);
		List<SentPacket> abort = stranger.receive(77, this.peer.signed(asconf(1)));
		assertThat(SentPacket.only(abort, ChunkType.ABORT).flags()).isEqualTo(1);
		this.peer.peer().send(10);
		this.peer.peer().shutdown();
		assertThat(this.peer.peer().state()).isEqualTo("SHUTDOWN_PENDING");
		assertThat(answer(this.peer.authenticated(asconf(1, request(ADD, 1, P2))))).isEmpty();
		this.peer.sack(1);
		assertThat(this.peer.peer().state()).isEqualTo("SHUTDOWN_SENT");
		List<SentPacket> packets = this.peer.authenticated(asconf(2, request(ADD, 1, P3)));
		assertThat(answer(packets)).isEmpty();
		assertThat(chunks(packets, ChunkType.HEARTBEAT)).isEmpty();
		this.peer.receive(RawChunks.shutdown(this.peer.wire(1)));
		assertThat(this.peer.peer().state()).isEqualTo("SHUTDOWN_ACK_SENT");
		assertThat(chunks(this.peer.authenticated(asconf(3, request(ADD, 1, P4))), ASCONF_ACK)).isEmpty();
		assertThat(this.peer.paths()).containsExactly(P1, P2, P3);
	}

	@Test
	@DisplayName("65, 66. An added address gets heartbeats only, until one is answered (RFC 5061 §5.3 F1, F14)")
	void verifiesAnAddedAddress() {
		List<SentPacket> packets = this.peer.authenticated(asconf(1, request(ADD, 1, P2)));
		assertThat(answer(packets)).isEmpty();
		assertThat(this.peer.path(P2).state()).isEqualTo(PathState.UNCONFIRMED);
		assertThat(this.peer.pathEvents()).containsExactly("ADDED 10.0.1.1");
		assertThat(to(P2, packets)).isEmpty();
		packets = this.peer.probes();
		assertThat(SentPacket.chunks(to(P2, packets))).extracting(SentChunk::type).containsExactly(ChunkType.HEARTBEAT);
		SentChunk heartbeat = SentPacket.only(packets, ChunkType.HEARTBEAT);
		byte[] wrong = heartbeat.value().clone();
		wrong[6]++;
		this.peer.receiveFrom(P2, E1, RawChunks.chunk(ChunkType.HEARTBEAT_ACK, 0, wrong));
		assertThat(this.peer.path(P2).state()).isEqualTo(PathState.UNCONFIRMED);
		this.peer.confirm(P2, packets);
		assertThat(this.peer.path(P2).state()).isEqualTo(PathState.ACTIVE);
		assertThat(this.peer.pathEvents()).containsExactly("CONFIRMED 10.0.1.1");
	}

	@Test
	@DisplayName("67. Without an answer only the errors of the address rise, and nothing but heartbeats goes there (RFC 9260 §5.4)")
	void doesNotUseAnAddressThatIsNotVerified() {
		List<SentPacket> packets = new ArrayList<>(this.peer.authenticated(asconf(1, request(ADD, 1, P2))));
		this.peer.send(1000);
		packets.addAll(this.peer.until(400_000));
		assertThat(SentPacket.chunks(to(P2, packets))).isNotEmpty()
			.extracting(SentChunk::type)
			.containsOnly(ChunkType.HEARTBEAT);
		assertThat(this.peer.path(P2).errorCount()).isGreaterThan(3);
	}

	@Test
	@DisplayName("71. Beyond its limit of paths it refuses, and whatever is added or deleted after that (RFC 5061 §5.3 F9, F11)")
	void refusesMoreAddressesThanItTakes() {
		List<byte[]> requests = new ArrayList<>();
		for (int i = 1; i < 16; i++) {
			requests.add(request(ADD, i, ScriptedPeer.address("10.0.9." + i)));
		}
		assertThat(answer(this.peer.authenticated(asconf(1, requests.toArray(new byte[0][]))))).isEmpty();
		this.peer.pathEvents();
		byte[] refused = request(ADD, 16, P2);
		List<SentPacket> packets = this.peer
			.authenticated(asconf(2, refused, request(DELETE, 17, ScriptedPeer.address("10.0.9.1")),
					request(PRIMARY, 18, ScriptedPeer.address("10.0.9.2"))));
		assertThat(answer(packets)).containsExactly("16:a1", "17:a4", "18:0");
		assertThat(hex(packets, ASCONF_ACK).get(0)).startsWith("8000004800000066" + "c003001c0000001000a10014"
				+ AddressPeer.hex(refused) + "c003001c0000001100a40014");
		assertThat(this.peer.pathEvents()).containsExactly("MADE_PRIMARY 10.0.9.2");
		assertThat(this.peer.paths()).hasSize(16).doesNotContain(P2);
	}

	@Test
	@DisplayName("72. A wildcard stands for the source of the packet (RFC 5061 §4.2.1)")
	void addsTheSourceForAWildcard() {
		assertThat(answer(this.peer.authenticatedFrom(P2, asconf(1, request(ADD, 1, ANY))))).isEmpty();
		assertThat(this.peer.pathEvents()).containsExactly("ADDED 10.0.1.1");
		assertThat(answer(this.peer.authenticatedFrom(P2, asconf(2, request(ADD, 1, ANY))))).isEmpty();
		assertThat(this.peer.pathEvents()).isEmpty();
	}

	@Test
	@DisplayName("73. Addresses that nobody can have are refused (RFC 5061 §4.2.1)")
	void refusesAddressesThatNobodyCanHave() {
		int number = 1;
		for (String bad : List.of("224.0.0.1", "239.1.2.3", "255.255.255.255", "ff02::1")) {
			assertThat(answer(this.peer.authenticated(asconf(number++, request(ADD, 5, ScriptedPeer.address(bad))))))
				.containsExactly("5:5");
		}
		byte[] hostName = RawChunks.parameter(ADD,
				RawChunks.join(RawChunks.bytes(6), RawChunks.parameter(11, (byte) 'a')));
		byte[] shortAddress = RawChunks.parameter(ADD,
				RawChunks.join(RawChunks.bytes(7), RawChunks.parameter(5, (byte) 1)));
		assertThat(answer(this.peer.authenticated(asconf(number++, hostName)))).containsExactly("6:5");
		assertThat(answer(this.peer.authenticated(asconf(number++, shortAddress)))).containsExactly("7:5");
		assertThat(this.peer.paths()).containsExactly(P1);
		assertThat(this.peer.pathEvents()).isEmpty();
	}

	@Test
	@DisplayName("74. An address that it has already is no second path (RFC 5061 §4.2.1)")
	void keepsAnAddressThatItHas() {
		this.peer.send(10);
		assertThat(answer(this.peer.authenticated(asconf(1, request(ADD, 1, P1))))).isEmpty();
		assertThat(this.peer.paths()).containsExactly(P1);
		assertThat(this.peer.path(P1).state()).isEqualTo(PathState.ACTIVE);
		assertThat(this.peer.pathEvents()).isEmpty();
	}

	@Test
	@DisplayName("74. An address of another association's peer is not taken from it (RFC 5061 appendix A.5)")
	void doesNotTakeAnAddressFromAnotherAssociation() {
		ScriptedPeer engine = this.peer.peer();
		byte[] init = RawChunks.init(99, 1000);
		SentChunk initAck = SentPacket.only(
				engine.receive(RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, 0, init), P4, 1),
				ChunkType.INIT_ACK);
		AssociationEngine mine = engine.association();
		engine.receive(RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, initAck.intAt(0),
				RawChunks.cookieEcho(initAck.parameter(RawChunks.STATE_COOKIE))), P4, 1);
		assertThat(engine.engine().associationCount()).isEqualTo(2);
		assertThat(answer(this.peer.authenticated(asconf(1, request(ADD, 3, P4))))).containsExactly("3:a4");
		assertThat(mine.status().paths()).hasSize(1);
	}

	@Test
	void anAddressThatIsAddedAndDeletedByOnePacketHearsNothing() {
		List<SentPacket> packets = new ArrayList<>(this.peer.authenticated(
				asconf(1, request(ADD, 1, P2), request(DELETE, 2, P2), request(ADD, 3, P2), request(DELETE, 4, P2))));
		packets.addAll(this.peer.until(5_000));
		assertThat(packets).extracting(SentPacket::destination).doesNotContain(P2);
	}

	@Test
	@DisplayName("75. A peer may exchange its only address, from the new one (RFC 5061 §5.3.2)")
	void exchangesTheOnlyAddress() {
		List<SentPacket> packets = this.peer.authenticatedFrom(P2,
				asconf(1, P1, request(ADD, 1, P2), request(DELETE, 2, P1)));
		assertThat(answer(packets)).isEmpty();
		assertThat(packets).extracting(SentPacket::destination).containsOnly(P2);
		assertThat(this.peer.paths()).containsExactly(P2);
		assertThat(this.peer.primary()).isEqualTo(P2);
		assertThat(this.peer.path(P2).state()).isEqualTo(PathState.UNCONFIRMED);
		assertThat(this.peer.send(10)).as("DATA waits").isEmpty();
		assertThat(chunks(this.peer.receiveFrom(P2, E1, data(1), data(2)), ChunkType.SACK)).as("and so does SACK")
			.isEmpty();
		packets = this.peer.confirm(P2, this.peer.probes());
		assertThat(SentPacket.chunks(packets)).extracting(SentChunk::type).contains(ChunkType.DATA, ChunkType.SACK);
	}

	@Test
	void verifiesTheOnlyAddressLeftUntilItAnswers() {
		this.peer.authenticatedFrom(P2, asconf(1, request(ADD, 1, P2), request(DELETE, 2, P1)));
		assertThat(this.peer.send(10)).isEmpty();
		this.peer.until(150_000);
		List<SentPacket> packets = this.peer.until(250_000);
		assertThat(chunks(packets, ChunkType.HEARTBEAT)).as("though there are none otherwise").isNotEmpty();
		packets = this.peer.confirm(P2, packets.subList(packets.size() - 1, packets.size()));
		assertThat(chunks(packets, ChunkType.DATA)).hasSize(1);
	}

	@Test
	void losesAPeerWhoseOnlyAddressLeftNeverAnswers() {
		this.peer.authenticatedFrom(P2, asconf(1, request(ADD, 1, P2), request(DELETE, 2, P1)));
		this.peer.until(600_000);
		assertThat(this.peer.peer().state()).isEqualTo("CLOSED");
	}

	@Test
	@DisplayName("75. In the other order nothing is changed (RFC 5061 §5.3 F7, F11)")
	void doesNotExchangeTheOnlyAddressInTheWrongOrder() {
		assertThat(answer(this.peer.authenticatedFrom(P2, asconf(1, P1, request(DELETE, 1, P1), request(ADD, 2, P2)))))
			.containsExactly("1:a0", "2:a4");
		assertThat(this.peer.paths()).containsExactly(P1);
	}

	@Test
	@DisplayName("76. What is deleted is used no more, what was in flight there goes elsewhere, and what comes from there is out of the blue (RFC 5061 §5.3 F13)")
	void forgetsADeletedAddress() {
		this.peer.addAndConfirm(1, P2);
		this.peer.peer().association().setPrimary(P2, this.peer.peer().now());
		assertThat(this.peer.send(100)).extracting(SentPacket::destination).containsExactly(P2);
		this.peer.pathEvents();
		List<SentPacket> packets = this.peer.authenticated(asconf(2, request(DELETE, 1, P2)));
		assertThat(answer(packets)).isEmpty();
		assertThat(chunks(to(P1, packets), ChunkType.DATA)).hasSize(1);
		assertThat(to(P2, packets)).isEmpty();
		assertThat(this.peer.pathEvents()).containsExactly("MADE_PRIMARY 10.0.0.1", "REMOVED 10.0.1.1");
		// An ABORT, as for others out of the blue, could end what has it again by then.
		assertThat(this.peer.receiveFrom(P2, E1, data(1))).isEmpty();
		assertThat(this.peer.peer().engine().statistics().outOfBlues()).isEqualTo(1);
		assertThat(this.peer.peer().events().take()).isEmpty();
		this.peer.sack(1);
		assertThat(this.peer.status().unacknowledgedChunks()).isZero();
		assertThat(to(P2, this.peer.until(100_000))).isEmpty();
		assertThat(this.peer.peer().state()).isEqualTo("ESTABLISHED");
	}

	@Test
	@DisplayName("76. It may be added again, from there as well (RFC 5061 §5.2 D2)")
	void addsADeletedAddressAgain() {
		this.peer.addAndConfirm(1, P2);
		this.peer.authenticated(asconf(2, request(DELETE, 1, P2)));
		assertThat(answer(this.peer.authenticatedFrom(P2, asconf(3, request(ADD, 1, P2))))).isEmpty();
		this.peer.receiveFrom(P2, E1, data(1));
		assertThat(this.peer.peer().events().take()).containsExactly(EventLog.DELIVER);
	}

	@Test
	@DisplayName("77. If the primary address is deleted one that works takes its place (RFC 5061 §5.3 F12)")
	void replacesADeletedPrimary() {
		this.peer.authenticated(asconf(1, request(ADD, 1, P3)));
		this.peer.addAndConfirm(2, P2);
		assertThat(answer(this.peer.authenticatedFrom(P2, asconf(3, request(DELETE, 1, P1))))).isEmpty();
		assertThat(this.peer.primary()).isEqualTo(P2);
		assertThat(this.peer.pathEvents()).containsExactly("MADE_PRIMARY 10.0.1.1", "REMOVED 10.0.0.1");
		assertThat(this.peer.send(10)).extracting(SentPacket::destination).containsExactly(P2);
	}

	@Test
	@DisplayName("78. The last address is not deleted (RFC 5061 §5.3 F7, F8)")
	void refusesToDeleteTheLastAddress() {
		List<SentPacket> packets = this.peer.authenticated(asconf(1, request(DELETE, 0x01023476, P1)));
		assertThat(hex(packets, ASCONF_ACK))
			.containsExactly("8000002400000065c003001c0102347600a00014c00200100102347600050008" + "0a000001");
		assertThat(this.peer.paths()).containsExactly(P1);
		assertThat(this.peer.pathEvents()).isEmpty();
		this.peer.addAndConfirm(2, P2);
		assertThat(answer(this.peer.authenticated(asconf(3, request(DELETE, 1, P2), request(DELETE, 2, P1)))))
			.containsExactly("2:a0");
		assertThat(this.peer.paths()).containsExactly(P1);
	}

	@Test
	@DisplayName("79. Nor the one that the request comes from (RFC 5061 §5.3 F8)")
	void refusesToDeleteTheSource() {
		this.peer.addAndConfirm(1, P2);
		List<SentPacket> packets = this.peer.authenticatedFrom(P2, asconf(2, request(DELETE, 1, P2)));
		assertThat(hex(packets, ASCONF_ACK))
			.containsExactly("8000002400000066c003001c0000000100a20014c0020010000000010005" + "00080a000101");
		assertThat(this.peer.paths()).containsExactly(P1, P2);
	}

	@Test
	@DisplayName("80. A wildcard deletes all but the source (RFC 5061 §4.2.2)")
	void deletesAllOthersForAWildcard() {
		this.peer.addAndConfirm(1, P2);
		this.peer.addAndConfirm(2, P3);
		assertThat(answer(this.peer.authenticatedFrom(P4, asconf(3, request(DELETE, 1, ANY))))).containsExactly("1:a0");
		assertThat(this.peer.paths()).containsExactly(P1, P2, P3);
		assertThat(answer(this.peer.authenticatedFrom(P2, asconf(4, request(DELETE, 1, ANY))))).isEmpty();
		assertThat(this.peer.paths()).containsExactly(P2);
		assertThat(this.peer.primary()).isEqualTo(P2);
		assertThat(this.peer.pathEvents()).contains("REMOVED 10.0.0.1", "REMOVED 10.0.2.1", "MADE_PRIMARY 10.0.1.1");
		assertThat(answer(this.peer.authenticatedFrom(P2, asconf(5, request(DELETE, 1, ANY))))).isEmpty();
		assertThat(this.peer.paths()).containsExactly(P2);
	}

	@Test
	@DisplayName("83. The peer's advice on its primary address is taken (RFC 5061 §5.4)")
	void makesAnAddressPrimary() {
		this.peer.addAndConfirm(1, P2);
		assertThat(answer(this.peer.authenticated(asconf(2, request(PRIMARY, 1, P2))))).isEmpty();
		assertThat(this.peer.pathEvents()).containsExactly("MADE_PRIMARY 10.0.1.1");
		assertThat(this.peer.send(10)).extracting(SentPacket::destination).containsExactly(P2);
		assertThat(answer(this.peer.authenticated(asconf(3, request(PRIMARY, 1, P2))))).isEmpty();
		assertThat(this.peer.pathEvents()).isEmpty();
	}

	@Test
	@DisplayName("83. Of an address that is added before it, and not of one that is added after it (RFC 5061 §5.4)")
	void makesPrimaryWhatWasAddedBefore() {
		assertThat(answer(this.peer.authenticated(asconf(1, request(PRIMARY, 1, P2), request(ADD, 2, P2)))))
			.containsExactly("1:5", "2:0");
		assertThat(this.peer.primary()).isEqualTo(P1);
		List<SentPacket> packets = this.peer.authenticated(asconf(2, request(ADD, 1, P3), request(PRIMARY, 2, P3)));
		assertThat(answer(packets)).isEmpty();
		assertThat(this.peer.primary()).isEqualTo(P3);
		assertThat(this.peer.send(10)).as("not before it is confirmed (84)")
			.extracting(SentPacket::destination)
			.containsExactly(P1);
		this.peer.sack(1);
		this.peer.confirm(P3, this.peer.probes());
		assertThat(this.peer.send(10)).extracting(SentPacket::destination).containsExactly(P3);
	}

	@Test
	@DisplayName("84. Advice on an address that is not the peer's is refused; a wildcard is the source (RFC 5061 §4.2.4, §5.4)")
	void refusesAdviceOnAnUnknownAddress() {
		assertThat(answer(this.peer.authenticated(asconf(1, request(PRIMARY, 1, P4))))).containsExactly("1:5");
		assertThat(this.peer.primary()).isEqualTo(P1);
		assertThat(this.peer.pathEvents()).isEmpty();
		this.peer.addAndConfirm(2, P2);
		assertThat(answer(this.peer.authenticatedFrom(P2, asconf(3, request(PRIMARY, 1, ANY))))).isEmpty();
		assertThat(this.peer.primary()).isEqualTo(P2);
	}

}
