package dev.sock.impl;

import java.util.concurrent.atomic.AtomicInteger;

import dev.sock.Demand;
import dev.sock.SctpOptionException;

/**
 * Counts the messages that a handler still wants. Without a limit it costs a read for
 * each message.
 */
final class DemandCounter {

	private static final int UNLIMITED = Demand.UNLIMITED.messages();

	private static final int MIN_CHANGE = -32768;

	private final AtomicInteger left;

	DemandCounter(Demand initial) {
		this.left = new AtomicInteger(initial.messages());
	}

	boolean isPositive() {
		return this.left.get() > 0;
	}

	Demand get() {
		return new Demand(this.left.get());
	}

	void set(Demand demand) {
		this.left.set(demand.messages());
	}

	/**
	 * Adds to what is left, of which there is nothing if there was no limit.
	 * @param messages how many, negative to take away
	 * @return whether nothing is left
	 * @throws SctpOptionException if it were more than can be asked for; nothing is
	 * changed then
	 */
	boolean add(int messages) {
		int before;
		int after;
		do {
			before = this.left.get();
			after = ((before == UNLIMITED) ? 0 : before) + messages;
			if (messages < MIN_CHANGE || messages > Demand.MAX_MESSAGES || after > Demand.MAX_MESSAGES) {
				throw new SctpOptionException("demand", String.valueOf(messages), "cannot be added to " + get()
						+ "; add " + MIN_CHANGE + " to " + Demand.MAX_MESSAGES + ", up to that in all");
			}
		}
		while (!this.left.compareAndSet(before, Math.max(0, after)));
		return after <= 0;
	}

	/**
	 * Uses up what one message takes.
	 * @return whether that was the last
	 */
	boolean use() {
		int before = this.left.get();
		while (before != UNLIMITED && before > 0) {
			int witness = this.left.compareAndExchange(before, before - 1);
			if (witness == before) {
				return before == 1;
			}
			before = witness;
		}
		return false;
	}

}
