package dev.sock.userspace.engine.timer;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Finds which of many owners has the earliest deadline: a binary heap in which each owner
 * stands once. An owner whose deadline moves later stays where it is until its old one
 * comes, so that a timer which is restarted with every packet costs nothing here.
 */
public final class DeadlineQueue {

	private @Nullable Entry[] heap = new Entry[16];

	private int size;

	/**
	 * Notes an owner's deadline. Does nothing if an earlier one is noted already.
	 * @param entry the owner
	 * @param deadline its deadline
	 */
	public void schedule(Entry entry, long deadline) {
		if (deadline == Deadline.NONE || (entry.index >= 0 && entry.queued <= deadline)) {
			return;
		}
		entry.queued = deadline;
		if (entry.index < 0) {
			if (this.size == this.heap.length) {
				this.heap = Arrays.copyOf(this.heap, this.size * 2);
			}
			entry.index = this.size;
			this.heap[this.size++] = entry;
		}
		siftUp(entry);
	}

	/**
	 * Removes an owner. Harmless if it is not there.
	 * @param entry the owner
	 */
	public void remove(Entry entry) {
		int index = entry.index;
		if (index < 0) {
			return;
		}
		entry.index = -1;
		Entry last = at(--this.size);
		this.heap[this.size] = null;
		if (last != entry) {
			this.heap[index] = last;
			last.index = index;
			siftUp(last);
			siftDown(last);
		}
	}

	/**
	 * Returns the earliest deadline that is noted, which may be earlier than the owner's
	 * deadline by now.
	 * @return the deadline, or {@link Deadline#NONE}
	 */
	public long earliest() {
		return (this.size == 0) ? Deadline.NONE : at(0).queued;
	}

	/**
	 * Takes the owner whose noted deadline comes first, if it has come.
	 * @param nowNanos the time
	 * @return the owner, no longer in the queue, or {@code null}
	 */
	public @Nullable Entry pollDue(long nowNanos) {
		if (this.size == 0 || at(0).queued > nowNanos) {
			return null;
		}
		Entry first = at(0);
		remove(first);
		return first;
	}

	private Entry at(int index) {
		Entry entry = this.heap[index];
		if (entry == null) {
			throw new IllegalStateException("Nothing at " + index + " of " + this.size);
		}
		return entry;
	}

	private void siftUp(Entry entry) {
		int index = entry.index;
		while (index > 0) {
			Entry parent = at((index - 1) >>> 1);
			if (parent.queued <= entry.queued) {
				break;
			}
			this.heap[index] = parent;
			parent.index = index;
			index = (index - 1) >>> 1;
		}
		this.heap[index] = entry;
		entry.index = index;
	}

	private void siftDown(Entry entry) {
		int index = entry.index;
		while (2 * index + 1 < this.size) {
			int child = 2 * index + 1;
			if (child + 1 < this.size && at(child + 1).queued < at(child).queued) {
				child++;
			}
			Entry smaller = at(child);
			if (entry.queued <= smaller.queued) {
				break;
			}
			this.heap[index] = smaller;
			smaller.index = index;
			index = child;
		}
		this.heap[index] = entry;
		entry.index = index;
	}

	/**
	 * An owner of deadlines.
	 */
	public abstract static class Entry {

		private int index = -1;

		private long queued = Deadline.NONE;

		/**
		 * Creates an owner that is in no queue.
		 */
		protected Entry() {
		}

	}

}
