package dev.sock.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.sock.SctpMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one listener, and can be started, stopped, paused and resumed. Safe for use by
 * several threads.
 *
 * <p>
 * Without a concurrency messages of one association come one after the other and any
 * number of associations at once. With one, that many calls at most are under way at
 * once, and only messages of the same stream of an association wait for each other. A
 * listener that takes batches gets those messages of the same order together that wait;
 * what comes while it is called waits for its next call. With a concurrency, and with
 * batches, events of an association may come before messages that wait.
 *
 * <p>
 * Messages that cannot be delivered yet, or whose listener goes on with them after it has
 * returned, count against the receive window of their association. So what a container
 * keeps is bounded, and a peer that sends more is held up.
 */
public final class SctpListenerContainer {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.listener");

	/** Single messages of a lane that one task delivers before others have their turn. */
	private static final int TURN = 16;

	private static final long RETRY_MILLIS = 100;

	private final SctpListenerDefinition definition;

	private final Executor threads;

	private final FallbackExecutor executor;

	private final SctpListenerCalls calls;

	private final Monitor monitor = new Monitor();

	private final LaneTable lanes;

	private volatile SctpListenerState state = SctpListenerState.STOPPED;

	private volatile Consumer<SctpMessage> done = (message) -> message.association().release(message);

	private boolean pauseAsked;

	/** Whether a stop is near, so that nothing is begun that may take long. */
	private boolean stopping;

	/** Calls that listeners go on with after they have returned. */
	private int unfinished;

	/** Tells results that nobody waits for any more from others. */
	private int generation;

	private boolean refusalLogged;

	SctpListenerContainer(SctpListenerDefinition definition, Executor executor, ListenerObservations observations) {
		this.definition = definition;
		this.executor = new FallbackExecutor(executor);
		this.threads = executor;
		this.calls = new SctpListenerCalls(this, definition, this.executor, observations);
		Integer concurrency = definition.concurrency();
		this.lanes = new LaneTable((concurrency != null) ? concurrency : Integer.MAX_VALUE);
	}

	/**
	 * Returns the name of the listener.
	 * @return a name that no other has
	 */
	public String id() {
		return this.definition.id();
	}

	/**
	 * Returns the name of the endpoint.
	 * @return the name
	 */
	public String endpointName() {
		return this.definition.endpoint();
	}

	/**
	 * Returns which messages the listener gets.
	 * @return the criteria
	 */
	public ListenerCriteria criteria() {
		return this.definition.criteria();
	}

	/**
	 * Returns what the listener is called in messages, such as its method.
	 * @return the description
	 */
	public String description() {
		return this.definition.description();
	}

	/**
	 * Returns whether it starts with the application.
	 * @return whether it does
	 */
	public boolean isAutoStartup() {
		return !Boolean.FALSE.equals(this.definition.autoStartup());
	}

	/**
	 * Returns how many calls are under way at once at most.
	 * @return the number, or {@code null} for one for each association
	 */
	public @Nullable Integer concurrency() {
		return this.definition.concurrency();
	}

	/**
	 * Returns how many messages one call gets at most.
	 * @return the number, or {@code null} if the listener takes them one by one
	 */
	public @Nullable Integer batchSize() {
		return this.definition.batchSize();
	}

	/**
	 * Returns what it does with messages.
	 * @return the state
	 */
	public SctpListenerState state() {
		return this.state;
	}

	/**
	 * Delivers messages from now on, those that were kept first, unless it is paused.
	 * Harmless when repeated.
	 */
	public void start() {
		change(() -> {
			this.stopping = false;
			this.state = this.pauseAsked ? SctpListenerState.PAUSED : SctpListenerState.RUNNING;
		});
	}

	/**
	 * Keeps messages from now on and waits for calls that are under way, and for results
	 * that come later. Harmless when repeated.
	 * @param timeout how long to wait at most
	 * @return whether nothing is under way any more
	 */
	public boolean stop(Duration timeout) {
		change(() -> this.state = SctpListenerState.STOPPED);
		return awaitQuiet(timeout);
	}

	/**
	 * Keeps messages until {@link #resume()}, even if it is started meanwhile. Calls that
	 * are under way go on. Harmless when repeated.
	 */
	public void pause() {
		change(() -> {
			this.pauseAsked = true;
			if (this.state == SctpListenerState.RUNNING) {
				this.state = SctpListenerState.PAUSED;
			}
		});
	}

	/**
	 * Ends a pause. Harmless when repeated.
	 */
	public void resume() {
		change(() -> {
			this.pauseAsked = false;
			if (this.state == SctpListenerState.PAUSED) {
				this.state = SctpListenerState.RUNNING;
			}
		});
	}

	private void change(Runnable change) {
		SctpListenerState before = this.state;
		List<Lane> startable = this.monitor.change(() -> {
			change.run();
			return startable();
		});
		if (before != this.state) {
			logger.debug("Listener '{}' of endpoint '{}' is {}", id(), endpointName(), this.state);
		}
		startable.forEach(this::submit);
	}

	/**
	 * Waits until no call is under way and no result is awaited.
	 */
	boolean awaitQuiet(Duration timeout) {
		return this.monitor.await(this::isQuiet, timeout);
	}

	private boolean isQuiet() {
		boolean delivering = this.state == SctpListenerState.RUNNING && this.lanes.hasReady();
		return this.lanes.isIdle() && this.unfinished == 0 && !delivering;
	}

	/**
	 * Ends waits before repetitions, as a stop is near.
	 */
	void beginStop() {
		this.monitor.change(() -> this.stopping = true);
	}

	/** Whether it is started, and no stop is near. */
	boolean isStarted() {
		return this.monitor.get(this::isGoingOn);
	}

	/** With the lock held. */
	private boolean isGoingOn() {
		return this.state != SctpListenerState.STOPPED && !this.stopping;
	}

	boolean awaitWhileStarted(Duration time) {
		boolean ended = this.monitor.await(() -> !isGoingOn(), time);
		return !ended && !Thread.currentThread().isInterrupted();
	}

	/**
	 * Returns how many calls have failed, repeated ones included.
	 * @return the number
	 */
	public long failureCount() {
		return this.calls.failureCount();
	}

	/**
	 * Returns how many messages are kept for delivery.
	 * @return the number
	 */
	public int waitingCount() {
		return this.monitor.get(this.lanes::waiting);
	}

	/**
	 * Sets who hears that a message which was retained is done with.
	 */
	void done(Consumer<SctpMessage> done) {
		this.done = done;
	}

	/**
	 * Takes away what is kept, and waits no longer for results.
	 * @return the messages
	 */
	List<SctpMessage> takeWaiting() {
		return this.monitor.change(() -> {
			this.generation++;
			this.unfinished = 0;
			return this.lanes.clear();
		});
	}

	/**
	 * Takes a message: delivers it in the calling thread, or keeps it until it is its
	 * turn.
	 * @return whether it is retained
	 */
	boolean take(SctpMessage message) {
		Object key = key(message);
		Lane here = this.monitor.get(() -> {
			boolean callable = concurrency() == null && batchSize() == null && this.state == SctpListenerState.RUNNING;
			return callable ? this.lanes.enter(key) : null;
		});
		if (here == null) {
			change(() -> this.lanes.add(key, message));
			return true;
		}
		try {
			return !deliver(List.of(message));
		}
		finally {
			leave(here);
		}
	}

	private Object key(SctpMessage message) {
		return (concurrency() != null) ? new StreamOf(message.association(), message.streamId())
				: message.association();
	}

	/** With the lock held. */
	private List<Lane> startable() {
		return (this.state == SctpListenerState.RUNNING) ? this.lanes.takeReady() : List.of();
	}

	private void submit(Lane lane) {
		try {
			this.threads.execute(() -> work(lane));
		}
		catch (Throwable ex) {
			refused(lane, ex);
		}
	}

	/** Tries again in a while, as the endpoint does: threads that are busy come free. */
	private void refused(Lane lane, Throwable cause) {
		boolean first = this.monitor.change(() -> {
			this.lanes.leave(lane);
			boolean unlogged = !this.refusalLogged;
			this.refusalLogged = true;
			return unlogged;
		});
		if (first) {
			logger.warn(
					"Threads refuse to run listener '{}' of endpoint '{}', which is tried again every {} ms; messages are kept meanwhile: {}",
					id(), endpointName(), RETRY_MILLIS, cause.toString());
		}
		CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS, this.executor.own())
			.execute(() -> change(() -> {
			}));
	}

	private void work(Lane lane) {
		try {
			Integer batchSize = batchSize();
			for (int i = 0; i < ((batchSize != null) ? 1 : TURN); i++) {
				List<SctpMessage> messages = next(lane, (batchSize != null) ? batchSize : 1);
				if (messages.isEmpty()) {
					break;
				}
				if (deliver(messages)) {
					messages.forEach(this.done);
				}
			}
		}
		finally {
			leave(lane);
		}
	}

	private List<SctpMessage> next(Lane lane, int max) {
		return this.monitor
			.get(() -> (this.state == SctpListenerState.RUNNING) ? this.lanes.next(lane, max) : List.of());
	}

	private void leave(Lane lane) {
		change(() -> this.lanes.leave(lane));
	}

	/**
	 * Calls the listener. Throws nothing.
	 * @return whether the messages are done with; if not, {@link #finish} follows
	 */
	private boolean deliver(List<SctpMessage> messages) {
		@Nullable CompletionStage<?> later = this.calls.deliver(messages);
		if (later == null) {
			return true;
		}
		int begun = this.monitor.get(() -> {
			this.unfinished++;
			return this.generation;
		});
		later.whenComplete((result, failure) -> finish(messages, begun));
		return false;
	}

	private void finish(List<SctpMessage> messages, int begun) {
		messages.forEach(this.done);
		this.monitor.change(() -> this.unfinished -= (begun == this.generation) ? 1 : 0);
	}

	@Override
	public String toString() {
		return "listener '" + id() + "' of endpoint '" + endpointName() + "'";
	}

	private record StreamOf(Object association, int stream) {
	}

}
