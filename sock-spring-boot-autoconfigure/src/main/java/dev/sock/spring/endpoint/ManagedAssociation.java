package dev.sock.spring.endpoint;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens an association and opens it again whenever it was lost. Logs one line for each
 * change, not for each attempt.
 */
// what the callbacks return matters to nobody: they do everything themselves
@SuppressWarnings("FutureReturnValueIgnored")
public final class ManagedAssociation {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.association");

	private final String endpointName;

	private final AssociationDefinition definition;

	private final Object lock = new Object();

	private volatile Status status = new Status(Phase.STOPPED, null, "not started", 0);

	/** Tells callbacks of an earlier start from those of this one. */
	private int generation;

	private CompletableFuture<@Nullable String> firstAttempt = new CompletableFuture<>();

	private int failures;

	private boolean wasUp;

	private long upSinceNanos;

	ManagedAssociation(String endpointName, AssociationDefinition definition) {
		this.endpointName = endpointName;
		this.definition = definition;
	}

	/**
	 * Returns the name.
	 * @return the name
	 */
	public String name() {
		return this.definition.name();
	}

	/**
	 * Returns what the association is made of.
	 * @return its definition
	 */
	public AssociationDefinition definition() {
		return this.definition;
	}

	/**
	 * Returns how things stand.
	 * @return the status
	 */
	public Status status() {
		return this.status;
	}

	/**
	 * Begins to open it and to keep it open.
	 * @return completed with how the first attempt ended: {@code null} if it is up, else
	 * why it is not; or cancelled if it is stopped before
	 */
	CompletableFuture<@Nullable String> start(SctpEndpoint endpoint, ScheduledExecutorService scheduler) {
		synchronized (this.lock) {
			this.failures = 0;
			this.wasUp = false;
			this.status = new Status(Phase.CONNECTING, null, "first attempt to open it", System.nanoTime());
			this.firstAttempt.cancel(false);
			this.firstAttempt = new CompletableFuture<>();
			Attempt attempt = new Attempt(endpoint, scheduler, ++this.generation);
			scheduler.execute(() -> connect(attempt));
			return this.firstAttempt;
		}
	}

	/**
	 * Ceases to keep it open.
	 */
	void stop(String reason) {
		synchronized (this.lock) {
			this.generation++;
			this.firstAttempt.cancel(false);
			this.status = new Status(Phase.STOPPED, null, reason, System.nanoTime());
		}
	}

	private void connect(Attempt attempt) {
		synchronized (this.lock) {
			if (attempt.generation != this.generation) {
				return;
			}
			this.status = this.status.to(Phase.CONNECTING, null, this.status.reason);
		}
		CompletableFuture<SctpAssociation> connected;
		try {
			connected = attempt.endpoint.connectAsync(this.definition.toConnect());
		}
		catch (RuntimeException ex) {
			connected = CompletableFuture.failedFuture(ex);
		}
		connected.whenCompleteAsync((association, failure) -> {
			if (association != null) {
				up(attempt, association);
			}
			else {
				failed(attempt, failure);
			}
		}, attempt.scheduler);
	}

	private void up(Attempt attempt, SctpAssociation association) {
		boolean wanted;
		synchronized (this.lock) {
			wanted = attempt.generation == this.generation;
			if (wanted) {
				this.wasUp = true;
				this.upSinceNanos = System.nanoTime();
				this.status = new Status(Phase.UP, association, "established", this.upSinceNanos);
				this.firstAttempt.complete(null);
			}
		}
		if (!wanted) {
			association.abort("no longer wanted");
			return;
		}
		association.closed().whenCompleteAsync((event, failure) -> ended(attempt, event), attempt.scheduler);
	}

	private void failed(Attempt attempt, @Nullable Throwable failure) {
		synchronized (this.lock) {
			if (attempt.generation != this.generation) {
				return;
			}
			String reason = reason(failure);
			this.failures++;
			boolean first = this.failures == 1;
			this.firstAttempt.complete(reason);
			Duration delay = again(attempt, Phase.FAILED, reason);
			String next = ((delay != null) ? "next attempt in " + delay.toMillis() + " ms"
					: "it is not tried again, as 'reconnect.enabled' is false") + " (" + this.status.phase + ")";
			if (first && this.wasUp) {
				logger.warn("Association '{}' on endpoint '{}' cannot be opened again: {}; {}", name(),
						this.endpointName, reason, next);
			}
			else if (first) {
				logger.info("Association '{}' on endpoint '{}' is not up yet: {}; {}", name(), this.endpointName,
						reason, next);
			}
			else {
				logger.debug("Association '{}' on endpoint '{}' is not up, attempt {}: {}; {}", name(),
						this.endpointName, this.failures, reason, next);
			}
		}
	}

	private void ended(Attempt attempt, @Nullable AssociationChanged event) {
		synchronized (this.lock) {
			if (attempt.generation != this.generation) {
				return;
			}
			boolean graceful = event != null && event.change() == AssociationChange.SHUTDOWN_COMPLETE;
			String reason = (event != null) ? event.reason() : "ended";
			ReconnectPolicy policy = this.definition.reconnect();
			// one that came up for a moment only does not start the waits anew
			boolean lasted = System.nanoTime() - this.upSinceNanos > policy.maxDelay().toNanos();
			this.failures = lasted ? 1 : this.failures + 1;
			Duration delay = again(attempt, graceful ? Phase.ENDED : Phase.FAILED, reason);
			this.failures = lasted ? 0 : this.failures;
			if (delay != null) {
				logger.info("Association '{}' on endpoint '{}' is opened again in {} ms ({})", name(),
						this.endpointName, delay.toMillis(), this.status.phase);
			}
			else {
				logger.info(
						"Association '{}' on endpoint '{}' is not opened again, as 'reconnect.enabled' is false ({})",
						name(), this.endpointName, this.status.phase);
			}
		}
	}

	private @Nullable Duration again(Attempt attempt, Phase end, String reason) {
		ReconnectPolicy policy = this.definition.reconnect();
		if (!policy.enabled()) {
			this.status = this.status.to(end, null, reason);
			return null;
		}
		this.status = this.status.to(Phase.WAITING, null, reason);
		Duration delay = policy.delay(this.failures, ThreadLocalRandom.current());
		if (!attempt.scheduler.isShutdown()) {
			attempt.scheduler.schedule(() -> connect(attempt), delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		return delay;
	}

	private static String reason(@Nullable Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause == null) {
			return "no reason given";
		}
		String message = cause.getMessage();
		return (message != null) ? message : cause.getClass().getName();
	}

	/**
	 * How far an association is that is kept open: what health, the actuator, the page
	 * and the log call it. The state of the protocol is {@link SctpAssociation#state()}.
	 */
	public enum Phase {

		/**
		 * Not started yet, or stopped on purpose, with its endpoint or by an operator.
		 */
		STOPPED,

		/** An attempt is under way. */
		CONNECTING,

		/** Established. */
		UP,

		/** The next attempt is due in a while. */
		WAITING,

		/** Lost, or not to be opened, and not tried again. */
		FAILED,

		/** Gracefully shut down, by its peer or by code, and not opened again. */
		ENDED

	}

	/**
	 * How things stand.
	 *
	 * @param phase how far the association is
	 * @param association the association while it is up
	 * @param reason why, in words: of the last loss or failed attempt while it is not up
	 * @param sinceNanos since when it is up, or is not, as {@link System#nanoTime()}
	 */
	public record Status(Phase phase, @Nullable SctpAssociation association, String reason, long sinceNanos) {

		Status to(Phase phase, @Nullable SctpAssociation association, String reason) {
			boolean wasUp = this.phase == Phase.UP;
			return new Status(phase, association, reason, wasUp ? System.nanoTime() : this.sinceNanos);
		}

		/**
		 * Returns how long it has been up, or has not been.
		 * @return the time
		 */
		public Duration age() {
			return Duration.ofNanos(System.nanoTime() - this.sinceNanos);
		}

	}

	private record Attempt(SctpEndpoint endpoint, ScheduledExecutorService scheduler, int generation) {
	}

}
