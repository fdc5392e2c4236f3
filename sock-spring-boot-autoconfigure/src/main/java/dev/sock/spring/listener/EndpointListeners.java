package dev.sock.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

import dev.sock.SctpMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of one endpoint. A message goes to exactly one of them: of those that
 * match, the one whose criteria state most. A message that none matches is counted, and
 * the first one is logged. Safe for use by several threads.
 */
public final class EndpointListeners {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.listener");

	private final String endpointName;

	private final PausableExecutor executor;

	private final Predicate<SctpMessage> replies;

	private final List<SctpListenerContainer> containers = new CopyOnWriteArrayList<>();

	private final AtomicBoolean unmatchedLogged = new AtomicBoolean();

	private final LongAdder unmatched = new LongAdder();

	private final LongAdder discardedTotal = new LongAdder();

	/** Not reported yet, by the name of the association. */
	private final Map<String, Long> discarded = new TreeMap<>();

	/** Dealt with while the endpoint drains, but not released before that is over. */
	private final List<SctpMessage> withheld = new ArrayList<>();

	private volatile Intake intake = Intake.OPEN;

	private enum Intake {

		/** Listeners get messages. */
		OPEN,

		/** They do, but receive windows are not opened again. */
		DRAINING,

		/** Their containers keep messages. Replies and events are let in. */
		KEEPING,

		/** Messages are dropped. */
		DISCARDING

	}

	/**
	 * Creates listeners of an endpoint, without any, for whom no message is a reply.
	 * @param endpointName name of the endpoint
	 * @param threads runs the listeners
	 */
	public EndpointListeners(String endpointName, Executor threads) {
		this(endpointName, threads, (message) -> false);
	}

	/**
	 * Creates listeners of an endpoint, without any.
	 * @param endpointName name of the endpoint
	 * @param threads runs the listeners
	 * @param replies takes messages that are replies somebody waits for
	 */
	public EndpointListeners(String endpointName, Executor threads, Predicate<SctpMessage> replies) {
		this.endpointName = endpointName;
		this.executor = new PausableExecutor(threads);
		this.replies = replies;
	}

	/**
	 * Returns the name of the endpoint.
	 * @return the name
	 */
	public String endpointName() {
		return this.endpointName;
	}

	/**
	 * Adds a listener.
	 * @param container its container
	 * @throws SctpListenerException if messages could match this and another listener
	 * alike
	 */
	public synchronized void add(SctpListenerContainer container) {
		for (SctpListenerContainer other : this.containers) {
			if (container.criteria().conflictsWith(other.criteria())) {
				throw new SctpListenerException("Two @SctpListener methods for endpoint '" + this.endpointName
						+ "' are equally specific and a message could match both: " + other.description() + " ("
						+ other.criteria() + ") and " + container.description() + " (" + container.criteria() + ")",
						"State an association, stream or ppid more on one of them, or remove one.");
			}
		}
		container.done(this::done);
		this.containers.add(container);
		this.containers
			.sort(Comparator.comparingInt((SctpListenerContainer c) -> c.criteria().specificity()).reversed());
		// One that comes while the application runs has missed the start.
		if (container.isAutoStartup() && isRunning()) {
			container.start();
		}
	}

	/**
	 * Removes a listener. Messages that it keeps go to no other: they are dropped and
	 * counted as {@link #discardedCount()}.
	 * @param container its container, stopped
	 */
	public synchronized void remove(SctpListenerContainer container) {
		if (this.containers.remove(container)) {
			discardWaiting(container);
		}
	}

	/**
	 * Returns the containers of the listeners.
	 * @return one for each listener, the most specific first
	 */
	public Collection<SctpListenerContainer> containers() {
		return List.copyOf(this.containers);
	}

	/**
	 * Returns where the endpoint must run {@link #take}.
	 * @return the executor, which keeps its tasks until {@link #start()}
	 */
	public Executor executor() {
		return this.executor;
	}

	/**
	 * Starts the listeners that start by themselves, and lets messages and events in.
	 */
	public synchronized void start() {
		this.intake = Intake.OPEN;
		releaseWithheld();
		this.containers.stream().filter(SctpListenerContainer::isAutoStartup).forEach(SctpListenerContainer::start);
		this.executor.resume();
	}

	/**
	 * Has listeners deal with what has been received, as far as receive windows go: they
	 * are not opened again, so that peers stop by themselves. Then stops the listeners,
	 * whose containers keep what still comes; replies and events are let in until the
	 * endpoint closes, since others still work and send.
	 * @param timeout how long that may take
	 * @return whether every listener has returned
	 */
	public boolean stop(Duration timeout) {
		long end = System.nanoTime() + timeout.toNanos();
		beginStop();
		boolean quiet = true;
		while (quiet && !isQuiet()) {
			quiet = this.executor.awaitIdle(left(end));
			for (SctpListenerContainer container : this.containers) {
				quiet &= container.awaitQuiet(left(end));
			}
		}
		for (SctpListenerContainer container : this.containers) {
			quiet &= container.stop(left(end));
		}
		this.intake = Intake.KEEPING;
		releaseWithheld();
		return quiet;
	}

	/**
	 * Opens receive windows no more, so that endpoints that stop one after the other do
	 * so at the same time. {@link #stop} follows.
	 */
	public void beginStop() {
		this.intake = Intake.DRAINING;
		this.containers.forEach(SctpListenerContainer::beginStop);
	}

	private boolean isQuiet() {
		return this.executor.awaitIdle(Duration.ZERO)
				&& this.containers.stream().allMatch((container) -> container.awaitQuiet(Duration.ZERO));
	}

	private static Duration left(long end) {
		return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
	}

	/**
	 * Counts and drops messages from now on, those first that listeners have not taken,
	 * so that an endpoint can close.
	 */
	public void discard() {
		this.intake = Intake.DISCARDING;
		discardWaiting();
		releaseWithheld();
		this.executor.resume();
	}

	private void discardWaiting() {
		this.containers.forEach(this::discardWaiting);
	}

	private void discardWaiting(SctpListenerContainer container) {
		container.takeWaiting().forEach((message) -> {
			discarded(message);
			message.association().release(message);
		});
	}

	private void releaseWithheld() {
		List<SctpMessage> dealtWith;
		synchronized (this.withheld) {
			dealtWith = List.copyOf(this.withheld);
			this.withheld.clear();
		}
		dealtWith.forEach((message) -> message.association().release(message));
	}

	/**
	 * Logs what was dropped, if anything, and forgets it. For an endpoint that has
	 * closed.
	 */
	public void reportDiscarded() {
		Map<String, Long> dropped;
		synchronized (this.discarded) {
			dropped = new TreeMap<>(this.discarded);
			this.discarded.clear();
		}
		if (!dropped.isEmpty()) {
			logger.warn(
					"Endpoint '{}' has closed: {} messages that were received and that no listener has taken are "
							+ "dropped, by association: {}",
					this.endpointName, dropped.values().stream().mapToLong(Long::longValue).sum(), dropped);
		}
	}

	/**
	 * Logs what was dropped of an association, if anything, and forgets it. For one that
	 * was peeled off and has ended: it outlives the endpoint, and its report.
	 * @param association name of the association
	 */
	public void reportDiscarded(String association) {
		Long dropped;
		synchronized (this.discarded) {
			dropped = this.discarded.remove(association);
		}
		if (dropped != null) {
			logger.warn(
					"Association '{}' of endpoint '{}', which was peeled off, has ended: {} messages that were "
							+ "received and that no listener has taken are dropped",
					association, this.endpointName, dropped);
		}
	}

	/**
	 * Keeps back what an endpoint that opens again hands over, until {@link #start()}.
	 */
	public void hold() {
		this.executor.pause();
		this.intake = Intake.OPEN;
	}

	/**
	 * Takes a message: delivers it, or keeps it until a listener can take it. Throws
	 * nothing that a listener throws.
	 * @param message the message
	 * @return whether it is retained, see {@link dev.sock.SctpRetainingHandler}
	 */
	public boolean take(SctpMessage message) {
		if (this.replies.test(message)) {
			return withhold(message, false);
		}
		if (this.intake == Intake.DISCARDING) {
			discarded(message);
			return false;
		}
		boolean retained = deliver(message);
		if (retained && this.intake == Intake.DISCARDING) {
			// It was under way when everything that waited was dropped.
			discardWaiting();
		}
		return withhold(message, retained);
	}

	private boolean withhold(SctpMessage message, boolean retained) {
		if (!retained && this.intake == Intake.DRAINING) {
			done(message);
			return true;
		}
		return retained;
	}

	private boolean deliver(SctpMessage message) {
		for (SctpListenerContainer container : this.containers) {
			if (container.criteria().matches(message)) {
				return container.take(message);
			}
		}
		unmatched(message);
		return false;
	}

	/** Takes back a message that was retained. */
	private void done(SctpMessage message) {
		if (this.intake == Intake.DRAINING) {
			synchronized (this.withheld) {
				// Not when it is discarding meanwhile.
				if (this.intake == Intake.DRAINING) {
					this.withheld.add(message);
					return;
				}
			}
		}
		message.association().release(message);
	}

	private void unmatched(SctpMessage message) {
		this.unmatched.increment();
		if (this.unmatchedLogged.compareAndSet(false, true)) {
			logger.warn(
					"No @SctpListener for a message of association '{}' on endpoint '{}' (stream {}, ppid {}): "
							+ "it is dropped; further ones are only counted, in 'sock.endpoint.messages.unmatched'",
					message.association().name(), this.endpointName, message.streamId(), message.payloadProtocolId());
		}
	}

	private void discarded(SctpMessage message) {
		this.discardedTotal.increment();
		synchronized (this.discarded) {
			this.discarded.merge(message.association().name(), 1L, Long::sum);
		}
	}

	/**
	 * Returns whether there is any listener.
	 * @return whether there is one
	 */
	public boolean hasListeners() {
		return !this.containers.isEmpty();
	}

	/**
	 * Returns whether listeners get messages.
	 * @return whether they were started, and not stopped
	 */
	public boolean isRunning() {
		return this.intake == Intake.OPEN && !this.executor.isPaused();
	}

	/**
	 * Returns how many messages no listener matched.
	 * @return the number
	 */
	public long unmatchedCount() {
		return this.unmatched.sum();
	}

	/**
	 * Returns how many calls of listeners have failed.
	 * @return the number
	 */
	public long failureCount() {
		return this.containers.stream().mapToLong(SctpListenerContainer::failureCount).sum();
	}

	/**
	 * Returns how many messages were dropped because the endpoint was closing.
	 * @return the number
	 */
	public long discardedCount() {
		return this.discardedTotal.sum();
	}

	/**
	 * Returns how many messages are kept for listeners that cannot take them yet.
	 * @return the number
	 */
	public int waitingCount() {
		return this.containers.stream().mapToInt(SctpListenerContainer::waitingCount).sum();
	}

	@Override
	public String toString() {
		return "listeners of endpoint '" + this.endpointName + "'";
	}

}
