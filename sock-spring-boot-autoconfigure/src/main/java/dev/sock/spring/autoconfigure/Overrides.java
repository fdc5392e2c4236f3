package dev.sock.spring.autoconfigure;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds overrides by name. Environment variables have no dashes and no lower case, so a
 * key that differs only in these is found, too, unless two names do.
 *
 * @param <T> the type of override
 */
final class Overrides<T> {

	private final String path;

	private final Map<String, T> values;

	private final Set<String> used = new HashSet<>();

	Overrides(String path, Map<String, T> values) {
		this.path = path;
		this.values = values;
	}

	/**
	 * Finds the override of an element.
	 * @param name its name
	 * @param names names of all elements
	 * @return the override with its property
	 */
	@Nullable Found<T> find(String name, List<String> names) {
		for (Map.Entry<String, T> entry : this.values.entrySet()) {
			String key = entry.getKey();
			boolean alike = !names.contains(key) && canonical(key).equals(canonical(name));
			if (key.equals(name) || alike) {
				if (alike && names.stream().filter((other) -> canonical(other).equals(canonical(key))).count() > 1) {
					throw SockPropertyException.of(this.path + "." + key, "…",
							"could be meant for several of " + String.join(", ", names),
							"Give them names that differ " + "in more than dashes, dots, underscores and case.");
				}
				this.used.add(key);
				return new Found<>(entry.getValue(), this.path + "." + key);
			}
		}
		return null;
	}

	/** Fails if an override is for no element. */
	void checkAllUsed(String what, List<String> names) {
		for (String key : this.values.keySet()) {
			if (!this.used.contains(key)) {
				throw SockPropertyException.of(this.path, key, "names no " + what, names.isEmpty()
						? "Remove it, as there is no " + what + "." : "Use one of " + String.join(", ", names) + ".");
			}
		}
	}

	private static String canonical(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	record Found<T>(T value, String path) {
	}

}
