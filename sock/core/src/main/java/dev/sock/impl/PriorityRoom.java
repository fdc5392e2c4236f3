package dev.sock.impl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

import dev.sock.Reliability;
import dev.sock.Reliability.Prioritized;
import dev.sock.spi.Expendable;
import dev.sock.spi.OutboundMessage;

/**
 * The messages in a send buffer that must make way for more important ones (RFC 7496
 * §3.2). Costs nothing as long as none has a priority. Safe for use by several threads.
 */
final class PriorityRoom {

	private static final int LEAST_SWEPT = 64;

	/** By priority; what has ended stays, without its payload, until it is swept. */
	private final TreeMap<Long, ArrayDeque<Expendable>> levels = new TreeMap<>();

	/** Those that are ending to make room, and whose room is not back yet. */
	private final List<OutboundMessage> condemned = new ArrayList<>(0);

	private int size;

	private int sweepAt = LEAST_SWEPT;

	private volatile boolean used;

	/**
	 * Notes a message that was accepted and is the transport's now.
	 */
	void add(Expendable message) {
		if (message.reliability() instanceof Prioritized prioritized) {
			synchronized (this.levels) {
				this.used = true;
				if (this.size == this.sweepAt) {
					sweep();
				}
				this.levels.computeIfAbsent(prioritized.priority(), (priority) -> new ArrayDeque<>()).addLast(message);
				this.size++;
			}
		}
	}

	private void sweep() {
		this.size = 0;
		Iterator<ArrayDeque<Expendable>> all = this.levels.values().iterator();
		while (all.hasNext()) {
			ArrayDeque<Expendable> level = all.next();
			level.removeIf((message) -> !message.isOpen());
			this.size += level.size();
			if (level.isEmpty()) {
				all.remove();
			}
		}
		this.sweepAt = Math.max(LEAST_SWEPT, 2 * this.size);
	}

	/**
	 * Decides which messages make room: those of the largest number first, and of these
	 * the one that came last, which is the least likely to be on its way.
	 * @param buffer the send buffer, which is short of room
	 * @param bytes how long the message is that needs room
	 * @param reliability that of the message
	 * @param abandon gives up messages
	 * @return whether there is room, which is taken
	 */
	boolean make(SendBuffer buffer, int bytes, Reliability reliability, Consumer<OutboundMessage> abandon) {
		if (!this.used) {
			return false;
		}
		long priority = (reliability instanceof Prioritized prioritized) ? prioritized.priority() : -1;
		synchronized (this.levels) {
			long lacking = buffer.lacking(bytes);
			for (OutboundMessage message : this.condemned) {
				lacking -= message.length();
			}
			List<OutboundMessage> victims = find(lacking, priority);
			if (victims.isEmpty()) {
				return false;
			}
			buffer.acquireAhead(bytes);
			for (OutboundMessage victim : victims) {
				Expendable expendable = victim.expendable();
				if (expendable != null && expendable.condemn()) {
					this.condemned.add(victim);
					abandon.accept(victim);
				}
				else if (hasEnded(victim)) {
					// In this moment: its room cannot be back before this is done.
					this.condemned.add(victim);
				}
			}
			return true;
		}
	}

	/**
	 * Gives room back. A message ends before its room is given back, and counts as being
	 * given up until then.
	 * @param buffer the send buffer
	 * @param bytes the room
	 * @return what {@link SendBuffer#release} returns
	 */
	boolean release(SendBuffer buffer, long bytes) {
		if (!this.used) {
			return buffer.release(bytes);
		}
		synchronized (this.levels) {
			this.condemned.removeIf(PriorityRoom::hasEnded);
			return buffer.release(bytes);
		}
	}

	private static boolean hasEnded(OutboundMessage message) {
		Expendable expendable = message.expendable();
		return expendable == null || expendable.isEnded();
	}

	private List<OutboundMessage> find(long bytes, long priority) {
		List<OutboundMessage> victims = new ArrayList<>();
		long found = 0;
		for (ArrayDeque<Expendable> level : this.levels.tailMap(priority, false).descendingMap().values()) {
			Iterator<Expendable> newest = level.descendingIterator();
			while (newest.hasNext() && found < bytes) {
				Expendable expendable = newest.next();
				OutboundMessage message = expendable.message();
				if (expendable.isOpen() && message != null) {
					victims.add(message);
					found += message.length();
				}
			}
		}
		return (found >= bytes) ? victims : new ArrayList<>();
	}

}
