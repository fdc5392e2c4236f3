package dev.sock.userspace.udp;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where a transport opens and closes sockets and endpoints, one after the other, so that
 * an event loop never waits for another thread. The thread ends when it has nothing to
 * do.
 */
final class ControlThread {

	private static final long IDLE_SECONDS = 1;

	private final ScheduledThreadPoolExecutor executor;

	ControlThread() {
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "sock-udp-control");
			thread.setDaemon(true);
			return thread;
		});
		this.executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
	}

	/**
	 * Does something, after what was asked for before.
	 * @param <T> type of the result
	 * @param task what to do
	 * @return the result; failed if the thread has been stopped
	 */
	<T> CompletableFuture<T> submit(Supplier<T> task) {
		CompletableFuture<T> result = new CompletableFuture<>();
		try {
			this.executor.execute(() -> {
				try {
					result.complete(task.get());
				}
				catch (Throwable ex) {
					result.completeExceptionally(ex);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			result.completeExceptionally(ex);
		}
		return result;
	}

	/**
	 * Repeats something until the thread is stopped.
	 * @param period pause in between
	 * @param task what to do
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	void every(Duration period, Runnable task) {
		this.executor.scheduleWithFixedDelay(() -> {
			try {
				task.run();
			}
			catch (Throwable ex) {
				FaultLog.logger.error("The watch on local addresses failed", ex);
			}
		}, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Takes no more tasks. Those that wait are done.
	 */
	void stop() {
		this.executor.shutdown();
	}

}
