package dev.sock;

/**
 * What either side of an association may do with its streams while it is up (RFC 6525).
 */
public enum StreamReconfiguration {

	/**
	 * Reset streams, so that their sequence numbers start at 0 again
	 * ({@code SCTP_ENABLE_RESET_STREAM_REQ}).
	 */
	RESET_STREAMS,

	/**
	 * Reset all streams and the transmission sequence numbers of both sides
	 * ({@code SCTP_ENABLE_RESET_ASSOC_REQ}).
	 */
	RESET_ASSOCIATION,

	/** Add streams ({@code SCTP_ENABLE_CHANGE_ASSOC_REQ}). */
	ADD_STREAMS

}
