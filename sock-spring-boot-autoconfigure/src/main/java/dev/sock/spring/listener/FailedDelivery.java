package dev.sock.spring.listener;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.sock.SctpMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message that a listener has failed on.
 */
public final class FailedDelivery {

	private final SctpListenerContainer container;

	private final SctpMessage message;

	FailedDelivery(SctpListenerContainer container, SctpMessage message) {
		this.container = container;
		this.message = message;
	}

	/**
	 * Returns the message.
	 * @return the message
	 */
	public SctpMessage message() {
		return this.message;
	}

	/**
	 * Returns the listener's container.
	 * @return the container
	 */
	public SctpListenerContainer container() {
		return this.container;
	}

	/**
	 * Calls the listener again, and waits for its result if that comes later.
	 * @throws Throwable what it fails with
	 */
	public void retry() throws Throwable {
		@Nullable CompletionStage<?> later = this.container.call(this.message);
		if (later != null) {
			try {
				later.toCompletableFuture().join();
			}
			catch (CompletionException ex) {
				throw (ex.getCause() != null) ? ex.getCause() : ex;
			}
		}
	}

	/**
	 * Waits, but not while the container stops.
	 * @param time how long
	 * @return whether the time has passed; if not, the container stops or the thread was
	 * interrupted
	 */
	public boolean await(Duration time) {
		return this.container.awaitWhileStarted(time);
	}

}
