package dev.sock.spi;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Finds the message whose lifetime ends first: a binary heap of the messages that have
 * one. A message knows its place, so that it can be taken out when it is acknowledged.
 * Not safe for use by several threads.
 */
public final class Lifetimes {

	private static final int INITIAL_CAPACITY = 16;

	/** A larger array is not kept while there is nothing in it. */
	private static final int MAX_IDLE_CAPACITY = 1024;

	private @Nullable Expendable[] heap = new Expendable[0];

	private int size;

	/**
	 * Creates an empty heap.
	 */
	public Lifetimes() {
	}

	/**
	 * Adds a message that has a lifetime.
	 * @param message the message
	 */
	public void add(Expendable message) {
		if (this.size == this.heap.length) {
			this.heap = Arrays.copyOf(this.heap, Math.max(INITIAL_CAPACITY, 2 * this.size));
		}
		this.size++;
		siftUp(this.size - 1, message);
	}

	/**
	 * Takes a message out; does nothing if it is not here.
	 * @param message the message
	 */
	public void remove(Expendable message) {
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

	/**
	 * Returns when the first lifetime ends.
	 * @return the time, or {@link Expendable#NEVER}
	 */
	public long first() {
		return (this.size == 0) ? Expendable.NEVER : at(0).expiresAt();
	}

	/**
	 * Takes out a message whose lifetime has ended.
	 * @param nowNanos the time
	 * @return the message, or {@code null} if there is none
	 */
	public @Nullable OutboundMessage pollExpired(long nowNanos) {
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

	/**
	 * Empties it.
	 */
	public void clear() {
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
