package dev.sock;

/**
 * The thread was interrupted while it waited for a message. Its interrupt flag is set.
 */
public final class SctpInterruptedException extends SctpException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what was interrupted
	 * @param cause the interrupt
	 */
	public SctpInterruptedException(String message, InterruptedException cause) {
		super(message, cause);
	}

}
