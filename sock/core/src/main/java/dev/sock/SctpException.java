package dev.sock;

import org.jspecify.annotations.Nullable;

/**
 * Something about SCTP failed. The message says what, with the value concerned, and what
 * to do about it.
 */
public abstract class SctpException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	SctpException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
