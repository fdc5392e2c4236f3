package dev.sock.spring.listener;

import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.sock.SctpMessage;
import org.jspecify.annotations.Nullable;

/**
 * Receives messages that wait together: those that have come while the listener was busy
 * with others. It never waits for more to come.
 */
@FunctionalInterface
public interface SctpBatchMessageListener extends SctpMessageListener {

	/**
	 * Takes messages.
	 * @param messages 1 or more in their order, up to
	 * {@link SctpListenerDefinition#batchSize()}, all of one association, and of one of
	 * its streams if there is a concurrency; unmodifiable
	 * @return {@code null} if the listener is done with them. Else what completes when it
	 * is: until then they count against the receive window, while others are delivered
	 * @throws Exception whatever goes wrong, which the error handler deals with
	 */
	@Nullable CompletionStage<?> onMessages(List<SctpMessage> messages) throws Exception;

	@Override
	default @Nullable CompletionStage<?> onMessage(SctpMessage message) throws Exception {
		return onMessages(List.of(message));
	}

}
