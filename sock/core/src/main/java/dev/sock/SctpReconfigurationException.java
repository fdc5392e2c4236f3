package dev.sock;

/**
 * Streams were not reset or added (RFC 6525).
 */
public final class SctpReconfigurationException extends SctpException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Creates the exception.
	 * @param reason why
	 * @param message what failed and what to do
	 */
	public SctpReconfigurationException(Reason reason, String message) {
		super(message, null);
		this.reason = reason;
	}

	/**
	 * Returns why nothing was changed.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/** Why streams are not reset or added. */
	public enum Reason {

		/** The peer does not support it. */
		NOT_SUPPORTED,

		/** {@link SctpOptions#streamReconfiguration()} does not have it. */
		NOT_ALLOWED,

		/** The peer does not want it. */
		DENIED,

		/** The peer knows no such stream. */
		WRONG_STREAM,

		/**
		 * Another request is under way, here or at the peer; ask again once it is over.
		 */
		IN_PROGRESS,

		/** The peer expected a request with another number. */
		BAD_SEQUENCE_NUMBER,

		/** It failed for another reason, which the message tells. */
		FAILED,

		/** The association is not established, or ended or was shut down meanwhile. */
		CLOSED

	}

}
