package dev.sock.spring.listener;

/**
 * A class-level listener has no method for a message.
 */
public class SctpNoHandlerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	SctpNoHandlerException(String message) {
		super(message);
	}

}
