package dev.sock.spring.listener;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets deliveries through while it is open and holds them while it is shut. A lock rather
 * than {@code synchronized}, which would pin virtual threads.
 */
final class DeliveryGate {

	enum State {

		OPEN, SHUT, DISCARDING

	}

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private volatile State state = State.SHUT;

	private int inside;

	State state() {
		return this.state;
	}

	void set(State state) {
		this.lock.lock();
		try {
			this.state = state;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until the gate is not shut.
	 * @return whether the delivery may go on; then {@link #leave()} must follow
	 */
	boolean enter() {
		this.lock.lock();
		try {
			while (this.state == State.SHUT) {
				this.changed.awaitUninterruptibly();
			}
			if (this.state == State.DISCARDING) {
				return false;
			}
			this.inside++;
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	void leave() {
		this.lock.lock();
		try {
			this.inside--;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until every delivery has left.
	 * @return whether that was within the time
	 */
	boolean awaitEmpty(Duration timeout) {
		long nanos = timeout.toNanos();
		this.lock.lock();
		try {
			while (this.inside > 0) {
				if (nanos <= 0) {
					return false;
				}
				nanos = this.changed.awaitNanos(nanos);
			}
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

}
