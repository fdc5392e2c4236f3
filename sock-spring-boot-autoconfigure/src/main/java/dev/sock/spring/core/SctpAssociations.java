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

}
