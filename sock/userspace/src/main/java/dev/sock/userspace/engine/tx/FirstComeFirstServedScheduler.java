package dev.sock.userspace.engine.tx;

import java.util.ArrayDeque;

import dev.sock.spi.OutboundMessage;
import dev.sock.userspace.engine.packet.StreamSet;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages in the order in which they were given.
 */
final class FirstComeFirstServedScheduler implements StreamScheduler {

	private final ArrayDeque<OutboundMessage> messages = new ArrayDeque<>(4);

	@Override
	public void add(OutboundMessage message) {
		this.messages.addLast(message);
	}

	@Override
	public @Nullable OutboundMessage peek() {
		return this.messages.peekFirst();
	}

	@Override
	public @Nullable OutboundMessage poll() {
		return this.messages.pollFirst();
	}

	@Override
	public int count(StreamSet streams) {
		int count = 0;
		for (OutboundMessage message : this.messages) {
			if (streams.contains(message.options().streamId()) && !SendQueue.isDiscarded(message)) {
				count++;
			}
		}
		return count;
	}

	@Override
	public void removeDiscarded() {
		this.messages.removeIf(SendQueue::isDiscarded);
	}

}
