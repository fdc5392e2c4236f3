package dev.sock.impl;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for what ends by itself; what does not end in time goes on by other means.
 */
final class Linger {

	private Linger() {
	}

	static void forEnd(List<DefaultAssociation> associations, long timeoutNanos) {
		on(CompletableFuture.allOf(
				associations.stream().map(DefaultAssociation::end).toArray(CompletableFuture<?>[]::new)), timeoutNanos);
	}

	static void on(CompletableFuture<Void> future, long timeoutNanos) {
		try {
			future.get(timeoutNanos, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			// Goes on by other means.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
