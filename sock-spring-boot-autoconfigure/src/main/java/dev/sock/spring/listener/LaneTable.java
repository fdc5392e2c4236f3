package dev.sock.spring.listener;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import dev.sock.SctpMessage;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of a container, and which of them threads work on. Guarded by the container's
 * lock.
 */
final class LaneTable {

	private final int limit;

	private final Map<Object, Lane> lanes = new HashMap<>();

	/** Lanes with messages that no thread works on. */
	private final Queue<Lane> ready = new ArrayDeque<>();

	/** Lanes that a thread works on, or is about to. */
	private int active;

	private int waiting;

	/**
	 * Creates a table without lanes.
	 * @param limit most lanes that are worked on at once
	 */
	LaneTable(int limit) {
		this.limit = limit;
	}

	/**
	 * Lets the calling thread work on a lane, unless it has messages or a thread already.
	 * @return the lane, to be left afterwards, or {@code null}
	 */
	@Nullable Lane enter(Object key) {
		if (this.lanes.containsKey(key)) {
			return null;
		}
		Lane lane = new Lane(key);
		this.lanes.put(key, lane);
		this.active++;
		return lane;
	}

	/** Adds a message to its lane. */
	void add(Object key, SctpMessage message) {
		Lane lane = this.lanes.get(key);
		if (lane == null) {
			lane = new Lane(key);
			this.lanes.put(key, lane);
			this.ready.add(lane);
		}
		lane.waiting().add(message);
		this.waiting++;
	}

	/** Takes lanes that threads may work on now, each to be left afterwards. */
	List<Lane> takeReady() {
		if (this.ready.isEmpty()) {
			return List.of();
		}
		List<Lane> taken = new ArrayList<>();
		while (this.active < this.limit && !this.ready.isEmpty()) {
			taken.add(this.ready.remove());
			this.active++;
		}
		return taken;
	}

	/**
	 * Takes the next messages of a lane.
	 * @param max how many at most
	 * @return none if none waits; unmodifiable, since a listener gets them as they are
	 */
	List<SctpMessage> next(Lane lane, int max) {
		int count = Math.min(max, lane.waiting().size());
		this.waiting -= count;
		List<SctpMessage> messages = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			messages.add(lane.waiting().remove());
		}
		return Collections.unmodifiableList(messages);
	}

	/** The thread that worked on a lane, or was about to, no longer does. */
	void leave(Lane lane) {
		this.active--;
		if (lane.waiting().isEmpty()) {
			this.lanes.remove(lane.key());
		}
		else {
			this.ready.add(lane);
		}
	}

	/** Takes away every message that waits. */
	List<SctpMessage> clear() {
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

	boolean isIdle() {
		return this.active == 0;
	}

	boolean hasReady() {
		return !this.ready.isEmpty();
	}

	int waiting() {
		return this.waiting;
	}

}
