package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import dev.sock.SctpExtension;
import dev.sock.SctpOptions;
import dev.sock.StreamReconfiguration;
import dev.sock.spi.Reconfiguration;
import dev.sock.spi.Reconfiguration.AddStreams;
import dev.sock.spi.Reconfiguration.ResetAssociation;
import dev.sock.spi.Reconfiguration.ResetInbound;
import dev.sock.spi.Reconfiguration.ResetOutbound;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.ReconfigurationPeer.OPTIONS;
import static dev.sock.userspace.engine.ReconfigurationPeer.SUPPORTED_EXTENSIONS;
import static dev.sock.userspace.engine.ReconfigurationPeer.addIn;
import static dev.sock.userspace.engine.ReconfigurationPeer.addOut;
import static dev.sock.userspace.engine.ReconfigurationPeer.data;
import static dev.sock.userspace.engine.ReconfigurationPeer.in;
import static dev.sock.userspace.engine.ReconfigurationPeer.out;
import static dev.sock.userspace.engine.ReconfigurationPeer.rc;
import static dev.sock.userspace.engine.ReconfigurationPeer.rsp;
import static dev.sock.userspace.engine.ReconfigurationPeer.supported;
import static dev.sock.userspace.engine.ReconfigurationPeer.tsn;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 1 to 17 of {@code rfc6525-scenarios.md}: who supports stream reconfiguration,
 * and what its chunks look like.
 */
class Rfc6525SetUpScenarioTests {

	private static final SctpOptions SWITCHED_OFF = OPTIONS.toBuilder().streamReconfiguration(Set.of()).build();

	private static final List<Reconfiguration> ALL = List.of(new ResetOutbound(List.of(3)),
			new ResetInbound(List.of(1)), new ResetAssociation(), new AddStreams(1, 0), new AddStreams(0, 1));

	/** The parameters of a type in INIT or INIT ACK, as they are on the wire. */
	private static List<String> parameters(SentChunk chunk, int type) {
		List<String> found = new ArrayList<>();
		for (int at = 16; at + 4 <= chunk.value().length; at += (chunk.shortAt(at + 2) + 3) & ~3) {
			if (chunk.shortAt(at) == type) {
				int end = Math.min(chunk.value().length, at + ((chunk.shortAt(at + 2) + 3) & ~3));
				found.add(HexFormat.of().formatHex(Arrays.copyOfRange(chunk.value(), at, end)));
			}
		}
		return found;
	}

	private static SentChunk init(SctpOptions options) {
		return SentPacket.only(new ScriptedPeer(options).connect(), ChunkType.INIT);
	}

	private static SentChunk initAck(SctpOptions options, byte[]... parameters) {
		byte[] packet = RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, 0,
				RawChunks.init(ReconfigurationPeer.PEER_TAG, 1, parameters));
		return SentPacket.only(new ScriptedPeer(options).receive(packet, ScriptedPeer.PEER, ScriptedPeer.UDP_PORT),
				ChunkType.INIT_ACK);
	}

	/** The bytes of the first chunk that is sent, without its padding. */
	private static String bytes(List<SentPacket> packets) {
		SentChunk chunk = packets.get(0).chunks().get(0);
		String header = HexFormat.of().toHexDigits((byte) chunk.type())
				+ HexFormat.of().toHexDigits((byte) chunk.flags()) + HexFormat.of().toHexDigits((short) chunk.length());
		return header + HexFormat.of().formatHex(chunk.value());
	}

	private static void assertBytes(byte[] chunk, String hex) {
		assertThat(HexFormat.of().formatHex(chunk)).isEqualTo(hex.replace(" ", ""));
	}

	private static ReconfigurationPeer sentElevenMessages() {
		ReconfigurationPeer peer = new ReconfigurationPeer();
		peer.send(1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 3);
		return peer;
	}

	@Test
	@DisplayName("1. INIT lists RE-CONFIG among what is supported (RFC 6525 §5.1.1, RFC 5061 §4.2.7)")
	void initListsIt() {
		assertThat(parameters(init(OPTIONS), SUPPORTED_EXTENSIONS)).containsExactly("8008000582000000");
	}

	@Test
	@DisplayName("2. INIT ACK does, too, and the cookie keeps what INIT listed (RFC 6525 §5.1.1)")
	void initAckListsItAndTheCookieKeepsIt() {
		assertThat(parameters(initAck(OPTIONS, supported(0x82)), SUPPORTED_EXTENSIONS))
			.containsExactly("8008000582000000");
		ScriptedPeer peer = new ScriptedPeer(OPTIONS);
		byte[] packet = RawChunks.packet(ScriptedPeer.PEER_PORT, ScriptedPeer.ENGINE_PORT, 0,
				RawChunks.init(ReconfigurationPeer.PEER_TAG, 1, supported(0x82)));
		SentChunk initAck = SentPacket.only(peer.receive(packet, ScriptedPeer.PEER, ScriptedPeer.UDP_PORT),
				ChunkType.INIT_ACK);
		peer.receive(initAck.intAt(0), RawChunks.cookieEcho(initAck.parameter(RawChunks.STATE_COOKIE)));
		assertThat(peer.association().extensions()).containsExactly(SctpExtension.STREAM_RECONFIGURATION);
	}

	@Test
	@DisplayName("3. Without it at the peer every request is refused at once, and nothing is sent (RFC 6525 §5.1.1)")
	void refusesWhatThePeerDoesNotSupport() {
		for (byte[][] said : new byte[][][] { {}, { supported(0xc0, 0x0f) } }) {
			for (Reconfiguration what : ALL) {
				ReconfigurationPeer peer = ReconfigurationPeer.saying(OPTIONS, said);
				assertThat(peer.askAndListen(what)).isEmpty();
				assertThat(peer.outcome()).isEqualTo("NOT_SUPPORTED");
				assertThat(ReconfigurationPeer.sent(peer.send(3))).containsExactly("1000 3/0");
			}
		}
	}

	@Test
	@DisplayName("4. RE-CONFIG of such a peer is an unknown chunk: passed over without a word (RFC 9260 §3.2)")
	void passesOverWhatThePeerHasNotOffered() {
		assertPassedOver(ReconfigurationPeer.saying(OPTIONS));
	}

	@Test
	@DisplayName("5. Switched off it is not listed, and RE-CONFIG is passed over (RFC 9260 §3.2)")
	void passesOverWhatIsSwitchedOff() {
		assertThat(parameters(init(SWITCHED_OFF), SUPPORTED_EXTENSIONS)).isEmpty();
		assertThat(parameters(initAck(SWITCHED_OFF, supported(0x82)), SUPPORTED_EXTENSIONS)).isEmpty();
		assertPassedOver(ReconfigurationPeer.saying(SWITCHED_OFF, supported(0x82)));
	}

	private static void assertPassedOver(ReconfigurationPeer peer) {
		List<SentPacket> packets = new ArrayList<>(peer.receive(rc(out(0x2000, 0xfff, 0x1fff, 1)), data(0x2000, 1, 0)));
		packets.addAll(peer.advance(200));
		assertThat(ReconfigurationPeer.types(packets)).containsExactly(ChunkType.SACK);
		assertThat(peer.read()).hasSize(1);
		assertThat(peer.changes()).isEmpty();
	}

	@Test
	@DisplayName("6. It is found among others (RFC 5061 §4.2.7)")
	void findsItAmongOthers() {
		ReconfigurationPeer peer = ReconfigurationPeer.saying(OPTIONS, supported(0xc0, 0x82, 0xc1, 0x80, 0x0f));
		assertThat(peer.peer().association().extensions()).contains(SctpExtension.STREAM_RECONFIGURATION);
	}

	@Test
	@DisplayName("7. An outgoing reset of one stream (RFC 6525 §4.1)")
	void outgoingResetOfOneStream() {
		assertThat(bytes(sentElevenMessages().askAndListen(new ResetOutbound(List.of(3)))))
			.isEqualTo("82000016000d00120000100000001fff0000100a0003");
		assertBytes(rc(out(0x1000, 0x1fff, 0x100a, 3)), "82000016 000d0012 00001000 00001fff 0000100a 0003 0000");
	}

	@Test
	@DisplayName("8. An outgoing reset of all streams (RFC 6525 §4.1)")
	void outgoingResetOfAllStreams() {
		assertThat(bytes(sentElevenMessages().askAndListen(new ResetOutbound(List.of()))))
			.isEqualTo("82000014000d00100000100000001fff0000100a");
	}

	@Test
	@DisplayName("9. An incoming reset of some streams (RFC 6525 §4.2)")
	void incomingResetOfSomeStreams() {
		assertThat(bytes(new ReconfigurationPeer().askAndListen(new ResetInbound(List.of(0, 1, 3)))))
			.isEqualTo("82000012000e000e00001000000000010003");
		assertBytes(rc(in(0x1000, 0, 1, 3)), "82000012 000e000e 00001000 0000 0001 0003 0000");
	}

	@Test
	@DisplayName("10. An incoming reset of all streams (RFC 6525 §4.2)")
	void incomingResetOfAllStreams() {
		assertThat(bytes(new ReconfigurationPeer().askAndListen(new ResetInbound(List.of()))))
			.isEqualTo("8200000c000e000800001000");
	}

	@Test
	@DisplayName("11. An SSN/TSN reset (RFC 6525 §4.3)")
	void associationReset() {
		assertThat(bytes(new ReconfigurationPeer().askAndListen(new ResetAssociation())))
			.isEqualTo("8200000c000f000800001000");
	}

	@Test
	@DisplayName("12. A short response (RFC 6525 §4.4)")
	void shortResponse() {
		ReconfigurationPeer peer = new ReconfigurationPeer();
		assertThat(bytes(peer.receive(rc(out(0x2000, 0xfff, 0x1fff, 1)))))
			.isEqualTo("820000100010000c0000200000000001");
		assertThat(bytes(peer.receive(rc(out(0x2001, 0xfff, 0x2005, 1)))))
			.isEqualTo("820000100010000c0000200100000006");
	}

	@Test
	@DisplayName("13. A long response, with both TSNs (RFC 6525 §4.4)")
	void longResponse() {
		ReconfigurationPeer peer = new ReconfigurationPeer();
		peer.peerSends(0, 0, 0, 1, 1, 2, 2, 3, 3);
		peer.send(0, 1, 2, 3, 0);
		peer.sack(0x1004);
		assertThat(bytes(peer.receive(rc(tsn(0x2000)))))
			.isEqualTo("82000018001000140000200000000001" + "00001005" + "80002009");
	}

	@Test
	@DisplayName("14. Requests to add streams; what is reserved is ignored (RFC 6525 §4.5, §4.6)")
	void requestsToAddStreams() {
		assertThat(bytes(new ReconfigurationPeer().askAndListen(new AddStreams(4, 0))))
			.isEqualTo("820000100011000c0000100000040000");
		assertThat(bytes(new ReconfigurationPeer().askAndListen(new AddStreams(0, 4))))
			.isEqualTo("820000100012000c0000100000040000");
		ReconfigurationPeer peer = new ReconfigurationPeer();
		byte[] reserved = RawChunks.parameter(17, RawChunks.bytes(0x2000, 0x0004ffff));
		assertThat(peer.reconfigure(reserved)).containsExactly("Rsp(2000,1)");
		assertThat(peer.streams()).isEqualTo("4/8");
	}

	@Test
	@DisplayName("15. Padding between parameters counts, that behind the last one does not (RFC 6525 §3.1, RFC 9260 §3.2)")
	void paddingBetweenParameters() {
		byte[] chunk = rc(out(0x2000, 0xfff, 0x1fff, 3), in(0x2001, 2));
		assertBytes(chunk, "82000022 000d0012 00002000 00000fff 00001fff 0003 0000 000e000a 00002001 0002 0000");
		ReconfigurationPeer peer = new ReconfigurationPeer();
		assertThat(ReconfigurationPeer.chunks(peer.receive(chunk)))
			.containsExactly("Rsp(2000,1) Out(1000,2001,fff,{2})");
	}

	@Test
	@DisplayName("16. Two parameters in a chunk (RFC 6525 §3.1)")
	void twoParameters() {
		ReconfigurationPeer peer = sentElevenMessages();
		assertThat(bytes(peer.receive(rc(out(0x2000, 0xfff, 0x1fff, 1), in(0x2001, 2)))))
			.isEqualTo("820000220010000c0000200000000001000d001200001000000020010000100a0002");
		assertThat(bytes(new ReconfigurationPeer().askAndListen(new AddStreams(2, 3))))
			.isEqualTo("8200001c0011000c00001000000200000012000c0000100100030000");
		SctpOptions denying = OPTIONS.toBuilder()
			.streamReconfiguration(Set.of(StreamReconfiguration.ADD_STREAMS))
			.build();
		assertThat(bytes(new ReconfigurationPeer(denying).receive(rc(out(0x2000, 0xfff, 0x1fff, 1), in(0x2001, 2)))))
			.isEqualTo("8200001c0010000c00002000000000020010000c0000200100000002");
		assertThat(rsp(1, 2)).hasSize(12);
		assertThat(addOut(1, 2)).hasSize(12);
		assertThat(addIn(1, 2)).hasSize(12);
	}

	@Test
	@DisplayName("17. No other combination is ever sent (RFC 6525 §3.1)")
	void sendsAllowedCombinationsOnly() {
		ReconfigurationPeer peer = new ReconfigurationPeer();
		List<String> chunks = new ArrayList<>(peer.reconfigure(addOut(0x2000, 2), addIn(0x2001, 3)));
		assertThat(chunks).containsExactlyInAnyOrder("AddOut(1000,3)", "Rsp(2000,1) Rsp(2001,1)");
	}

}
