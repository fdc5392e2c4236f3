package dev.sock.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
 * once, and only messages of the same stream of an association wait for each other;
 * events of an association may then come before messages that wait.
 *
 * <p>
 * Messages that cannot be delivered yet, or whose listener goes on with them after it has
 * returned, count against the receive window of their association. So what a container
 * keeps is bounded, and a peer that sends more is held up.
 */
public final class SctpListenerContainer {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.listener");

	/** Messages of a lane that one task delivers before other lanes have their turn. */
	private static final int BATCH = 16;

	private static final long RETRY_MILLIS = 100;

	private final SctpListenerDefinition definition;

	private final Executor threads;

	private final FallbackExecutor executor;

	private final SctpListenerCalls calls;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final LaneTable lanes;

	private volatile SctpListenerState state = SctpListenerState.STOPPED;

	private volatile Consumer<SctpMessage> done = (message) -> message.association().release(message);

	private boolean pauseAsked;

	/** Whether a stop is near, so that nothing is begun that may take long. */
	private boolean stopping;

	/** Messages that listeners go on with after they have returned. */
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
		List<Lane> startable;
		SctpListenerState before;
		this.lock.lock();
		try {
			before = this.state;
			change.run();
			startable = startable();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		if (before != this.state) {
			logger.debug("Listener '{}' of endpoint '{}' is {}", id(), endpointName(), this.state);
		}
		startable.forEach(this::submit);
	}

	/**
	 * Waits until no call is under way and no result is awaited.
	 */
	boolean awaitQuiet(Duration timeout) {
		long nanos = TimeUnit.NANOSECONDS.convert(timeout);
		this.lock.lock();
		try {
			while (!isQuiet()) {
				if (nanos <= 0) {
					return false;
				}
				nanos = this.changed.awaitNanos(nanos);
			}
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isQuiet() {
		boolean delivering = this.state == SctpListenerState.RUNNING && this.lanes.hasReady();
		return this.lanes.isIdle() && this.unfinished == 0 && !delivering;
	}

	/**
	 * Ends waits before repetitions, as a stop is near.
	 */
	void beginStop() {
		this.lock.lock();
		try {
			this.stopping = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether it is started, and no stop is near. */
	boolean isStarted() {
		this.lock.lock();
		try {
			return this.state != SctpListenerState.STOPPED && !this.stopping;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean awaitWhileStarted(Duration time) {
		long nanos = TimeUnit.NANOSECONDS.convert(time);
		this.lock.lock();
		try {
			while (nanos > 0 && isStarted()) {
				nanos = this.changed.awaitNanos(nanos);
			}
			return isStarted();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			this.lock.unlock();
		}
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
		this.lock.lock();
		try {
			return this.lanes.waiting();
		}
		finally {
			this.lock.unlock();
		}
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
		this.lock.lock();
		try {
			this.generation++;
			this.unfinished = 0;
			this.changed.signalAll();
			return this.lanes.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes a message: delivers it in the calling thread, or keeps it until it is its
	 * turn.
	 * @return whether it is retained
	 */
	boolean take(SctpMessage message) {
		Object key = key(message);
		List<Lane> startable = List.of();
		Lane here = null;
		this.lock.lock();
		try {
			if (concurrency() == null && this.state == SctpListenerState.RUNNING) {
				here = this.lanes.enter(key);
			}
			if (here == null) {
				this.lanes.add(key, message);
				startable = startable();
			}
		}
		finally {
			this.lock.unlock();
		}
		if (here == null) {
			startable.forEach(this::submit);
			return true;
		}
		try {
			return !deliver(message);
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
		boolean first;
		this.lock.lock();
		try {
			this.lanes.leave(lane);
			first = !this.refusalLogged;
			this.refusalLogged = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
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
			for (int i = 0; i < BATCH; i++) {
				SctpMessage message = next(lane);
				if (message == null) {
					break;
				}
				if (deliver(message)) {
					this.done.accept(message);
				}
			}
		}
		finally {
			leave(lane);
		}
	}

	private @Nullable SctpMessage next(Lane lane) {
		this.lock.lock();
		try {
			return (this.state == SctpListenerState.RUNNING) ? this.lanes.next(lane) : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void leave(Lane lane) {
		change(() -> this.lanes.leave(lane));
	}

	/**
	 * Calls the listener. Throws nothing.
	 * @return whether the message is done with; if not, {@link #finish} follows
	 */
	private boolean deliver(SctpMessage message) {
		@Nullable CompletionStage<?> later = this.calls.deliver(message);
		if (later == null) {
			return true;
		}
		int begun;
		this.lock.lock();
		try {
			this.unfinished++;
			begun = this.generation;
		}
		finally {
			this.lock.unlock();
		}
		later.whenComplete((result, failure) -> finish(message, begun));
		return false;
	}

	private void finish(SctpMessage message, int begun) {
		this.done.accept(message);
		this.lock.lock();
		try {
			if (begun == this.generation) {
				this.unfinished--;
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public String toString() {
		return "listener '" + id() + "' of endpoint '" + endpointName() + "'";
	}

	private record StreamOf(Object association, int stream) {
	}

}
