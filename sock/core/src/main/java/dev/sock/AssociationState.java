package dev.sock;

/**
 * State of an association (RFC 9260 §4).
 */
public enum AssociationState {

	/** No association. */
	CLOSED,

	/** INIT is sent, INIT ACK is awaited. */
	COOKIE_WAIT,

	/** COOKIE ECHO is sent, COOKIE ACK is awaited. */
	COOKIE_ECHOED,

	/** Up: messages flow both ways. */
	ESTABLISHED,

	/** The user asked for a shutdown; what was sent is not all acknowledged yet. */
	SHUTDOWN_PENDING,

	/** SHUTDOWN is sent. */
	SHUTDOWN_SENT,

	/** The peer sent SHUTDOWN; what was sent is not all acknowledged yet. */
	SHUTDOWN_RECEIVED,

	/** SHUTDOWN ACK is sent. */
	SHUTDOWN_ACK_SENT;

	/**
	 * Returns whether new messages can be sent in this state.
	 * @return {@code true} in {@link #ESTABLISHED} only
	 */
	public boolean canSend() {
		return this == ESTABLISHED;
	}

}
