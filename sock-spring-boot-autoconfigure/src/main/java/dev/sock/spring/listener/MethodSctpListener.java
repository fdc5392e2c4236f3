package dev.sock.spring.listener;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import dev.sock.SctpMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Calls a method of a bean and sends what it returns.
 *
 * @param method the method
 * @param replies sends what it returns
 */
record MethodSctpListener(InvocableHandlerMethod method, ReplySender replies) implements SctpMessageListener {

	@Override
	public @Nullable CompletionStage<?> onMessage(SctpMessage message) throws Exception {
		return onMessage(message, Runnable::run);
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(SctpMessage message, Executor later) throws Exception {
		return invoke(ReceivedMessage.of(message), message, later);
	}

	@Nullable CompletionStage<?> invoke(Message<?> argument, SctpMessage message, Executor later) throws Exception {
		Object result = this.method.invoke(argument);
		if (result instanceof CompletionStage<?> stage) {
			return stage.thenAcceptAsync((reply) -> reply(reply, message), later);
		}
		reply(result, message);
		return null;
	}

	private void reply(@Nullable Object reply, SctpMessage message) {
		if (reply != null) {
			try (LogContext context = LogContext.of(message.association())) {
				this.replies.send(reply, message);
			}
		}
	}

}
