package dev.sock.impl;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The threads of a Sock, daemons all, started when needed: one for time-outs, a few for
 * what may block, which is to look names up.
 */
final class Workers implements Executor, AutoCloseable {

	private static final int MAX_BLOCKING_THREADS = 4;

	private static final int IDLE_SECONDS = 30;

	private final AtomicInteger threads = new AtomicInteger();

	private final ScheduledThreadPoolExecutor timer;

	private final ThreadPoolExecutor blocking;

	Workers() {
		this.timer = new ScheduledThreadPoolExecutor(1, (task) -> thread(task, "sock-timer"));
		this.timer.setRemoveOnCancelPolicy(true);
		this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.blocking = new ThreadPoolExecutor(MAX_BLOCKING_THREADS, MAX_BLOCKING_THREADS, IDLE_SECONDS,
				TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> thread(task, "sock-worker-" + this.threads.incrementAndGet()));
		this.blocking.allowCoreThreadTimeOut(true);
	}

	private static Thread thread(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Runs a task that may block; in the calling thread once closed.
	 */
	@Override
	public void execute(Runnable task) {
		try {
			this.blocking.execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.run();
		}
	}

	/**
	 * Runs a short task later.
	 * @return the task, or {@code null} once closed
	 */
	@Nullable ScheduledFuture<?> schedule(Runnable task, long delayNanos) {
		try {
			return this.timer.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			return null;
		}
	}

	@Override
	public void close() {
		this.timer.shutdown();
		this.blocking.shutdown();
	}

}
