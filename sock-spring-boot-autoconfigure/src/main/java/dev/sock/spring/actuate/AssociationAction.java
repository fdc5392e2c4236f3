package dev.sock.spring.actuate;

/**
 * What can be done to an association.
 */
public enum AssociationAction {

	/** Open it now. */
	CONNECT,

	/** Shut it down after what was sent before. */
	SHUTDOWN,

	/** End it at once. */
	ABORT,

	/** Make one of the peer's addresses the primary path. */
	SET_PRIMARY

}
