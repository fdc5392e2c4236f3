package dev.sock.kernel.transport;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.sock.spi.OutboundMessage;

/**
 * What threads ask of an association: messages to send and other things to do, in order,
 * until its event loop comes to them. One thread at a time works on it: the event loop,
 * and once that has ended whoever adds something.
 */
final class WorkQueue {

	/** Things done in a row, then others have their turn. */
	static final int TURN = 1024;

	private final Predicate<Runnable> loop;

	private final Consumer<OutboundMessage> sender;

	private final Runnable afterwards;

	private final Consumer<Throwable> failed;

	/** Messages, and {@link Runnable}s to do on the loop. */
	private final Queue<Object> queue = new ConcurrentLinkedQueue<>();

	/** Whether a turn is due or under way. */
	private final AtomicBoolean scheduled = new AtomicBoolean();

	/** Whether there is to be another turn; of whoever works. */
	private boolean again;

	/**
	 * Creates a queue that is empty.
	 * @param loop has something done later, or says that it has ended and will not
	 * @param sender takes messages
	 * @param afterwards what to do after a turn
	 * @param failed is told what any of these has thrown
	 */
	WorkQueue(Predicate<Runnable> loop, Consumer<OutboundMessage> sender, Runnable afterwards,
			Consumer<Throwable> failed) {
		this.loop = loop;
		this.sender = sender;
		this.afterwards = afterwards;
		this.failed = failed;
	}

	void add(OutboundMessage message) {
		this.queue.add(message);
		schedule();
	}

	void add(Runnable task) {
		this.queue.add(task);
		schedule();
	}

	/**
	 * Has another turn after what others have to do, if none is due yet. On the loop.
	 */
	void again() {
		this.again = true;
		schedule();
	}

	private void schedule() {
		if (this.scheduled.compareAndSet(false, true) && !this.loop.test(this::turn)) {
			// The loop has ended, and with it the association: nobody else comes here.
			finish();
		}
	}

	private void turn() {
		this.again = false;
		work(TURN);
		boolean more = this.again;
		this.scheduled.set(false);
		if (more || !this.queue.isEmpty()) {
			schedule();
		}
	}

	/** Nobody has to have a turn any more. */
	private void finish() {
		do {
			work(Integer.MAX_VALUE);
			this.scheduled.set(false);
		}
		while (!this.queue.isEmpty() && this.scheduled.compareAndSet(false, true));
	}

	private void work(int most) {
		Object item = this.queue.poll();
		for (int count = 1; item != null; count++) {
			work(item);
			item = (count < most) ? this.queue.poll() : null;
		}
		work(this.afterwards);
	}

	/** What one item throws keeps nobody from the others. */
	private void work(Object item) {
		try {
			if (item instanceof OutboundMessage message) {
				this.sender.accept(message);
			}
			else if (item instanceof Runnable task) {
				task.run();
			}
		}
		catch (Throwable ex) {
			tell(ex);
		}
	}

	private void tell(Throwable ex) {
		try {
			this.failed.accept(ex);
		}
		catch (Throwable another) {
			KernelLoop.report("What an association failed with could not be dealt with", ex);
			KernelLoop.report("What came of it", another);
		}
	}

}
