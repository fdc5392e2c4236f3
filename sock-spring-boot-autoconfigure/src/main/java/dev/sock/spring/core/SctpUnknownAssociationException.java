package dev.sock.spring.core;

import java.util.Collection;

/**
 * There is no association of a name.
 */
public class SctpUnknownAssociationException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String association;

	/**
	 * Creates the exception.
	 * @param association the name that was asked for
	 * @param problem what is wrong with it, as the end of a sentence that starts with the
	 * name
	 * @param known names that could be used
	 */
	public SctpUnknownAssociationException(String association, String problem, Collection<String> known) {
		super("Association '" + association + "' " + problem + "; "
				+ (known.isEmpty() ? "there are none" : "known are " + String.join(", ", known)));
		this.association = association;
	}

	/**
	 * Returns the name that was asked for.
	 * @return the name
	 */
	public String association() {
		return this.association;
	}

}
