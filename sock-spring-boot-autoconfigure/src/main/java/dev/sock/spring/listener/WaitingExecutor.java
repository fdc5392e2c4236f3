package dev.sock.spring.listener;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Runs tasks in the thread that waits for their result, so that it needs no other thread
 * to come.
 */
final class WaitingExecutor implements Executor {

	private static final long CHECK_MILLIS = 50;

	private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

	private final Executor afterwards;

	private volatile boolean over;

	/**
	 * Creates an executor.
	 * @param afterwards runs what comes when nobody waits any more
	 */
	WaitingExecutor(Executor afterwards) {
		this.afterwards = afterwards;
	}

	@Override
	public void execute(Runnable task) {
		this.tasks.add(task);
		if (this.over) {
			handOver();
		}
	}

	private void handOver() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			this.afterwards.execute(task);
		}
	}

	/**
	 * Waits for a result.
	 * @param stage completes with it
	 * @param goOn asked now and then whether to wait any longer
	 * @throws Throwable what the stage failed with
	 */
	void await(CompletionStage<?> stage, BooleanSupplier goOn) throws Throwable {
		CompletableFuture<?> result = stage.toCompletableFuture();
		try {
			while (!result.isDone()) {
				if (!goOn.getAsBoolean()) {
					throw new CancellationException("The listener stops while its result is waited for");
				}
				Runnable task = this.tasks.poll(CHECK_MILLIS, TimeUnit.MILLISECONDS);
				if (task != null) {
					task.run();
				}
			}
		}
		finally {
			this.over = true;
			handOver();
		}
		try {
			result.get();
		}
		catch (ExecutionException ex) {
			throw SctpListenerCalls.cause((ex.getCause() != null) ? ex.getCause() : ex);
		}
	}

}
