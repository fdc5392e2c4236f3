package dev.sock.spring.listener;

import java.time.Duration;

import dev.sock.SctpMessage;

/**
 * A message that a listener has failed on.
 */
public final class FailedDelivery {

	private final SctpListenerContainer container;

	private final SctpListenerCalls calls;

	private final SctpMessage message;

	FailedDelivery(SctpListenerContainer container, SctpListenerCalls calls, SctpMessage message) {
		this.container = container;
		this.calls = calls;
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
	 * Calls the listener again, and waits for its result if that comes later, but not
	 * while the container stops.
	 * @throws Throwable what it fails with, or
	 * {@link java.util.concurrent.CancellationException} if the container stops before
	 * its result is there
	 */
	public void retry() throws Throwable {
		this.calls.retry(this.message);
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
