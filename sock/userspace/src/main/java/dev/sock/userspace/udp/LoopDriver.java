package dev.sock.userspace.udp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sock.SctpAddress;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Drives the engines of one event loop in batches: packets as they are read, then what
 * other threads asked for, then timers that are due, then one flush, so that a batch of
 * packets is answered by few SACKs. Whatever an engine throws is logged, and the rest of
 * the batch goes on.
 */
final class LoopDriver {

	/** No busy loop, even if an engine wants to be called at once for ever. */
	private static final long MIN_TIMER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	/** Pause for the timers of an engine that has thrown. */
	private static final long FAULT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final EventLoop eventLoop;

	private final BatchSink sink;

	private final FaultLog faults = new FaultLog();

	private final MpscUnboundedAtomicArrayQueue<LoopWork> work = new MpscUnboundedAtomicArrayQueue<>(256);

	private final AtomicBoolean wakeUpPending = new AtomicBoolean();

	private final Runnable wakeUp = this::readComplete;

	private final List<Driven> engines = new ArrayList<>();

	private boolean inBatch;

	private long batchNanos;

	private long armedNanos = Long.MAX_VALUE;

	private @Nullable ScheduledFuture<?> timer;

	LoopDriver(EventLoop eventLoop, BatchSink sink) {
		this.eventLoop = eventLoop;
		this.sink = sink;
	}

	boolean inEventLoop() {
		return this.eventLoop.inEventLoop();
	}

	/**
	 * Has something done on the loop. Safe for every thread; never runs it at once. After
	 * the loop has ended it runs on the calling thread.
	 * @param item the work
	 */
	void submit(LoopWork item) {
		this.work.offer(item);
		if (inEventLoop() && this.inBatch) {
			return;
		}
		requestWakeUp();
	}

	private void requestWakeUp() {
		if (this.wakeUpPending.compareAndSet(false, true)) {
			try {
				this.eventLoop.execute(this.wakeUp);
			}
			catch (RejectedExecutionException ex) {
				this.wakeUpPending.set(false);
				drainAfterEnd();
			}
		}
	}

	/**
	 * Does what is left in the queue once the loop has ended.
	 */
	void drainAfterEnd() {
		if (!this.eventLoop.isTerminated()) {
			// Whoever ends the loop drains when it has ended.
			return;
		}
		while (!this.work.isEmpty()) {
			synchronized (this.work) {
				drainWork(System.nanoTime());
			}
		}
	}

	/**
	 * Adds an engine. On the loop.
	 * @param engine the engine
	 * @return its place here
	 */
	Driven add(LoopEngine engine) {
		Driven driven = new Driven(engine);
		this.engines.add(driven);
		return driven;
	}

	void remove(Driven driven) {
		this.engines.remove(driven);
	}

	/**
	 * Hands a packet over to an engine. On the loop; {@link #readComplete} follows.
	 * @param driven the engine
	 * @param packet the packet
	 * @param local address that it came to
	 * @param remote address that it came from
	 * @param remoteUdpPort UDP port that it came from
	 */
	void packet(Driven driven, ByteBuffer packet, SctpAddress local, SctpAddress remote, int remoteUdpPort) {
		if (!this.inBatch) {
			this.inBatch = true;
			this.batchNanos = System.nanoTime();
		}
		if (!this.work.isEmpty()) {
			// What was accepted before is not refused for what is in the packet, a
			// SHUTDOWN for example.
			drainWork(this.batchNanos);
		}
		driven.dirty = true;
		try {
			driven.engine.receive(packet, local, remote, remoteUdpPort, this.batchNanos);
			if (driven.engine.isFlushUrgent()) {
				driven.blocked |= !driven.engine.flush(this.sink, this.batchNanos);
			}
		}
		catch (Throwable ex) {
			failed(driven, "receive a packet", ex);
		}
	}

	/**
	 * Ends a batch. On the loop.
	 */
	void readComplete() {
		this.inBatch = true;
		try {
			long now = System.nanoTime();
			drainWork(now);
			for (int i = 0; i < this.engines.size(); i++) {
				advance(this.engines.get(i), now);
			}
			for (int i = 0; i < this.engines.size(); i++) {
				flush(this.engines.get(i), now);
			}
			this.sink.flush();
			armTimer(now);
		}
		finally {
			this.inBatch = false;
		}
		if (!this.work.isEmpty()) {
			requestWakeUp();
		}
	}

	/**
	 * Flushes again what found a socket full. On the loop.
	 */
	void writable() {
		boolean any = false;
		for (Driven driven : this.engines) {
			if (driven.blocked) {
				driven.blocked = false;
				driven.dirty = true;
				any = true;
			}
		}
		// Within a batch the event comes from the flush itself: continue after it.
		if (any && !this.inBatch) {
			readComplete();
		}
		else if (any) {
			requestWakeUp();
		}
	}

	private void drainWork(long now) {
		this.wakeUpPending.set(false);
		// Work that brings forth work waits for the next batch, so that this one ends.
		int count = this.work.size();
		for (int i = 0; i < count; i++) {
			LoopWork item = this.work.poll();
			if (item == null) {
				return;
			}
			try {
				item.run(now);
			}
			catch (Throwable ex) {
				this.faults.report(Level.ERROR, "work " + ex.getClass().getName(),
						() -> "An event loop could not do what it was asked for", ex);
			}
		}
	}

	private void advance(Driven driven, long now) {
		try {
			if (driven.engine.nextDeadlineNanos() - now <= 0 && now - driven.pausedUntilNanos >= 0) {
				driven.dirty = true;
				driven.engine.advanceTo(now);
			}
		}
		catch (Throwable ex) {
			failed(driven, "run its timers", ex);
		}
	}

	private void flush(Driven driven, long now) {
		if (!driven.dirty) {
			return;
		}
		driven.dirty = false;
		try {
			driven.blocked = !driven.engine.flush(this.sink, now);
		}
		catch (Throwable ex) {
			this.sink.drop();
			failed(driven, "send", ex);
		}
	}

	private void failed(Driven driven, String what, Throwable ex) {
		driven.pausedUntilNanos = System.nanoTime() + FAULT_PAUSE_NANOS;
		this.faults.report(Level.ERROR, driven.engine.name() + what + ex.getClass().getName(),
				() -> "Endpoint '" + driven.engine.name() + "' failed to " + what, ex);
	}

	private void armTimer(long now) {
		long earliest = Long.MAX_VALUE;
		for (int i = 0; i < this.engines.size(); i++) {
			Driven driven = this.engines.get(i);
			try {
				long deadline = driven.engine.nextDeadlineNanos();
				if (deadline == Long.MAX_VALUE) {
					continue;
				}
				if (driven.pausedUntilNanos - now > 0 && driven.pausedUntilNanos - deadline > 0) {
					deadline = driven.pausedUntilNanos;
				}
				if (earliest == Long.MAX_VALUE || deadline - earliest < 0) {
					earliest = deadline;
				}
			}
			catch (Throwable ex) {
				failed(driven, "tell its next timer", ex);
			}
		}
		// A timer that fires too early does no harm and is cheaper than cancelling it.
		if (earliest == Long.MAX_VALUE || (this.armedNanos != Long.MAX_VALUE && earliest - this.armedNanos >= 0)) {
			return;
		}
		if (this.timer != null) {
			this.timer.cancel(false);
		}
		this.armedNanos = earliest;
		this.timer = this.eventLoop.schedule(this::timerFired, Math.max(earliest - now, MIN_TIMER_NANOS),
				TimeUnit.NANOSECONDS);
	}

	private void timerFired() {
		this.armedNanos = Long.MAX_VALUE;
		this.timer = null;
		readComplete();
	}

	/**
	 * An engine and what the driver notes about it.
	 */
	static final class Driven {

		private final LoopEngine engine;

		private boolean dirty;

		private boolean blocked;

		private long pausedUntilNanos = System.nanoTime();

		private Driven(LoopEngine engine) {
			this.engine = engine;
		}

		/**
		 * Has the engine flushed at the end of this batch.
		 */
		void markDirty() {
			this.dirty = true;
		}

		LoopEngine engine() {
			return this.engine;
		}

	}

}
