package dev.sock.spring.listener;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import dev.sock.SctpMessage;
import org.jspecify.annotations.Nullable;

/**
 * Receives messages.
 */
@FunctionalInterface
public interface SctpMessageListener {

	/**
	 * Takes one message.
	 * @param message the message
	 * @return {@code null} if the listener is done with it. Else what completes when it
	 * is: until then the message counts against the receive window, while others are
	 * delivered
	 * @throws Exception whatever goes wrong, which the error handler deals with
	 */
	@Nullable CompletionStage<?> onMessage(SctpMessage message) throws Exception;

	/**
	 * Takes one message, as above; for a listener that has something to do itself once
	 * its result is there.
	 * @param message the message
	 * @param later runs what is left to do then, such as to send a reply
	 * @return as above
	 * @throws Exception whatever goes wrong
	 */
	default @Nullable CompletionStage<?> onMessage(SctpMessage message, Executor later) throws Exception {
		return onMessage(message);
	}

}
