package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static dev.sock.userspace.engine.ReconfigurationPeer.addIn;
import static dev.sock.userspace.engine.ReconfigurationPeer.addOut;
import static dev.sock.userspace.engine.ReconfigurationPeer.chunks;
import static dev.sock.userspace.engine.ReconfigurationPeer.data;
import static dev.sock.userspace.engine.ReconfigurationPeer.in;
import static dev.sock.userspace.engine.ReconfigurationPeer.out;
import static dev.sock.userspace.engine.ReconfigurationPeer.rc;
import static dev.sock.userspace.engine.ReconfigurationPeer.rsp;
import static dev.sock.userspace.engine.ReconfigurationPeer.tsn;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 97 to 100 of {@code rfc6525-scenarios.md}: what is malformed, or must not be
 * together. 101 and 102 are with what the receiver does; RE-CONFIG behind AUTH (103) and
 * interleaving (111) are not there.
 */
class Rfc6525FaultScenarioTests {

	private static final int PROTOCOL_VIOLATION = 13;

	private static final int UNRECOGNIZED_PARAMETERS = 8;

	private static byte[] shortened(byte[] parameter, int length) {
		byte[] changed = Arrays.copyOf(parameter, (length + 3) & ~3);
		return RawChunks.withLength(changed, length);
	}

	private static void assertRefused(byte[] chunk) {
		ReconfigurationPeer peer = new ReconfigurationPeer();
		List<SentPacket> packets = peer.receive(chunk, data(0x2000, 1, 0));
		assertThat(chunks(packets)).isEmpty();
		SentChunk error = SentPacket.only(packets, ChunkType.ERROR);
		assertThat(error.causes()).containsExactly(PROTOCOL_VIOLATION);
		assertThat(peer.changes()).isEmpty();
		assertThat(peer.read()).hasSize(1);
		assertThat(peer.reconfigure(addOut(0x2000, 1))).containsExactly("Rsp(2000,1)");
	}

	@Test
	@DisplayName("97. Parameters that must not be together are not performed (RFC 6525 §3.1)")
	void refusesIllegalCombinations() {
		byte[] out = out(0x2000, 0xfff, 0x1fff, 1);
		byte[] otherOut = out(0x2001, 0xfff, 0x1fff, 1);
		byte[] in = in(0x2000, 1);
		byte[] otherIn = in(0x2001, 1);
		byte[] rsp = rsp(0x1000, 1);
		assertRefused(rc());
		assertRefused(rc(out, otherIn, rsp));
		assertRefused(rc(tsn(0x2000), otherOut));
		assertRefused(rc(addOut(0x2000, 1), otherOut));
		assertRefused(rc(in, addIn(0x2001, 1)));
		assertRefused(rc(rsp, in));
		assertRefused(rc(rsp, addOut(0x2000, 1)));
		assertRefused(rc(rsp, tsn(0x2000)));
		assertRefused(rc(out, otherOut));
		assertRefused(rc(tsn(0x2000), tsn(0x2001)));
	}

	@Test
	@DisplayName("97. Those that may be are taken in either order (RFC 6525 §3.1)")
	void takesLegalCombinationsInEitherOrder() {
		ReconfigurationPeer peer = new ReconfigurationPeer();
		assertThat(peer.reconfigure(addIn(0x2000, 1), addOut(0x2001, 1))).containsExactly("AddOut(1000,1)",
				"Rsp(2000,1) Rsp(2001,1)");
		assertThat(peer.reconfigure(out(0x2002, 0xfff, 0x1fff, 1), rsp(0x1000, 1))).containsExactly("Rsp(2002,1)");
		assertThat(peer.streams()).isEqualTo("5/5");
	}

	@Test
	@DisplayName("98. A parameter of a wrong length spoils the whole chunk (RFC 9260 §3.2.1)")
	void refusesWrongLengths() {
		byte[] out = out(0x2000, 0xfff, 0x1fff, 1);
		assertRefused(rc(shortened(out, 12)));
		assertRefused(rc(shortened(out, 17)));
		assertRefused(rc(shortened(in(0x2000, 1), 9)));
		assertRefused(rc(shortened(in(0x2000), 6)));
		assertRefused(rc(shortened(tsn(0x2000), 12)));
		assertRefused(rc(shortened(rsp(0x2000, 1), 8)));
		assertRefused(rc(shortened(rsp(0x2000, 1, 1, 1), 16)));
		assertRefused(rc(shortened(addOut(0x2000, 1), 8)));
		assertRefused(rc(shortened(addIn(0x2000, 1), 16)));
		assertRefused(rc(out, shortened(in(0x2001, 1), 9)));
	}

	@Test
	@DisplayName("98. A parameter that goes past its chunk, or is no parameter, ends the packet (RFC 9260 §3.2.1)")
	void dropsBrokenFraming() {
		for (int length : new int[] { 0, 3, 100, 65535 }) {
			ReconfigurationPeer peer = new ReconfigurationPeer();
			byte[] chunk = rc(RawChunks.withLength(out(0x2000, 0xfff, 0x1fff), length));
			assertThat(peer.receive(RawChunks.withLength(chunk, 20))).isEmpty();
			assertThat(peer.changes()).isEmpty();
			assertThat(peer.state()).isEqualTo("ESTABLISHED");
			assertThat(peer.reconfigure(addOut(0x2000, 1))).containsExactly("Rsp(2000,1)");
		}
	}

	@Test
	@DisplayName("99. Unknown parameters do what their type says (RFC 9260 §3.2.1)")
	void doesWithUnknownParametersWhatTheirTypeSays() {
		byte[] add = addOut(0x2000, 1);
		for (int type : new int[] { 0x0013, 0x4013, 0x8013, 0xc013 }) {
			byte[] unknown = RawChunks.parameter(type, new byte[4]);
			boolean stops = (type & 0x8000) == 0;
			boolean reports = (type & 0x4000) != 0;
			ReconfigurationPeer before = new ReconfigurationPeer();
			List<SentPacket> packets = before.receive(rc(unknown, add));
			assertThat(chunks(packets)).hasSize(stops ? 0 : 1);
			List<Integer> causes = new ArrayList<>();
			SentPacket.chunks(packets)
				.stream()
				.filter((chunk) -> chunk.type() == ChunkType.ERROR)
				.forEach((chunk) -> causes.addAll(chunk.causes()));
			assertThat(causes).isEqualTo(reports ? List.of(UNRECOGNIZED_PARAMETERS) : List.of());
			ReconfigurationPeer behind = new ReconfigurationPeer();
			assertThat(behind.reconfigure(add, unknown)).containsExactly("Rsp(2000,1)");
		}
	}

	@Test
	@DisplayName("100. With a wrong tag, or out of the blue, it is treated as any chunk (RFC 9260 §8.4, §8.5)")
	void isNothingSpecialToTheTag() {
		ReconfigurationPeer peer = new ReconfigurationPeer();
		assertThat(peer.peer().receive(peer.tag() + 1, rc(addOut(0x2000, 1)))).isEmpty();
		assertThat(peer.streams()).isEqualTo("4/4");
		List<SentPacket> answer = new ScriptedPeer(ReconfigurationPeer.OPTIONS).receive(77, rc(addOut(0x2000, 1)));
		assertThat(SentPacket.only(answer, ChunkType.ABORT).flags()).isEqualTo(RawChunks.FLAG_T);
	}

	@Test
	@DisplayName("100. Chunks around it are handled in their order")
	void chunksAroundItAreHandledInOrder() {
		ReconfigurationPeer peer = new ReconfigurationPeer();
		peer.receive(data(0x2000, 1, 0), rc(out(0x2000, 0xfff, 0x2000, 1)), data(0x2001, 1, 0));
		assertThat(peer.events()).containsExactly("deliver", "streams-reset", "deliver");
	}

}
