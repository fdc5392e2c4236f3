package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sock.SctpOptions;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.AddressPeer.ADD;
import static dev.sock.userspace.engine.AddressPeer.ASCONF_ACK;
import static dev.sock.userspace.engine.AddressPeer.E2;
import static dev.sock.userspace.engine.AddressPeer.OPTIONS;
import static dev.sock.userspace.engine.AddressPeer.P1;
import static dev.sock.userspace.engine.AddressPeer.P2;
import static dev.sock.userspace.engine.AddressPeer.PEER_TSN;
import static dev.sock.userspace.engine.AddressPeer.answer;
import static dev.sock.userspace.engine.AddressPeer.asconf;
import static dev.sock.userspace.engine.AddressPeer.chunks;
import static dev.sock.userspace.engine.AddressPeer.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 23 to 41 of {@code rfc5061-scenarios.md}: how chunks are authenticated, and
 * what becomes of those that are not. What would need a list of our own other than ASCONF
 * and ASCONF-ACK (37 to 39 in part), or pair keys (22), there is not.
 */
class Rfc4895ScenarioTests {

	private final AddressPeer peer = new AddressPeer();

	private final byte[] asconf = asconf(1, request(ADD, 1, P2));

	private static byte[] data(int number) {
		return RawChunks.data(PEER_TSN - 1 + number, 0, number - 1, 3, 4);
	}

	private static List<Integer> types(List<SentPacket> packets) {
		return SentPacket.chunks(packets).stream().map(SentChunk::type).toList();
	}

	private void assertNothingHappened(List<SentPacket> packets) {
		assertThat(packets).isEmpty();
		assertThat(this.peer.paths()).containsExactly(P1);
		assertThat(this.peer.pathEvents()).isEmpty();
		assertThat(this.peer.peer().state()).isEqualTo("ESTABLISHED");
		assertThat(answer(this.peer.authenticated(asconf(1)))).as("the number is still wanted").isEmpty();
	}

	@Test
	@DisplayName("23. Another key than 0 is not known: all of it is discarded (RFC 4895 §6.3)")
	void discardsAnUnknownKey() {
		byte[] signed = this.peer.signed(this.asconf);
		signed[5] = 5;
		assertNothingHappened(this.peer.receive(signed));
	}

	@Test
	@DisplayName("25. AUTH stands before what it covers, once in a packet (RFC 4895 §5.1, §6.2)")
	void putsAuthBeforeWhatItCovers() {
		List<SentPacket> packets = this.peer.authenticated(this.asconf, RawChunks.heartbeat(new byte[4]));
		List<Integer> reply = types(packets.stream().filter((packet) -> packet.has(ASCONF_ACK)).toList());
		assertThat(reply).containsExactly(RawAuth.AUTH, ASCONF_ACK, ChunkType.HEARTBEAT_ACK);
		packets = new AddressPeer().authenticated(RawChunks.heartbeat(new byte[4]), this.asconf);
		assertThat(types(packets)).contains(ChunkType.HEARTBEAT_ACK, RawAuth.AUTH, ASCONF_ACK);
	}

	@Test
	@DisplayName("26. Whatever the peer lists is behind AUTH, and fits the packet with it (RFC 4895 §6.2)")
	void authenticatesWhatThePeerLists() {
		for (int hmac : new int[] { RawAuth.SHA_1, RawAuth.SHA_256 }) {
			RawAuth auth = RawAuth.listing(0, 3, 4, 6).withHmacs(hmac, 1);
			SctpOptions options = OPTIONS.toBuilder().pathMtu(1500).build();
			AddressPeer listing = new AddressPeer(options, auth);
			List<SentPacket> packets = new ArrayList<>(listing.send(10_000));
			packets.addAll(listing.receive(data(1), data(2)));
			for (int cumulative = 1; cumulative <= 8; cumulative++) {
				packets.addAll(listing.sack(Math.min(cumulative, chunks(packets, ChunkType.DATA).size())));
			}
			packets.addAll(listing.authenticated(this.asconf));
			listing.send(100);
			packets.addAll(listing.until(2000));
			listing.peer().association().abort("", listing.peer().now());
			packets.addAll(listing.flush());
			assertThat(types(packets)).contains(ChunkType.DATA, ChunkType.SACK, ChunkType.HEARTBEAT, ChunkType.ABORT);
			assertThat(packets).allMatch((packet) -> packet.size() <= 1472)
				.allMatch((packet) -> packet.chunks().get(0).type() == RawAuth.AUTH);
			assertThat(packets).anyMatch((packet) -> packet.size() == 1472);
			assertThat(listing.peer().events().take()).contains(EventLog.COMM_LOST);
		}
	}

	@Test
	@DisplayName("26. A peer that lists DATA gets everything, though every packet may be lost once (RFC 4895 §6.2)")
	void sendsAgainWhatIsAuthenticated() {
		AddressPeer listing = new AddressPeer(OPTIONS, RawAuth.listing(0));
		listing.send(100);
		List<SentPacket> again = listing.until(1001);
		assertThat(types(again)).containsExactly(RawAuth.AUTH, ChunkType.DATA);
		assertThat(listing.status().fragmentationPoint()).isEqualTo(1472 - 12 - 28 - 16);
	}

	@Test
	@DisplayName("29. ASCONF without AUTH, or before it, is discarded with the rest of the packet (RFC 4895 §6.3, RFC 5061 §4.1.1, §5.2 D5)")
	void discardsWhatIsNotAuthenticated() {
		assertNothingHappened(this.peer.receive(this.asconf));
		this.peer.peer().events().take();
		AddressPeer other = new AddressPeer();
		assertThat(other.receive(this.asconf, other.signed(data(1)))).isEmpty();
		assertThat(other.peer().events().take()).isEmpty();
		other.add(E2);
		assertThat(other.receive(other.ack(1))).isEmpty();
		assertThat(other.outcomes()).isEmpty();
	}

	@Test
	@DisplayName("30. What need not be authenticated is taken before AUTH (RFC 4895 §5.1)")
	void takesWhatNeedNotBeAuthenticated() {
		this.peer.send(10);
		List<SentPacket> packets = this.peer.receive(RawChunks.sack(this.peer.wire(1), RawChunks.WINDOW),
				this.peer.signed(this.asconf));
		assertThat(answer(packets)).isEmpty();
		assertThat(this.peer.status().unacknowledgedChunks()).isZero();
	}

	@Test
	@DisplayName("31. With a wrong digest all that is behind AUTH is discarded, and nothing before it (RFC 4895 §6.3)")
	void discardsWhatIsBehindAWrongDigest() {
		byte[] signed = this.peer.signed(this.asconf, data(1));
		this.peer.send(10);
		byte[] sack = RawChunks.sack(this.peer.wire(1), RawChunks.WINDOW);
		for (int at : new int[] { 1, 8, 27, 28, 35, 60, signed.length - 1 }) {
			byte[] changed = signed.clone();
			changed[at] ^= 0x10;
			assertThat(this.peer.receive(sack, changed)).isEmpty();
			assertThat(this.peer.status().unacknowledgedChunks()).isZero();
			assertThat(this.peer.peer().events().take()).isEmpty();
			assertThat(this.peer.paths()).containsExactly(P1);
		}
		assertThat(types(this.peer.receive(signed))).contains(ASCONF_ACK);
		assertThat(this.peer.peer().events().take()).containsExactly(EventLog.DELIVER);
	}

	@Test
	@DisplayName("32. An algorithm that was not offered is reported (RFC 4895 §4.1, §6.3)")
	void reportsAnAlgorithmThatItDidNotOffer() {
		for (int hmac : new int[] { 0, 2, 4, 0xffff }) {
			byte[] signed = this.peer.signed(this.asconf);
			signed[6] = (byte) (hmac >> 8);
			signed[7] = (byte) hmac;
			assertThat(AddressPeer.hex(this.peer.receive(signed), ChunkType.ERROR))
				.containsExactly(String.format("0900000a01050006%04x0000", hmac));
			assertThat(this.peer.paths()).containsExactly(P1);
		}
		AddressPeer listing = new AddressPeer(OPTIONS, RawAuth.listing(9));
		byte[] signed = listing.signed(this.asconf);
		signed[7] = 4;
		assertThat(types(listing.receive(signed))).containsExactly(RawAuth.AUTH, ChunkType.ERROR);
	}

	@Test
	@DisplayName("33. Without negotiation AUTH is an unknown chunk that ends the packet (RFC 4895 §5)")
	void endsThePacketAtAnUnknownAuth() {
		EstablishedPeer plain = new EstablishedPeer();
		plain.send(1, 10);
		byte[] auth = RawAuth.signed(new byte[4], RawAuth.SHA_1, plain.data(101, 0));
		assertThat(plain.receive(RawChunks.sack(plain.wire(1), RawChunks.WINDOW), auth)).isEmpty();
		assertThat(plain.status().unacknowledgedChunks()).isZero();
		assertThat(plain.peer().events().take()).isEmpty();
	}

	@Test
	@DisplayName("34. A digest of another length is wrong (RFC 4895 §6.3)")
	void discardsADigestOfAnotherLength() {
		byte[] good = this.peer.signed(this.asconf);
		for (int length : new int[] { 8, 24, 27, 29, 32 }) {
			byte[] auth = RawChunks.chunk(RawAuth.AUTH, 0, Arrays.copyOf(Arrays.copyOfRange(good, 4, 28), length - 4));
			assertThat(this.peer.receive(auth, this.asconf)).isEmpty();
		}
		for (int length : new int[] { 4, 7, 400 }) {
			assertThat(this.peer.receive(RawChunks.withLength(good, length))).isEmpty();
		}
		assertNothingHappened(List.of());
	}

	@Test
	@DisplayName("35. A second AUTH ends the packet (RFC 4895 §5.1)")
	void endsThePacketAtASecondAuth() {
		List<SentPacket> packets = this.peer.authenticated(this.asconf, this.peer.signed(data(1)));
		assertThat(answer(packets)).isEmpty();
		assertThat(this.peer.peer().events().take()).isEmpty();
	}

	@Test
	@DisplayName("36. AUTH alone is nothing (RFC 4895 §6.3)")
	void doesNothingForAuthAlone() {
		assertNothingHappened(this.peer.authenticated());
	}

	@Test
	@DisplayName("37. ABORT that is authenticated ends it as one that is not (RFC 4895 §6.3)")
	void takesAnAuthenticatedAbort() {
		this.peer.authenticated(RawChunks.chunk(ChunkType.ABORT, 0));
		assertThat(this.peer.peer().events().take()).containsExactly(EventLog.COMM_LOST);
	}

	/** A cookie that the engine has issued, and the key that goes with it. */
	private record Issued(SentChunk initAck, byte[] key) {

		static Issued by(ScriptedPeer engine, int tag) {
			RawAuth auth = RawAuth.usual();
			byte[] init = RawChunks.init(tag, PEER_TSN, AddressPeer.extensions(0xc1, 0x80, 0x0f), auth.parameters());
			SentChunk initAck = SentPacket
				.only(engine.receive(RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, 0, init), P1,
						ScriptedPeer.UDP_PORT), ChunkType.INIT_ACK);
			return new Issued(initAck, RawAuth.key(RawAuth.of(initAck), auth));
		}

		byte[] echo() {
			return RawChunks.cookieEcho(this.initAck.parameter(RawChunks.STATE_COOKIE));
		}

		int tag() {
			return this.initAck.intAt(0);
		}

	}

	@Test
	@DisplayName("38. COOKIE ECHO behind AUTH opens an association if the digest is right by the cookie's keys (RFC 4895 §6.3)")
	void opensByAnAuthenticatedCookie() {
		ScriptedPeer engine = AddressPeer.peer(OPTIONS, 5);
		Issued issued = Issued.by(engine, 77);
		byte[] signed = RawAuth.signed(issued.key(), RawAuth.SHA_256, issued.echo(), this.asconf, data(1));
		byte[] wrong = signed.clone();
		wrong[20]++;
		assertThat(engine.receive(issued.tag(), wrong)).isEmpty();
		assertThat(engine.engine().associationCount()).isZero();
		List<SentPacket> packets = engine.receive(issued.tag(), signed);
		assertThat(types(packets)).contains(ChunkType.COOKIE_ACK, ASCONF_ACK);
		assertThat(engine.events().take()).containsExactly(EventLog.COMM_UP, EventLog.DELIVER);
	}

	@Test
	@DisplayName("28. After a plain COOKIE ECHO AUTH counts by the new keys (RFC 4895 §7)")
	void takesAuthAfterAPlainCookie() {
		ScriptedPeer engine = AddressPeer.peer(OPTIONS, 5);
		Issued issued = Issued.by(engine, 77);
		List<SentPacket> packets = engine.receive(issued.tag(), issued.echo(),
				RawAuth.signed(issued.key(), RawAuth.SHA_1, this.asconf));
		assertThat(types(packets)).contains(ChunkType.COOKIE_ACK, ASCONF_ACK);
	}

	@Test
	@DisplayName("39. If there is an association its keys count, and after a restart the new ones (RFC 4895 §6.3)")
	void restartsByTheKeysOfTheAssociation() {
		ScriptedPeer engine = AddressPeer.peer(OPTIONS, 5);
		Issued first = Issued.by(engine, 77);
		engine.receive(first.tag(), first.echo());
		engine.events().take();
		Issued second = Issued.by(engine, 78);
		assertThat(engine.receive(second.tag(), RawAuth.signed(second.key(), RawAuth.SHA_1, second.echo()))).isEmpty();
		assertThat(engine.events().take()).isEmpty();
		engine.receive(second.tag(), RawAuth.signed(first.key(), RawAuth.SHA_1, second.echo()));
		assertThat(engine.events().take()).containsExactly("restart-event");
		assertThat(engine.receive(second.tag(), RawAuth.signed(first.key(), RawAuth.SHA_1, this.asconf))).isEmpty();
		assertThat(types(engine.receive(second.tag(), RawAuth.signed(second.key(), RawAuth.SHA_1, this.asconf))))
			.contains(ASCONF_ACK);
	}

	@Test
	@DisplayName("40. Out of the blue a packet is answered as if AUTH were not there (RFC 4895 §6.3)")
	void answersOutOfTheBlueAsWithoutAuth() {
		ScriptedPeer engine = AddressPeer.peer(OPTIONS, 5);
		SentChunk complete = SentPacket.only(
				engine.receive(99, this.peer.signed(RawChunks.chunk(ChunkType.SHUTDOWN_ACK, 0))),
				ChunkType.SHUTDOWN_COMPLETE);
		assertThat(complete.flags()).isEqualTo(1);
		assertThat(engine.receive(99, this.peer.signed(RawChunks.chunk(ChunkType.ABORT, 0)))).isEmpty();
		List<SentPacket> packets = engine.receive(99, this.peer.signed(data(1)));
		assertThat(SentPacket.only(packets, ChunkType.ABORT).flags()).isEqualTo(1);
		assertThat(packets.get(0).tag()).isEqualTo(99);
	}

	@Test
	@DisplayName("41. A packet that is sent again by somebody else changes nothing (RFC 4895 §9)")
	void isNotChangedByAReplay() {
		byte[] add = this.peer.signed(this.asconf);
		byte[] delete = this.peer.signed(asconf(2, request(AddressPeer.DELETE, 1, P2)));
		this.peer.receive(add);
		this.peer.receive(delete);
		this.peer.pathEvents();
		assertThat(chunks(this.peer.receive(add), ASCONF_ACK)).isEmpty();
		assertThat(answer(this.peer.receive(delete))).isEmpty();
		assertThat(this.peer.pathEvents()).isEmpty();
		assertThat(this.peer.paths()).containsExactly(P1);
	}

}
