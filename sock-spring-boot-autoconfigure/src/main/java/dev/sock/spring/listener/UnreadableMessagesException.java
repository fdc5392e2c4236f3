package dev.sock.spring.listener;

import java.util.List;

import dev.sock.SctpMessage;

/**
 * Some messages of a batch cannot be converted or are not valid, and the listener was not
 * called. Does not leave the package: each of them goes to the error handler by itself,
 * and the others to the listener.
 */
final class UnreadableMessagesException extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient List<Unreadable> unreadable;

	private final transient List<SctpMessage> readable;

	UnreadableMessagesException(List<Unreadable> unreadable, List<SctpMessage> readable) {
		super(unreadable.get(0).failure());
		this.unreadable = unreadable;
		this.readable = readable;
	}

	List<Unreadable> unreadable() {
		return this.unreadable;
	}

	List<SctpMessage> readable() {
		return this.readable;
	}

	/** Returns why the first of them cannot be read. */
	Throwable first() {
		return this.unreadable.get(0).failure();
	}

	/**
	 * A message that cannot be read.
	 *
	 * @param message the message
	 * @param failure why
	 */
	record Unreadable(SctpMessage message, Throwable failure) {
	}

}
