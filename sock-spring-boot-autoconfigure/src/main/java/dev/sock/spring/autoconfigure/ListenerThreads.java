package dev.sock.spring.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * The threads that call listener methods. No {@link Executor} bean, as that would keep
 * Spring Boot from defining the application's.
 */
final class ListenerThreads implements AutoCloseable {

	private final Executor executor;

	private final @Nullable ThreadPoolExecutor owned;

	private ListenerThreads(Executor executor, @Nullable ThreadPoolExecutor owned) {
		this.executor = executor;
		this.owned = owned;
	}

	static ListenerThreads of(Executor executor) {
		return new ListenerThreads(executor, null);
	}

	static ListenerThreads virtual() {
		return of(new VirtualThreadTaskExecutor("sock-listener-"));
	}

	static ListenerThreads pool(int threads) {
		if (threads < 1) {
			throw SockPropertyException.of("sock.listener.threads", threads, "is below 1",
					"Set the number of threads that call listener methods.");
		}
		HandOver waiting = new HandOver();
		AtomicInteger number = new AtomicInteger();
		// one thread stays: the last cannot leave at the moment when a task begins to
		// wait
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, threads, 30, TimeUnit.SECONDS, waiting, (task) -> {
			Thread thread = new Thread(task, "sock-listener-" + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		}, waiting);
		return new ListenerThreads(pool, pool);
	}

	Executor executor() {
		return this.executor;
	}

	@Override
	public void close() {
		if (this.owned != null) {
			this.owned.shutdown();
		}
	}

	/**
	 * Hands a task to an idle thread; where there is none the pool starts one, and where
	 * it may not, the task waits here. One task per association at a time bounds this.
	 */
	private static final class HandOver extends LinkedTransferQueue<Runnable> implements RejectedExecutionHandler {

		private static final long serialVersionUID = 1;

		@Override
		public boolean offer(Runnable task) {
			return tryTransfer(task);
		}

		@Override
		public void rejectedExecution(Runnable task, ThreadPoolExecutor pool) {
			if (!pool.isShutdown()) {
				super.offer(task);
				if (!pool.isShutdown() || !remove(task)) {
					return;
				}
			}
			throw new RejectedExecutionException("The application has stopped: no listener is called any more");
		}

	}

}
