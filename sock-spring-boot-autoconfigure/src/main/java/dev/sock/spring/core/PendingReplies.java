package dev.sock.spring.core;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import dev.sock.SctpAssociation;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpMessage;
import dev.sock.spring.core.SctpReplyException.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that wait for a reply. Safe for use by several threads.
 */
public final class PendingReplies {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.template");

	private final int limit;

	private final Executor executor;

	private final Map<SctpAssociation, Requests> associations = new ConcurrentHashMap<>();

	/**
	 * Creates pending replies, without any.
	 * @param limit most requests that wait on one association
	 * @param executor completes the futures of replies
	 */
	public PendingReplies(int limit, Executor executor) {
		this.limit = limit;
		this.executor = executor;
	}

	/**
	 * Remembers a request that is about to be sent.
	 * @param association where it is sent
	 * @param correlation finds the reply
	 * @param payload the payload
	 * @param timeout how long to wait for the reply
	 * @return gets the reply, or {@link SctpReplyException}, in the thread that finds it
	 * or tells the time; has failed already if the request must not be sent
	 */
	CompletableFuture<SctpMessage> add(SctpAssociation association, SctpCorrelation correlation, byte[] payload,
			Duration timeout) {
		Key key = new Key(correlation, Objects.requireNonNull(correlation.requestKey(payload),
				() -> "Correlation " + correlation + " gives no key for a request"));
		long nanos = TimeUnit.NANOSECONDS.convert(timeout);
		if (nanos <= 0) {
			return failed(association, Reason.TIMED_OUT, "the time to wait is " + timeout);
		}
		CompletableFuture<SctpMessage> reply = new CompletableFuture<>();
		SctpReplyException refusal = put(association, key, reply);
		if (refusal != null) {
			return CompletableFuture.failedFuture(refusal);
		}
		CompletableFuture<SctpMessage> result = new CompletableFuture<>();
		reply.orTimeout(nanos, TimeUnit.NANOSECONDS).whenComplete((message, failure) -> {
			remove(association, key, reply);
			if (failure instanceof TimeoutException) {
				result.completeExceptionally(exception(association, Reason.TIMED_OUT,
						"none came within " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms", null));
			}
			else if (failure != null) {
				result.completeExceptionally(failure);
			}
			else {
				result.complete(message);
			}
		});
		// Whoever waits no longer must not be found any more.
		result.whenComplete((message, failure) -> reply.cancel(false));
		return result;
	}

	private @Nullable SctpReplyException put(SctpAssociation association, Key key,
			CompletableFuture<SctpMessage> reply) {
		AtomicReference<@Nullable SctpReplyException> refusal = new AtomicReference<>();
		this.associations.compute(association, (same, present) -> {
			Requests requests = (present != null) ? present : new Requests();
			if (requests.pending.size() >= this.limit) {
				refusal.set(exception(association, Reason.TOO_MANY, this.limit + " requests wait already", null));
			}
			else if (requests.pending.putIfAbsent(key, reply) != null) {
				refusal.set(exception(association, Reason.DUPLICATE_KEY,
						"a request with the key " + key.value + " waits already", null));
			}
			else {
				requests.correlations.merge(key.correlation, 1, Integer::sum);
			}
			return requests;
		});
		return refusal.get();
	}

	private void remove(SctpAssociation association, Key key, CompletableFuture<SctpMessage> reply) {
		this.associations.computeIfPresent(association, (same, requests) -> {
			if (requests.pending.remove(key, reply)) {
				requests.correlations.computeIfPresent(key.correlation,
						(correlation, number) -> (number > 1) ? number - 1 : null);
			}
			return requests.pending.isEmpty() ? null : requests;
		});
	}

	/**
	 * Has what continues with a reply run on the threads of the listeners, so that it
	 * holds up neither the association nor the clock.
	 * @param reply what {@link #add} has returned
	 * @return gets the same; cancels it when it is cancelled
	 */
	CompletableFuture<SctpMessage> continued(CompletableFuture<SctpMessage> reply) {
		CompletableFuture<SctpMessage> result = new CompletableFuture<>();
		reply.whenComplete((message, failure) -> {
			Runnable completion = (failure != null) ? () -> result.completeExceptionally(failure)
					: () -> result.complete(message);
			try {
				this.executor.execute(completion);
			}
			catch (RejectedExecutionException ex) {
				completion.run();
			}
		});
		result.whenComplete((message, failure) -> reply.cancel(false));
		return result;
	}

	/**
	 * Takes a message if it is a reply that somebody waits for.
	 * @param message a message that came in
	 * @return whether it was taken
	 */
	public boolean take(SctpMessage message) {
		Requests requests = this.associations.get(message.association());
		if (requests == null || requests.pending.isEmpty()) {
			return false;
		}
		for (SctpCorrelation correlation : requests.correlations.keySet()) {
			Object value = replyKey(correlation, message);
			CompletableFuture<SctpMessage> reply = (value != null) ? requests.pending.get(new Key(correlation, value))
					: null;
			if (reply != null && reply.complete(message)) {
				return true;
			}
		}
		return false;
	}

	private static @Nullable Object replyKey(SctpCorrelation correlation, SctpMessage message) {
		try {
			return correlation.replyKey(message);
		}
		catch (RuntimeException ex) {
			logger.warn(
					"Correlation {} failed for a message of association '{}' on endpoint '{}', which is taken for "
							+ "no reply",
					correlation, message.association().name(), message.association().endpoint().name(), ex);
			return null;
		}
	}

	/**
	 * Fails the requests of an association that has ended, or whose peer started anew.
	 * Called in the order of its messages, so that a reply which has come is found first.
	 * @param event what has happened to an association
	 */
	public void associationChanged(AssociationChanged event) {
		Requests requests = this.associations.get(event.association());
		if (requests == null || event.change() == AssociationChange.COMM_UP) {
			return;
		}
		boolean restarted = event.change() == AssociationChange.RESTART;
		SctpReplyException failure = exception(event.association(),
				restarted ? Reason.RESTARTED : Reason.ASSOCIATION_LOST,
				restarted ? "the peer started anew" : "the association has ended: " + event.reason(), null);
		requests.pending.values().forEach((reply) -> reply.completeExceptionally(failure));
	}

	static SctpReplyException notSent(SctpAssociation association, Throwable cause) {
		return exception(association, Reason.NOT_SENT, "the request was not delivered: " + cause.getMessage(), cause);
	}

	static CompletableFuture<SctpMessage> failed(SctpAssociation association, Reason reason, String problem) {
		return CompletableFuture.failedFuture(exception(association, reason, problem, null));
	}

	private static SctpReplyException exception(SctpAssociation association, Reason reason, String problem,
			@Nullable Throwable cause) {
		return new SctpReplyException(reason, "No reply on association '" + association.name() + "' of endpoint '"
				+ association.endpoint().name() + "': " + problem, cause);
	}

	private record Key(SctpCorrelation correlation, Object value) {
	}

	/**
	 * The requests of one association. Changed only within {@code compute} of the map.
	 */
	private static final class Requests {

		private final Map<Key, CompletableFuture<SctpMessage>> pending = new ConcurrentHashMap<>();

		/** With the number of requests that wait. */
		private final Map<SctpCorrelation, Integer> correlations = new ConcurrentHashMap<>();

	}

}
