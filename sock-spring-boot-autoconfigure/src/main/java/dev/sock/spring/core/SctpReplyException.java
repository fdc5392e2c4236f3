package dev.sock.spring.core;

import org.jspecify.annotations.Nullable;

/**
 * There is no reply to a request, and there will be none.
 */
public class SctpReplyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	SctpReplyException(Reason reason, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Returns why there is no reply.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/** Why there is no reply. */
	public enum Reason {

		/** It did not come in time. If it comes later, it goes to the listeners. */
		TIMED_OUT,

		/** The request was refused, or could not be delivered. */
		NOT_SENT,

		/** The association ended. The peer may have had the request. */
		ASSOCIATION_LOST,

		/** The peer started anew. It may have had the request. */
		RESTARTED,

		/** Another request with the same key waits; this one was not sent. */
		DUPLICATE_KEY,

		/** Too many requests wait on the association; this one was not sent. */
		TOO_MANY,

		/**
		 * The messages of the association do not go to the listeners of the application;
		 * the request was not sent.
		 */
		NO_LISTENERS,

		/** The thread was interrupted while it waited. */
		INTERRUPTED

	}

}
