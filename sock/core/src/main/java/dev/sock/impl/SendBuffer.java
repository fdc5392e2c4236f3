package dev.sock.impl;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the bytes of an association that were accepted for sending and not yet
 * acknowledged, up to a limit. As long as there is room, taking and releasing is an
 * atomic addition; whoever waits gets room in the order of coming, and nobody overtakes.
 */
final class SendBuffer {

	/** Added to what is used when closed, so that nothing fits any more. */
	private static final long NEVER = 1L << 62;

	private volatile int capacity;

	private volatile int lowWatermark;

	private final AtomicLong used = new AtomicLong();

	private final ReentrantLock lock = new ReentrantLock();

	private final ArrayDeque<Waiter> waiters = new ArrayDeque<>(1);

	private volatile int waiting;

	/** Length of the last message for which there was no room, 0 once there was. */
	private volatile int refused;

	/** Whether somebody was refused and has not been told of room since. */
	private final AtomicBoolean toBeTold = new AtomicBoolean();

	private volatile boolean closed;

	/**
	 * Creates a buffer that is empty.
	 * @param lowWatermark what is in use when there is said to be room again; 0 for half
	 */
	SendBuffer(int capacity, int lowWatermark) {
		this.capacity = capacity;
		this.lowWatermark = lowWatermark(capacity, lowWatermark);
	}

	private static int lowWatermark(int capacity, int asked) {
		return (asked > 0) ? asked : capacity / 2;
	}

	int capacity() {
		return this.capacity;
	}

	/**
	 * Sets how much fits, and when there is room again. What is used already may be more.
	 */
	void limits(int capacity, int lowWatermark) {
		this.lock.lock();
		try {
			this.capacity = capacity;
			this.lowWatermark = lowWatermark(capacity, lowWatermark);
			grant();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isClosed() {
		return this.closed;
	}

	long used() {
		long bytes = this.used.get();
		return (bytes >= NEVER / 2) ? bytes - NEVER : bytes;
	}

	/**
	 * Takes room if there is enough and nobody waits for some.
	 */
	boolean tryAcquire(int bytes) {
		if (this.waiting == 0 && take(bytes)) {
			if (this.refused != 0) {
				this.refused = 0;
			}
			return true;
		}
		return false;
	}

	/**
	 * Returns how many bytes must go before there is room.
	 */
	long lacking(int bytes) {
		return used() + bytes - this.capacity;
	}

	/**
	 * Takes room that others are about to give back.
	 */
	void acquireAhead(int bytes) {
		this.used.addAndGet(bytes);
	}

	/**
	 * Takes room, or remembers how long the message was for which there is none.
	 */
	boolean tryAcquireOrRefuse(int bytes) {
		this.refused = bytes;
		this.toBeTold.set(true);
		return tryAcquire(bytes);
	}

	/**
	 * Takes room, waiting for it.
	 */
	Outcome acquire(int bytes, long timeoutNanos) throws InterruptedException {
		return tryAcquire(bytes) ? Outcome.ROOM : await(bytes, true, timeoutNanos);
	}

	/**
	 * Waits for room for what was refused last, without taking it.
	 */
	Outcome awaitRoom(long timeoutNanos) throws InterruptedException {
		return await(Math.max(1, this.refused), false, timeoutNanos);
	}

	private boolean take(int bytes) {
		long before = this.used.get();
		while (before + bytes <= this.capacity) {
			long witness = this.used.compareAndExchange(before, before + bytes);
			if (witness == before) {
				return true;
			}
			before = witness;
		}
		return false;
	}

	private Outcome await(int bytes, boolean take, long timeoutNanos) throws InterruptedException {
		this.lock.lock();
		Waiter waiter = new Waiter(bytes, take, this.lock.newCondition());
		try {
			enqueue(waiter);
			long left = timeoutNanos;
			while (!waiter.granted && !this.closed && left > 0) {
				left = waiter.condition.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			if (!waiter.granted) {
				throw ex;
			}
			Thread.currentThread().interrupt();
		}
		finally {
			dequeue(waiter);
			this.lock.unlock();
		}
		if (waiter.granted) {
			return Outcome.ROOM;
		}
		return this.closed ? Outcome.CLOSED : Outcome.FULL;
	}

	private void enqueue(Waiter waiter) {
		this.waiters.addLast(waiter);
		this.waiting = this.waiters.size();
		grant();
	}

	private void dequeue(Waiter waiter) {
		if (!waiter.granted && this.waiters.remove(waiter)) {
			this.waiting = this.waiters.size();
			// It may have been the one that held the others back.
			grant();
		}
	}

	/** Gives room to those who came first. The lock is held. */
	private void grant() {
		Waiter first = this.waiters.peekFirst();
		while (first != null && (first.take ? take(first.bytes) : this.used.get() + first.bytes <= this.capacity)) {
			this.waiters.removeFirst();
			this.waiting = this.waiters.size();
			first.granted = true;
			first.condition.signal();
			first = this.waiters.peekFirst();
		}
	}

	/**
	 * Gives room back.
	 * @return whether that brings it down to the low watermark, for the first time since
	 * there was none
	 */
	boolean release(long bytes) {
		long left = this.used.addAndGet(-bytes);
		if (this.waiting != 0) {
			this.lock.lock();
			try {
				grant();
			}
			finally {
				this.lock.unlock();
			}
		}
		return left <= this.lowWatermark && this.toBeTold.get() && this.toBeTold.compareAndSet(true, false);
	}

	/**
	 * Refuses everything from now on and wakes whoever waits. Harmless when repeated.
	 */
	void close() {
		this.lock.lock();
		try {
			if (!this.closed) {
				this.closed = true;
				this.used.addAndGet(NEVER);
				this.waiters.forEach((waiter) -> waiter.condition.signal());
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How waiting ended. */
	enum Outcome {

		/** There is room. */
		ROOM,

		/** There was none within the time. */
		FULL,

		/** There will be none any more. */
		CLOSED

	}

	/** A thread that waits. Guarded by the lock. */
	private static final class Waiter {

		private final int bytes;

		private final boolean take;

		private final Condition condition;

		private boolean granted;

		private Waiter(int bytes, boolean take, Condition condition) {
			this.bytes = bytes;
			this.take = take;
			this.condition = condition;
		}

	}

}
