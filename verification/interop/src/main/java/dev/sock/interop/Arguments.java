package dev.sock.interop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Options of a command, {@code --name value} each. What nobody has read in the end is an
 * error.
 */
final class Arguments {

	private final Map<String, String> given = new LinkedHashMap<>();

	private final Set<String> known = new TreeSet<>();

	Arguments(List<String> arguments) {
		for (int i = 0; i < arguments.size(); i += 2) {
			String name = arguments.get(i);
			if (!name.startsWith("--") || i + 1 == arguments.size()) {
				throw new IllegalArgumentException("'" + name + "' is not an option with a value");
			}
			this.given.put(name.substring(2), arguments.get(i + 1));
		}
	}

	@Nullable String optional(String name) {
		this.known.add(name);
		return this.given.get(name);
	}

	String text(String name, String defaultValue) {
		String text = optional(name);
		return (text != null) ? text : defaultValue;
	}

	List<String> list(String name, String defaultValue) {
		return List.of(text(name, defaultValue).split(",", -1));
	}

	int integer(String name, int defaultValue) {
		String text = optional(name);
		return (text != null) ? Integer.parseInt(text) : defaultValue;
	}

	boolean flag(String name) {
		return Boolean.parseBoolean(text(name, "false"));
	}

	/**
	 * Call when every option was read and before anything is done.
	 */
	void complete() {
		for (String name : this.given.keySet()) {
			if (!this.known.contains(name)) {
				throw new IllegalArgumentException("--" + name + " is unknown here; known are " + this.known);
			}
		}
	}

}
