package dev.sock.userspace.engine.tx;

import java.util.LinkedHashSet;
import java.util.Set;

import dev.sock.spi.OutboundMessage;
import dev.sock.userspace.engine.packet.StreamSet;
import org.jspecify.annotations.Nullable;

/**
 * Streams that are about to be reset: what was queued before is still sent, what comes
 * later waits here (RFC 6525 §5.1.2 A1).
 */
final class HeldMessages {

	private final Set<OutboundMessage> messages = new LinkedHashSet<>(4);

	private @Nullable StreamSet streams;

	/** Messages of these streams that are still queued. */
	private int before;

	private long bytes;

	void hold(StreamSet toBeReset, int queued) {
		this.streams = toBeReset;
		this.before = queued;
	}

	boolean concerns(OutboundMessage message) {
		StreamSet held = this.streams;
		return held != null && held.contains(message.options().streamId());
	}

	/** Whether nothing of these streams is queued any more. */
	boolean isDrained() {
		return this.before == 0;
	}

	/** A message has left the queue. */
	void left(OutboundMessage message) {
		if (this.before > 0 && concerns(message)) {
			this.before--;
		}
	}

	void add(OutboundMessage message) {
		this.bytes += message.remaining();
		this.messages.add(message);
	}

	/** Takes a message out; returns whether it was here. */
	boolean remove(OutboundMessage message) {
		if (this.messages.isEmpty() || !this.messages.remove(message)) {
			return false;
		}
		this.bytes -= message.remaining();
		return true;
	}

	@Nullable OutboundMessage removeFirst() {
		OutboundMessage first = this.messages.isEmpty() ? null : this.messages.iterator().next();
		if (first != null) {
			remove(first);
		}
		return first;
	}

	boolean isEmpty() {
		return this.messages.isEmpty();
	}

	long bytes() {
		return this.bytes;
	}

	/** Nothing is held from now on; what waited is taken by {@link #removeFirst()}. */
	void release() {
		this.streams = null;
		this.before = 0;
	}

}
