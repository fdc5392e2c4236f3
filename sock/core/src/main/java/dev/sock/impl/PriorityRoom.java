package dev.sock.impl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

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
	 * @param bytes how much is needed
	 * @param reliability that of the message that needs it
	 * @return messages of at least as many bytes, which are to be given up now, or none
	 */
	List<OutboundMessage> make(long bytes, Reliability reliability) {
		if (!this.used) {
			return List.of();
		}
		long priority = (reliability instanceof Prioritized prioritized) ? prioritized.priority() : -1;
		synchronized (this.levels) {
			List<OutboundMessage> victims = find(bytes, priority);
			victims.removeIf((victim) -> {
				Expendable expendable = victim.expendable();
				return expendable == null || !expendable.condemn();
			});
			return victims;
		}
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
