package dev.sock.spring.actuate;

/**
 * An operation that was not done. Its message says why, and what to do. Knows nothing of
 * HTTP, since operations come by JMX, too.
 */
public final class SockOperationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	SockOperationException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	SockOperationException(Reason reason, RuntimeException cause) {
		super(String.valueOf(cause.getMessage()), cause);
		this.reason = reason;
	}

	/**
	 * Returns what kind of problem it is.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Why an operation was not done.
	 */
	public enum Reason {

		/** There is nothing of this name. */
		UNKNOWN_NAME,

		/** An argument is missing or out of bounds. */
		INVALID_ARGUMENT,

		/** It cannot be done as things stand. */
		CONFLICT

	}

}
