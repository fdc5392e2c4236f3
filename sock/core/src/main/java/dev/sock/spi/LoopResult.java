package dev.sock.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Waits for another thread of the transport, however often the caller is interrupted; the
 * interruption is kept for the caller.
 */
public final class LoopResult {

	private LoopResult() {
	}

	/**
	 * Answers a question, with a failure if that is what comes of it.
	 * @param <T> type of the answer
	 * @param answer where to
	 * @param question gives the answer
	 */
	public static <T> void answer(CompletableFuture<T> answer, Supplier<? extends T> question) {
		try {
			answer.complete(question.get());
		}
		catch (Throwable ex) {
			answer.completeExceptionally(ex);
		}
	}

	/**
	 * Waits for a result.
	 * @param <T> its type
	 * @param result the result
	 * @param millis how long to wait at most
	 * @return the result
	 * @throws IllegalStateException if it takes too long
	 */
	public static <T> T await(CompletableFuture<T> result, long millis) {
		boolean interrupted = false;
		long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		try {
			while (true) {
				try {
					return result.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException(
					"The event loop did not answer within " + millis + " ms; a handler on it may be blocking", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException runtime) {
				throw runtime;
			}
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw new IllegalStateException(ex.getCause());
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
