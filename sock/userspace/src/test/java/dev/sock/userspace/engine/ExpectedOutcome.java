package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The reply, next state and effect of a row of an expectation file, or of one of the
 * alternatives in its note.
 *
 * @param reply the chunks that are sent
 * @param next the state afterwards
 * @param effects the effect's tokens
 */
record ExpectedOutcome(List<ExpectedChunk> reply, String next, Set<String> effects) {

	private static final Pattern CHUNK = Pattern
		.compile("\\((?<optional>[A-Z_]+)\\)|(?<type>[A-Z_]+)(\\[cause=(?<cause>\\d+)])?(\\((?<rules>[^)]*)\\))?");

	private static final Pattern ALTERNATIVE = Pattern.compile("alt=\\{([^|}]*)\\|([^|}]*)\\|([^}]*)}");

	static ExpectedOutcome parse(String reply, String next, String effect) {
		return new ExpectedOutcome(chunks(reply), next, new TreeSet<>(Arrays.asList(effect.split("\\+"))));
	}

	static List<ExpectedOutcome> alternatives(String note) {
		List<ExpectedOutcome> outcomes = new ArrayList<>();
		Matcher matcher = ALTERNATIVE.matcher(note);
		while (matcher.find()) {
			outcomes.add(parse(matcher.group(1), matcher.group(2), matcher.group(3)));
		}
		int announced = note.split("alt=", -1).length - 1;
		if (outcomes.size() != announced) {
			throw new IllegalArgumentException("Not every alternative can be read: " + note);
		}
		return outcomes;
	}

	private static List<ExpectedChunk> chunks(String reply) {
		List<ExpectedChunk> chunks = new ArrayList<>();
		StringBuilder rest = new StringBuilder();
		Matcher matcher = CHUNK.matcher(reply);
		while (matcher.find()) {
			chunks.add(chunk(matcher));
			matcher.appendReplacement(rest, "");
		}
		matcher.appendTail(rest);
		String left = rest.toString().replace(",", "");
		if (!left.equals(chunks.isEmpty() ? "-" : "")) {
			throw new IllegalArgumentException("Not a reply: " + reply);
		}
		return chunks;
	}

	private static ExpectedChunk chunk(Matcher matcher) {
		String optional = matcher.group("optional");
		if (optional != null) {
			return new ExpectedChunk(optional, null, null, "peer", true);
		}
		Boolean tagReflected = null;
		String tag = "peer";
		String rules = matcher.group("rules");
		for (String rule : (rules != null) ? rules.split(",") : new String[0]) {
			if (rule.startsWith("T=")) {
				tagReflected = rule.equals("T=1");
			}
			else if (rule.startsWith("tag=")) {
				tag = rule.substring(4);
			}
			else {
				throw new IllegalArgumentException("Not a rule: " + rule);
			}
		}
		String cause = matcher.group("cause");
		return new ExpectedChunk(matcher.group("type"), (cause != null) ? Integer.valueOf(cause) : null, tagReflected,
				tag, false);
	}

	boolean has(String effect) {
		return this.effects.contains(effect);
	}

	ExpectedOutcome withReply(List<ExpectedChunk> changed) {
		return new ExpectedOutcome(changed, this.next, this.effects);
	}

	ExpectedOutcome withNext(String changed) {
		return new ExpectedOutcome(this.reply, changed, this.effects);
	}

	ExpectedOutcome withEffects(String... changed) {
		return new ExpectedOutcome(this.reply, this.next, new TreeSet<>(Arrays.asList(changed)));
	}

	@Override
	public String toString() {
		return this.reply + " | " + this.next + " | " + String.join("+", this.effects);
	}

	/**
	 * A chunk that is sent.
	 *
	 * @param type its name
	 * @param cause its error cause, or {@code null} if that does not matter
	 * @param tagReflected its T bit, or {@code null} if it has none
	 * @param tag where the packet's verification tag is from
	 * @param delayable whether it may be sent later
	 */
	record ExpectedChunk(String type, @Nullable Integer cause, @Nullable Boolean tagReflected, String tag,
			boolean delayable) {

		ExpectedChunk withTag(String changed) {
			return new ExpectedChunk(this.type, this.cause, this.tagReflected, changed, this.delayable);
		}

		ExpectedChunk withTagReflected(boolean changed) {
			return new ExpectedChunk(this.type, this.cause, changed, this.tag, this.delayable);
		}

		ExpectedChunk withCause(int changed) {
			return new ExpectedChunk(this.type, changed, this.tagReflected, this.tag, this.delayable);
		}

		@Override
		public String toString() {
			String name = this.type + ((this.cause != null) ? "[cause=" + this.cause + "]" : "") + "("
					+ ((this.tagReflected != null) ? "T=" + (this.tagReflected ? 1 : 0) + "," : "") + "tag=" + this.tag
					+ ")";
			return this.delayable ? "(" + name + ")" : name;
		}

	}

}
