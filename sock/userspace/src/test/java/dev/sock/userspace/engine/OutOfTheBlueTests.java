package dev.sock.userspace.engine;

import java.util.List;
import java.util.stream.Stream;

import dev.sock.userspace.engine.ExpectationFile.Row;
import dev.sock.userspace.engine.packet.ChunkType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the engine with what {@code out-of-the-blue.tsv} expects of packets without an
 * association, and of the exceptions of RFC 9260 §8.5.1.
 */
class OutOfTheBlueTests {

	private static final List<Row> ROWS = ExpectationFile.read("out-of-the-blue.tsv");

	@TestFactory
	Stream<DynamicTest> answersEachPacketOutOfTheBlueAsTheFileSays() {
		return ROWS.stream().map((row) -> DynamicTest.dynamicTest(row.get("id"), () -> {
			for (int bit = 0; bit < OutOfTheBluePackets.count(row); bit++) {
				row.check(observe(row, bit));
			}
		}));
	}

	@TestFactory
	Stream<DynamicTest> noticesWhenACellIsFlipped() {
		return ROWS.stream()
			.map((row) -> DynamicTest.dynamicTest(row.get("id"), () -> row.checkThatEachCellCounts(observe(row, 0))));
	}

	@Test
	void theFileNamesEachCaseOnce() {
		assertThat(ROWS).extracting((row) -> row.get("id")).hasSizeGreaterThan(100).doesNotHaveDuplicates();
	}

	private static Observation observe(Row row, int bit) {
		Situation situation = Situation.of(row.get("context"), OutOfTheBluePackets.variant(row));
		OutOfTheBluePackets packets = new OutOfTheBluePackets(situation, row, bit);
		ScriptedPeer peer = situation.peer();
		String before = peer.state();
		int errors = situation.errors();
		String snapshot = situation.snapshot();
		long outOfTheBlue = outOfTheBlue(peer);
		byte[] packet = packets.packet();
		int udpPort = row.get("tag").equals("own") ? ScriptedPeer.UDP_PORT : TablePackets.OTHER_UDP_PORT;
		List<SentPacket> replies = peer.receive(packet, ScriptedPeer.PEER, udpPort);
		checkReply(row, replies, packet.length, udpPort);
		boolean untouched = situation.snapshot().equals(snapshot);
		String next = peer.state();
		List<String> events = peer.events().take();
		boolean laterSack = SentPacket.chunks(peer.advanceMillis(200))
			.stream()
			.anyMatch((chunk) -> chunk.type() == ChunkType.SACK);
		return new Observation(replies, laterSack, before, next, events, outOfTheBlue(peer) - outOfTheBlue, untouched,
				errors > 0 && situation.errors() == 0, null, packets.tags());
	}

	private static long outOfTheBlue(ScriptedPeer peer) {
		Long count = peer.engine().statistics().outOfBlues();
		return (count != null) ? count : 0;
	}

	private static void checkReply(Row row, List<SentPacket> replies, int size, int udpPort) {
		for (SentPacket reply : replies) {
			assertThat(reply.destination()).isEqualTo(ScriptedPeer.PEER);
			assertThat(reply.remoteUdpPort()).isEqualTo(udpPort);
		}
		if (row.get("effect").equals("count-oob") && !replies.isEmpty()) {
			assertThat(replies).hasSize(1);
			assertThat(replies.get(0).chunks()).hasSize(1);
			assertThat(replies.get(0).size()).as("no amplification").isLessThanOrEqualTo(size);
		}
		if (row.get("reply").startsWith("COOKIE_ACK")) {
			assertThat(replies.get(0).chunks().get(0).type()).as("first chunk").isEqualTo(ChunkType.COOKIE_ACK);
		}
	}

}
