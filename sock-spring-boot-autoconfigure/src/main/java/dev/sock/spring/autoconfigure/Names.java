package dev.sock.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Collects the names of list elements and checks them.
 */
final class Names {

	private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,127}");

	private final List<String> names = new ArrayList<>();

	private final List<String> elements = new ArrayList<>();

	/**
	 * Adds a name.
	 * @param name the name
	 * @param element property of the element that has it
	 * @param override how a value of a named one is changed
	 * @return the name
	 */
	String add(@Nullable String name, String element, String override) {
		if (name == null || name.isBlank()) {
			throw SockPropertyException.missingName(element, override);
		}
		String property = element + ".name";
		if (!USABLE.matcher(name).matches()) {
			throw SockPropertyException.of(property, name, "cannot be used in a URL",
					"Use up to 128 letters, digits and . _ ~ - and begin with a letter or digit.");
		}
		int same = this.names.indexOf(name);
		if (same >= 0) {
			throw SockPropertyException.of(property, name, "is the name of '" + this.elements.get(same) + "' already",
					"Give each of them a name of its own.");
		}
		this.names.add(name);
		this.elements.add(element);
		return name;
	}

	List<String> all() {
		return this.names;
	}

}
