package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.List;

import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.AddressPeer.ADD;
import static dev.sock.userspace.engine.AddressPeer.ASCONF;
import static dev.sock.userspace.engine.AddressPeer.ASCONF_ACK;
import static dev.sock.userspace.engine.AddressPeer.DELETE;
import static dev.sock.userspace.engine.AddressPeer.E1;
import static dev.sock.userspace.engine.AddressPeer.E2;
import static dev.sock.userspace.engine.AddressPeer.E3;
import static dev.sock.userspace.engine.AddressPeer.ERROR;
import static dev.sock.userspace.engine.AddressPeer.OK;
import static dev.sock.userspace.engine.AddressPeer.P1;
import static dev.sock.userspace.engine.AddressPeer.P2;
import static dev.sock.userspace.engine.AddressPeer.P3;
import static dev.sock.userspace.engine.AddressPeer.P4;
import static dev.sock.userspace.engine.AddressPeer.PEER_TSN;
import static dev.sock.userspace.engine.AddressPeer.answer;
import static dev.sock.userspace.engine.AddressPeer.asconf;
import static dev.sock.userspace.engine.AddressPeer.asked;
import static dev.sock.userspace.engine.AddressPeer.chunks;
import static dev.sock.userspace.engine.AddressPeer.hex;
import static dev.sock.userspace.engine.AddressPeer.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios a to j of {@code rfc5061-scenarios.md}: unknown parameters, malformed chunks,
 * restart, both sides at once, the end.
 */
class Rfc5061RobustnessScenarioTests {

	private final AddressPeer peer = new AddressPeer();

	private static byte[] data(int number) {
		return RawChunks.data(PEER_TSN - 1 + number, 0, number - 1, 3, 4);
	}

	@Test
	@DisplayName("a. An unknown parameter is seen to as its type says (RFC 5061 §5.2 V2, RFC 9260 §3.2.1)")
	void seesToUnknownParameters() {
		byte[] value = RawChunks.bytes(0x11223344, 0xaabbccdd);
		List<SentPacket> packets = this.peer
			.authenticated(asconf(1, RawChunks.parameter(0xc0ff, value), request(ADD, 2, P2)));
		assertThat(hex(packets, ASCONF_ACK)).containsExactly(
				"8000002800000065" + "c00300181122334400080010c0ff000c11223344aabbccdd" + "c005000800000002");
		assertThat(answer(this.peer.authenticated(asconf(2, RawChunks.parameter(0x80ff, value), request(ADD, 2, P3)))))
			.isEmpty();
		assertThat(
				answer(this.peer.authenticated(asconf(3, RawChunks.parameter(0x40ff, value), request(DELETE, 2, P3)))))
			.first()
			.isEqualTo("287454020:8");
		assertThat(
				answer(this.peer.authenticated(asconf(4, RawChunks.parameter(0x00ff, value), request(DELETE, 2, P3)))))
			.containsExactly("2:a4");
		assertThat(answer(this.peer.authenticated(asconf(5, RawChunks.parameter(0xc0ff), request(ADD, 2, P4)))))
			.as("there is no number to report it by")
			.isEmpty();
		assertThat(this.peer.paths()).containsExactly(P1, P2, P3, P4);
	}

	@Test
	@DisplayName("b. Parameters that do not belong there are ignored (RFC 5061 §4.2, §4.2.6)")
	void ignoresMisplacedParameters() {
		assertThat(answer(this.peer.authenticated(asconf(1, RawChunks.parameter(OK, RawChunks.bytes(1)),
				RawChunks.parameter(ERROR, RawChunks.bytes(1)), RawChunks.parameter(0xc006, RawChunks.bytes(1)),
				RawChunks.parameter(0x8008, (byte) 0xc1), request(ADD, 2, P2)))))
			.isEmpty();
		assertThat(this.peer.paths()).containsExactly(P1, P2);
		this.peer.add(E2);
		this.peer.authenticated(this.peer.ack(1, request(ADD, 1, P3), RawChunks.parameter(0xc006, RawChunks.bytes(1)),
				RawChunks.parameter(0xc0ff, RawChunks.bytes(1))));
		assertThat(this.peer.outcomes()).containsExactly("add 10.0.1.2");
		assertThat(this.peer.paths()).containsExactly(P1, P2);
	}

	@Test
	@DisplayName("c. A malformed ASCONF is discarded with what follows, and nothing of it is done (RFC 5061 §4.1.1)")
	void discardsMalformedAsconf() {
		byte[] serial = RawChunks.bytes(PEER_TSN);
		byte[] address = AddressPeer.address(P1);
		byte[] add = request(ADD, 1, P2);
		List<byte[]> malformed = List.of(RawChunks.chunk(ASCONF, 0), RawChunks.chunk(ASCONF, 0, serial),
				RawChunks.chunk(ASCONF, 0, RawChunks.join(serial, add)),
				RawChunks.chunk(ASCONF, 0, RawChunks.join(serial, RawChunks.parameter(11, (byte) 'a'), add)),
				RawChunks.chunk(ASCONF, 0, RawChunks.join(serial, address, add, RawChunks.withLength(add, 3))),
				RawChunks.chunk(ASCONF, 0, RawChunks.join(serial, address, add, RawChunks.withLength(add, 20))),
				RawChunks.chunk(ASCONF, 0, RawChunks.join(serial, address, add, RawChunks.parameter(ADD))));
		for (byte[] chunk : malformed) {
			assertThat(this.peer.authenticated(chunk, data(1))).isEmpty();
			assertThat(this.peer.paths()).containsExactly(P1);
		}
		this.peer.add(E2);
		assertThat(this.peer.authenticated(RawChunks.chunk(ASCONF_ACK, 0, (byte) 1))).isEmpty();
		assertThat(this.peer.outcomes()).isEmpty();
		assertThat(this.peer.peer().state()).isEqualTo("ESTABLISHED");
		assertThat(answer(this.peer.authenticated(asconf(1, add)))).isEmpty();
	}

	@Test
	@DisplayName("d. Correlation numbers come back as they were (RFC 5061 §4.2.1, §5.2 V3)")
	void answersByTheSameNumbers() {
		assertThat(answer(this.peer
			.authenticated(asconf(1, request(DELETE, 0, P1), request(DELETE, -1, P1), request(DELETE, -1, P1)))))
			.containsExactly("0:a0", "-1:a4", "-1:a4");
	}

	@Test
	@DisplayName("e. The causes of ASCONF in an ERROR chunk are told and nothing else (RFC 5061 §4.3)")
	void tellsOfCausesInError() {
		this.peer.add(E2);
		for (int cause : new int[] { 0xa0, 0xa1, 0xa2, 0xa3, 0xa4 }) {
			this.peer.receive(RawChunks.error(RawChunks.parameter(cause)));
			assertThat(this.peer.peer().events().take()).containsExactly("remote-error");
		}
		assertThat(this.peer.outcomes()).isEmpty();
		assertThat(this.peer.peer().state()).isEqualTo("ESTABLISHED");
	}

	@Test
	@DisplayName("f. What follows an ASCONF from a new address belongs to the association (RFC 5061 §5.2 D2)")
	void takesWhatFollowsAnAsconfFromANewAddress() {
		List<SentPacket> packets = this.peer.authenticatedFrom(P2, asconf(1, request(ADD, 1, P2)), data(1));
		assertThat(answer(packets)).isEmpty();
		assertThat(this.peer.peer().events().take()).containsExactly(EventLog.DELIVER);
		packets = new ArrayList<>(packets);
		packets.addAll(this.peer.until(500));
		assertThat(packets).filteredOn((packet) -> packet.has(ChunkType.SACK))
			.as("a SACK does not go to an unconfirmed address")
			.extracting(SentPacket::destination)
			.containsOnly(P1);
	}

	@Test
	@DisplayName("g. A restart begins anew: requests fail, numbers, keys, addresses and bans are new (RFC 9260 §5.2.4)")
	void beginsAnewAfterARestart() {
		AddressPeer accepted = AddressPeer.accepting(P2);
		accepted.authenticated(asconf(1, request(DELETE, 1, P2)));
		int id = AddressPeer.id(accepted.add(E2), 0);
		accepted.authenticated(accepted.ack(1, AddressPeer.error(id, 8)));
		accepted.requestPrimary(E1);
		byte[] late = accepted.signed(accepted.ack(2));
		int oldTag = accepted.tag();
		accepted.outcomes();
		List<SentPacket> refused = accepted.startAnew(P2);
		assertThat(SentPacket.only(refused, ChunkType.ABORT).causes()).containsExactly(11);
		accepted.startAnew();
		assertThat(accepted.peer().events().take()).containsExactly("restart-event");
		assertThat(accepted.outcomes()).containsExactly("primary 10.0.0.2 CLOSED");
		accepted.peer().receive(oldTag, late);
		assertThat(accepted.peer().state()).isEqualTo("ESTABLISHED");
		assertThat(chunks(accepted.until(50_000), ASCONF)).isEmpty();
		assertThat(answer(accepted.authenticated(asconf(1, request(ADD, 1, P2))))).isEmpty();
		List<SentPacket> packets = accepted.add(E3);
		assertThat(SentPacket.only(packets, ASCONF).intAt(0)).isEqualTo(accepted.serial(1));
		assertThat(asked(packets)).containsExactly("c001 10.0.2.2");
	}

	@Test
	@DisplayName("g. An address that was added is not a new one at a restart (RFC 9260 §5.2.2)")
	void knowsAddedAddressesAtARestart() {
		AddressPeer accepted = AddressPeer.accepting();
		accepted.authenticated(asconf(1, request(ADD, 1, P2)));
		accepted.startAnew(P2);
		assertThat(accepted.peer().events().take()).containsExactly("restart-event");
		assertThat(accepted.paths()).containsExactlyInAnyOrder(P1, P2);
	}

	@Test
	@DisplayName("h. Both sides may ask at once, in one packet (RFC 5061 §5.1.1 C1 to C3)")
	void bothSidesAskAtOnce() {
		this.peer.add(E2);
		List<SentPacket> packets = this.peer.authenticated(asconf(1, request(ADD, 1, P2)), this.peer.ack(1));
		assertThat(answer(packets)).isEmpty();
		assertThat(this.peer.outcomes()).containsExactly("add 10.0.1.2");
		assertThat(this.peer.paths()).containsExactly(P1, P2);
		assertThat(this.peer.locals()).containsExactly(E1, E2);
	}

	@Test
	@DisplayName("i. With the association its requests end (RFC 5061 §5.1)")
	void endsRequestsWithTheAssociation() {
		this.peer.requestPrimary(E1);
		this.peer.requestPrimary(E1);
		this.peer.receive(RawChunks.chunk(ChunkType.ABORT, 0));
		assertThat(this.peer.outcomes()).containsExactly("primary 10.0.0.2 CLOSED", "primary 10.0.0.2 CLOSED");
		assertThat(this.peer.until(100_000)).isEmpty();
		this.peer.requestPrimary(E1);
		assertThat(this.peer.outcomes()).containsExactly("primary 10.0.0.2 CLOSED");
	}

	@Test
	@DisplayName("j. An ASCONF without a request is answered (RFC 5061 §4.1.1)")
	void answersAnEmptyRequest() {
		assertThat(hex(this.peer.authenticated(asconf(1)), ASCONF_ACK)).containsExactly("8000000800000065");
		assertThat(answer(this.peer.authenticated(asconf(2)))).isEmpty();
	}

	@Test
	@DisplayName("Add and Delete in INIT are ignored (RFC 5061 §4.2)")
	void ignoresRequestsInInit() {
		ScriptedPeer engine = AddressPeer.peer(AddressPeer.OPTIONS, 9);
		byte[] init = RawChunks.init(7, 8, request(ADD, 1, P2), request(AddressPeer.PRIMARY, 1, P2),
				RawChunks.parameter(ADD, (byte) 1), RawChunks.parameter(OK, RawChunks.bytes(1)),
				AddressPeer.extensions(0xc1, 0x80, 0x0f), RawAuth.usual().parameters());
		SentChunk initAck = SentPacket.only(
				engine.receive(RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, 0, init), P1, 1),
				ChunkType.INIT_ACK);
		engine.receive(initAck.intAt(0), RawChunks.cookieEcho(initAck.parameter(RawChunks.STATE_COOKIE)));
		assertThat(engine.association().status().paths()).hasSize(1);
	}

}
