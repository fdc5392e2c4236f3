package dev.sock.userspace.engine.tx;

import java.util.Arrays;

import dev.sock.spi.Expendable;
import dev.sock.spi.OutboundMessage;
import dev.sock.userspace.engine.packet.StreamSet;
import org.jspecify.annotations.Nullable;

/**
 * Messages accepted for sending of which some part was not sent yet, and the stream
 * sequence numbers they will get (RFC 9260 §6.5). It is bounded by the send buffer, which
 * its user watches.
 */
public final class SendQueue {

	/** So many that were given up are left lying without a thought. */
	private static final int LEAST_COMPACTED = 64;

	private final StreamScheduler scheduler = new FirstComeFirstServedScheduler();

	private final HeldMessages held = new HeldMessages();

	private char[] nextSsn = new char[0];

	private int firstSsn;

	/** That of streams which were not used yet. */
	private int unusedSsn;

	private long pendingBytes;

	private int size;

	private int discarded;

	/**
	 * Creates an empty queue.
	 */
	public SendQueue() {
	}

	/**
	 * Lets the streams begin with a number other than 0, which only tests of the wrap do.
	 * @param firstSsn 0 to 65535
	 */
	public void startAt(int firstSsn) {
		this.firstSsn = firstSsn;
		this.unusedSsn = firstSsn;
	}

	/**
	 * Adds a message.
	 * @param message the message
	 */
	public void add(OutboundMessage message) {
		if (this.held.concerns(message)) {
			this.held.add(message);
			return;
		}
		this.pendingBytes += message.remaining();
		this.size++;
		this.scheduler.add(message);
	}

	/**
	 * Returns whether nothing waits.
	 * @return whether it is empty
	 */
	public boolean isEmpty() {
		return this.scheduler.peek() == null && this.held.isEmpty();
	}

	/**
	 * Returns the payload bytes that may be sent and were not yet.
	 * @return bytes
	 */
	long pendingBytes() {
		return this.pendingBytes;
	}

	/**
	 * Returns the payload bytes that were not sent yet, whatever they wait for.
	 * @return bytes
	 */
	public long waitingBytes() {
		return this.pendingBytes + this.held.bytes();
	}

	/**
	 * Holds back what is added to streams from now on, until {@link #release()}.
	 * @param streams the streams
	 */
	public void hold(StreamSet streams) {
		this.held.hold(streams, this.scheduler.count(streams));
	}

	/**
	 * Returns whether all of the streams that are held was sent which was added before.
	 * @return whether nothing of it is left
	 */
	public boolean isDrained() {
		return this.held.isDrained();
	}

	/**
	 * Returns whether something is held back.
	 * @return whether a message waits for {@link #release()}
	 */
	public boolean hasHeld() {
		return !this.held.isEmpty();
	}

	/**
	 * Holds nothing back any more.
	 */
	public void release() {
		this.held.release();
		for (OutboundMessage message = this.held.removeFirst(); message != null; message = this.held.removeFirst()) {
			add(message);
		}
	}

	@Nullable OutboundMessage peek() {
		return this.scheduler.peek();
	}

	/**
	 * Notes that the message at the head was sent up to its offset.
	 * @param message the message at the head
	 * @param length bytes of the fragment just sent
	 */
	void fragmentSent(OutboundMessage message, int length) {
		this.pendingBytes -= length;
		if (message.remaining() == 0) {
			this.scheduler.poll();
			this.size--;
			this.held.left(message);
			dropDiscarded();
		}
	}

	/**
	 * A message was given up, at whatever place; nothing more of it is sent. Those that
	 * lie in the middle are taken out once they are as many as the others, so that each
	 * costs a constant time.
	 * @param message the message
	 */
	void discard(OutboundMessage message, Expendable expendable) {
		if (this.held.remove(message)) {
			return;
		}
		this.held.left(message);
		this.pendingBytes -= message.remaining();
		expendable.discard();
		this.discarded++;
		dropDiscarded();
		if (this.discarded > LEAST_COMPACTED && this.discarded > this.size / 2) {
			this.scheduler.removeDiscarded();
			this.size -= this.discarded;
			this.discarded = 0;
		}
	}

	/** The head of the queue is never one that was given up. */
	private void dropDiscarded() {
		OutboundMessage head = (this.discarded > 0) ? this.scheduler.peek() : null;
		while (head != null && isDiscarded(head)) {
			this.scheduler.poll();
			this.size--;
			this.discarded--;
			head = (this.discarded > 0) ? this.scheduler.peek() : null;
		}
	}

	static boolean isDiscarded(OutboundMessage message) {
		Expendable expendable = message.expendable();
		return expendable != null && expendable.isDiscarded();
	}

	/**
	 * Takes the message at the head without sending it.
	 * @return the message, or {@code null} if there is none
	 */
	public @Nullable OutboundMessage drain() {
		OutboundMessage message = this.scheduler.poll();
		if (message != null) {
			this.pendingBytes -= message.remaining();
			this.size--;
			dropDiscarded();
			return message;
		}
		return this.held.removeFirst();
	}

	/**
	 * Returns the number for the next ordered message of a stream and moves on.
	 * @param streamId the stream
	 * @return its stream sequence number
	 */
	int takeSsn(int streamId) {
		reserve(streamId);
		return this.nextSsn[streamId]++;
	}

	private void reserve(int streamId) {
		if (streamId >= this.nextSsn.length) {
			int old = this.nextSsn.length;
			this.nextSsn = Arrays.copyOf(this.nextSsn, Math.max(streamId + 1, Math.min(2 * old, 65536)));
			Arrays.fill(this.nextSsn, old, this.nextSsn.length, (char) this.unusedSsn);
		}
	}

	/**
	 * Lets the stream sequence numbers of streams start at 0 (RFC 6525 §5.2.7).
	 * @param streams the streams
	 */
	public void resetSsns(StreamSet streams) {
		if (streams.isAll()) {
			Arrays.fill(this.nextSsn, (char) 0);
			this.unusedSsn = 0;
			return;
		}
		for (int stream : streams.listed()) {
			reserve(stream);
			this.nextSsn[stream] = 0;
		}
	}

	/**
	 * Returns whether streams have just been reset, or were never used.
	 * @param streams the streams
	 * @return whether the next stream sequence number of each is 0
	 */
	public boolean areAtStart(StreamSet streams) {
		if (streams.isAll() && this.unusedSsn != 0) {
			return false;
		}
		for (int stream = 0; stream < this.nextSsn.length; stream++) {
			if (streams.contains(stream) && this.nextSsn[stream] != 0) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Starts every stream anew, after a restart.
	 */
	public void resetStreams() {
		this.nextSsn = new char[0];
		this.unusedSsn = this.firstSsn;
		this.held.release();
	}

}
