package dev.sock.impl;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.sock.Demand;
import dev.sock.SctpEvent;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import org.jspecify.annotations.Nullable;

/**
 * Messages and events of one association on their way to the application, in order.
 *
 * <p>
 * With a handler, one thread at a time holds {@link #draining} and hands over what is in
 * the queue: the event loop if there is no executor, else a task of the executor, of
 * which there is at most one. Without a handler messages stay until they are pulled, and
 * events are dropped. The bytes in the queue are bounded by the receive window, which
 * does not reopen before they are handed over; events have a limit of their own. A
 * message waits for demand; an event needs none, but keeps its place.
 */
final class Inbox {

	/** Messages and events that one task hands over before others have their turn. */
	private static final int BATCH = 64;

	private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final DefaultAssociation association;

	private final @Nullable Executor executor;

	private final DefaultEndpoint endpoint;

	private final Queue<Object> queue = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean draining = new AtomicBoolean();

	private final EventLimit eventLimit;

	private final DemandCounter demand;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final AtomicInteger pullers = new AtomicInteger();

	private final HandlerCalls calls;

	private volatile @Nullable SctpHandler handler;

	private volatile boolean inTurn;

	private volatile boolean ended;

	private volatile boolean lossLogged;

	private volatile boolean rejectionLogged;

	Inbox(DefaultAssociation association, DefaultEndpoint endpoint) {
		this.association = association;
		this.endpoint = endpoint;
		this.executor = endpoint.executor();
		this.calls = new HandlerCalls(association);
		this.eventLimit = new EventLimit(2L * association.protocol().kept().sendBuffer());
		this.demand = new DemandCounter(endpoint.demand());
	}

	/**
	 * Sets who gets messages and events from now on; {@link #wake()} is to be called
	 * afterwards.
	 */
	void handler(@Nullable SctpHandler handler) {
		this.handler = handler;
	}

	DefaultAssociation association() {
		return this.association;
	}

	boolean hasHandler() {
		return this.handler != null;
	}

	Demand demand() {
		return this.demand.get();
	}

	void demand(Demand wanted) {
		this.demand.set(wanted);
		wake();
	}

	void addDemand(int messages) {
		if (this.demand.add(messages)) {
			event(new SctpEvent.DemandExhausted(this.association));
		}
		else {
			wake();
		}
	}

	boolean hasMessagesToPull() {
		return this.handler == null && !this.queue.isEmpty();
	}

	boolean isOver() {
		return this.ended && this.queue.isEmpty();
	}

	/**
	 * Whether nothing is left that counts.
	 */
	private boolean isDone() {
		return isOver() && this.calls.retained() == 0;
	}

	/**
	 * Sets whether the endpoint's pull queue has this. Called with its lock held.
	 */
	void inTurn(boolean inTurn) {
		this.inTurn = inTurn;
	}

	void message(SctpMessage message) {
		SctpHandler current = this.handler;
		if (current != null && this.executor == null && this.queue.isEmpty() && this.demand.isPositive()
				&& this.draining.compareAndSet(false, true)) {
			int consumed = handOver(message, current);
			this.association.consumed(consumed, (consumed > 0) ? 1 : 0);
			this.draining.set(false);
		}
		else {
			this.queue.add(message);
		}
		wake();
	}

	void event(SctpEvent event) {
		if (this.handler == null || !this.association.protocol().wants(event)) {
			return;
		}
		if (this.eventLimit.add(event)) {
			this.queue.add(event);
			wake();
		}
		else if (!this.lossLogged) {
			this.lossLogged = true;
			Logs.ASSOCIATION.warn(
					"Association '{}' of endpoint '{}': the handler is too far behind; events are left out, a {} first",
					this.association.name(), this.endpoint.name(), event.getClass().getSimpleName());
		}
	}

	/**
	 * Nothing will come any more; what is there can still be taken.
	 */
	void end() {
		this.ended = true;
		signal();
		if (this.inTurn) {
			this.endpoint.pullQueue().removeIfEmpty(this);
		}
		if (!isDone() && !this.association.isPeeledOff()) {
			this.endpoint.leftBehind(this, bytesLeft());
			// What was there may have been taken meanwhile.
			forgetIfOver();
		}
	}

	private long bytesLeft() {
		long bytes = this.calls.retained();
		for (Object next : this.queue) {
			bytes += (next instanceof SctpMessage message) ? message.payload().length : 0;
		}
		return bytes;
	}

	private void forgetIfOver() {
		if (isDone()) {
			this.endpoint.endedInboxes().remove(this);
		}
	}

	/**
	 * Sees to it that what is in the queue gets on its way.
	 */
	void wake() {
		if (this.pullers.get() != 0) {
			signal();
		}
		if (this.queue.isEmpty()) {
			return;
		}
		if (this.handler == null) {
			if (this.endpoint.pullQueue().isActive() && !this.inTurn && !this.association.isPeeledOff()) {
				this.endpoint.pullQueue().add(this);
			}
		}
		else if (hasMore() && this.draining.compareAndSet(false, true)) {
			if (this.executor == null) {
				drainHere();
			}
			else if (submit(this.executor)) {
				drain(this.executor);
			}
		}
	}

	private void signal() {
		this.lock.lock();
		try {
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	// Handing over; whoever does it holds draining

	/**
	 * Hands over everything in the calling thread. The window stays closed meanwhile, so
	 * that this ends even if the peer never pauses.
	 */
	private void drainHere() {
		int consumed = 0;
		int messages = 0;
		do {
			int bytes = handOverNext();
			while (bytes >= 0) {
				consumed += bytes;
				messages += (bytes > 0) ? 1 : 0;
				bytes = handOverNext();
			}
			this.draining.set(false);
		}
		while (hasMore() && this.draining.compareAndSet(false, true));
		this.association.consumed(consumed, messages);
		forgetIfOver();
	}

	/**
	 * Hands over a batch in a thread of the executor, and leaves the next one to another
	 * task.
	 */
	private void drain(Executor executor) {
		boolean mine = true;
		while (mine) {
			handOverBatch();
			if (hasMore()) {
				mine = submit(executor);
			}
			else {
				this.draining.set(false);
				forgetIfOver();
				mine = hasMore() && this.draining.compareAndSet(false, true);
			}
		}
	}

	private void handOverBatch() {
		int enough = this.association.protocol().kept().receiveBuffer() / 4;
		int consumed = 0;
		int messages = 0;
		for (int i = 0; i < BATCH; i++) {
			int bytes = handOverNext();
			if (bytes < 0) {
				break;
			}
			consumed += bytes;
			messages += (bytes > 0) ? 1 : 0;
			if (consumed >= enough) {
				this.association.consumed(consumed, messages);
				consumed = 0;
				messages = 0;
			}
		}
		this.association.consumed(consumed, messages);
	}

	private boolean hasMore() {
		Object first = this.queue.peek();
		return this.handler != null && first != null && (!(first instanceof SctpMessage) || this.demand.isPositive());
	}

	/**
	 * Hands over one message or event.
	 * @return the bytes of the message, which has one at least, 0 for an event or a
	 * message that is retained, -1 if there was nothing
	 */
	private int handOverNext() {
		SctpHandler current = this.handler;
		Object next = (current != null && hasMore()) ? this.queue.poll() : null;
		if (current == null || next == null) {
			return -1;
		}
		if (next instanceof SctpMessage message) {
			return handOver(message, current);
		}
		SctpEvent event = (SctpEvent) next;
		this.eventLimit.remove(event);
		this.calls.event(event, current);
		return 0;
	}

	/**
	 * Hands over a message.
	 * @return its bytes, 0 if the handler retains it
	 */
	private int handOver(SctpMessage message, SctpHandler current) {
		boolean last = this.demand.use();
		int bytes = this.calls.message(message, current);
		if (last && !this.demand.isPositive()) {
			// Unless the handler has asked for more.
			exhausted(current);
		}
		return bytes;
	}

	private void exhausted(SctpHandler current) {
		SctpEvent event = new SctpEvent.DemandExhausted(this.association);
		if (this.association.protocol().wants(event)) {
			this.calls.event(event, current);
		}
	}

	/**
	 * Takes back a message that the handler has retained.
	 */
	void release(SctpMessage message) {
		this.calls.release(message);
		this.association.consumed(message.payload().length, 1);
		forgetIfOver();
	}

	// The executor

	/**
	 * Has the executor hand over the next batch.
	 * @return whether the executor runs tasks in the calling thread, which is to go on
	 * itself
	 */
	private boolean submit(Executor executor) {
		DrainTask task = new DrainTask(executor, Thread.currentThread());
		try {
			executor.execute(task);
		}
		catch (Throwable ex) {
			if (!task.ranInSubmitter) {
				rejected(executor, ex);
			}
		}
		task.submitted = true;
		return task.ranInSubmitter;
	}

	private void rejected(Executor executor, Throwable cause) {
		if (!this.rejectionLogged) {
			this.rejectionLogged = true;
			Logs.ENDPOINT.warn(
					"The executor of endpoint '{}' refuses to run the handler for association '{}', which is tried again every 100 ms: {}",
					this.endpoint.name(), this.association.name(), cause.toString());
		}
		boolean retried = !this.endpoint.isClosed() && this.endpoint.workers().schedule(() -> {
			if (submit(executor)) {
				drain(executor);
			}
		}, RETRY_NANOS) != null;
		if (!retried) {
			Logs.ENDPOINT.warn("Endpoint '{}' is closed and its executor too: association '{}' loses {} received bytes",
					this.endpoint.name(), this.association.name(), bytesLeft());
			this.queue.clear();
			this.draining.set(false);
			forgetIfOver();
		}
	}

	// Pulling

	/**
	 * Takes the next message if there is one and no handler is to get it.
	 */
	@Nullable SctpMessage pull() {
		SctpMessage message = null;
		while (message == null && this.handler == null) {
			Object next = this.queue.poll();
			if (next == null) {
				break;
			}
			if (next instanceof SctpEvent event) {
				this.eventLimit.remove(event);
			}
			else {
				message = (SctpMessage) next;
			}
		}
		forgetIfOver();
		return message;
	}

	/**
	 * Takes the next message, waiting for it until time is over, or the association, or a
	 * handler is set.
	 */
	@Nullable SctpMessage receive(long timeoutNanos) throws InterruptedException {
		SctpMessage message = pull();
		if (message == null && timeoutNanos > 0) {
			message = await(timeoutNanos);
		}
		if (message != null && this.inTurn) {
			this.endpoint.pullQueue().removeIfEmpty(this);
		}
		return message;
	}

	private @Nullable SctpMessage await(long timeoutNanos) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			this.pullers.incrementAndGet();
			long left = timeoutNanos;
			while (true) {
				boolean last = this.ended || this.handler != null || left <= 0;
				SctpMessage message = pull();
				if (message != null || last) {
					return message;
				}
				left = this.changed.awaitNanos(left);
			}
		}
		finally {
			this.pullers.decrementAndGet();
			this.lock.unlock();
		}
	}

	/**
	 * Runs a batch, unless the executor runs it within the call that submits it: then the
	 * submitter goes on, so that batches do not pile up on its stack.
	 */
	private final class DrainTask implements Runnable {

		private final Executor executor;

		/** The only thread that reads and writes the fields below. */
		private final Thread submitter;

		private boolean submitted;

		private boolean ranInSubmitter;

		private DrainTask(Executor executor, Thread submitter) {
			this.executor = executor;
			this.submitter = submitter;
		}

		@Override
		public void run() {
			if (Thread.currentThread() == this.submitter && !this.submitted) {
				this.ranInSubmitter = true;
			}
			else {
				drain(this.executor);
			}
		}

	}

}
