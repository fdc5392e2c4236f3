package dev.sock.spring.listener;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A lock, and waiting for what it guards to change. Not {@code synchronized}, which would
 * pin virtual threads.
 */
final class Monitor {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/**
	 * Reads, or changes something that nobody waits for.
	 */
	<T extends @Nullable Object> T get(Supplier<T> action) {
		this.lock.lock();
		try {
			return action.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Changes something that somebody may wait for.
	 */
	<T extends @Nullable Object> T change(Supplier<T> action) {
		this.lock.lock();
		try {
			T result = action.get();
			this.changed.signalAll();
			return result;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until something is so.
	 * @param timeout how long to wait at most
	 * @return whether it is so; if not, the time is over or the thread was interrupted
	 */
	boolean await(BooleanSupplier reached, Duration timeout) {
		long nanos = TimeUnit.NANOSECONDS.convert(timeout);
		this.lock.lock();
		try {
			while (!reached.getAsBoolean()) {
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
