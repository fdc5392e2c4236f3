package dev.sock.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Options of a command, {@code --name value} each. Reading an option checks it; what
 * nobody has read in the end is an error.
 */
final class Arguments {

	private final Map<String, String> given = new LinkedHashMap<>();

	private final List<String> known = new ArrayList<>();

	Arguments(List<String> arguments) {
		for (int i = 0; i < arguments.size(); i += 2) {
			String name = arguments.get(i);
			if (!name.startsWith("--")) {
				throw new IllegalArgumentException("'" + name + "' is not an option; write --name value");
			}
			if (i + 1 == arguments.size()) {
				throw new IllegalArgumentException(name + " has no value");
			}
			this.given.put(name.substring(2), arguments.get(i + 1));
		}
	}

	int integer(String name, int defaultValue, int min, int max) {
		String text = optional(name);
		if (text == null) {
			return defaultValue;
		}
		try {
			int value = Integer.parseInt(text);
			if (value >= min && value <= max) {
				return value;
			}
		}
		catch (NumberFormatException ex) {
			// told below
		}
		throw new IllegalArgumentException("--" + name + ": '" + text + "' is not a number from " + min + " to " + max);
	}

	String text(String name, String defaultValue) {
		String text = optional(name);
		return (text != null) ? text : defaultValue;
	}

	List<String> list(String name, String defaultValue) {
		return List.of(text(name, defaultValue).split(",", -1));
	}

	<E extends Enum<E>> E choice(String name, E defaultValue) {
		String text = optional(name);
		if (text == null) {
			return defaultValue;
		}
		List<String> names = new ArrayList<>();
		for (E value : defaultValue.getDeclaringClass().getEnumConstants()) {
			if (value.name().equalsIgnoreCase(text)) {
				return value;
			}
			names.add(value.name().toLowerCase(java.util.Locale.ROOT));
		}
		throw new IllegalArgumentException("--" + name + ": '" + text + "' is not one of " + names);
	}

	boolean given(String name) {
		return optional(name) != null;
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

	private @Nullable String optional(String name) {
		this.known.add(name);
		return this.given.get(name);
	}

}
