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
import static dev.sock.userspace.engine.AddressPeer.ASCONF;
import static dev.sock.userspace.engine.AddressPeer.E1;
import static dev.sock.userspace.engine.AddressPeer.E2;
import static dev.sock.userspace.engine.AddressPeer.E3;
import static dev.sock.userspace.engine.AddressPeer.P1;
import static dev.sock.userspace.engine.AddressPeer.P2;
import static dev.sock.userspace.engine.AddressPeer.PRIMARY;
import static dev.sock.userspace.engine.AddressPeer.ackOf;
import static dev.sock.userspace.engine.AddressPeer.answer;
import static dev.sock.userspace.engine.AddressPeer.asconf;
import static dev.sock.userspace.engine.AddressPeer.asked;
import static dev.sock.userspace.engine.AddressPeer.chunks;
import static dev.sock.userspace.engine.AddressPeer.error;
import static dev.sock.userspace.engine.AddressPeer.hex;
import static dev.sock.userspace.engine.AddressPeer.ok;
import static dev.sock.userspace.engine.AddressPeer.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 42 to 56, 68 to 70, 81, 82 and 85 of {@code rfc5061-scenarios.md}: what the
 * engine asks of its peer.
 */
class Rfc5061RequestScenarioTests {

	private final AddressPeer peer = new AddressPeer();

	private static SentPacket packetOf(List<SentPacket> packets, int type) {
		return packets.stream().filter((packet) -> packet.has(type)).findFirst().orElseThrow();
	}

	@Test
	@DisplayName("42, 43. The first ASCONF has our first TSN as its number, and an address that the peer knows (RFC 5061 §4.1.1, §4.2.1, §5.1 A1, A2)")
	void asksForAnAddressToBeAdded() {
		List<SentPacket> packets = this.peer.add(E2);
		SentChunk asconf = SentPacket.only(packets, ASCONF);
		assertThat(asconf.intAt(0)).isEqualTo(this.peer.serial(1));
		assertThat(asconf.length()).isEqualTo(32);
		assertThat(AddressPeer.hex(RawChunks.chunk(ASCONF, 0, asconf.value())))
			.isEqualTo("c1000020" + String.format("%08x", this.peer.serial(1)) + "000500080a000002" + "c0010010"
					+ String.format("%08x", AddressPeer.id(packets, 0)) + "000500080a000102");
		SentPacket packet = packetOf(packets, ASCONF);
		assertThat(packet.source()).isEqualTo(E1);
		assertThat(packet.destination()).isEqualTo(P1);
		assertThat(packet.chunks()).extracting(SentChunk::type).containsExactly(RawAuth.AUTH, ASCONF);
		this.peer.authenticated(this.peer.ack(1));
		assertThat(SentPacket.only(this.peer.add(E3), ASCONF).intAt(0)).isEqualTo(this.peer.serial(2));
	}

	@Test
	@DisplayName("44, 48. Without an answer the same ASCONF is sent again after RTO, later each time, and errors count (RFC 5061 §5.1 A4, B1 to B5)")
	void repeatsTheSameChunk() {
		List<String> sent = new ArrayList<>(hex(this.peer.add(E2), ASCONF));
		assertThat(chunks(this.peer.until(999), ASCONF)).isEmpty();
		sent.addAll(hex(this.peer.until(1001), ASCONF));
		assertThat(this.peer.path(P1).errorCount()).isEqualTo(1);
		assertThat(this.peer.status().overallErrorCount()).isEqualTo(1);
		assertThat(chunks(this.peer.until(2999), ASCONF)).isEmpty();
		sent.addAll(hex(this.peer.until(3001), ASCONF));
		assertThat(sent).hasSize(3).containsOnly(sent.get(0));
		this.peer.authenticated(this.peer.ack(1));
		assertThat(this.peer.path(P1).errorCount()).isZero();
		assertThat(this.peer.status().overallErrorCount()).isZero();
		assertThat(chunks(this.peer.until(100_000), ASCONF)).isEmpty();
		assertThat(this.peer.outcomes()).containsExactly("add 10.0.1.2");
	}

	@Test
	@DisplayName("48. It is sent again to another address that works (RFC 5061 §5.1 B4)")
	void repeatsOnAnotherPath() {
		this.peer.addAndConfirm(1, P2);
		assertThat(packetOf(this.peer.add(E2), ASCONF).destination()).isEqualTo(P1);
		assertThat(packetOf(this.peer.until(3000), ASCONF).destination()).isEqualTo(P2);
	}

	@Test
	@DisplayName("45. One ASCONF is outstanding; what is wanted meanwhile follows after the answer (RFC 5061 §5.1 A3, C1)")
	void hasOneOutstanding() {
		this.peer.add(E2);
		assertThat(this.peer.add(E3)).isEmpty();
		assertThat(this.peer.remove(E2)).isEmpty();
		assertThat(answer(this.peer.authenticated(asconf(1, request(ADD, 1, P2))))).isEmpty();
		List<SentPacket> packets = this.peer.authenticated(this.peer.ack(1));
		assertThat(SentPacket.only(packets, ASCONF).intAt(0)).isEqualTo(this.peer.serial(2));
		assertThat(asked(packets)).containsExactly("c001 10.0.2.2", "c002 10.0.1.2");
		assertThat(this.peer.outcomes()).containsExactly("add 10.0.1.2");
		this.peer.authenticated(this.peer.ack(2));
		assertThat(this.peer.outcomes()).containsExactly("add 10.0.2.2", "remove 10.0.1.2");
		assertThat(this.peer.locals()).containsExactly(E1, E3);
	}

	@Test
	@DisplayName("46. An answer without responses grants everything, and so does one that says so (RFC 5061 §5.1 A5 to A8)")
	void takesSilenceForConsent() {
		this.peer.add(E2);
		this.peer.authenticated(this.peer.ack(1));
		assertThat(this.peer.outcomes()).containsExactly("add 10.0.1.2");
		int id = AddressPeer.id(this.peer.add(E3), 0);
		this.peer.authenticated(this.peer.ack(2, ok(id)));
		assertThat(this.peer.outcomes()).containsExactly("add 10.0.2.2");
		assertThat(this.peer.locals()).containsExactly(E1, E2, E3);
	}

	/** Three requests in one ASCONF, with the numbers that they have. */
	private int[] threeRequests() {
		this.peer.add(E2);
		this.peer.add(E3);
		this.peer.remove(E2);
		this.peer.requestPrimary(E1);
		List<SentPacket> packets = this.peer.authenticated(this.peer.ack(1));
		assertThat(asked(packets)).containsExactly("c001 10.0.2.2", "c002 10.0.1.2", "c004 10.0.0.2");
		this.peer.outcomes();
		return new int[] { AddressPeer.id(packets, 0), AddressPeer.id(packets, 1), AddressPeer.id(packets, 2) };
	}

	@Test
	@DisplayName("47. After one that was refused silence means refused, too (RFC 5061 §5.1 A6, A7)")
	void takesSilenceAfterARefusalForRefusal() {
		int[] ids = threeRequests();
		this.peer.authenticated(this.peer.ack(2, error(ids[1], 0xa4), error(77, 0xa1)));
		assertThat(this.peer.outcomes()).containsExactly("add 10.0.2.2", "remove 10.0.1.2 REFUSED",
				"primary 10.0.0.2 REFUSED");
		assertThat(this.peer.locals()).containsExactly(E1, E2, E3);
	}

	@Test
	@DisplayName("47. Unless its success is told; responses may come in any order (RFC 5061 §5.1 A6, A7)")
	void takesASuccessAfterARefusal() {
		int[] ids = threeRequests();
		this.peer.authenticated(this.peer.ack(2, ok(ids[2]), error(ids[0], 0xa4)));
		assertThat(this.peer.outcomes()).containsExactly("add 10.0.2.2 REFUSED", "remove 10.0.1.2 REFUSED",
				"primary 10.0.0.2");
	}

	@Test
	@DisplayName("49. A peer that never answers is lost, and the request fails (RFC 5061 §5.1 B1, B2)")
	void losesAPeerThatNeverAnswers() {
		this.peer.add(E2);
		this.peer.until(62_000);
		assertThat(this.peer.path(P1).state()).isEqualTo(PathState.ACTIVE);
		this.peer.until(64_000);
		assertThat(this.peer.path(P1).state()).isEqualTo(PathState.INACTIVE);
		this.peer.until(400_000);
		assertThat(this.peer.peer().events().take()).containsExactly(EventLog.COMM_LOST);
		// An association that has ended does not keep the endpoint from having the
		// address.
		assertThat(this.peer.outcomes()).containsExactly("add 10.0.1.2");
	}

	@Test
	@DisplayName("51. A peer that does not know ASCONF is not asked again (RFC 5061 §4.1.1, §5.1 A9)")
	void neverAsksAPeerAgainThatDoesNotKnowAsconf() {
		List<SentPacket> packets = this.peer.add(E2);
		this.peer.add(E3);
		byte[] asconf = RawChunks.chunk(ASCONF, 0, SentPacket.only(packets, ASCONF).value());
		assertThat(this.peer.receive(RawChunks.error(RawChunks.parameter(6, asconf)))).isEmpty();
		assertThat(this.peer.outcomes()).containsExactly("add 10.0.1.2 NOT_SUPPORTED", "add 10.0.2.2 NOT_SUPPORTED");
		assertThat(this.peer.until(100_000)).isEmpty();
		assertThat(this.peer.requestPrimary(E1)).isEmpty();
		assertThat(this.peer.outcomes()).containsExactly("primary 10.0.0.2 NOT_SUPPORTED");
		assertThat(this.peer.peer().state()).isEqualTo("ESTABLISHED");
	}

	@Test
	void doesNotBelieveThatAsconfIsUnknownToAPeerThatWasNotSentOne() {
		byte[] asconf = RawChunks.chunk(ASCONF, 0, new byte[16]);
		this.peer.receive(RawChunks.error(RawChunks.parameter(6, asconf)));
		assertThat(asked(this.peer.add(E2))).containsExactly("c001 10.0.1.2");
		this.peer.authenticated(this.peer.ack(1));
		this.peer.receive(RawChunks.error(RawChunks.parameter(6, asconf)));
		assertThat(asked(this.peer.add(E3))).containsExactly("c001 10.0.2.2");
		assertThat(this.peer.outcomes()).containsExactly("add 10.0.1.2");
	}

	@Test
	@DisplayName("52. Requests that the peer does not know are not made again, others are (RFC 5061 §5.3 F3a, F3b)")
	void neverRepeatsARequestThatThePeerDoesNotKnow() {
		int id = AddressPeer.id(this.peer.add(E2), 0);
		this.peer.authenticated(this.peer.ack(1, error(id, 8, request(ADD, id, E2))));
		assertThat(this.peer.outcomes()).containsExactly("add 10.0.1.2 NOT_SUPPORTED");
		assertThat(this.peer.add(E3)).isEmpty();
		assertThat(this.peer.outcomes()).containsExactly("add 10.0.2.2 NOT_SUPPORTED");
		List<SentPacket> packets = this.peer.requestPrimary(E1);
		assertThat(asked(packets)).containsExactly("c004 10.0.0.2");
		id = AddressPeer.id(packets, 0);
		this.peer.authenticated(this.peer.ack(2, error(id, 8, request(PRIMARY, id, E1))));
		assertThat(this.peer.requestPrimary(E1)).isEmpty();
		assertThat(this.peer.outcomes()).containsExactly("primary 10.0.0.2 NOT_SUPPORTED",
				"primary 10.0.0.2 NOT_SUPPORTED");
	}

	@Test
	@DisplayName("52. A peer that knows no Set Primary can still be asked to add (RFC 5061 §5.3 F3b)")
	void addsWhereThePeerKnowsNoSetPrimary() {
		int id = AddressPeer.id(this.peer.requestPrimary(E1), 0);
		this.peer.authenticated(this.peer.ack(1, error(id, 8, request(PRIMARY, id, E1))));
		assertThat(asked(this.peer.add(E2))).containsExactly("c001 10.0.1.2");
	}

	@Test
	@DisplayName("53. Nothing is sent before it is established; then it is (RFC 5061 §5.1.1 C4)")
	void waitsUntilItIsEstablished() {
		ScriptedPeer engine = AddressPeer.peer(AddressPeer.OPTIONS, 1);
		SentChunk init = SentPacket.only(engine.connect(), ChunkType.INIT);
		List<String> outcomes = new ArrayList<>();
		engine.association().requestPeerPrimary(E1, (failure) -> outcomes.add("done"));
		assertThat(engine.flush()).isEmpty();
		byte[] cookie = RawChunks.parameter(RawChunks.STATE_COOKIE, new byte[8]);
		assertThat(SentPacket.chunks(engine.receive(init.intAt(0),
				RawChunks.initAck(7, 8, cookie, AddressPeer.extensions(0xc1, 0x80, 0x0f),
						RawAuth.usual().parameters()))))
			.extracting(SentChunk::type)
			.containsExactly(ChunkType.COOKIE_ECHO);
		List<SentPacket> packets = engine.receive(init.intAt(0), RawChunks.chunk(ChunkType.COOKIE_ACK, 0));
		assertThat(asked(packets)).containsExactly("c004 10.0.0.2");
		assertThat(outcomes).isEmpty();
	}

	@Test
	@DisplayName("53. An address that came during the handshake is told once it is over (RFC 5061 §5.1.1 C4)")
	void tellsOfAnAddressThatCameDuringTheHandshake() {
		ScriptedPeer engine = AddressPeer.peer(AddressPeer.OPTIONS, 1);
		SentChunk init = SentPacket.only(engine.connect(), ChunkType.INIT);
		engine.engine().localAddresses().add(E2, true, (failure) -> {
		});
		byte[] cookie = RawChunks.parameter(RawChunks.STATE_COOKIE, new byte[8]);
		engine.receive(init.intAt(0), RawChunks.initAck(7, 8, cookie, AddressPeer.extensions(0xc1, 0x80, 0x0f),
				RawAuth.usual().parameters()));
		assertThat(asked(engine.receive(init.intAt(0), RawChunks.chunk(ChunkType.COOKIE_ACK, 0))))
			.containsExactly("c001 10.0.1.2");
	}

	@Test
	@DisplayName("53. While it is shut down ASCONF still goes; with SHUTDOWN ACK what is pending fails (RFC 5061 §5.1.1 C4)")
	void goesOnWhileItIsShutDown() {
		assertThat(chunks(this.peer.peer().shutdown(), ChunkType.SHUTDOWN)).hasSize(1);
		assertThat(asked(this.peer.add(E2))).containsExactly("c001 10.0.1.2");
		assertThat(chunks(this.peer.receive(RawChunks.shutdown(this.peer.wire(0))), ChunkType.SHUTDOWN_ACK)).hasSize(1);
		assertThat(this.peer.peer().state()).isEqualTo("SHUTDOWN_ACK_SENT");
		assertThat(this.peer.requestPrimary(E1)).isEmpty();
		assertThat(chunks(this.peer.until(10_000), ASCONF)).isEmpty();
		assertThat(this.peer.outcomes()).contains("add 10.0.1.2");
	}

	@Test
	@DisplayName("53. So is one that came when the peer's INIT had been answered, and one that went (RFC 5061 §5.1.1 C4)")
	void tellsOfAddressesThatCameAndWentBeforeTheCookie() {
		ScriptedPeer engine = AddressPeer.peer(AddressPeer.OPTIONS, 1);
		LocalAddresses addresses = engine.engine().localAddresses();
		addresses.add(E2, true, (failure) -> {
		});
		AddressPeer other = AddressPeer.accepting(engine, () -> {
			addresses.add(E3, true, (failure) -> {
			});
			addresses.remove(E2, true, (failure) -> {
			});
		});
		assertThat(asked(other.until(1500))).containsExactly("c001 10.0.2.2", "c002 10.0.1.2");
		assertThat(other.locals()).containsExactly(E1, E2);
		other.authenticated(other.ack(1));
		assertThat(other.locals()).containsExactly(E1, E3);
	}

	@Test
	@DisplayName("54. More requests than fit the smallest packet go in several chunks, in turn (RFC 5061 §5.1.1 C5)")
	void sendsManyRequestsInTurn() {
		this.peer.add(E2);
		List<SctpAddress> many = new ArrayList<>();
		for (int i = 10; i < 40; i++) {
			many.add(ScriptedPeer.address("10.0.9." + i));
			assertThat(this.peer.add(many.get(many.size() - 1))).isEmpty();
		}
		int told = 0;
		for (int number = 1; told < many.size(); number++) {
			List<SentPacket> packets = this.peer.authenticated(this.peer.ack(number));
			told += asked(packets).size();
			assertThat(packetOf(packets, ASCONF).size()).isLessThanOrEqualTo(576 - 28);
		}
		assertThat(told).isEqualTo(many.size());
	}

	@Test
	@DisplayName("54. The queue of requests is bounded (RFC 5061 §5.1.1)")
	void refusesTooManyRequests() {
		for (int i = 0; i < 200; i++) {
			this.peer.requestPrimary(E1);
		}
		assertThat(this.peer.outcomes()).hasSizeGreaterThan(100).containsOnly("primary 10.0.0.2 TOO_MANY_REQUESTS");
	}

	@Test
	@DisplayName("55. Answers to what was answered before are ignored (RFC 5061 §4.3.4)")
	void ignoresOldAnswers() {
		this.peer.add(E2);
		this.peer.authenticated(this.peer.ack(1));
		for (int number : new int[] { 1, 0, -100, 2 - Integer.MAX_VALUE }) {
			assertThat(this.peer.authenticated(this.peer.ack(number))).isEmpty();
		}
		assertThat(this.peer.authenticated(ackOf(this.peer.serial(2) + Integer.MIN_VALUE))).isEmpty();
		assertThat(this.peer.peer().state()).isEqualTo("ESTABLISHED");
	}

	@Test
	@DisplayName("56. An answer to what was never asked ends the association (RFC 5061 §5.3 F0, §4.3.4)")
	void abortsAtAnAnswerToNothing() {
		for (int ahead : new int[] { 0, 1, 100, Integer.MAX_VALUE }) {
			AddressPeer other = new AddressPeer();
			List<SentPacket> packets = other.authenticated(ackOf(other.serial(1) + ahead));
			assertThat(hex(packets, ChunkType.ABORT)).containsExactly("0600000800a30004");
			assertThat(packetOf(packets, ChunkType.ABORT).tag()).isEqualTo(AddressPeer.PEER_TAG);
			assertThat(other.peer().events().take()).containsExactly(EventLog.COMM_LOST);
		}
	}

	@Test
	@DisplayName("56. While one is outstanding another number is ignored (RFC 5061 §5.3 F0)")
	void ignoresAnotherNumberWhileOneIsOutstanding() {
		this.peer.add(E2);
		assertThat(this.peer.authenticated(this.peer.ack(2))).isEmpty();
		assertThat(this.peer.authenticated(this.peer.ack(0))).isEmpty();
		assertThat(this.peer.outcomes()).isEmpty();
		assertThat(chunks(this.peer.until(1001), ASCONF)).hasSize(1);
	}

	@Test
	@DisplayName("68. Before the answer nothing leaves from the new address; what comes to it is taken (RFC 5061 §5.3 F1)")
	void doesNotUseANewAddressBeforeTheAnswer() {
		this.peer.add(E2);
		List<SentPacket> packets = this.peer.receiveFrom(P1, E2, RawChunks.heartbeat(new byte[8]));
		assertThat(packetOf(packets, ChunkType.HEARTBEAT_ACK).source()).isEqualTo(E1);
		packets = this.peer.receiveFrom(P1, E2, RawChunks.data(AddressPeer.PEER_TSN, 0, 0, 3, 4));
		assertThat(this.peer.peer().events().take()).containsExactly(EventLog.DELIVER);
		packets = new ArrayList<>(packets);
		packets.addAll(this.peer.send(10));
		assertThat(packets).extracting(SentPacket::source).containsOnly(E1);
		assertThat(chunks(packets, ChunkType.ABORT)).isEmpty();
		assertThat(this.peer.locals()).containsExactly(E1);
	}

	@Test
	@DisplayName("68. Only a repeated ASCONF may leave from it, in case the old one does not work any more (RFC 5061 §5.3 F1, §5.3.2)")
	void triesTheNewAddressForARepeatedAsconf() {
		assertThat(packetOf(this.peer.add(E2), ASCONF).source()).isEqualTo(E1);
		assertThat(packetOf(this.peer.until(1500), ASCONF).source()).isEqualTo(E2);
		assertThat(packetOf(this.peer.until(3500), ASCONF).source()).isEqualTo(E1);
	}

	@Test
	@DisplayName("69. After the answer the new address is used (RFC 5061 §5.3 F2)")
	void usesANewAddressAfterTheAnswer() {
		this.peer.addAndConfirm(1, P2);
		this.peer.add(E2);
		this.peer.authenticated(this.peer.ack(1));
		assertThat(this.peer.locals()).containsExactly(E1, E2);
		assertThat(this.peer.path(P2).localAddress()).isEqualTo(E2);
		assertThat(this.peer.path(P1).localAddress()).isEqualTo(E1);
		List<SentPacket> packets = this.peer.receiveFrom(P2, E2, RawChunks.heartbeat(new byte[8]));
		assertThat(packetOf(packets, ChunkType.HEARTBEAT_ACK).source()).isEqualTo(E2);
	}

	@Test
	@DisplayName("70. A refused address is not used (RFC 5061 §5.3 F9, F10)")
	void doesNotUseARefusedAddress() {
		this.peer.addAndConfirm(1, P2);
		int id = AddressPeer.id(this.peer.add(E2), 0);
		this.peer.authenticated(this.peer.ack(1, error(id, 0xa1, request(ADD, id, E2))));
		assertThat(this.peer.outcomes()).containsExactly("add 10.0.1.2 REFUSED");
		assertThat(this.peer.locals()).containsExactly(E1);
		assertThat(this.peer.path(P2).localAddress()).isEqualTo(E1);
		assertThat(this.peer.peer().state()).isEqualTo("ESTABLISHED");
	}

	@Test
	@DisplayName("81. An address that goes is no source any more, but takes what comes, except ABORT (RFC 5061 §5.3 F4, F6, §5.3.1)")
	void stopsUsingAnAddressThatGoes() {
		this.peer.add(E2);
		this.peer.authenticated(this.peer.ack(1));
		this.peer.addAndConfirm(1, P2);
		assertThat(this.peer.path(P2).localAddress()).isEqualTo(E2);
		List<SentPacket> packets = this.peer.remove(E2);
		assertThat(asked(packets)).containsExactly("c002 10.0.1.2");
		assertThat(packetOf(packets, ASCONF).source()).isEqualTo(E1);
		assertThat(this.peer.path(P2).localAddress()).isEqualTo(E1);
		this.peer.receiveFrom(P1, E2, RawChunks.data(AddressPeer.PEER_TSN, 0, 0, 3, 4));
		assertThat(this.peer.peer().events().take()).containsExactly(EventLog.DELIVER);
		this.peer.receiveFrom(P1, E2, RawChunks.chunk(ChunkType.ABORT, 0));
		assertThat(this.peer.peer().state()).isEqualTo("ESTABLISHED");
		this.peer.authenticated(this.peer.ack(2));
		assertThat(this.peer.locals()).containsExactly(E1);
		this.peer.receiveFrom(P1, E1, RawChunks.chunk(ChunkType.ABORT, 0));
		assertThat(this.peer.peer().state()).isEqualTo("CLOSED");
	}

	@Test
	@DisplayName("81. If the peer refuses, the address stays one of the association (RFC 5061 §5.3 F4)")
	void keepsAnAddressThatThePeerDoesNotForget() {
		this.peer.add(E2);
		this.peer.authenticated(this.peer.ack(1));
		int id = AddressPeer.id(this.peer.remove(E2), 0);
		this.peer.authenticated(this.peer.ack(2, error(id, 0xa4)));
		assertThat(this.peer.outcomes()).containsExactly("add 10.0.1.2", "remove 10.0.1.2 REFUSED");
		assertThat(this.peer.locals()).containsExactly(E1, E2);
	}

	@Test
	@DisplayName("82. The last address is not removed; with one added before it is (RFC 5061 §5.3 F5)")
	void neverRemovesTheLastAddress() {
		assertThat(this.peer.remove(E1)).isEmpty();
		assertThat(this.peer.outcomes()).containsExactly("remove 10.0.0.2 LAST_ADDRESS");
		AddressPeer other = new AddressPeer();
		other.requestPrimary(E1);
		other.add(E2);
		other.remove(E1);
		List<SentPacket> packets = other.authenticated(other.ack(1));
		assertThat(asked(packets)).containsExactly("c001 10.0.1.2", "c002 10.0.0.2");
		assertThat(packetOf(packets, ASCONF).source()).as("not the one that is deleted (F6)").isEqualTo(E2);
		assertThat(SentPacket.only(packets, ASCONF).intAt(8)).as("but the one that the peer knows (§5.3.2)")
			.isEqualTo(0x0a000002);
		assertThat(other.send(10)).as("there is nothing to send from (F1, F4)").isEmpty();
		packets = other.authenticated(other.ack(2));
		assertThat(chunks(packets, ChunkType.DATA)).hasSize(1);
		assertThat(packets).extracting(SentPacket::source).containsOnly(E2);
		assertThat(other.locals()).containsExactly(E2);
	}

	@Test
	@DisplayName("85. The peer is asked to make an address primary only if it knows the address (RFC 5061 §5.4)")
	void asksForAPrimaryThatThePeerKnows() {
		assertThat(this.peer.requestPrimary(E2)).isEmpty();
		assertThat(this.peer.outcomes()).containsExactly("primary 10.0.1.2 NOT_LOCAL");
		this.peer.add(E2);
		this.peer.requestPrimary(E2);
		List<SentPacket> packets = this.peer.authenticated(this.peer.ack(1));
		assertThat(asked(packets)).containsExactly("c004 10.0.1.2");
		this.peer.authenticated(this.peer.ack(2));
		assertThat(this.peer.outcomes()).containsExactly("add 10.0.1.2", "primary 10.0.1.2");
	}

}
