package dev.sock;

import org.jspecify.annotations.Nullable;

/**
 * A message was refused, or was accepted and then could not be delivered to the peer.
 */
public final class SctpSendException extends SctpException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	private final boolean sent;

	/**
	 * Creates the exception.
	 * @param reason why
	 * @param sent whether any part of the message was put on the wire, so that the peer
	 * may have it
	 * @param message what failed and what to do
	 * @param cause the error beneath, if there is one
	 */
	public SctpSendException(Reason reason, boolean sent, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
		this.sent = sent;
	}

	/**
	 * Returns why the message was not delivered.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Returns whether any part of the message was put on the wire.
	 * @return {@code false} if the peer cannot have the message, {@code true} if it may
	 */
	public boolean sent() {
		return this.sent;
	}

	/** Why a message is not delivered. */
	public enum Reason {

		/** The association is not established, or is being shut down. */
		NOT_ESTABLISHED,

		/** The stream number is not below the negotiated number of outbound streams. */
		INVALID_STREAM,

		/** The message is longer than the send buffer. */
		TOO_LONG,

		/** The message is empty, which DATA cannot carry (RFC 9260 §6.2). */
		EMPTY,

		/** The send buffer is full and the call does not wait. */
		WOULD_BLOCK,

		/** The time that the call was to wait for room in the send buffer is over. */
		TIMED_OUT,

		/** The thread was interrupted while it waited. */
		INTERRUPTED,

		/** The association ended before the message was acknowledged. */
		ASSOCIATION_LOST,

		/** The message was given up, as its {@link Reliability} says. */
		ABANDONED,

		/** A blocking call was made on an event loop. */
		ON_EVENT_LOOP

	}

}
