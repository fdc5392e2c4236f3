package dev.sock.spring.listener;

import dev.sock.SctpMessage;

/**
 * Takes messages that a listener could not be brought to handle, to store them, say.
 */
@FunctionalInterface
public interface SctpMessageRecoverer {

	/**
	 * Takes a message. What this throws is logged, and the message is not repeated.
	 * @param message the message
	 * @param failure what the last attempt failed with
	 * @param container the container of the listener
	 */
	void recover(SctpMessage message, Throwable failure, SctpListenerContainer container);

}
