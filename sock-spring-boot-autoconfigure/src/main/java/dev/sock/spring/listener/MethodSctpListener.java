package dev.sock.spring.listener;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import dev.sock.SctpMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Calls a method of a bean and sends what it returns.
 */
final class MethodSctpListener implements SctpMessageListener {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.listener");

	private final InvocableHandlerMethod method;

	private final ReplySender replies;

	private final Executor executor;

	MethodSctpListener(InvocableHandlerMethod method, ReplySender replies, Executor executor) {
		this.method = method;
		this.replies = replies;
		this.executor = executor;
	}

	@Override
	public void onMessage(SctpMessage message) throws Exception {
		Object result = this.method.invoke(new ReceivedMessage(message));
		if (result instanceof CompletionStage<?> stage) {
			stage.whenCompleteAsync((reply, failure) -> LogContext.run(message.association(),
					() -> replyLater(reply, failure, message)), this.executor);
		}
		else if (result != null) {
			this.replies.send(result, message);
		}
	}

	private void replyLater(@Nullable Object reply, @Nullable Throwable failure, SctpMessage message) {
		try {
			if (failure != null) {
				logFailure(failure, message);
			}
			else if (reply != null) {
				this.replies.send(reply, message);
			}
		}
		catch (RuntimeException ex) {
			logFailure(ex, message);
		}
	}

	private void logFailure(Throwable failure, SctpMessage message) {
		logger.error("Reply of listener {} failed for a message of association '{}' on endpoint '{}'",
				this.method.getShortLogMessage(), message.association().name(), message.association().endpoint().name(),
				failure);
	}

}
