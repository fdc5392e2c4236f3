package dev.sock.kernel.transport;

import java.util.concurrent.atomic.AtomicLong;

import dev.sock.SctpOptions;
import dev.sock.kernel.socket.ReceiveBatch;
import dev.sock.spi.AssociationListener;

/**
 * Messages of an association on their way from the kernel to the core. When the user has
 * not consumed what was handed over, reading pauses; then the kernel's buffer fills and
 * closes the receive window, of this association only.
 */
final class Intake {

	/** What a message takes beside its payload. */
	private static final int OVERHEAD = 128;

	private final AssociationListener listener;

	private final MessageCounters counters;

	private int maxMessageSize;

	private int partialDeliveryPoint;

	private final long limit;

	private final PartialMessage partial = new PartialMessage();

	private final AtomicLong unconsumedBytes = new AtomicLong();

	private final AtomicLong unconsumedMessages = new AtomicLong();

	private volatile boolean paused;

	Intake(AssociationListener listener, MessageCounters counters, SctpOptions options) {
		this.listener = listener;
		this.counters = counters;
		this.maxMessageSize = options.maxMessageSize();
		this.partialDeliveryPoint = options.partialDeliveryPoint();
		this.limit = options.receiveBuffer();
	}

	void setOptions(SctpOptions options) {
		this.maxMessageSize = options.maxMessageSize();
		this.partialDeliveryPoint = options.partialDeliveryPoint();
	}

	/**
	 * Takes a message or a part of one. On the event loop.
	 * @return {@code false} if it is longer than allowed
	 */
	boolean add(ReceiveBatch batch, int i) {
		if (this.partial.total() + batch.length(i) > this.maxMessageSize) {
			return false; // the association ends, and with it what was handed over
		}
		boolean complete = batch.isComplete(i);
		if (this.partial.isEmpty() && complete) {
			byte[] payload = new byte[batch.length(i)];
			batch.copy(i, payload, 0);
			handOver(batch, i, payload);
			return true;
		}
		this.partial.add(batch, i);
		if (this.partial.wasHandedOver() || (!complete && isToBeHandedOver())) {
			if (complete || isToBeHandedOver()) {
				handOverPart(batch, i, complete);
			}
		}
		else if (complete) {
			byte[] payload = this.partial.take();
			this.partial.clear();
			handOver(batch, i, payload);
		}
		return true;
	}

	private boolean isToBeHandedOver() {
		return this.partialDeliveryPoint > 0 && this.partial.length() >= this.partialDeliveryPoint;
	}

	private void handOverPart(ReceiveBatch batch, int i, boolean last) {
		boolean first = !this.partial.wasHandedOver();
		byte[] payload = this.partial.take();
		this.counters.receivedPart(payload.length, last ? this.partial.total() : 0);
		if (last) {
			this.partial.clear();
		}
		this.unconsumedBytes.addAndGet(payload.length);
		this.unconsumedMessages.incrementAndGet();
		this.listener.messagePart(batch.streamId(i), batch.streamSequenceNumber(i), batch.payloadProtocolId(i),
				this.partial.firstTsn(), batch.isUnordered(i), payload, first, last);
	}

	private void handOver(ReceiveBatch batch, int i, byte[] payload) {
		this.counters.received(payload.length);
		this.unconsumedBytes.addAndGet(payload.length);
		this.unconsumedMessages.incrementAndGet();
		this.listener.message(batch.streamId(i), batch.streamSequenceNumber(i), batch.payloadProtocolId(i),
				batch.tsn(i), batch.isUnordered(i), payload);
	}

	/**
	 * Forgets the part of a message whose rest will not come, and tells so if some of it
	 * was handed over.
	 */
	void partialDeliveryAborted() {
		boolean told = this.partial.wasHandedOver();
		this.partial.clear();
		if (told) {
			this.listener.partialDeliveryAborted(this.partial.streamId(), this.partial.streamSequenceNumber());
		}
	}

	long unconsumedBytes() {
		return this.unconsumedBytes.get();
	}

	private long weight() {
		return this.unconsumedBytes.get() + OVERHEAD * this.unconsumedMessages.get();
	}

	/**
	 * Returns whether reading is to wait until messages were consumed; {@link #consumed}
	 * tells when it may go on.
	 */
	boolean isPaused() {
		if (weight() < this.limit) {
			return false;
		}
		this.paused = true;
		if (weight() < this.limit / 2) {
			// Consumed in between.
			this.paused = false;
		}
		return this.paused;
	}

	/**
	 * The user is done with messages. For every thread.
	 * @return whether reading may go on after a pause
	 */
	boolean consumed(int bytes, int messages) {
		this.unconsumedMessages.addAndGet(-messages);
		this.unconsumedBytes.addAndGet(-bytes);
		if (this.paused && weight() <= this.limit / 2) {
			this.paused = false;
			return true;
		}
		return false;
	}

	/**
	 * Returns how many messages to read at once, so that the limit is not far exceeded.
	 */
	int most(ReceiveBatch batch) {
		return (weight() < this.limit / 2) ? batch.capacity() : Math.min(4, batch.capacity());
	}

}
