package dev.sock.kernel.transport;

import java.util.ArrayDeque;

import dev.sock.kernel.socket.SctpSocket;
import dev.sock.kernel.socket.SendBatch;
import dev.sock.kernel.sys.Errno;
import dev.sock.kernel.sys.SystemCallException;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.OutboundMessage;
import org.jspecify.annotations.Nullable;

/**
 * Messages of an association on their way into the kernel and until they are
 * acknowledged. On the event loop only. Bounded by the core's send buffer: room is given
 * back when a message was acknowledged or has failed.
 */
final class Outbox {

	/** Batches in a row, then others have their turn. */
	private static final int BATCHES = 4;

	private final AssociationListener listener;

	private final MessageCounters counters;

	private final int peerPort;

	/** So much unacknowledged that the core's send buffer may be short of room. */
	private final long pressing;

	/** Not given to the kernel yet. */
	private final ArrayDeque<OutboundMessage> pending = new ArrayDeque<>();

	private final Outstanding outstanding = new Outstanding();

	private long pendingBytes;

	private boolean blocked;

	Outbox(AssociationListener listener, MessageCounters counters, int peerPort, int sendBuffer) {
		this.listener = listener;
		this.counters = counters;
		this.peerPort = peerPort;
		this.pressing = sendBuffer / 2;
	}

	void add(OutboundMessage message) {
		this.counters.sent(message.length());
		this.pending.add(message);
		this.pendingBytes += message.length();
	}

	long pendingBytes() {
		return this.pendingBytes;
	}

	long bytes() {
		return this.pendingBytes + this.outstanding.bytes();
	}

	boolean hasPending() {
		return !this.pending.isEmpty();
	}

	/** Returns whether the kernel's buffer was full when last tried. */
	boolean isBlocked() {
		return this.blocked;
	}

	/**
	 * Returns whether it is worth while to hear of each acknowledgement.
	 */
	boolean wantsProgress() {
		return this.blocked || this.outstanding.isAwaited() || this.outstanding.bytes() > this.pressing;
	}

	void unblock() {
		this.blocked = false;
	}

	/**
	 * Gives the kernel what it takes.
	 * @return whether there is more that it may take
	 */
	boolean flush(SctpSocket socket, SendBatch batch) {
		for (int turn = 0; turn < BATCHES && !this.blocked && !this.pending.isEmpty(); turn++) {
			batch.clear();
			int context = this.outstanding.nextContext();
			for (OutboundMessage message : this.pending) {
				if (!batch.add(message.payload(), message.options(), this.peerPort, context + batch.count())) {
					break;
				}
			}
			accepted(batch.send(socket));
		}
		return !this.blocked && !this.pending.isEmpty();
	}

	private void accepted(int result) {
		for (int i = 0; i < result; i++) {
			this.outstanding.add(takePending());
		}
		if (result == -Errno.EAGAIN) {
			this.blocked = true;
		}
		else if (result < 0) {
			failed(takePending(), false, "the kernel refused it: " + Errno.text(-result));
		}
	}

	private OutboundMessage takePending() {
		OutboundMessage message = this.pending.remove();
		this.pendingBytes -= message.length();
		return message;
	}

	/**
	 * Finds out what was acknowledged.
	 * @return whether that is everything, now
	 */
	boolean review(SctpSocket socket) throws SystemCallException {
		if (!this.outstanding.isEmpty()) {
			acknowledged(socket.queuedForSending());
			return this.outstanding.isEmpty() && this.pending.isEmpty();
		}
		return false;
	}

	private void acknowledged(long kept) {
		long released = 0;
		OutboundMessage message = this.outstanding.pollAcknowledged(kept);
		while (message != null) {
			released += message.length();
			message.acknowledged();
			message = this.outstanding.pollAcknowledged(kept);
		}
		if (released > 0) {
			this.listener.released(released);
		}
	}

	/**
	 * The kernel tells that it could not deliver a message, perhaps once for each
	 * fragment.
	 */
	void failed(int context, boolean sent, String reason) {
		OutboundMessage message = this.outstanding.fail(context);
		if (message != null) {
			failed(message, sent, reason);
		}
	}

	private void failed(OutboundMessage message, boolean sent, String reason) {
		this.counters.failed();
		this.listener.sendFailed(message, sent, reason);
		this.listener.released(message.length());
	}

	/**
	 * The association has ended, and the kernel has told of all that it could not
	 * deliver: the rest of what it had was acknowledged, what it never had has failed.
	 */
	void end(String reason) {
		acknowledged(0);
		@Nullable OutboundMessage message = this.pending.poll();
		while (message != null) {
			this.pendingBytes -= message.length();
			failed(message, false, reason);
			message = this.pending.poll();
		}
	}

}
