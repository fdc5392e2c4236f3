package dev.sock.spring.listener;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
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

	private final SctpListenerDefinition definition;

	private final Executor executor;

	private final ListenerObservations observations;

	private final SctpListenerErrorHandler errorHandler;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Map<Object, Lane> lanes = new HashMap<>();

	/** Lanes with messages that no thread works on. */
	private final Queue<Lane> ready = new ArrayDeque<>();

	private final LongAdder failures = new LongAdder();

	private volatile SctpListenerState state = SctpListenerState.STOPPED;

	private volatile Consumer<SctpMessage> done = (message) -> message.association().release(message);

	private boolean pauseAsked;

	/** Lanes that a thread works on, or is about to. */
	private int active;

	/** Messages that listeners go on with after they have returned. */
	private int unfinished;

	private int waiting;

	SctpListenerContainer(SctpListenerDefinition definition, Executor executor, ListenerObservations observations) {
		this.definition = definition;
		this.executor = executor;
		this.observations = observations;
		this.errorHandler = (definition.errorHandler() != null) ? definition.errorHandler() : new LoggingErrorHandler();
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
		change(() -> this.state = this.pauseAsked ? SctpListenerState.PAUSED : SctpListenerState.RUNNING);
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
			startable = takeStartable();
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
		boolean delivering = this.state == SctpListenerState.RUNNING && !this.ready.isEmpty();
		return this.active == 0 && this.unfinished == 0 && !delivering;
	}

	boolean awaitWhileStarted(Duration time) {
		long nanos = TimeUnit.NANOSECONDS.convert(time);
		this.lock.lock();
		try {
			while (nanos > 0 && this.state != SctpListenerState.STOPPED) {
				nanos = this.changed.awaitNanos(nanos);
			}
			return this.state != SctpListenerState.STOPPED;
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
		return this.failures.sum();
	}

	/**
	 * Returns how many messages are kept for delivery.
	 * @return the number
	 */
	public int waitingCount() {
		this.lock.lock();
		try {
			return this.waiting;
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
	 * Takes away what is kept.
	 * @return the messages
	 */
	List<SctpMessage> takeWaiting() {
		this.lock.lock();
		try {
			List<SctpMessage> messages = new ArrayList<>();
			this.lanes.values().forEach((lane) -> {
				messages.addAll(lane.waiting());
				lane.waiting().clear();
			});
			this.ready.forEach((lane) -> this.lanes.remove(lane.key()));
			this.ready.clear();
			this.waiting = 0;
			return messages;
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
			Lane lane = this.lanes.get(key);
			if (lane == null) {
				lane = new Lane(key);
				this.lanes.put(key, lane);
				if (concurrency() == null && this.state == SctpListenerState.RUNNING) {
					here = lane;
					this.active++;
				}
				else {
					this.ready.add(lane);
				}
			}
			if (here == null) {
				lane.waiting().add(message);
				this.waiting++;
				startable = takeStartable();
			}
		}
		finally {
			this.lock.unlock();
		}
		startable.forEach(this::submit);
		if (here == null) {
			return true;
		}
		boolean retained = !deliver(message);
		leave(here);
		return retained;
	}

	private Object key(SctpMessage message) {
		return (concurrency() != null) ? new StreamOf(message.association(), message.streamId())
				: message.association();
	}

	/** With the lock held. */
	private List<Lane> takeStartable() {
		if (this.state != SctpListenerState.RUNNING || this.ready.isEmpty()) {
			return List.of();
		}
		List<Lane> startable = new ArrayList<>();
		int limit = (concurrency() != null) ? concurrency() : Integer.MAX_VALUE;
		while (this.active < limit && !this.ready.isEmpty()) {
			startable.add(this.ready.remove());
			this.active++;
		}
		return startable;
	}

	private void submit(Lane lane) {
		try {
			this.executor.execute(() -> work(lane));
		}
		catch (RuntimeException ex) {
			logger.warn("Listener '{}' of endpoint '{}' cannot run, and keeps messages until it is started again: {}",
					id(), endpointName(), ex.toString());
			this.lock.lock();
			try {
				this.state = SctpListenerState.STOPPED;
				this.active--;
				this.ready.add(lane);
				this.changed.signalAll();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private void work(Lane lane) {
		for (int i = 0; i < BATCH; i++) {
			SctpMessage message = next(lane);
			if (message == null) {
				break;
			}
			if (deliver(message)) {
				this.done.accept(message);
			}
		}
		leave(lane);
	}

	private @Nullable SctpMessage next(Lane lane) {
		this.lock.lock();
		try {
			SctpMessage message = (this.state == SctpListenerState.RUNNING) ? lane.waiting().poll() : null;
			if (message != null) {
				this.waiting--;
			}
			return message;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void leave(Lane lane) {
		List<Lane> startable;
		this.lock.lock();
		try {
			this.active--;
			if (lane.waiting().isEmpty()) {
				this.lanes.remove(lane.key());
			}
			else {
				this.ready.add(lane);
			}
			startable = takeStartable();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		startable.forEach(this::submit);
	}

	/**
	 * Calls the listener, and the error handler if it fails. Throws nothing.
	 * @return whether the message is done with; if not, {@link #finish} follows
	 */
	private boolean deliver(SctpMessage message) {
		@Nullable CompletionStage<?> later = null;
		try (LogContext context = LogContext.of(message.association())) {
			later = callOrFail(message);
		}
		if (later == null) {
			return true;
		}
		this.lock.lock();
		try {
			this.unfinished++;
		}
		finally {
			this.lock.unlock();
		}
		later.whenCompleteAsync((result, failure) -> {
			if (failure != null) {
				try (LogContext context = LogContext.of(message.association())) {
					failed(cause(failure), message);
				}
			}
			finish(message);
		}, new FallbackExecutor(this.executor));
		return false;
	}

	private @Nullable CompletionStage<?> callOrFail(SctpMessage message) {
		try {
			return call(message);
		}
		catch (Throwable ex) {
			failed(ex, message);
			return null;
		}
	}

	/** Returns what a result failed with. */
	static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	private void finish(SctpMessage message) {
		this.done.accept(message);
		this.lock.lock();
		try {
			this.unfinished--;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable CompletionStage<?> call(SctpMessage message) throws Throwable {
		try {
			CompletionStage<?> later = this.observations.call(id(), message, this.definition.listener());
			if (later == null) {
				return null;
			}
			return later.whenComplete((result, failure) -> {
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

	private void failed(Throwable failure, SctpMessage message) {
		if (failure instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
		try {
			this.errorHandler.handle(failure, new FailedDelivery(this, message));
		}
		catch (Throwable ex) {
			ex.addSuppressed(failure);
			logger.error("The error handler of listener {} failed for a message of association '{}' on endpoint '{}'",
					description(), message.association().name(), endpointName(), ex);
		}
	}

	@Override
	public String toString() {
		return "listener '" + id() + "' of endpoint '" + endpointName() + "'";
	}

	private record StreamOf(Object association, int stream) {
	}

}
