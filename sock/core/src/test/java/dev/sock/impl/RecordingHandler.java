package dev.sock.impl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.sock.SctpEvent;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;

/**
 * Writes down messages as their text and events as their type, in order.
 */
class RecordingHandler implements SctpHandler {

	final List<String> log = Collections.synchronizedList(new ArrayList<>());

	final List<SctpEvent> events = Collections.synchronizedList(new ArrayList<>());

	volatile Thread thread;

	@Override
	public void onMessage(SctpMessage message) {
		this.thread = Thread.currentThread();
		this.log.add(message.text());
	}

	@Override
	public void onEvent(SctpEvent event) {
		this.log.add((event instanceof SctpEvent.AssociationChanged changed) ? changed.change().name()
				: event.getClass().getSimpleName());
		this.events.add(event);
	}

	<T extends SctpEvent> T event(Class<T> type) {
		synchronized (this.events) {
			return this.events.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
		}
	}

}
