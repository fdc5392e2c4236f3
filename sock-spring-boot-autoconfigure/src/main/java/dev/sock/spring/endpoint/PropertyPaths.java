package dev.sock.spring.endpoint;

import java.util.Map;

/**
 * Knows which property each option of an endpoint or association came from.
 *
 * @param base property that holds them, such as {@code sock.endpoints[0]}
 * @param elsewhere full names of the properties of options that were set elsewhere
 */
public record PropertyPaths(String base, Map<String, String> elsewhere) {

	/**
	 * Copies the map.
	 */
	public PropertyPaths {
		elsewhere = Map.copyOf(elsewhere);
	}

	/**
	 * Returns the property of an option.
	 * @param option the option, such as {@code port} or {@code options.rto.min}
	 * @return full name of the property
	 */
	public String of(String option) {
		return this.elsewhere.getOrDefault(option, this.base + "." + option);
	}

}
