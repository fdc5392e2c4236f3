package dev.sock.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Keeps tasks while it is paused instead of running them, so that a paused endpoint holds
 * no thread. An endpoint hands over one task per association at a time, which bounds what
 * is kept.
 */
final class PausableExecutor implements Executor {

	private final Executor delegate;

	private final FallbackExecutor fallback;

	private final Monitor monitor = new Monitor();

	private final List<Runnable> kept = new ArrayList<>();

	private boolean paused = true;

	private int running;

	PausableExecutor(Executor delegate) {
		this.delegate = delegate;
		this.fallback = new FallbackExecutor(delegate);
	}

	@Override
	public void execute(Runnable task) {
		boolean keep = this.monitor.get(() -> {
			if (this.paused) {
				this.kept.add(task);
			}
			else {
				this.running++;
			}
			return this.paused;
		});
		if (!keep) {
			delegate(task, this.delegate);
		}
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
		this.monitor.change(() -> this.running--);
	}

	boolean isPaused() {
		return this.monitor.get(() -> this.paused);
	}

	void pause() {
		this.monitor.change(() -> this.paused = true);
	}

	void resume() {
		List<Runnable> tasks = this.monitor.change(() -> {
			this.paused = false;
			List<Runnable> all = List.copyOf(this.kept);
			this.kept.clear();
			this.running += all.size();
			return all;
		});
		// Whoever handed them over believes that they run, and does not try again.
		tasks.forEach((task) -> delegate(task, this.fallback));
	}

	/**
	 * Waits until no task runs or is about to.
	 * @return whether that was within the time
	 */
	boolean awaitIdle(Duration timeout) {
		return this.monitor.await(() -> this.running == 0, timeout);
	}

}
