package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.sock.userspace.engine.ExpectedOutcome.ExpectedChunk;
import dev.sock.userspace.engine.SentPacket.SentChunk;
import dev.sock.userspace.engine.packet.ChunkType;
import org.jspecify.annotations.Nullable;

/**
 * What the engine did with a packet, to be compared with what is expected.
 *
 * @param replies what it sent at once
 * @param laterSack whether it sent a SACK when the SACK delay had passed
 * @param before the state before
 * @param next the state afterwards
 * @param events what the user was told
 * @param outOfTheBlue how many packets out of the blue were counted
 * @param untouched whether the association and its timers are as before
 * @param errorsCleared whether errors were counted before and none afterwards
 * @param restHandled whether a chunk behind the one in question is handled, or
 * {@code null} if that was not tried
 * @param tags the values of the tag rules
 */
record Observation(List<SentPacket> replies, boolean laterSack, String before, String next, List<String> events,
		long outOfTheBlue, boolean untouched, boolean errorsCleared, @Nullable Boolean restHandled,
		Map<String, Integer> tags) {

	private static final Set<String> USER_EVENTS = Set.of(EventLog.DELIVER, EventLog.COMM_UP, EventLog.COMM_LOST,
			EventLog.SHUTDOWN_COMPLETE, "restart-event", "shutdown-received", "remote-error", "streams-reset");

	private static final Set<String> UNTOUCHED = Set.of("reject-silently", "reject-packet", "drop-packet",
			"skip-chunk");

	private static final Set<String> EFFECTS = Set.of("none", "hold", "report-unknown", "count-oob", "error-cleared");

	/** Tells in what this is not what is expected, or {@code null} if it is. */
	@Nullable String difference(ExpectedOutcome expected) {
		for (String effect : expected.effects()) {
			if (!USER_EVENTS.contains(effect) && !UNTOUCHED.contains(effect) && !EFFECTS.contains(effect)) {
				throw new IllegalArgumentException("Not an effect: " + effect);
			}
		}
		String reply = replyDifference(expected);
		if (reply != null) {
			return reply;
		}
		String nextState = expected.next().equals("same") ? this.before : expected.next();
		if (!nextState.equals(this.next)) {
			return "the next state is " + this.next;
		}
		Set<String> told = new TreeSet<>(expected.effects());
		told.retainAll(USER_EVENTS);
		if (!told.equals(new TreeSet<>(this.events)) || told.size() != this.events.size()) {
			return "the user was told " + this.events;
		}
		return effectDifference(expected);
	}

	private @Nullable String effectDifference(ExpectedOutcome expected) {
		if (this.outOfTheBlue != (expected.has("count-oob") ? 1 : 0)) {
			return this.outOfTheBlue + " packets were counted as out of the blue";
		}
		if (expected.has("error-cleared") && !this.errorsCleared) {
			return "the error counters were not cleared";
		}
		if (!this.untouched && expected.effects().stream().anyMatch(UNTOUCHED::contains)) {
			return "the association was changed";
		}
		if (this.restHandled != null) {
			boolean goesOn = expected.has("skip-chunk");
			if ((goesOn || expected.has("drop-packet")) && this.restHandled != goesOn) {
				return "the rest of the packet was " + (this.restHandled ? "handled" : "dropped");
			}
		}
		return null;
	}

	private @Nullable String replyDifference(ExpectedOutcome expected) {
		List<ExpectedChunk> missing = new ArrayList<>(expected.reply());
		boolean delayed = false;
		for (SentPacket packet : this.replies) {
			for (SentChunk chunk : packet.chunks()) {
				ExpectedChunk match = missing.stream()
					.filter((candidate) -> matches(candidate, packet, chunk))
					.findFirst()
					.orElse(null);
				if (match == null) {
					return "the reply is " + describe();
				}
				missing.remove(match);
			}
		}
		if (missing.removeIf(ExpectedChunk::delayable)) {
			delayed = true;
		}
		if (!missing.isEmpty()) {
			return "the reply is " + describe();
		}
		return (delayed != this.laterSack) ? "there is " + (this.laterSack ? "a" : "no") + " SACK later" : null;
	}

	private boolean matches(ExpectedChunk expected, SentPacket packet, SentChunk chunk) {
		Integer tag = expected.tag().equals("0") ? Integer.valueOf(0) : this.tags.get(expected.tag());
		if (tag == null || packet.tag() != tag || !expected.type().equals(name(chunk))) {
			return false;
		}
		if (expected.tagReflected() != null && expected.tagReflected() != ((chunk.flags() & 1) != 0)) {
			return false;
		}
		if (expected.cause() == null) {
			return true;
		}
		List<Integer> causes = chunk.causes();
		boolean optional = chunk.type() == ChunkType.ABORT;
		return causes.isEmpty() ? optional : causes.equals(List.of(expected.cause()));
	}

	static String name(SentChunk chunk) {
		return ChunkType.name(chunk.type()).replace(' ', '_').replace('-', '_').toUpperCase(Locale.ROOT);
	}

	private String describe() {
		StringBuilder text = new StringBuilder();
		for (SentPacket packet : this.replies) {
			String rule = this.tags.entrySet()
				.stream()
				.filter((entry) -> entry.getValue() == packet.tag())
				.map(Map.Entry::getKey)
				.sorted()
				.toList()
				.toString();
			text.append(packet.chunks()).append(" with tag ").append(rule).append(' ');
		}
		return text.isEmpty() ? "nothing" : text.toString();
	}

}
