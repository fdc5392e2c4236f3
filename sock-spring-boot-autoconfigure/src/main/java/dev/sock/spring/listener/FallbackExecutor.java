package dev.sock.spring.listener;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs in a thread of its own what the threads refuse: a result that comes when they are
 * gone, or busy, is dealt with all the same, and never on an event loop that has brought
 * it. What waits is bounded by the receive windows; the thread ends when it has nothing
 * to do.
 */
final class FallbackExecutor implements Executor {

	private final Executor delegate;

	private final ThreadPoolExecutor own;

	/**
	 * Creates an executor.
	 * @param delegate the threads
	 */
	FallbackExecutor(Executor delegate) {
		this.delegate = delegate;
		this.own = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (task) -> {
			Thread thread = new Thread(task, "sock-listener-fallback");
			thread.setDaemon(true);
			return thread;
		});
		this.own.allowCoreThreadTimeOut(true);
	}

	@Override
	public void execute(Runnable task) {
		try {
			this.delegate.execute(task);
		}
		catch (Throwable ex) {
			this.own.execute(task);
		}
	}

	/** Returns the thread that is not one of those that may refuse. */
	Executor own() {
		return this.own;
	}

}
