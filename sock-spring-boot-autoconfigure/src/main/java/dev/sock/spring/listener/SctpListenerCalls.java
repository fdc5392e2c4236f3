package dev.sock.spring.listener;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

import dev.sock.SctpMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one listener, and its error handler when that fails, at once or later.
 */
final class SctpListenerCalls {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.listener");

	private final SctpListenerContainer container;

	private final SctpMessageListener listener;

	private final SctpListenerErrorHandler errorHandler;

	private final ListenerObservations observations;

	private final FallbackExecutor executor;

	private final LongAdder failures = new LongAdder();

	SctpListenerCalls(SctpListenerContainer container, SctpListenerDefinition definition, FallbackExecutor executor,
			ListenerObservations observations) {
		this.container = container;
		this.listener = definition.listener();
		this.errorHandler = (definition.errorHandler() != null) ? definition.errorHandler() : new LoggingErrorHandler();
		this.executor = executor;
		this.observations = observations;
	}

	/**
	 * Calls the listener, and the error handler if it fails. Throws nothing.
	 * @return {@code null} if the message is done with, else what completes when it is,
	 * on a thread of the executor
	 */
	@Nullable CompletionStage<?> deliver(SctpMessage message) {
		@Nullable CompletionStage<?> later;
		try (LogContext context = LogContext.of(message.association())) {
			later = callOrFail(message);
		}
		return (later == null) ? null : later.handleAsync((result, failure) -> {
			if (failure != null) {
				try (LogContext context = LogContext.of(message.association())) {
					failed(cause(failure), message);
				}
			}
			return result;
		}, this.executor);
	}

	private @Nullable CompletionStage<?> callOrFail(SctpMessage message) {
		try {
			return call(message, this.executor);
		}
		catch (Throwable ex) {
			failed(ex, message);
			return null;
		}
	}

	/**
	 * Calls the listener and counts it if it fails.
	 * @param later runs what the listener does itself once its result is there
	 */
	@Nullable CompletionStage<?> call(SctpMessage message, Executor later) throws Throwable {
		try {
			CompletionStage<?> result = this.observations.call(this.container.id(), message,
					() -> this.listener.onMessage(message, later));
			if (result == null) {
				return null;
			}
			return result.whenComplete((nothing, failure) -> {
				if (failure != null) {
					this.failures.increment();
				}
			});
		}
		catch (Throwable ex) {
			this.failures.increment();
			throw ex;
		}
	}

	/**
	 * Calls the listener again and waits for its result.
	 */
	void retry(SctpMessage message) throws Throwable {
		WaitingExecutor here = new WaitingExecutor(this.executor);
		@Nullable CompletionStage<?> later = call(message, here);
		if (later != null) {
			here.await(later, this.container::isStarted);
		}
	}

	private void failed(Throwable failure, SctpMessage message) {
		if (failure instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
		try {
			this.errorHandler.handle(failure, new FailedDelivery(this.container, this, message));
		}
		catch (Throwable ex) {
			ex.addSuppressed(failure);
			logger.error("The error handler of listener {} failed for a message of association '{}' on endpoint '{}'",
					this.container.description(), message.association().name(), this.container.endpointName(), ex);
		}
	}

	/** Returns what a result failed with. */
	static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	long failureCount() {
		return this.failures.sum();
	}

}
