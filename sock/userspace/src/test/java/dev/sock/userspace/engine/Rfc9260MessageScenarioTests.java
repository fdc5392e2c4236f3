package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sock.SendOptions;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios 77 to 82 of {@code rfc9260-scenarios.md}: fragments and bundling.
 */
class Rfc9260MessageScenarioTests {

	private static final int BEGIN = 2;

	private static final int END = 1;

	private final EstablishedPeer peer = new EstablishedPeer();

	private List<SentChunk> fragments(int length, boolean unordered) {
		EstablishedPeer to = new EstablishedPeer();
		List<SentChunk> chunks = new ArrayList<>();
		List<SentPacket> packets = to.peer().send(length, SendOptions.DEFAULT.withUnordered(unordered));
		int tsn = 0;
		while (!packets.isEmpty()) {
			for (SentChunk chunk : SentPacket.chunks(packets)) {
				assertThat(chunk.intAt(0)).isEqualTo(to.wire(++tsn));
				assertThat(chunk.shortAt(6)).as("one SSN").isZero();
				assertThat((chunk.flags() & 4) != 0).isEqualTo(unordered);
				chunks.add(chunk);
			}
			assertThat(packets).allMatch((packet) -> packet.size() <= 1472);
			packets = to.sack(tsn);
		}
		return chunks;
	}

	@Test
	@DisplayName("77. A message is cut into full chunks with consecutive TSNs and one SSN (§6.9, §3.3.1)")
	void cutsMessages() {
		assertThat(fragments(1444, false)).extracting(SentChunk::length).containsExactly(1460);
		assertThat(fragments(1444, false)).extracting((chunk) -> chunk.flags() & 3).containsExactly(BEGIN | END);
		assertThat(fragments(1445, false)).extracting(SentChunk::length).containsExactly(1460, 17);
		assertThat(fragments(1445, false)).extracting((chunk) -> chunk.flags() & 3).containsExactly(BEGIN, END);
		assertThat(fragments(4000, false)).extracting(SentChunk::length).containsExactly(1460, 1460, 1128);
		assertThat(fragments(4000, true)).extracting((chunk) -> chunk.flags() & 3).containsExactly(BEGIN, 0, END);
		List<SentChunk> many = fragments(65_536, false);
		assertThat(many).hasSize(46);
		assertThat(many.get(45).length()).isEqualTo(572);
	}

	private byte[][] threeFragments() {
		return new byte[][] { RawChunks.data(101, 0, 0, BEGIN, 1444), RawChunks.data(102, 0, 0, 0, 1444),
				RawChunks.data(103, 0, 0, END, 1112) };
	}

	@Test
	@DisplayName("78. Three fragments make one message in each of their six orders (§6.9)")
	void joinsFragmentsInAnyOrder() {
		int[][] orders = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
		for (int[] order : orders) {
			EstablishedPeer from = new EstablishedPeer();
			byte[][] fragments = threeFragments();
			Arrays.stream(order).forEach((index) -> from.receive(fragments[index]));
			assertThat(from.peer().events().messages()).hasSize(1);
			assertThat(from.peer().events().messages().get(0)).hasSize(4000);
		}
	}

	@Test
	@DisplayName("78. A fragment that comes twice is a duplicate, and a lost one holds the message back (§6.9)")
	void countsFragmentsOnce() {
		byte[][] fragments = threeFragments();
		this.peer.receive(fragments[0]);
		this.peer.receive(fragments[2]);
		SentChunk sack = SentPacket.only(this.peer.receive(fragments[2]), ChunkType.SACK);
		assertThat(sack.shortAt(10)).isEqualTo(1);
		assertThat(this.peer.peer().events().messages()).isEmpty();
		this.peer.receive(fragments[1]);
		assertThat(this.peer.peer().events().messages()).hasSize(1);
	}

	@Test
	@DisplayName("78. A gap between two messages holds back the ordered one only (§6.6)")
	void deliversWhatIsComplete() {
		for (boolean unordered : new boolean[] { false, true }) {
			EstablishedPeer from = new EstablishedPeer();
			int flag = unordered ? 4 : 0;
			from.receive(RawChunks.data(101, 0, 0, BEGIN, 8));
			from.receive(RawChunks.data(102, 0, 0, END, 8));
			assertThat(from.peer().events().messages()).hasSize(1);
			from.receive(RawChunks.data(104, 0, unordered ? 0 : 2, BEGIN | flag, 8));
			from.receive(RawChunks.data(105, 0, unordered ? 0 : 2, END | flag, 8));
			assertThat(from.peer().events().messages()).hasSize(unordered ? 2 : 1);
		}
	}

	@Test
	@DisplayName("78. Fragments that do not belong together are never joined (§6.9)")
	void neverJoinsStrangers() {
		byte[][] strangers = { RawChunks.data(102, 0, 1, END, 8), RawChunks.data(102, 1, 0, END, 8),
				RawChunks.data(102, 0, 0, END | 4, 8), RawChunks.data(102, 0, 0, BEGIN, 8) };
		for (byte[] stranger : strangers) {
			EstablishedPeer from = new EstablishedPeer();
			from.receive(RawChunks.data(101, 0, 0, BEGIN, 8));
			from.receive(stranger);
			assertThat(from.peer().events().messages()).isEmpty();
		}
	}

	@Test
	@DisplayName("79. A message larger than the receive buffer gets through, and nothing of its stream comes in between (§6.9)")
	void takesAMessageLargerThanTheBuffer() {
		EstablishedPeer from = new EstablishedPeer(EstablishedPeer.PLAIN.toBuilder().receiveBuffer(10_000).build());
		for (int i = 0; i < 30; i++) {
			from.receive(RawChunks.data(101 + i, 0, 0, (i == 0) ? BEGIN : (i == 29) ? END : 0, 1000));
		}
		from.receive(RawChunks.data(131, 0, 1, BEGIN | END, 8));
		from.peer().consumed(30_000);
		from.receive(RawChunks.data(131, 0, 1, BEGIN | END, 8));
		assertThat(from.peer().events().messages()).extracting((message) -> message.length).containsExactly(30_000, 8);
	}

	@Test
	@DisplayName("80. A pending SACK travels in front of the DATA if both fit, and packets keep to the path's size (§6.10)")
	void bundlesSackWithData() {
		this.peer.receive(this.peer.data(101, 0));
		this.peer.receive(this.peer.data(102, 1));
		List<SentPacket> packets = this.peer.send(1, 100);
		assertThat(packets).hasSize(1);
		assertThat(packets.get(0).chunks()).extracting(SentChunk::type).containsExactly(ChunkType.SACK, ChunkType.DATA);
		this.peer.receive(this.peer.data(103, 2));
		packets = this.peer.receive(this.peer.data(104, 3));
		packets = new ArrayList<>(packets);
		packets.addAll(this.peer.send(1, 1444));
		assertThat(packets).allMatch((packet) -> packet.size() <= 1472);
		SentPacket.only(packets, ChunkType.SACK);
	}

	@Test
	@DisplayName("80. Several messages that wait leave in one packet in the order of their TSNs (§6.10)")
	void bundlesMessages() {
		for (int i = 0; i < 5; i++) {
			this.peer.peer().queue(100, SendOptions.DEFAULT);
		}
		List<SentPacket> packets = this.peer.peer().flush();
		assertThat(packets).hasSize(1);
		assertThat(this.peer.tsns(packets)).containsExactly(1, 2, 3, 4, 5);
	}

	@Test
	@DisplayName("81. One packet is answered by one packet, within its size, whatever it asks for (§12.4, §3.2)")
	void answersAPacketWithOne() {
		byte[] heartbeat = RawChunks.heartbeat(new byte[8]);
		byte[] unknown = RawChunks.chunk(0xfe, 0);
		List<SentPacket> packets = this.peer.receive(heartbeat, heartbeat, heartbeat, unknown);
		assertThat(packets).hasSize(1);
		assertThat(packets.get(0).chunks()).extracting(SentChunk::type)
			.containsExactlyInAnyOrder(ChunkType.HEARTBEAT_ACK, ChunkType.HEARTBEAT_ACK, ChunkType.HEARTBEAT_ACK,
					ChunkType.ERROR);
		byte[][] many = new byte[300][];
		Arrays.fill(many, unknown);
		packets = this.peer.receive(many);
		assertThat(packets).hasSize(1);
		assertThat(packets.get(0).size()).isLessThanOrEqualTo(1472);
	}

	@Test
	@DisplayName("82. Chunks are handled in their order until one of them ends the packet (§3.2, §6.10)")
	void handlesChunksInOrder() {
		byte[] heartbeat = RawChunks.heartbeat(new byte[8]);
		assertThat(answers(heartbeat, RawChunks.chunk(0x3f, 0), heartbeat)).containsExactly("HEARTBEAT ACK");
		assertThat(answers(heartbeat, RawChunks.chunk(0xbe, 0), heartbeat)).containsExactly("HEARTBEAT ACK",
				"HEARTBEAT ACK");
		assertThat(answers(heartbeat, RawChunks.chunk(0x7e, 0), heartbeat)).containsExactly("HEARTBEAT ACK",
				"ERROR[6]");
		assertThat(answers(heartbeat, RawChunks.withLength(heartbeat, 100))).containsExactly("HEARTBEAT ACK");
	}

	private List<String> answers(byte[]... chunks) {
		return SentPacket.chunks(this.peer.receive(chunks)).stream().map(SentChunk::toString).toList();
	}

}
