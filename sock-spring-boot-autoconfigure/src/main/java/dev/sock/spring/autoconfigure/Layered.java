package dev.sock.spring.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import dev.sock.spring.endpoint.PropertyPaths;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a list element and those that replace single values of it, with the names
 * of the properties that they come from.
 *
 * @param <S> the type of settings
 */
final class Layered<S> {

	private final S base;

	private final String basePath;

	private final @Nullable S override;

	private final String overridePath;

	private final Map<String, String> overridden = new HashMap<>();

	Layered(S base, String basePath, @Nullable S override, String overridePath) {
		this.base = base;
		this.basePath = basePath;
		this.override = override;
		this.overridePath = overridePath;
	}

	/**
	 * Returns the value that counts.
	 * @param option name of the option below the element
	 * @param getter reads it
	 * @return the value, or {@code null} if it is not set
	 */
	<T> @Nullable T get(String option, Function<S, @Nullable T> getter) {
		if (this.override != null) {
			T value = getter.apply(this.override);
			if (value != null) {
				this.overridden.put(option, this.overridePath + "." + option);
				return value;
			}
		}
		return getter.apply(this.base);
	}

	/** Returns the names of the properties of what was read so far. */
	PropertyPaths paths() {
		return new PropertyPaths(this.basePath, this.overridden);
	}

}
