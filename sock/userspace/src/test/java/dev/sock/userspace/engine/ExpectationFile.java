package dev.sock.userspace.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.sock.userspace.engine.ExpectedOutcome.ExpectedChunk;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads the files that say what is expected by RFC 9260, and compares.
 */
final class ExpectationFile {

	private ExpectationFile() {
	}

	static List<Row> read(String name) {
		InputStream stream = Objects.requireNonNull(ExpectationFile.class.getResourceAsStream(name), name);
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
			List<String[]> lines = reader.lines()
				.filter((line) -> !line.startsWith("#") && !line.isBlank())
				.map((line) -> line.split("\t", -1))
				.toList();
			String[] columns = lines.get(0);
			List<Row> rows = new ArrayList<>();
			for (String[] cells : lines.subList(1, lines.size())) {
				assertThat(cells).as(String.join(" ", cells)).hasSameSizeAs(columns);
				Map<String, String> row = new HashMap<>();
				for (int i = 0; i < columns.length; i++) {
					row.put(columns[i], cells[i]);
				}
				rows.add(new Row(row));
			}
			return rows;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A row.
	 *
	 * @param cells value of each column
	 */
	record Row(Map<String, String> cells) {

		String get(String column) {
			return Objects.requireNonNull(this.cells.get(column), column);
		}

		boolean isPossible() {
			return !get("reply").equals("n/a");
		}

		List<ExpectedOutcome> outcomes() {
			List<ExpectedOutcome> outcomes = new ArrayList<>();
			outcomes.add(ExpectedOutcome.parse(get("reply"), get("next"), get("effect")));
			outcomes.addAll(ExpectedOutcome.alternatives(get("note")));
			return outcomes;
		}

		/** Fails unless one of the outcomes is what was observed; returns that one. */
		ExpectedOutcome check(Observation observed) {
			List<String> differences = new ArrayList<>();
			for (ExpectedOutcome outcome : outcomes()) {
				String difference = observed.difference(outcome);
				if (difference == null) {
					return outcome;
				}
				differences.add("expected " + outcome + " but " + difference);
			}
			throw new AssertionError(String.join("\n", differences) + "\nRFC 9260 " + get("section"));
		}

		/**
		 * Fails if the comparison would accept anything but what was observed: each cell
		 * in turn is replaced by something else.
		 */
		void checkThatEachCellCounts(Observation observed) {
			ExpectedOutcome right = check(observed);
			for (ExpectedOutcome wrong : flipped(right)) {
				assertThat(observed.difference(wrong)).as(() -> right + " flipped to " + wrong).isNotNull();
			}
		}

		private static List<ExpectedOutcome> flipped(ExpectedOutcome right) {
			List<ExpectedOutcome> wrong = new ArrayList<>();
			List<ExpectedChunk> more = new ArrayList<>(right.reply());
			more.add(new ExpectedChunk("HEARTBEAT", null, null, "peer", false));
			wrong.add(right.withReply(more));
			for (int i = 0; i < right.reply().size(); i++) {
				List<ExpectedChunk> fewer = new ArrayList<>(right.reply());
				ExpectedChunk chunk = fewer.remove(i);
				wrong.add(right.withReply(fewer));
				if (!chunk.delayable()) {
					wrong.add(replaced(right, i, chunk.withTag(chunk.tag().equals("0") ? "foreign" : "0")));
				}
				if (chunk.tagReflected() != null) {
					wrong.add(replaced(right, i, chunk.withTagReflected(!chunk.tagReflected())));
				}
				if (chunk.type().equals("ERROR")) {
					wrong.add(replaced(right, i, chunk.withCause(99)));
				}
			}
			wrong.add(right.withNext("BOUND")); // no state of this protocol
			for (String event : List.of("deliver", "comm-up", "comm-lost", "restart-event", "shutdown-received",
					"shutdown-complete", "remote-error", "count-oob")) {
				List<String> effects = new ArrayList<>(right.effects());
				if (!effects.remove(event)) {
					effects.add(event);
				}
				wrong.add(right.withEffects(effects.toArray(new String[0])));
			}
			return wrong;
		}

		private static ExpectedOutcome replaced(ExpectedOutcome right, int index, ExpectedChunk chunk) {
			List<ExpectedChunk> reply = new ArrayList<>(right.reply());
			reply.set(index, chunk);
			return right.withReply(reply);
		}

	}

}
