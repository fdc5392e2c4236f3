package dev.sock.userspace.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.sock.userspace.engine.ExpectationFile.Row;
import dev.sock.userspace.engine.packet.ChunkType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the engine with the table of every chunk in every state,
 * {@code state-chunk-table.tsv}.
 */
class StateChunkTableTests {

	private static final String CUT = "cut";

	/** Chunks that this version of the RFC does not know. */
	private static final Set<String> EXTENSIONS = Set.of("AUTH", "ASCONF", "ASCONF_ACK", "RE_CONFIG", "UNKNOWN_00",
			"UNKNOWN_01", "UNKNOWN_10", "UNKNOWN_11");

	private static final List<Row> ROWS = ExpectationFile.read("state-chunk-table.tsv");

	@TestFactory
	Stream<DynamicTest> doesWithEachChunkInEachStateWhatTheTableSays() {
		return possibleRows().map((row) -> DynamicTest.dynamicTest(name(row), () -> {
			for (int number = 0; number < TablePackets.count(row.get("chunk"), row.get("variant")); number++) {
				row.check(observe(row, number));
			}
		}));
	}

	@TestFactory
	Stream<DynamicTest> noticesWhenACellIsFlipped() {
		return possibleRows()
			.map((row) -> DynamicTest.dynamicTest(name(row), () -> row.checkThatEachCellCounts(observe(row, 0))));
	}

	@Test
	void theTableHasEveryChunkInEveryStateWithEveryTag() {
		List<String> cells = ROWS.stream().map(StateChunkTableTests::name).toList();
		assertThat(cells).doesNotHaveDuplicates();
		for (String state : List.of("CLOSED", "COOKIE_WAIT", "COOKIE_ECHOED", "ESTABLISHED", "SHUTDOWN_PENDING",
				"SHUTDOWN_SENT", "SHUTDOWN_RECEIVED", "SHUTDOWN_ACK_SENT")) {
			for (String chunk : chunks()) {
				for (String variant : List.of("good-tag", "wrong-tag", "t-bit-good", "t-bit-wrong", "zero-tag",
						"truncated")) {
					assertThat(cells).contains(state + " " + chunk + " " + variant);
				}
			}
		}
		assertThat(chunks()).hasSize(21);
	}

	/** Whatever is left of a chunk is treated as the table says of a truncated one. */
	@TestFactory
	Stream<DynamicTest> dropsEachChunkInEachStateWhereverItIsCut() {
		return possibleRows().filter((row) -> row.get("variant").equals("truncated"))
			.map((row) -> DynamicTest.dynamicTest(name(row), () -> {
				TablePackets whole = new TablePackets(Situation.of(row.get("state"), CUT, row.get("chunk")),
						row.get("chunk"), CUT);
				int length = 12 + RawChunks.length(whole.chunk(0));
				for (int size = 0; size < length; size++) {
					row.check(observe(row, CUT, 0, size));
				}
			}));
	}

	private static Stream<Row> possibleRows() {
		return ROWS.stream().filter(Row::isPossible);
	}

	private static List<String> chunks() {
		return ROWS.stream().map((row) -> row.get("chunk")).distinct().toList();
	}

	private static String name(Row row) {
		return row.get("state") + " " + row.get("chunk") + " " + row.get("variant");
	}

	private static Observation observe(Row row, int number) {
		return observe(row, row.get("variant"), number, Integer.MAX_VALUE);
	}

	private static Observation observe(Row row, String variant, int number, int size) {
		Situation situation = Situation.of(row.get("state"), variant, row.get("chunk"));
		TablePackets packets = new TablePackets(situation, row.get("chunk"), variant);
		byte[] whole = packets.packet(number);
		byte[] packet = (size < whole.length) ? RawChunks.withChecksum(Arrays.copyOf(whole, size)) : whole;
		ScriptedPeer peer = situation.peer();
		String before = peer.state();
		int errors = situation.errors();
		String snapshot = situation.snapshot();
		long outOfTheBlue = outOfTheBlue(peer);
		List<SentPacket> replies = peer.receive(packet, ScriptedPeer.PEER, packets.udpPort());
		checkDestination(row, packets, replies);
		boolean untouched = situation.snapshot().equals(snapshot);
		boolean cleared = errors > 0 && situation.errors() == 0;
		String next = peer.state();
		List<String> events = peer.events().take();
		checkDetails(row, situation, packets, replies);
		boolean laterSack = SentPacket.chunks(peer.advanceMillis(200))
			.stream()
			.anyMatch((chunk) -> chunk.type() == ChunkType.SACK);
		return new Observation(replies, laterSack, before, next, events, outOfTheBlue(peer) - outOfTheBlue, untouched,
				cleared, restHandled(row), packets.tags());
	}

	private static long outOfTheBlue(ScriptedPeer peer) {
		Long count = peer.engine().statistics().outOfBlues();
		return (count != null) ? count : 0;
	}

	/**
	 * What belongs to no association goes back to where it came from (RFC 6951 §5.4).
	 */
	private static void checkDestination(Row row, TablePackets packets, List<SentPacket> replies) {
		for (SentPacket reply : replies) {
			assertThat(reply.destination()).isEqualTo(ScriptedPeer.PEER);
			if (row.get("effect").equals("count-oob") || row.get("effect").equals("reject-packet")) {
				assertThat(reply.remoteUdpPort()).isEqualTo(packets.udpPort());
			}
		}
	}

	/** What a held message, an unknown chunk and a duplicate show beyond the columns. */
	private static void checkDetails(Row row, Situation situation, TablePackets packets, List<SentPacket> replies) {
		if (row.get("effect").contains("report-unknown")) {
			SentPacket.SentChunk error = SentPacket.only(replies, ChunkType.ERROR);
			assertThat(error.value()).hasSize(4 + RawChunks.length(packets.chunk(0)));
		}
		if (row.get("effect").equals("hold")) {
			assertThat(SentPacket.only(replies, ChunkType.SACK).gaps()).isEqualTo("[2-2]");
			situation.peer()
				.receive(situation.ownTag(), RawChunks.data(situation.nextTsn(), 0, situation.nextSsn(), 3, 12));
			assertThat(situation.peer().events().take()).containsExactly(EventLog.DELIVER, EventLog.DELIVER);
		}
		if (row.get("variant").equals("duplicate")) {
			SentPacket.SentChunk sack = SentPacket.only(replies, ChunkType.SACK);
			assertThat(sack.shortAt(10)).as("duplicates").isEqualTo(1);
			assertThat(sack.intAt(12)).isEqualTo(situation.nextTsn() - 1);
		}
	}

	/**
	 * Whether an ABORT behind a chunk that is skipped, or drops the packet, is seen, if
	 * the packet's tag is right for it.
	 */
	private static @Nullable Boolean restHandled(Row row) {
		boolean wrongTag = List.of("wrong-tag", "t-bit-good", "zero-tag", "truncated").contains(row.get("variant"));
		Situation situation = Situation.of(row.get("state"), row.get("variant"), row.get("chunk"));
		if (wrongTag || !EXTENSIONS.contains(row.get("chunk")) || situation.isClosed()) {
			return null;
		}
		TablePackets packets = new TablePackets(situation, row.get("chunk"), row.get("variant"));
		situation.peer()
			.receive(packets.packet(0, RawChunks.chunk(ChunkType.ABORT, 0)), ScriptedPeer.PEER, packets.udpPort());
		return situation.peer().events().take().contains(EventLog.COMM_LOST);
	}

}
