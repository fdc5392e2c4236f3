package dev.sock;

/**
 * State of a path (RFC 9260 §5.4 and §8.2, RFC 7829 §3).
 */
public enum PathState {

	/** Not yet shown to belong to the peer: only heartbeats go there. */
	UNCONFIRMED,

	/** Works, as far as is known. */
	ACTIVE,

	/** A few transmissions were not acknowledged; another path is preferred. */
	POTENTIALLY_FAILED,

	/** More transmissions than {@code pathMaxRetransmissions} were not acknowledged. */
	INACTIVE

}
