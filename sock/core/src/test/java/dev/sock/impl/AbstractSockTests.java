package dev.sock.impl;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import dev.sock.ConnectOptions;
import dev.sock.EndpointOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.Sock;
import org.junit.jupiter.api.AfterEach;

/**
 * A Sock on the fake transport, and ways to wait without sleeping.
 */
abstract class AbstractSockTests {

	static final int PEER_PORT = 30400;

	final Sock sock = Sock.builder().transport("fake").build();

	@AfterEach
	void closeSock() {
		this.sock.endpoints().forEach((endpoint) -> endpoint.close(java.time.Duration.ZERO));
		this.sock.close();
	}

	static FakeEndpoint fake(SctpEndpoint endpoint) {
		return (FakeEndpoint) ((DefaultEndpoint) endpoint).transportEndpoint();
	}

	static FakeAssociation fake(SctpAssociation association) {
		return (FakeAssociation) ((DefaultAssociation) association).transport();
	}

	static EndpointOptions.Builder options() {
		return EndpointOptions.builder();
	}

	/** An association with 5 outbound and 7 inbound streams. */
	static SctpAssociation connected(SctpEndpoint endpoint, ConnectOptions options) {
		CompletableFuture<SctpAssociation> future = endpoint.connectAsync(options);
		fake(endpoint).last().establish();
		return future.join();
	}

	static SctpAssociation connected(SctpEndpoint endpoint) {
		return connected(endpoint, ConnectOptions.to("127.0.0.1", PEER_PORT));
	}

	/** Runs in a thread of its own. */
	static <T> Task<T> start(Callable<T> work) {
		return new Task<>(work);
	}

	static void eventually(BooleanSupplier condition) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - deadline > 0) {
				throw new AssertionError("It never came true");
			}
			Thread.yield();
		}
	}

	static final class Task<T> {

		private final CompletableFuture<T> result = new CompletableFuture<>();

		final Thread thread;

		private Task(Callable<T> work) {
			this.thread = new Thread(() -> {
				try {
					this.result.complete(work.call());
				}
				catch (Throwable ex) {
					this.result.completeExceptionally(ex);
				}
			});
			this.thread.setDaemon(true);
			this.thread.start();
		}

		/** Waits until the thread waits for something. */
		Task<T> waits() {
			eventually(() -> this.thread.getState() == Thread.State.WAITING
					|| this.thread.getState() == Thread.State.TIMED_WAITING);
			return this;
		}

		boolean isDone() {
			return this.result.isDone();
		}

		T get() throws Throwable {
			try {
				return this.result.get(20, TimeUnit.SECONDS);
			}
			catch (ExecutionException ex) {
				throw ex.getCause();
			}
			catch (TimeoutException ex) {
				throw new AssertionError("Still not done: " + String.join("\n",
						java.util.Arrays.stream(this.thread.getStackTrace()).map(String::valueOf).toList()));
			}
		}

	}

}
