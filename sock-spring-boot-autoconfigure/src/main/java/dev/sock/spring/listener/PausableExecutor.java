package dev.sock.spring.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Keeps tasks while it is paused instead of running them, so that a paused container
 * holds no thread. An endpoint hands over one task per association at a time, which
 * bounds what is kept.
 */
final class PausableExecutor implements Executor {

	private final Executor delegate;

	private final Object lock = new Object();

	private final List<Runnable> kept = new ArrayList<>();

	private boolean paused = true;

	PausableExecutor(Executor delegate) {
		this.delegate = delegate;
	}

	@Override
	public void execute(Runnable task) {
		synchronized (this.lock) {
			if (this.paused) {
				this.kept.add(task);
				return;
			}
		}
		this.delegate.execute(task);
	}

	void pause() {
		synchronized (this.lock) {
			this.paused = true;
		}
	}

	void resume() {
		List<Runnable> tasks;
		synchronized (this.lock) {
			this.paused = false;
			tasks = List.copyOf(this.kept);
			this.kept.clear();
		}
		tasks.forEach(this.delegate::execute);
	}

}
