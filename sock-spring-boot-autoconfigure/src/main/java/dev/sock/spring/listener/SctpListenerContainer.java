package dev.sock.spring.listener;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import dev.sock.SctpMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the listeners of one endpoint. Stopped, it keeps messages back, so that the
 * receive windows of the associations close; started again, it goes on with them.
 *
 * <p>
 * A message goes to exactly one listener: of those that match, the one whose criteria
 * state most. A message that none matches is counted, and the first one is logged.
 */
public final class SctpListenerContainer {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.listener");

	private final String endpointName;

	private final PausableExecutor executor;

	private final DeliveryGate gate = new DeliveryGate();

	private final List<Registration> registrations = new CopyOnWriteArrayList<>();

	private final AtomicBoolean unmatchedLogged = new AtomicBoolean();

	private final LongAdder unmatched = new LongAdder();

	private final LongAdder failures = new LongAdder();

	private final LongAdder discarded = new LongAdder();

	/**
	 * Creates a container.
	 * @param endpointName name of the endpoint
	 * @param threads runs the listeners
	 */
	public SctpListenerContainer(String endpointName, Executor threads) {
		this.endpointName = endpointName;
		this.executor = new PausableExecutor(threads);
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
	 * @param criteria which messages it gets
	 * @param listener the listener
	 * @param description what to call it in messages
	 * @throws SctpListenerException if messages could match this and another listener
	 * alike
	 */
	public void add(ListenerCriteria criteria, SctpMessageListener listener, String description) {
		for (Registration other : this.registrations) {
			if (criteria.conflictsWith(other.criteria)) {
				throw new SctpListenerException(
						"Two @SctpListener methods for endpoint '" + this.endpointName
								+ "' are equally specific and a message could match both: " + other.description + " ("
								+ other.criteria + ") and " + description + " (" + criteria + ")",
						"State an association, stream or ppid more on one of them, or remove one.");
			}
		}
		this.registrations.add(new Registration(criteria, listener, description));
		this.registrations.sort(Comparator.comparingInt((Registration r) -> r.criteria.specificity()).reversed());
	}

	/**
	 * Returns whether there is any listener.
	 * @return whether there is one
	 */
	public boolean hasListeners() {
		return !this.registrations.isEmpty();
	}

	/**
	 * Returns where the endpoint must run {@link #onMessage}.
	 * @return the executor, which keeps its tasks while the container is stopped
	 */
	public Executor executor() {
		return this.executor;
	}

	/**
	 * Delivers messages from now on, those kept back first.
	 */
	public void start() {
		this.gate.set(DeliveryGate.State.OPEN);
		this.executor.resume();
	}

	/**
	 * Keeps messages back from now on and waits for listeners that are at work.
	 * @param timeout how long to wait at most
	 * @return whether all of them have returned
	 */
	public boolean stop(Duration timeout) {
		this.executor.pause();
		this.gate.set(DeliveryGate.State.SHUT);
		return this.gate.awaitEmpty(timeout);
	}

	/**
	 * Counts and drops messages from now on, so that an endpoint can close.
	 */
	public void discard() {
		this.gate.set(DeliveryGate.State.DISCARDING);
		this.executor.resume();
	}

	/**
	 * Keeps back what an endpoint that opens again hands over, until {@link #start()}.
	 */
	public void hold() {
		this.executor.pause();
		this.gate.set(DeliveryGate.State.SHUT);
	}

	/**
	 * Returns whether messages are delivered.
	 * @return whether the container is started
	 */
	public boolean isRunning() {
		return this.gate.state() == DeliveryGate.State.OPEN;
	}

	/**
	 * Delivers a message, or waits while the container is stopped. Throws nothing that a
	 * listener throws.
	 * @param message the message
	 */
	public void onMessage(SctpMessage message) {
		if (!this.gate.enter()) {
			discardMessage();
			return;
		}
		try {
			LogContext.run(message.association(), () -> deliver(message));
		}
		finally {
			this.gate.leave();
		}
	}

	private void deliver(SctpMessage message) {
		Registration registration = find(message);
		if (registration == null) {
			unmatched(message);
			return;
		}
		try {
			registration.listener.onMessage(message);
		}
		catch (Throwable ex) {
			this.failures.increment();
			logger.error("Listener {} failed for a message of association '{}' on endpoint '{}' (stream {}, ppid {})",
					registration.description, message.association().name(), this.endpointName, message.streamId(),
					message.payloadProtocolId(), ex);
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private @Nullable Registration find(SctpMessage message) {
		for (Registration registration : this.registrations) {
			if (registration.criteria.matches(message)) {
				return registration;
			}
		}
		return null;
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

	private void discardMessage() {
		this.discarded.increment();
		if (this.discarded.sum() == 1) {
			logger.warn("Endpoint '{}' is closing: messages that its listeners have not taken are dropped",
					this.endpointName);
		}
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
		return this.failures.sum();
	}

	/**
	 * Returns how many messages were dropped because the endpoint was closing.
	 * @return the number
	 */
	public long discardedCount() {
		return this.discarded.sum();
	}

	private record Registration(ListenerCriteria criteria, SctpMessageListener listener, String description) {
	}

}
