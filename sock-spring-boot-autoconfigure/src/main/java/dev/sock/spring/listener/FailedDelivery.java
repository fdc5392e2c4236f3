package dev.sock.spring.listener;

import java.time.Duration;
import java.util.List;

import dev.sock.SctpMessage;

/**
 * A message that a listener has failed on, or a batch of them.
 */
public final class FailedDelivery {

	private final SctpListenerContainer container;

	private final SctpListenerCalls calls;

	private final List<SctpMessage> messages;

	FailedDelivery(SctpListenerContainer container, SctpListenerCalls calls, List<SctpMessage> messages) {
		this.container = container;
		this.calls = calls;
		this.messages = List.copyOf(messages);
	}

	/**
	 * Returns the message.
	 * @return the message, the first one of a batch
	 */
	public SctpMessage message() {
		return this.messages.get(0);
	}

	/**
	 * Returns the messages.
	 * @return one, or all of a batch in their order
	 */
	public List<SctpMessage> messages() {
		return this.messages;
	}

	/**
	 * Parts a batch, to find out which of its messages it has failed on.
	 * @return a delivery for each message, in their order
	 */
	public List<FailedDelivery> split() {
		return this.messages.stream()
			.map((message) -> new FailedDelivery(this.container, this.calls, List.of(message)))
			.toList();
	}

	/**
	 * Returns the listener's container.
	 * @return the container
	 */
	public SctpListenerContainer container() {
		return this.container;
	}

	/**
	 * Calls the listener again with all messages, and waits for its result if that comes
	 * later, but not while the container stops.
	 * @throws Throwable what it fails with, or
	 * {@link java.util.concurrent.CancellationException} if the container stops before
	 * its result is there
	 */
	public void retry() throws Throwable {
		this.calls.retry(this.messages);
	}

	/**
	 * Hands each message to a recoverer. What that throws for one of them is logged, and
	 * the others follow.
	 * @param recoverer takes the messages
	 * @param failure what the last attempt failed with
	 */
	public void recover(SctpMessageRecoverer recoverer, Throwable failure) {
		this.calls.recover(recoverer, failure, this.messages);
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
