package dev.sock.kernel.transport;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sock.kernel.socket.ReceiveBatch;
import dev.sock.kernel.socket.SctpSocket;
import dev.sock.kernel.socket.SendBatch;
import dev.sock.kernel.sys.EventPoll;
import dev.sock.kernel.sys.SystemCallException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loop of an endpoint: a thread that waits for its sockets and does what others
 * ask for. Sockets that are ready take turns, a batch each, so that none holds up the
 * others. It never waits while there is anything to do, and never does anything that
 * waits.
 */
final class KernelLoop {

	static final Logger logger = LoggerFactory.getLogger("dev.sock.kernel");

	private static final int BATCH = 32;

	private static final int DRAIN_BATCH = 4;

	/** A longer message comes in parts. */
	private static final int PART = 64 * 1024;

	private static final int SEND_BATCH = 64;

	private static final int SEND_BYTES = 256 * 1024;

	private final EventPoll poll;

	private final ReceiveBatch receiveBatch = new ReceiveBatch(BATCH, PART);

	private final ReceiveBatch drainBatch = new ReceiveBatch(DRAIN_BATCH, PART);

	private final SendBatch sendBatch = new SendBatch(SEND_BATCH, SEND_BYTES);

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final Map<Long, Watched> watched = new HashMap<>();

	/** Those that may have something to read, each once. */
	private final ArrayDeque<Watched> readable = new ArrayDeque<>();

	/**
	 * Those that are to be woken, perhaps more than once; what is not due is asked then.
	 */
	private final PriorityQueue<WakeUp> wakeUps = new PriorityQueue<>();

	private final AtomicBoolean asleep = new AtomicBoolean();

	private final Thread thread;

	/** Guards against a wake-up of what is closed. */
	private final Object wakeUpMonitor = new Object();

	private boolean closed;

	private boolean stopping;

	private volatile boolean ended;

	private long lastId;

	/**
	 * Starts an event loop.
	 * @param name name of its thread
	 * @param source opens what it waits with, once there is memory for the rest
	 * @throws SystemCallException if the system refuses
	 */
	KernelLoop(String name, PollSource source) throws SystemCallException {
		this.poll = source.open();
		try {
			this.thread = new Thread(this::run, name);
			this.thread.setDaemon(true);
			this.thread.start();
		}
		catch (Throwable ex) { // there may be no room for one more
			this.poll.close();
			throw ex;
		}
	}

	boolean isCurrent() {
		return Thread.currentThread() == this.thread;
	}

	void rename(String name) {
		this.thread.setName(name);
	}

	/**
	 * Has the loop do something. For every thread; in the order of asking.
	 * @return {@code false} if the loop has ended, and it will not be done
	 */
	boolean execute(Runnable task) {
		this.tasks.add(task);
		if (this.ended) {
			// Either it is done with what was left over, or it is taken back.
			return !this.tasks.remove(task);
		}
		if (!isCurrent() && this.asleep.compareAndSet(true, false)) {
			synchronized (this.wakeUpMonitor) {
				if (!this.closed) {
					this.poll.wakeUp();
				}
			}
		}
		return true;
	}

	/**
	 * Ends after what was asked for before. On the loop.
	 */
	void stop() {
		this.stopping = true;
	}

	// On the loop only

	/**
	 * Returns a batch to read a socket to its end with, out of turn: the other may be in
	 * use, on this socket or another.
	 */
	ReceiveBatch drainBatch() {
		return this.drainBatch;
	}

	SendBatch sendBatch() {
		return this.sendBatch;
	}

	void watch(SctpSocket socket, Watched owner) throws SystemCallException {
		owner.id = ++this.lastId;
		this.watched.put(owner.id, owner);
		try {
			this.poll.add(socket.descriptor(), EventPoll.READABLE, owner.id);
		}
		catch (Throwable ex) {
			this.watched.remove(owner.id);
			throw ex;
		}
	}

	void interest(SctpSocket socket, Watched owner, boolean writable) throws SystemCallException {
		this.poll.modify(socket.descriptor(), EventPoll.READABLE | (writable ? EventPoll.WRITABLE : 0), owner.id);
	}

	/**
	 * Has an owner woken.
	 * @param deadline when, by {@link System#nanoTime()}, or {@link Long#MAX_VALUE} for
	 * never
	 */
	void wakeAt(Watched owner, long deadline) {
		boolean sooner = deadline < owner.wakeAt;
		owner.wakeAt = deadline;
		if (deadline != Long.MAX_VALUE && (sooner || !owner.wakeUpQueued)) {
			owner.wakeUpQueued = true;
			this.wakeUps.add(new WakeUp(deadline, owner));
		}
	}

	private void wake() {
		long now = System.nanoTime();
		while (!this.wakeUps.isEmpty() && this.wakeUps.element().deadline <= now) {
			Watched owner = this.wakeUps.remove().owner;
			owner.wakeUpQueued = false;
			if (owner.wakeAt > now) {
				wakeAt(owner, owner.wakeAt);
				continue;
			}
			owner.wakeAt = Long.MAX_VALUE;
			try {
				owner.woken(now);
			}
			catch (Throwable ex) {
				failed(owner, ex);
			}
		}
	}

	/** Milliseconds until the next is to be woken, -1 if none is. */
	private int untilWakeUp() {
		WakeUp next = this.wakeUps.peek();
		if (next == null) {
			return -1;
		}
		long nanos = Math.max(0, next.deadline - System.nanoTime());
		return (int) Math.min(Integer.MAX_VALUE, (nanos + 999_999) / 1_000_000);
	}

	void unwatch(SctpSocket socket, Watched owner) {
		owner.wakeAt = Long.MAX_VALUE;
		if (owner.wakeUpQueued) {
			this.wakeUps.removeIf((wakeUp) -> wakeUp.owner == owner);
		}
		if (this.watched.remove(owner.id) != null) {
			this.readable.remove(owner);
			owner.queued = false;
			try {
				this.poll.remove(socket.descriptor());
			}
			catch (SystemCallException ex) {
				logger.debug("A socket was not watched any more", ex);
			}
		}
	}

	/**
	 * Has a socket read when its turn comes.
	 */
	void readLater(Watched owner) {
		if (!owner.queued) {
			owner.queued = true;
			this.readable.add(owner);
		}
	}

	private void run() {
		try {
			while (!this.stopping || !this.tasks.isEmpty()) {
				turn();
			}
		}
		catch (Throwable ex) {
			endsBy(ex);
		}
		finally {
			this.ended = true;
			synchronized (this.wakeUpMonitor) {
				this.closed = true;
				this.poll.close();
			}
			while (!this.tasks.isEmpty()) {
				runTasks();
			}
		}
	}

	/** Nothing would ever be read again of what is watched. */
	private void endsBy(Throwable why) {
		report("The event loop ends, and what it was for with it", why);
		for (Watched owner : List.copyOf(this.watched.values())) {
			try {
				owner.loopEnded(why);
			}
			catch (Throwable ex) {
				report("The end of the event loop could not be dealt with", ex);
			}
		}
	}

	/** Tells of a failure; that it cannot even be told is no reason to stop. */
	static void report(String what, Throwable ex) {
		try {
			logger.error(what, ex);
		}
		catch (Throwable another) {
			// There is nobody left to tell.
		}
	}

	/** What fails in dealing with a failure of one owner is none of the others'. */
	private static void failed(Watched owner, Throwable ex) {
		try {
			owner.failed(ex);
		}
		catch (Throwable another) {
			report("A failure could not be dealt with", ex);
			report("What came of it", another);
		}
	}

	private void turn() throws SystemCallException {
		boolean idle = this.readable.isEmpty() && this.tasks.isEmpty();
		if (idle) {
			this.asleep.set(true);
			if (!this.tasks.isEmpty()) {
				// Whoever asked may have found it awake.
				this.asleep.set(false);
				idle = false;
			}
		}
		this.poll.await(this::ready, idle ? untilWakeUp() : 0);
		this.asleep.set(false);
		wake();
		runTasks();
		for (int count = this.readable.size(); count > 0 && !this.readable.isEmpty(); count--) {
			Watched owner = this.readable.removeFirst();
			owner.queued = false;
			if (guarded(owner)) {
				readLater(owner);
			}
		}
	}

	private boolean guarded(Watched owner) {
		try {
			return owner.read(this.receiveBatch);
		}
		catch (Throwable ex) {
			failed(owner, ex);
			return false;
		}
	}

	private void runTasks() {
		// A task that asks for another has it done in the next turn, after the sockets.
		for (int count = this.tasks.size(); count > 0; count--) {
			Runnable task = this.tasks.poll();
			try {
				if (task != null) {
					task.run();
				}
			}
			catch (Throwable ex) {
				report("A task of the event loop failed", ex);
			}
		}
	}

	private void ready(long id, boolean readable, boolean writable) {
		Watched owner = this.watched.get(id);
		if (owner == null) {
			return;
		}
		if (readable) {
			readLater(owner);
		}
		if (writable) {
			try {
				owner.writable();
			}
			catch (Throwable ex) {
				failed(owner, ex);
			}
		}
	}

	/**
	 * Opens what an event loop waits with.
	 */
	@FunctionalInterface
	interface PollSource {

		EventPoll open() throws SystemCallException;

	}

	/**
	 * Owner of a socket. Called on the loop.
	 */
	abstract static class Watched {

		private long id;

		private boolean queued;

		private long wakeAt = Long.MAX_VALUE;

		private boolean wakeUpQueued;

		/**
		 * Reads one batch.
		 * @return whether there may be more to read now
		 */
		abstract boolean read(ReceiveBatch batch);

		/** There is room to write again, or something was acknowledged. */
		abstract void writable();

		/** The time has come that it asked for. */
		void woken(long nowNanos) {
		}

		/** Reading or writing has thrown. */
		abstract void failed(Throwable ex);

		/** The event loop has ended by an error: nothing is read or told any more. */
		abstract void loopEnded(Throwable why);

	}

	/**
	 * When an owner is to be woken.
	 */
	private record WakeUp(long deadline, Watched owner) implements Comparable<WakeUp> {

		@Override
		public int compareTo(WakeUp other) {
			return Long.compare(this.deadline, other.deadline);
		}

	}

}
