package dev.sock.kernel.transport;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.sock.spi.OutboundMessage;

/**
 * What threads ask of an association: messages to send and other things to do, in order,
 * until its event loop comes to them.
 */
final class WorkQueue {

	/** Things done in a row, then others have their turn. */
	private static final int TURN = 1024;

	private final KernelLoop loop;

	private final Consumer<OutboundMessage> sender;

	private final Runnable afterwards;

	/** Messages, and {@link Runnable}s to do on the loop. */
	private final Queue<Object> queue = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	/**
	 * Creates a queue that is empty.
	 * @param loop does the work
	 * @param sender takes messages
	 * @param afterwards what to do after a turn
	 */
	WorkQueue(KernelLoop loop, Consumer<OutboundMessage> sender, Runnable afterwards) {
		this.loop = loop;
		this.sender = sender;
		this.afterwards = afterwards;
	}

	void add(OutboundMessage message) {
		enqueue(message);
	}

	void add(Runnable task) {
		enqueue(task);
	}

	private void enqueue(Object item) {
		this.queue.add(item);
		if (this.scheduled.compareAndSet(false, true) && !this.loop.execute(this::run)) {
			// The loop has ended, and with it the association: nobody else comes here.
			run();
		}
	}

	/** Has another turn after what others have to do, if none is due yet. */
	void again() {
		if (this.scheduled.compareAndSet(false, true)) {
			this.loop.execute(this::run);
		}
	}

	private void run() {
		this.scheduled.set(false);
		Object item = this.queue.poll();
		for (int count = 1; item != null; count++) {
			if (item instanceof OutboundMessage message) {
				this.sender.accept(message);
			}
			else if (item instanceof Runnable task) {
				task.run();
			}
			item = (count < TURN) ? this.queue.poll() : null;
		}
		this.afterwards.run();
		if (!this.queue.isEmpty()) {
			again();
		}
	}

}
