package dev.sock.impl;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.sock.SctpMessage;
import org.jspecify.annotations.Nullable;

/**
 * Inboxes of an endpoint that hold messages to be pulled, in the order of their turns.
 * Costs nothing until messages are pulled from the endpoint, rather than from its
 * associations.
 */
final class PullQueue {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/** Guarded by the lock, as is {@link Inbox#isInTurn()}'s change. */
	private final Set<Inbox> turns = new LinkedHashSet<>();

	private volatile boolean active;

	private volatile boolean closed;

	boolean isActive() {
		return this.active;
	}

	/**
	 * Begins to hear of messages. Those that came before are to be added by the caller.
	 */
	void activate() {
		this.active = true;
	}

	/**
	 * Adds an inbox to which a message came.
	 */
	void add(Inbox inbox) {
		this.lock.lock();
		try {
			if (!this.closed && !inbox.association().isPeeledOff() && this.turns.add(inbox)) {
				inbox.inTurn(true);
				this.changed.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Removes an inbox that may have become empty.
	 */
	void removeIfEmpty(Inbox inbox) {
		this.lock.lock();
		try {
			if (!inbox.hasMessagesToPull() && this.turns.remove(inbox)) {
				inbox.inTurn(false);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Removes an inbox whatever it holds.
	 */
	void remove(Inbox inbox) {
		this.lock.lock();
		try {
			this.turns.remove(inbox);
			inbox.inTurn(false);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes the next message, one inbox after the other.
	 * @return the message, or {@code null} if none came in time or this is closed
	 */
	@Nullable SctpMessage poll(long timeoutNanos) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long left = timeoutNanos;
			while (true) {
				SctpMessage message = next();
				if (message != null) {
					return message;
				}
				if (this.closed || left <= 0) {
					return null;
				}
				left = this.changed.awaitNanos(left);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable SctpMessage next() {
		while (!this.turns.isEmpty()) {
			Inbox inbox = this.turns.iterator().next();
			this.turns.remove(inbox);
			// Before the look into it: a message that comes now adds it again.
			inbox.inTurn(false);
			SctpMessage message = inbox.pull();
			if (inbox.hasMessagesToPull()) {
				this.turns.add(inbox);
				inbox.inTurn(true);
				this.changed.signal();
			}
			if (message != null) {
				return message;
			}
		}
		return null;
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Forgets everything and wakes whoever waits.
	 */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.turns.clear();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
