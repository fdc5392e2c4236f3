package dev.sock.spring.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
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
		AtomicInteger number = new AtomicInteger();
		// one task per association at a time waits in the queue
		ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, "sock-listener-" + number.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
		pool.allowCoreThreadTimeOut(true);
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

}
