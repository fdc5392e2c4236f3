package dev.sock.spring.listener;

/**
 * A message of a batch cannot be converted or is not valid, and the listener was not
 * called. Does not leave the package: the listener gets the messages before it first,
 * then the error handler gets this one, and then the listener the rest.
 */
final class UnreadableMessageException extends Exception {

	private static final long serialVersionUID = 1L;

	private final int index;

	private final Throwable failure;

	UnreadableMessageException(int index, Throwable failure) {
		super(failure);
		this.index = index;
		this.failure = failure;
	}

	/** Returns its place in the batch. */
	int index() {
		return this.index;
	}

	/** Returns why it cannot be read. */
	Throwable failure() {
		return this.failure;
	}

}
