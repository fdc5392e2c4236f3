package dev.sock;

/**
 * The endpoint or association is closed.
 */
public final class SctpClosedException extends SctpException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what is closed
	 */
	public SctpClosedException(String message) {
		super(message, null);
	}

}
