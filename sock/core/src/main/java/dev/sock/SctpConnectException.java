package dev.sock;

import org.jspecify.annotations.Nullable;

/**
 * An association could not be established.
 */
public final class SctpConnectException extends SctpException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Creates the exception.
	 * @param reason why
	 * @param message what failed, with the peer's addresses and port, and what to do
	 * @param cause the error beneath, if there is one
	 */
	public SctpConnectException(Reason reason, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Returns why the association could not be established.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/** Why an association cannot be established. */
	public enum Reason {

		/** The peer answered with ABORT: nobody accepts there. */
		REFUSED,

		/** No answer came within the time allowed. */
		TIMED_OUT,

		/** No local address can reach the peer. */
		UNREACHABLE,

		/** A host name of the peer is not known. */
		UNKNOWN_HOST,

		/** An association with this peer exists already (RFC 9260 §1.3). */
		ALREADY_CONNECTED,

		/** The local endpoint was closed, or the attempt was called off. */
		CLOSED,

		/** The thread was interrupted while it waited; the attempt was called off. */
		INTERRUPTED,

		/** A blocking call was made on an event loop. */
		ON_EVENT_LOOP

	}

}
