package dev.sock.impl;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sock.SctpExtension;
import dev.sock.SctpOptions;
import dev.sock.SctpSendException;
import dev.sock.SctpSendException.Reason;
import dev.sock.SendOptions;
import dev.sock.impl.SendBuffer.Outcome;
import dev.sock.spi.Expendable;
import dev.sock.spi.OutboundMessage;
import dev.sock.spi.TransportAssociation.MessageLimit;
import org.jspecify.annotations.Nullable;

/**
 * Accepts or refuses messages of one association. Every refusal names the reason, the
 * value and what to do; a message that is accepted is the transport's.
 */
final class Sender {

	private final DefaultAssociation association;

	private final SendBuffer buffer;

	private final PriorityRoom priorities = new PriorityRoom();

	Sender(DefaultAssociation association) {
		this.association = association;
		SctpOptions options = association.protocol().kept();
		this.buffer = new SendBuffer(options.sendBuffer(), options.sendLowWatermark());
	}

	SendBuffer buffer() {
		return this.buffer;
	}

	/**
	 * Gives room back that a message had.
	 * @return what {@link SendBuffer#release} returns
	 */
	boolean release(long bytes) {
		return this.priorities.release(this.buffer, bytes);
	}

	void send(byte[] payload, SendOptions options, long timeoutNanos) {
		check(payload.length, options);
		acquire(payload.length, options, timeoutNanos);
		hand(payload, options, null);
	}

	void send(ByteBuffer payload, SendOptions options) {
		check(payload.remaining(), options);
		acquire(payload.remaining(), options, Nanos.FOREVER);
		byte[] copy = new byte[payload.remaining()];
		payload.get(copy);
		hand(copy, options, null);
	}

	boolean trySend(byte[] payload, SendOptions options) {
		check(payload.length, options);
		if (!tryAcquire(payload.length, options)) {
			return false;
		}
		hand(payload, options, null);
		return true;
	}

	CompletableFuture<Void> sendAsync(byte[] payload, SendOptions options) {
		try {
			check(payload.length, options);
			if (!tryAcquire(payload.length, options)) {
				throw refusal(Reason.WOULD_BLOCK, "the send buffer of " + this.buffer.capacity()
						+ " bytes has no room for " + payload.length
						+ " bytes; send fewer messages at a time, wait with awaitWritable, or raise send-buffer");
			}
		}
		catch (SctpSendException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		CompletableFuture<Void> future = new CompletableFuture<>();
		hand(payload, options, future);
		return future;
	}

	boolean awaitWritable(Duration timeout) {
		long nanos = Nanos.of(timeout);
		if (nanos > 0 && this.association.inEventLoop()) {
			// Nothing is acknowledged while the event loop is here.
			nanos = 0;
			if (awaitRoom(nanos) == Outcome.FULL) {
				throw onEventLoop();
			}
		}
		// What fails when the association ends gives its room back, too.
		return awaitRoom(nanos) == Outcome.ROOM && this.association.canSend();
	}

	private Outcome awaitRoom(long nanos) {
		try {
			return this.buffer.awaitRoom(nanos);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private void hand(byte[] payload, SendOptions options, @Nullable CompletableFuture<Void> future) {
		OutboundMessage message = new OutboundMessage(payload, options, future);
		this.association.transport().send(message);
		Expendable expendable = message.expendable();
		if (expendable != null) {
			this.priorities.add(expendable);
		}
	}

	private void check(int length, SendOptions options) {
		if (!this.association.canSend()) {
			throw notEstablished();
		}
		int streams = this.association.outboundStreams();
		if (options.streamId() >= streams) {
			throw refusal(Reason.INVALID_STREAM,
					"stream " + options.streamId() + " is not below the " + streams
							+ " negotiated outbound streams of association '" + this.association.name() + "': use "
							+ ((streams == 1) ? "0" : "0 to " + (streams - 1)));
		}
		if (length == 0) {
			throw refusal(Reason.EMPTY, "the message is empty, which SCTP cannot carry: send at least 1 byte");
		}
		if (length > this.buffer.capacity()) {
			throw refusal(Reason.TOO_LONG,
					"the message of " + length + " bytes is longer than the send buffer of " + this.buffer.capacity()
							+ " bytes: send shorter messages, or raise send-buffer to at least " + length);
		}
		MessageLimit limit = this.association.transport().messageLimit();
		if (length > limit.bytes()) {
			throw refusal(Reason.TOO_LONG, "the message of " + length + " bytes is longer than the " + limit.bytes()
					+ " bytes that the transport takes: send shorter messages, or " + limit.remedy());
		}
	}

	private boolean tryAcquire(int length, SendOptions options) {
		if (this.buffer.tryAcquire(length)) {
			return true;
		}
		if (this.buffer.isClosed()) {
			throw notEstablished();
		}
		if (makeRoom(length, options)) {
			return true;
		}
		// What came free before this was remembered is not told of any more.
		return this.buffer.tryAcquireOrRefuse(length);
	}

	/** Less important messages make way, if there are enough of them. */
	private boolean makeRoom(int length, SendOptions options) {
		if (!this.association.transport().extensions().contains(SctpExtension.PARTIAL_RELIABILITY)) {
			return false;
		}
		return this.priorities.make(this.buffer, length, options.reliability(), this.association.transport()::abandon);
	}

	private void acquire(int length, SendOptions options, long timeoutNanos) {
		if (this.buffer.tryAcquire(length) || (!this.buffer.isClosed() && makeRoom(length, options))) {
			return;
		}
		if (!this.buffer.isClosed() && timeoutNanos > 0 && this.association.inEventLoop()) {
			throw onEventLoop();
		}
		Outcome outcome;
		try {
			outcome = this.buffer.acquire(length, timeoutNanos);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
		if (outcome == Outcome.FULL) {
			throw refusal(Reason.TIMED_OUT,
					"the send buffer of " + this.buffer.capacity() + " bytes had no room for " + length
							+ " bytes within " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos)
							+ " ms; the peer takes less than is sent: wait longer, or raise send-buffer");
		}
		if (outcome != Outcome.ROOM) {
			throw notEstablished();
		}
		if (!this.association.canSend()) {
			this.buffer.release(length);
			throw notEstablished();
		}
	}

	private SctpSendException notEstablished() {
		return refusal(Reason.NOT_ESTABLISHED, this.association.stateText()
				+ "; send once it is ESTABLISHED, which an AssociationChanged event tells");
	}

	private SctpSendException onEventLoop() {
		return refusal(Reason.ON_EVENT_LOOP, "the send buffer of " + this.buffer.capacity()
				+ " bytes is full and this thread is the event loop, which must not wait: use trySend or sendAsync, or give the endpoint an executor");
	}

	private SctpSendException interrupted(InterruptedException cause) {
		Thread.currentThread().interrupt();
		return new SctpSendException(Reason.INTERRUPTED, false,
				message("the thread was interrupted while it waited for room in the send buffer"), cause);
	}

	private SctpSendException refusal(Reason reason, String problem) {
		return new SctpSendException(reason, false, message(problem), null);
	}

	private String message(String problem) {
		return "Cannot send on association '" + this.association.name() + "' of endpoint '"
				+ this.association.endpoint().name() + "': " + problem;
	}

}
