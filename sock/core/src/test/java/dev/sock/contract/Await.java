package dev.sock.contract;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for what must come true. The limit is generous: it only matters for tests that
 * fail.
 */
public final class Await {

	/** How long anything may take. */
	public static final Duration LIMIT = Duration.ofSeconds(60);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private Await() {
	}

	/**
	 * Waits for a condition.
	 * @param what the condition in words
	 * @param condition the condition
	 */
	public static void until(String what, Callable<Boolean> condition) {
		value(what, () -> condition.call() ? Optional.of(true) : Optional.empty());
	}

	/**
	 * Waits for a value.
	 * @param <T> type of the value
	 * @param what the value in words
	 * @param source the value once there is one
	 * @return the value
	 */
	public static <T> T value(String what, Callable<Optional<T>> source) {
		long deadline = System.nanoTime() + LIMIT.toNanos();
		try {
			Optional<T> value = source.call();
			while (value.isEmpty()) {
				if (System.nanoTime() - deadline > 0) {
					throw new AssertionError("Not within " + LIMIT.toSeconds() + " s: " + what);
				}
				if (Thread.interrupted()) {
					throw new InterruptedException();
				}
				LockSupport.parkNanos(PAUSE_NANOS);
				value = source.call();
			}
			return value.get();
		}
		catch (Exception ex) {
			throw new AssertionError(what, ex);
		}
	}

	/**
	 * Waits for a latch.
	 * @param what what it stands for
	 * @param latch the latch
	 */
	public static void latch(String what, CountDownLatch latch) {
		try {
			if (!latch.await(LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new AssertionError("Not within " + LIMIT.toSeconds() + " s: " + what + ", " + latch);
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError(what, ex);
		}
	}

	/**
	 * Waits for a future that succeeds.
	 * @param <T> type of the result
	 * @param future the future
	 * @return its result
	 */
	public static <T> T result(CompletableFuture<T> future) {
		try {
			return future.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Waits for a future that fails.
	 * @param future the future
	 * @return why it failed
	 */
	public static Throwable failure(CompletableFuture<?> future) {
		try {
			throw new AssertionError("Did not fail: " + future.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS));
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new AssertionError(ex);
		}
	}

}
