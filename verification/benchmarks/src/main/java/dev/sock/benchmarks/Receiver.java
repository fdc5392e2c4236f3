package dev.sock.benchmarks;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import dev.sock.SctpClosedException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;

/**
 * Feeds the messages of the first association of an endpoint to a consumer, in whichever
 * way they are delivered, until that association has ended.
 */
final class Receiver implements SctpHandler {

	private static final Duration POLL = Duration.ofMillis(200);

	private final CountDownLatch ended = new CountDownLatch(1);

	private final Consumer<SctpMessage> consumer;

	private volatile boolean graceful;

	Receiver(Consumer<SctpMessage> consumer) {
		this.consumer = consumer;
	}

	@Override
	public void onMessage(SctpMessage message) {
		this.consumer.accept(message);
	}

	@Override
	public void onEvent(SctpEvent event) {
		if (event instanceof SctpEvent.AssociationChanged changed) {
			switch (changed.change()) {
				case SHUTDOWN_COMPLETE, COMM_LOST, CANNOT_ESTABLISH -> {
					this.graceful = changed.change() == AssociationChange.SHUTDOWN_COMPLETE;
					if (!this.graceful) {
						System.err.println(changed.change() + ": " + changed.reason());
					}
					this.ended.countDown();
				}
				default -> {
				}
			}
		}
	}

	/**
	 * Waits until the association has ended; pulls its messages if nobody pushes them.
	 * @param endpoint the endpoint
	 * @param delivery how messages come
	 * @throws InterruptedException if interrupted
	 */
	void run(SctpEndpoint endpoint, Delivery delivery) throws InterruptedException {
		if (delivery != Delivery.PULL) {
			this.ended.await();
			return;
		}
		boolean seen = false;
		try {
			while (true) {
				boolean gone = endpoint.associations().isEmpty();
				SctpMessage message = endpoint.receive(POLL);
				if (message != null) {
					this.consumer.accept(message);
				}
				else if (gone && seen) {
					return;
				}
				seen |= !gone || message != null;
			}
		}
		catch (SctpClosedException ex) {
			// the end
		}
	}

	boolean graceful() {
		return this.graceful;
	}

}
