package dev.sock.programs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Options of a command, {@code --name value} each. Reading an option checks it; what
 * nobody has read in the end is an error.
 */
public final class Arguments {

	private final Map<String, String> given = new LinkedHashMap<>();

	private final Set<String> known = new TreeSet<>();

	/**
	 * Takes the options.
	 * @param arguments names and values in turn
	 * @throws IllegalArgumentException if they are not that
	 */
	public Arguments(List<String> arguments) {
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

	/**
	 * Reads a number within bounds.
	 * @param name name of the option
	 * @param defaultValue what it is if not given
	 * @param min the least
	 * @param max the most
	 * @return the number
	 */
	public int integer(String name, int defaultValue, int min, int max) {
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

	/**
	 * Reads a text.
	 * @param name name of the option
	 * @param defaultValue what it is if not given
	 * @return the text
	 */
	public String text(String name, String defaultValue) {
		String text = optional(name);
		return (text != null) ? text : defaultValue;
	}

	/**
	 * Reads a list with commas.
	 * @param name name of the option
	 * @param defaultValue what it is if not given
	 * @return the list
	 */
	public List<String> list(String name, String defaultValue) {
		return List.of(text(name, defaultValue).split(",", -1));
	}

	/**
	 * Reads one of several values.
	 * @param <E> type of the values
	 * @param name name of the option
	 * @param defaultValue what it is if not given
	 * @return the value
	 */
	public <E extends Enum<E>> E choice(String name, E defaultValue) {
		String text = optional(name);
		if (text == null) {
			return defaultValue;
		}
		List<String> names = new ArrayList<>();
		for (E value : defaultValue.getDeclaringClass().getEnumConstants()) {
			if (value.name().equalsIgnoreCase(text)) {
				return value;
			}
			names.add(value.name().toLowerCase(Locale.ROOT));
		}
		throw new IllegalArgumentException("--" + name + ": '" + text + "' is not one of " + names);
	}

	/**
	 * Returns whether an option was given.
	 * @param name name of the option
	 * @return whether it was
	 */
	public boolean given(String name) {
		return optional(name) != null;
	}

	/**
	 * Call when every option was read and before anything is done.
	 */
	public void complete() {
		for (String name : this.given.keySet()) {
			if (!this.known.contains(name)) {
				throw new IllegalArgumentException("--" + name + " is unknown here; known are " + this.known);
			}
		}
	}

	/**
	 * Reads a number.
	 * @param name name of the option
	 * @param defaultValue what it is if not given
	 * @return the number, not negative
	 */
	public int integer(String name, int defaultValue) {
		return integer(name, defaultValue, 0, Integer.MAX_VALUE);
	}

	/**
	 * Reads whether something is to be.
	 * @param name name of the option
	 * @return whether {@code true} was given
	 */
	public boolean flag(String name) {
		return Boolean.parseBoolean(text(name, "false"));
	}

	/**
	 * Reads a text that has no default.
	 * @param name name of the option
	 * @return the text, or {@code null} if it was not given
	 */
	public @Nullable String optional(String name) {
		this.known.add(name);
		return this.given.get(name);
	}

}
