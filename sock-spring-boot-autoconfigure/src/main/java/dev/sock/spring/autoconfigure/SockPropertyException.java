package dev.sock.spring.autoconfigure;

import java.util.Locale;

import dev.sock.SctpOptionException;
import dev.sock.spring.endpoint.PropertyPaths;

/**
 * A property has a value that cannot be used.
 */
final class SockPropertyException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String description;

	private final String action;

	private SockPropertyException(String description, String action) {
		super(description + ". " + action);
		this.description = description;
		this.action = action;
	}

	/**
	 * For a value that is wrong.
	 * @param property full name of the property
	 * @param value the value
	 * @param problem what is wrong, as the end of a sentence that starts with the value
	 * @param remedy what to do, a sentence
	 */
	static SockPropertyException of(String property, Object value, String problem, String remedy) {
		return new SockPropertyException("Property '" + property + "' with the value '" + value + "' " + problem,
				remedy);
	}

	/** For a property that must be set and is not. */
	static SockPropertyException missing(String property, String remedy) {
		return new SockPropertyException("Property '" + property + "' is not set", remedy);
	}

	/** For an option that the core refuses: its remedy follows the semicolon. */
	static SockPropertyException of(SctpOptionException cause, String property) {
		String problem = cause.problem();
		int semicolon = problem.indexOf("; ");
		if (semicolon < 0) {
			return of(property, cause.value(), problem, "Change the value of '" + property + "'.");
		}
		String remedy = problem.substring(semicolon + 2);
		return of(property, cause.value(), problem.substring(0, semicolon),
				remedy.substring(0, 1).toUpperCase(Locale.ROOT) + remedy.substring(1) + ".");
	}

	static SockPropertyException of(SctpOptionException cause, PropertyPaths paths, String prefix) {
		return of(cause, paths.of(prefix + cause.option()));
	}

	/**
	 * For a list element without a name, which usually means that another property source
	 * has replaced the list.
	 * @param element full name of the element
	 * @param override how a value of a named one is changed
	 */
	static SockPropertyException missingName(String element, String override) {
		return new SockPropertyException("Property '" + element + ".name' is not set: each element needs a name. "
				+ "If you set one value of the list in another property source (such as an environment variable), "
				+ "that source has replaced the list whole, names included",
				"Set '" + element + ".name'. To change single values of an element that is defined elsewhere, "
						+ "remove '" + element + "' from that source and set '" + override + "' instead.");
	}

	String description() {
		return this.description;
	}

	String action() {
		return this.action;
	}

}
