package dev.sock.spring.listener;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs in the calling thread what the threads refuse: a result that comes when they are
 * gone is dealt with all the same.
 *
 * @param delegate the threads
 */
record FallbackExecutor(Executor delegate) implements Executor {

	@Override
	public void execute(Runnable task) {
		try {
			this.delegate.execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.run();
		}
	}

}
