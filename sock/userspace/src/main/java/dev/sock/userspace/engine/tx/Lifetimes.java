package dev.sock.userspace.engine.tx;

import java.util.Arrays;

import dev.sock.spi.Expendable;
import dev.sock.spi.OutboundMessage;
import dev.sock.userspace.engine.timer.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Finds the message whose lifetime ends first: a binary heap of the messages that have
 * one. A message knows its place, so that it can be taken out when it is acknowledged.
 */
final class Lifetimes {

	private static final int INITIAL_CAPACITY = 16;

	/** A larger array is not kept while there is nothing in it. */
	private static final int MAX_IDLE_CAPACITY = 1024;

	private @Nullable Expendable[] heap = new Expendable[0];

	private int size;

	void add(Expendable message) {
		if (this.size == this.heap.length) {
			this.heap = Arrays.copyOf(this.heap, Math.max(INITIAL_CAPACITY, 2 * this.size));
		}
		this.size++;
		siftUp(this.size - 1, message);
	}

	/** Takes a message out; does nothing if it is not here. */
	void remove(Expendable message) {
		int place = message.place();
		if (place < 0) {
			return;
		}
		message.setPlace(-1);
		Expendable last = at(--this.size);
		this.heap[this.size] = null;
		if (last != message) {
			siftDown(place, last);
			if (last.place() == place) {
				siftUp(place, last);
			}
		}
		if (this.size == 0 && this.heap.length > MAX_IDLE_CAPACITY) {
			this.heap = new Expendable[0];
		}
	}

	/** When the first lifetime ends, or {@link Deadline#NONE}. */
	long first() {
		return (this.size == 0) ? Deadline.NONE : at(0).expiresAt();
	}

	/** Takes out a message whose lifetime has ended, or returns {@code null}. */
	@Nullable OutboundMessage pollExpired(long nowNanos) {
		while (this.size > 0 && at(0).isExpired(nowNanos)) {
			Expendable first = at(0);
			remove(first);
			OutboundMessage message = first.message();
			if (message != null) {
				return message;
			}
		}
		return null;
	}

	void clear() {
		for (int i = 0; i < this.size; i++) {
			at(i).setPlace(-1);
		}
		this.heap = new Expendable[0];
		this.size = 0;
	}

	private Expendable at(int place) {
		Expendable message = this.heap[place];
		if (message == null) {
			throw new IllegalStateException("The heap has a hole");
		}
		return message;
	}

	private void siftUp(int from, Expendable message) {
		int place = from;
		while (place > 0) {
			Expendable parent = at((place - 1) >>> 1);
			if (parent.expiresAt() <= message.expiresAt()) {
				break;
			}
			put(place, parent);
			place = (place - 1) >>> 1;
		}
		put(place, message);
	}

	private void siftDown(int from, Expendable message) {
		int place = from;
		int child = 2 * place + 1;
		while (child < this.size) {
			if (child + 1 < this.size && at(child + 1).expiresAt() < at(child).expiresAt()) {
				child++;
			}
			if (at(child).expiresAt() >= message.expiresAt()) {
				break;
			}
			put(place, at(child));
			place = child;
			child = 2 * place + 1;
		}
		put(place, message);
	}

	private void put(int place, Expendable message) {
		this.heap[place] = message;
		message.setPlace(place);
	}

}
