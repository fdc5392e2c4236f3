package dev.sock.userspace.engine.tx;

import dev.sock.spi.OutboundMessage;
import dev.sock.userspace.engine.packet.StreamSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides which message is sent next. Fragments of one message are sent one after the
 * other (RFC 9260 §6.9), so the message that {@link #peek()} returns must stay the same
 * once a part of it was sent.
 */
interface StreamScheduler {

	/**
	 * Adds a message.
	 * @param message the message
	 */
	void add(OutboundMessage message);

	/**
	 * Returns the message to send from now.
	 * @return the message, or {@code null} if there is none
	 */
	@Nullable OutboundMessage peek();

	/**
	 * Removes the message that {@link #peek()} returns.
	 * @return the message, or {@code null} if there is none
	 */
	@Nullable OutboundMessage poll();

	/**
	 * Counts the messages of streams that were not given up.
	 * @param streams the streams
	 * @return how many there are
	 */
	int count(StreamSet streams);

	/**
	 * Removes every message that was given up while it was queued.
	 */
	void removeDiscarded();

}
