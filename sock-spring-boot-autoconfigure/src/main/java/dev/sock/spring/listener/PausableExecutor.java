package dev.sock.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps tasks while it is paused instead of running them, so that a paused endpoint holds
 * no thread. An endpoint hands over one task per association at a time, which bounds what
 * is kept.
 */
final class PausableExecutor implements Executor {

	private final Executor delegate;

	private final FallbackExecutor fallback;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final List<Runnable> kept = new ArrayList<>();

	private boolean paused = true;

	private int running;

	PausableExecutor(Executor delegate) {
		this.delegate = delegate;
		this.fallback = new FallbackExecutor(delegate);
	}

	@Override
	public void execute(Runnable task) {
		this.lock.lock();
		try {
			if (this.paused) {
				this.kept.add(task);
				return;
			}
			this.running++;
		}
		finally {
			this.lock.unlock();
		}
		delegate(task, this.delegate);
	}

	private void delegate(Runnable task, Executor threads) {
		boolean taken = false;
		try {
			threads.execute(() -> {
				try {
					task.run();
				}
				finally {
					ended();
				}
			});
			taken = true;
		}
		finally {
			if (!taken) {
				ended();
			}
		}
	}

	private void ended() {
		this.lock.lock();
		try {
			this.running--;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isPaused() {
		this.lock.lock();
		try {
			return this.paused;
		}
		finally {
			this.lock.unlock();
		}
	}

	void pause() {
		this.lock.lock();
		try {
			this.paused = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	void resume() {
		List<Runnable> tasks;
		this.lock.lock();
		try {
			this.paused = false;
			tasks = List.copyOf(this.kept);
			this.kept.clear();
			this.running += tasks.size();
		}
		finally {
			this.lock.unlock();
		}
		// Whoever handed them over believes that they run, and does not try again.
		tasks.forEach((task) -> delegate(task, this.fallback));
	}

	/**
	 * Waits until no task runs or is about to.
	 * @return whether that was within the time
	 */
	boolean awaitIdle(Duration timeout) {
		long nanos = timeout.toNanos();
		this.lock.lock();
		try {
			while (this.running > 0) {
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
