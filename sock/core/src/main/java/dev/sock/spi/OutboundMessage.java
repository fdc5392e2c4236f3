package dev.sock.spi;

import java.util.concurrent.CompletableFuture;

import dev.sock.Reliability;
import dev.sock.SendOptions;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way out. The core makes it; the transport owns it until it is
 * acknowledged or has failed, and keeps its progress in it. Not safe for use by several
 * threads.
 */
public final class OutboundMessage {

	private final byte[] payload;

	private final SendOptions options;

	/**
	 * The future or the expendable, which has the future then: one field for both, so
	 * that messages stay as small as they are, of which most have neither.
	 */
	private final @Nullable Object more;

	private int offset;

	private int outstandingFragments;

	/**
	 * Creates a message.
	 * @param payload the payload, at least one byte, which the message takes over
	 * @param options how to send it
	 * @param future completed when the message is acknowledged, or {@code null}
	 */
	public OutboundMessage(byte[] payload, SendOptions options, @Nullable CompletableFuture<Void> future) {
		this.payload = payload;
		this.options = options;
		Reliability reliability = options.reliability();
		this.more = (reliability instanceof Reliability.Full) ? future : new Expendable(this, reliability, future);
	}

	/**
	 * Returns the payload, not a copy.
	 * @return the payload
	 */
	public byte[] payload() {
		return this.payload;
	}

	/**
	 * Returns the length of the payload.
	 * @return the length in bytes
	 */
	public int length() {
		return this.payload.length;
	}

	/**
	 * Returns how to send it.
	 * @return the options
	 */
	public SendOptions options() {
		return this.options;
	}

	/**
	 * Returns the future that tells of the acknowledgement.
	 * @return the future, or {@code null} if nobody waits
	 */
	@SuppressWarnings("unchecked") // what the constructor was given
	public @Nullable CompletableFuture<Void> future() {
		Object current = this.more;
		return (current instanceof Expendable expendable) ? expendable.future() : (CompletableFuture<Void>) current;
	}

	/**
	 * Returns what is kept with it because it may be given up.
	 * @return {@code null} if it must be delivered
	 */
	public @Nullable Expendable expendable() {
		return (this.more instanceof Expendable expendable) ? expendable : null;
	}

	/**
	 * Returns where the next fragment starts.
	 * @return bytes of the payload that are in fragments
	 */
	public int offset() {
		return this.offset;
	}

	/**
	 * Returns how much is not in fragments yet.
	 * @return bytes
	 */
	public int remaining() {
		return this.payload.length - this.offset;
	}

	/**
	 * Counts a fragment that is sent for the first time.
	 * @param length its length in bytes
	 */
	public void fragmentSent(int length) {
		this.offset += length;
		this.outstandingFragments++;
	}

	/**
	 * Counts a fragment that was acknowledged for good.
	 * @return whether the whole message is acknowledged now
	 */
	public boolean fragmentAcknowledged() {
		this.outstandingFragments--;
		return this.outstandingFragments == 0 && remaining() == 0;
	}

	/**
	 * Tells whoever waits that the message is acknowledged.
	 */
	public void acknowledged() {
		Object current = this.more;
		if (current == null) {
			return;
		}
		CompletableFuture<Void> waiting = future();
		if (current instanceof Expendable expendable) {
			expendable.end();
		}
		if (waiting != null) {
			waiting.complete(null);
		}
	}

}
