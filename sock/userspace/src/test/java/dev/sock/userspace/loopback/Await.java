package dev.sock.userspace.loopback;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for what another thread does, with a deadline that a busy machine meets.
 */
final class Await {

	static final Duration LIMIT = Duration.ofSeconds(30);

	private Await() {
	}

	static void until(String what, Callable<Boolean> condition) {
		long deadline = System.nanoTime() + LIMIT.toNanos();
		try {
			while (!condition.call()) {
				if (System.nanoTime() - deadline > 0) {
					throw new AssertionError("Not within " + LIMIT.toSeconds() + " s: " + what);
				}
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
			}
		}
		catch (Exception ex) {
			throw new AssertionError(what, ex);
		}
	}

	static void latch(String what, CountDownLatch latch) {
		try {
			if (!latch.await(LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new AssertionError("Not within " + LIMIT.toSeconds() + " s: " + what + ", " + latch);
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError(what, ex);
		}
	}

	static <T> T result(CompletableFuture<T> future) {
		try {
			return future.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new AssertionError(ex);
		}
	}

	static Throwable failure(CompletableFuture<?> future) {
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
