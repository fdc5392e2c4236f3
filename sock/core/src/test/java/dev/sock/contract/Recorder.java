package dev.sock.contract;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.sock.SctpAssociation;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpEvent;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;

/**
 * Keeps what a handler gets.
 */
public class Recorder implements SctpHandler {

	private final LinkedBlockingQueue<SctpMessage> messages = new LinkedBlockingQueue<>();

	private final List<SctpEvent> events = new CopyOnWriteArrayList<>();

	/** Messages and events in the order they came. */
	private final List<Object> all = new CopyOnWriteArrayList<>();

	@Override
	public void onMessage(SctpMessage message) {
		this.all.add(message);
		this.messages.add(message);
	}

	@Override
	public void onEvent(SctpEvent event) {
		this.all.add(event);
		this.events.add(event);
	}

	/**
	 * Takes the next message, waiting for it.
	 * @return the message
	 */
	public SctpMessage next() {
		try {
			SctpMessage message = this.messages.poll(Await.LIMIT.toNanos(), TimeUnit.NANOSECONDS);
			if (message == null) {
				throw new AssertionError("No message came; events: " + this.events);
			}
			return message;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Returns the messages that were not taken.
	 * @return the messages
	 */
	public List<SctpMessage> messages() {
		return List.copyOf(this.messages);
	}

	/**
	 * Returns messages and events in the order they came.
	 * @return all of them, those taken included
	 */
	public List<Object> all() {
		return this.all;
	}

	/**
	 * Returns the events of a kind that came so far.
	 * @param <T> the kind
	 * @param type the kind
	 * @return the events
	 */
	public <T extends SctpEvent> List<T> events(Class<T> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

	/**
	 * Returns what has happened to associations so far.
	 * @return the changes
	 */
	public List<AssociationChange> changes() {
		return events(AssociationChanged.class).stream().map(AssociationChanged::change).toList();
	}

	/**
	 * Waits until something happens to an association.
	 * @param change what
	 * @return the first event that tells it
	 */
	public AssociationChanged change(AssociationChange change) {
		return Await.value(change + " as an event, beside " + this.events,
				() -> events(AssociationChanged.class).stream()
					.filter((event) -> event.change() == change)
					.findFirst());
	}

	/**
	 * Waits for an event of a kind.
	 * @param <T> the kind
	 * @param type the kind
	 * @return the first one
	 */
	public <T extends SctpEvent> T event(Class<T> type) {
		return Await.value(type.getSimpleName(), () -> events(type).stream().findFirst());
	}

	/**
	 * Waits until an association comes up.
	 * @return the association
	 */
	public SctpAssociation up() {
		return change(AssociationChange.COMM_UP).association();
	}

	/**
	 * Returns the last event that came.
	 * @return the event
	 */
	public Optional<SctpEvent> lastEvent() {
		return this.events.isEmpty() ? Optional.empty() : Optional.of(this.events.get(this.events.size() - 1));
	}

}
