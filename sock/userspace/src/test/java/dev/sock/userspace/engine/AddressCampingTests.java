package dev.sock.userspace.engine;

import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.AddressPeer.P1;
import static dev.sock.userspace.engine.AddressPeer.P2;
import static dev.sock.userspace.engine.AddressPeer.P3;
import static dev.sock.userspace.engine.AddressPeer.asconf;
import static dev.sock.userspace.engine.AddressPeer.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A peer that says to have the address of another (RFC 5062 §2), and what tells it from a
 * peer that has it.
 */
class AddressCampingTests {

	private static final int OTHER_TAG = 0x11223344;

	private static List<SentPacket> from(AddressPeer camper, SctpAddress address, int tag, byte[] chunk) {
		return camper.peer()
			.receive(RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, tag, chunk), address,
					ScriptedPeer.UDP_PORT);
	}

	private static SentChunk init(AddressPeer camper, SctpAddress address, byte[]... parameters) {
		return SentPacket.only(from(camper, address, 0, RawChunks.init(OTHER_TAG, 7, parameters)), ChunkType.INIT_ACK);
	}

	/**
	 * Somebody connects from an address, and is answered by an association of his own.
	 */
	private static void assertThatNobodyIsShutOut(AddressPeer camper, SctpAddress address) {
		SentChunk initAck = init(camper, address);
		List<SentPacket> packets = from(camper, address, initAck.intAt(0),
				RawChunks.cookieEcho(initAck.parameter(RawChunks.STATE_COOKIE)));
		assertThat(SentPacket.only(packets, ChunkType.COOKIE_ACK)).isNotNull();
		assertThat(camper.peer().engine().associationCount()).isEqualTo(2);
		assertThat(camper.peer().engine().statistics().restarts()).isZero();
	}

	@Test
	void whoHasAnAddressThatAPeerHasAddedCanConnect() {
		AddressPeer camper = AddressPeer.accepting();
		camper.authenticated(asconf(1, request(AddressPeer.ADD, 1, P2)));
		assertThatNobodyIsShutOut(camper, P2);
	}

	@Test
	void whoHasAnAddressThatAPeerHasListedCanConnect() {
		assertThatNobodyIsShutOut(AddressPeer.accepting(P2), P2);
	}

	@Test
	void anAddressThatAnswersHeartbeatsIsThePeersAndAnInitFromItARestart() {
		AddressPeer peer = AddressPeer.accepting();
		peer.addAndConfirm(1, P2);
		SentChunk initAck = init(peer, P2);
		from(peer, P2, initAck.intAt(0), RawChunks.cookieEcho(initAck.parameter(RawChunks.STATE_COOKIE)));
		assertThat(peer.peer().engine().associationCount()).isEqualTo(1);
		assertThat(peer.peer().engine().statistics().restarts()).isEqualTo(1);
	}

	@Test
	void aLateCookieEchoOpensNoSecondAssociationThoughThePeerHasExchangedItsAddresses() {
		AddressPeer peer = AddressPeer.accepting();
		peer.authenticatedFrom(P2, asconf(1, request(AddressPeer.ADD, 1, P2), request(AddressPeer.DELETE, 2, P1)));
		from(peer, P1, peer.tag(), peer.cookieEcho());
		assertThat(peer.peer().engine().associationCount()).isEqualTo(1);
		assertThat(peer.peer().engine().statistics().passiveEstabs()).isEqualTo(1);
	}

	@Test
	void aLateInitThatListsAnAddressThatThePeerHasRemovedEndsNothing() {
		AddressPeer peer = AddressPeer.accepting(P2);
		byte[] init = RawChunks.init(AddressPeer.PEER_TAG + 1, AddressPeer.PEER_TSN, AddressPeer.address(P2),
				peer.supported());
		assertThat(from(peer, P1, 0, init)).as("it is the same")
			.extracting((packet) -> packet.has(ChunkType.INIT_ACK))
			.containsExactly(true);
		peer.authenticated(asconf(1, request(AddressPeer.DELETE, 1, P2)));
		assertThat(from(peer, P1, 0, init)).isEmpty();
		assertThat(peer.peer().state()).isEqualTo("ESTABLISHED");
	}

	@Test
	void anInitThatListsAnAddressOfAPeerIsTakenForARestartOfThatPeer() {
		AddressPeer peer = AddressPeer.accepting();
		byte[] init = RawChunks.init(OTHER_TAG, 7, AddressPeer.address(P1));
		SentChunk abort = SentPacket.only(from(peer, P3, 0, init), ChunkType.ABORT);
		assertThat(abort.shortAt(0)).as("restart with new addresses (RFC 9260 §5.1.2, §5.2.2)").isEqualTo(11);
	}

	@Test
	void whoHasTheAddressEndsTheClaimByTheAbortThatAnswersTheHeartbeat() {
		AddressPeer camper = AddressPeer.accepting();
		camper.authenticated(asconf(1, request(AddressPeer.ADD, 1, P2)));
		SentPacket heartbeat = camper.probes()
			.stream()
			.filter((packet) -> packet.destination().equals(P2) && packet.has(ChunkType.HEARTBEAT))
			.findFirst()
			.orElseThrow();
		assertThatNobodyIsShutOut(camper, P2);
		from(camper, P2, heartbeat.tag(), RawChunks.chunk(ChunkType.ABORT, 1));
		assertThat(camper.peer().engine().associationCount()).isEqualTo(1);
		assertThat(camper.peer().engine().statistics().aborteds()).isEqualTo(1);
	}

}
