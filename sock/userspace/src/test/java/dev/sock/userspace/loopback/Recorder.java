package dev.sock.userspace.loopback;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.sock.SctpAssociation;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;

/**
 * Keeps what a handler gets.
 */
class Recorder implements SctpHandler {

	final LinkedBlockingQueue<SctpMessage> messages = new LinkedBlockingQueue<>();

	final List<SctpEvent> events = new CopyOnWriteArrayList<>();

	@Override
	public void onMessage(SctpMessage message) {
		this.messages.add(message);
	}

	@Override
	public void onEvent(SctpEvent event) {
		this.events.add(event);
	}

	SctpMessage next() {
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

	AssociationChanged change(AssociationChange change) {
		Await.until(change + " as an event", () -> find(change) != null);
		return find(change);
	}

	/** Waits until an association comes up, and returns it. */
	SctpAssociation up() {
		return change(AssociationChange.COMM_UP).association();
	}

	<T extends SctpEvent> List<T> events(Class<T> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

	private AssociationChanged find(AssociationChange change) {
		return events(AssociationChanged.class).stream()
			.filter((event) -> event.change() == change)
			.findFirst()
			.orElse(null);
	}

}
