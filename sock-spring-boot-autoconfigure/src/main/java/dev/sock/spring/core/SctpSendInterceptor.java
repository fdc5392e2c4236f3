package dev.sock.spring.core;

import org.jspecify.annotations.Nullable;

/**
 * Sees every message that a template sends, and can change or refuse it. Beans of this
 * type are asked in their order. Called by the sending thread, by several at once.
 */
public interface SctpSendInterceptor {

	/**
	 * A message is about to be sent.
	 * @param message the message
	 * @return the message to send instead, or the same
	 * @throws RuntimeException to refuse it; the sender gets this
	 */
	default OutgoingMessage beforeSend(OutgoingMessage message) {
		return message;
	}

	/**
	 * A message was sent, or was not, exactly once for each that {@link #beforeSend} has
	 * returned. In the reverse order, and for {@code sendAsync} on an event loop. What
	 * this throws is logged.
	 * @param message the message as it was sent
	 * @param failure why it was not sent, or {@code null} if it was accepted, or
	 * acknowledged if the sender wants to know
	 */
	default void afterSend(OutgoingMessage message, @Nullable Throwable failure) {
	}

}
