package dev.sock.contract;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * A call that runs in a thread of its own, since it blocks.
 *
 * @param <T> type of its result
 */
public final class Call<T> {

	private final CompletableFuture<T> outcome = new CompletableFuture<>();

	private final Thread thread;

	private Call(Callable<T> call) {
		this.thread = new Thread(() -> {
			try {
				this.outcome.complete(call.call());
			}
			catch (Throwable ex) {
				this.outcome.completeExceptionally(ex);
			}
		}, "call");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Starts a call.
	 * @param <T> type of its result
	 * @param call the call
	 * @return the call, running
	 */
	public static <T> Call<T> start(Callable<T> call) {
		return new Call<>(call);
	}

	/**
	 * Starts a call without a result.
	 * @param call the call
	 * @return the call, running
	 */
	public static Call<Boolean> run(Runnable call) {
		return start(() -> {
			call.run();
			return true;
		});
	}

	/**
	 * Waits until the thread waits for something, or has ended.
	 * @return this
	 */
	public Call<T> waits() {
		Await.until("the call waits", () -> this.thread.getState() == Thread.State.WAITING
				|| this.thread.getState() == Thread.State.TIMED_WAITING || this.outcome.isDone());
		return this;
	}

	/**
	 * Interrupts the thread.
	 */
	public void interrupt() {
		this.thread.interrupt();
	}

	/**
	 * Returns whether the call has ended.
	 * @return whether it has, in whatever way
	 */
	public boolean isDone() {
		return this.outcome.isDone();
	}

	/**
	 * Waits for the result.
	 * @return the result
	 */
	public T result() {
		return Await.result(this.outcome);
	}

	/**
	 * Waits for the failure.
	 * @return what the call has thrown
	 */
	public Throwable failure() {
		return Await.failure(this.outcome);
	}

}
