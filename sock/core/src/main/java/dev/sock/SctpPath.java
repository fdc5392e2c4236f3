package dev.sock;

/**
 * A path of an association: one address of its peer (RFC 9260 §1.3). Safe for use by
 * several threads.
 */
public interface SctpPath {

	/**
	 * Returns the association.
	 * @return the association
	 */
	SctpAssociation association();

	/**
	 * Returns the peer's address.
	 * @return the address
	 */
	SctpAddress address();

	/**
	 * Returns what is known of the path now.
	 * @return a snapshot
	 * @throws SctpClosedException if the association has ended or the path was removed
	 */
	PathStatus status();

	/**
	 * Makes this the primary path: the one that messages take while it works (RFC 9260
	 * §6.4).
	 * @throws SctpClosedException if the association has ended or the path was removed
	 */
	void makePrimary();

}
