package dev.sock.kernel.transport;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.sock.Reliability.Timed;
import dev.sock.spi.Expendable;
import dev.sock.spi.Lifetimes;
import dev.sock.spi.OutboundMessage;
import org.jspecify.annotations.Nullable;

/**
 * Messages that the kernel does not have yet, in order. One that is given up stays in its
 * place until it is passed, or until those that were given up are the larger part, so
 * that each costs a constant time.
 */
final class PendingMessages {

	private static final int LEAST_COMPACTED = 64;

	private final ArrayDeque<OutboundMessage> messages = new ArrayDeque<>();

	/** Those that are not to be given to the kernel for now, behind the others. */
	private final Set<OutboundMessage> held = new LinkedHashSet<>(4);

	private boolean holding;

	private final Lifetimes lifetimes = new Lifetimes();

	private int discarded;

	private long bytes;

	void add(OutboundMessage message) {
		(this.holding ? this.held : this.messages).add(message);
		this.bytes += message.length();
		Expendable expendable = message.expendable();
		if (expendable != null && expendable.reliability() instanceof Timed) {
			this.lifetimes.add(expendable);
		}
	}

	/** Holds back what is added from now on. */
	void hold() {
		this.holding = true;
	}

	/** Holds nothing back any more. */
	void release() {
		this.holding = false;
		this.messages.addAll(this.held);
		this.held.clear();
	}

	boolean isEmpty() {
		return !hasNext() && this.held.isEmpty();
	}

	/** Whether there is a message that is not held back. */
	boolean hasNext() {
		return this.messages.size() > this.discarded;
	}

	/** Payload bytes. */
	long bytes() {
		return this.bytes;
	}

	/** The first message that is not held back; there must be one. */
	OutboundMessage first() {
		dropDiscarded();
		return this.messages.element();
	}

	/** All messages that are not held back; some of them may be discarded. */
	Iterator<OutboundMessage> iterator() {
		return this.messages.iterator();
	}

	/** Takes the first message out; there must be one. */
	OutboundMessage take() {
		dropDiscarded();
		OutboundMessage message = this.messages.remove();
		forget(message);
		return message;
	}

	private void forget(OutboundMessage message) {
		this.bytes -= message.length();
		Expendable expendable = message.expendable();
		if (expendable != null) {
			this.lifetimes.remove(expendable);
		}
	}

	/**
	 * Takes a message out, wherever it is.
	 */
	void discard(OutboundMessage message, Expendable expendable) {
		forget(message);
		if (this.held.remove(message)) {
			return;
		}
		expendable.discard();
		this.discarded++;
		dropDiscarded();
		if (this.discarded > LEAST_COMPACTED && this.discarded > this.messages.size() / 2) {
			this.messages.removeIf(PendingMessages::isDiscarded);
			this.discarded = 0;
		}
	}

	private void dropDiscarded() {
		while (this.discarded > 0 && isDiscarded(this.messages.element())) {
			this.messages.remove();
			this.discarded--;
		}
	}

	static boolean isDiscarded(OutboundMessage message) {
		Expendable expendable = message.expendable();
		return expendable != null && expendable.isDiscarded();
	}

	/** When a lifetime ends next, or {@link Expendable#NEVER}. */
	long deadline() {
		return this.lifetimes.first();
	}

	/** A message whose lifetime has ended, to be discarded. */
	@Nullable OutboundMessage pollExpired(long nowNanos) {
		return this.lifetimes.pollExpired(nowNanos);
	}

}
