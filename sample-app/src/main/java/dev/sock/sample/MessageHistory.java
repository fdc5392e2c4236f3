package dev.sock.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sock.SctpMessage;

import org.springframework.stereotype.Component;

/**
 * Remembers the last messages that came in on each side.
 */
@Component
class MessageHistory {

	static final int LIMIT = 100;

	private final Map<String, Deque<ReceivedMessage>> sides = new TreeMap<>();

	synchronized void add(String side, SctpMessage message) {
		Deque<ReceivedMessage> messages = this.sides.computeIfAbsent(side, (key) -> new ArrayDeque<>());
		if (messages.size() == LIMIT) {
			messages.removeFirst();
		}
		messages.addLast(ReceivedMessage.of(message));
	}

	synchronized List<ReceivedMessage> of(String side) {
		return List.copyOf(this.sides.getOrDefault(side, new ArrayDeque<>()));
	}

}
