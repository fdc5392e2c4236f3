package dev.sock.spring.core;

import dev.sock.SctpAssociation;

/**
 * Finds associations by name.
 */
@FunctionalInterface
public interface SctpAssociations {

	/**
	 * Returns an association that messages can be sent by.
	 * @param name name of the association if no other endpoint has one of that name, else
	 * {@code endpoint/association}
	 * @return the association
	 * @throws SctpUnknownAssociationException if the name is not known, or known to
	 * several endpoints
	 * @throws dev.sock.SctpSendException if the association is known and is down
	 */
	SctpAssociation get(String name);

	/**
	 * Returns whether messages of an association go to the listeners of the application,
	 * which find replies.
	 * @param association an association
	 * @return whether they do
	 */
	default boolean hasListeners(SctpAssociation association) {
		return true;
	}

}
