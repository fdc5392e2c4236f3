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

	/**
	 * Returns the parameters that are in force, as the transport tells them.
	 * @return the parameters, none of them {@code null}
	 * @throws SctpClosedException if the association has ended or the path was removed
	 */
	PathParameters parameters();

	/**
	 * Changes parameters, all that are not {@code null} or, if one is refused, none.
	 * @param parameters what to change
	 * @throws SctpOptionException if a value cannot be used
	 * @throws SctpClosedException if the association has ended or the path was removed
	 */
	void setParameters(PathParameters parameters);

	/**
	 * Sends a heartbeat now, whether or not heartbeats are switched on
	 * ({@code SPP_HB_DEMAND}). What comes of it shows in {@link #status()} and as
	 * {@link SctpEvent.PathChanged}.
	 * @throws SctpClosedException if the association is not established or has ended, or
	 * the path was removed
	 */
	void requestHeartbeat();

}
