package dev.sock.spring.listener;

import java.util.List;
import java.util.concurrent.CompletableFuture;
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
	 * @param messages one, or several of one association if the listener takes batches
	 * @return {@code null} if the messages are done with, else what completes when they
	 * are, on a thread of the executor
	 */
	@Nullable CompletionStage<?> deliver(List<SctpMessage> messages) {
		@Nullable CompletionStage<?> later = null;
		List<SctpMessage> rest = messages;
		try (LogContext context = LogContext.of(messages.get(0).association())) {
			while (!rest.isEmpty()) {
				List<SctpMessage> called = rest;
				rest = List.of();
				try {
					later = both(later, orFail(call(called, this.executor), called));
				}
				catch (UnreadableMessageException ex) {
					// Those before it come first: an error handler may get it through.
					later = (ex.index() > 0) ? both(later, deliver(called.subList(0, ex.index()))) : later;
					failed(ex.failure(), called.subList(ex.index(), ex.index() + 1));
					rest = called.subList(ex.index() + 1, called.size());
				}
				catch (Throwable ex) {
					failed(ex, called);
				}
			}
		}
		return later;
	}

	private static @Nullable CompletionStage<?> both(@Nullable CompletionStage<?> one,
			@Nullable CompletionStage<?> other) {
		return (one == null) ? other : (other == null) ? one
				: CompletableFuture.allOf(one.toCompletableFuture(), other.toCompletableFuture());
	}

	private @Nullable CompletionStage<?> orFail(@Nullable CompletionStage<?> later, List<SctpMessage> messages) {
		return (later == null) ? null : later.handleAsync((result, failure) -> {
			if (failure != null) {
				try (LogContext context = LogContext.of(messages.get(0).association())) {
					failed(cause(failure), messages);
				}
			}
			return result;
		}, this.executor);
	}

	/**
	 * Calls the listener and counts it if it fails.
	 * @param later runs what the listener does itself once its result is there
	 */
	private @Nullable CompletionStage<?> call(List<SctpMessage> messages, Executor later) throws Throwable {
		try {
			CompletionStage<?> result = this.observations.call(this.container.id(), messages,
					() -> (this.listener instanceof SctpBatchMessageListener batch) ? batch.onMessages(messages)
							: this.listener.onMessage(messages.get(0), later));
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
	void retry(List<SctpMessage> messages) throws Throwable {
		WaitingExecutor here = new WaitingExecutor(this.executor);
		try {
			@Nullable CompletionStage<?> later = call(messages, here);
			if (later != null) {
				here.await(later, this.container::isStarted);
			}
		}
		catch (UnreadableMessageException ex) {
			throw ex.failure();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw ex;
		}
	}

	private void failed(Throwable failure, List<SctpMessage> messages) {
		if (failure instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
		try {
			this.errorHandler.handle(failure, new FailedDelivery(this.container, this, messages));
		}
		catch (Throwable ex) {
			log("error handler", ex, failure, messages);
		}
	}

	/** Hands each message to a recoverer, also if that throws for another of them. */
	void recover(SctpMessageRecoverer recoverer, Throwable failure, List<SctpMessage> messages) {
		for (SctpMessage message : messages) {
			try {
				recoverer.recover(message, failure, this.container);
			}
			catch (Throwable ex) {
				log("recoverer", ex, failure, List.of(message));
			}
		}
	}

	private void log(String who, Throwable thrown, Throwable failure, List<SctpMessage> messages) {
		if (thrown != failure) {
			thrown.addSuppressed(failure);
		}
		logger.error("The {} of listener {} failed for {} of association '{}' on endpoint '{}'", who,
				this.container.description(),
				(messages.size() == 1) ? "a message" : "a batch of " + messages.size() + " messages",
				messages.get(0).association().name(), this.container.endpointName(), thrown);
	}

	/** Returns what a result failed with. */
	static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	long failureCount() {
		return this.failures.sum();
	}

}
