package dev.sock.kernel.transport;

import java.util.ArrayDeque;
import java.util.Objects;

import dev.sock.SctpAddress;
import dev.sock.kernel.socket.SctpSocket;
import dev.sock.kernel.socket.SendBatch;
import dev.sock.kernel.sys.Errno;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.OutboundMessage;

/**
 * Messages of an association on their way into the kernel and until they are
 * acknowledged. On the event loop only. Bounded by the core's send buffer: room is given
 * back when a message was acknowledged or has failed.
 */
final class Outbox {

	/** Batches in a row, then others have their turn. */
	private static final int BATCHES = 4;

	/** Most bytes whose acknowledgement may wait until the user reads again. */
	private static final long MAX_UNREAD = 16 << 20;

	private final AssociationListener listener;

	private final MessageCounters counters;

	/** So much unacknowledged that the core's send buffer may be short of room. */
	private long pressing;

	/** Not given to the kernel yet. */
	private final ArrayDeque<OutboundMessage> pending = new ArrayDeque<>();

	private final Outstanding outstanding = new Outstanding();

	private long pendingBytes;

	private boolean blocked;

	private boolean refused;

	/** Whether the user was told that everything is acknowledged. */
	private boolean dry = true;

	Outbox(AssociationListener listener, MessageCounters counters, int sendBuffer) {
		this.listener = listener;
		this.counters = counters;
		this.pressing = sendBuffer / 2;
	}

	void sendBuffer(int bytes) {
		this.pressing = bytes / 2;
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
		return this.pendingBytes + this.outstanding.keptBytes();
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
		return this.blocked || this.outstanding.isAwaited() || this.outstanding.keptBytes() > this.pressing;
	}

	void unblock() {
		this.blocked = false;
	}

	/**
	 * Gives the kernel what it takes.
	 * @return whether there is more that it may take
	 */
	boolean flush(SctpSocket socket, SendBatch batch, PathChoice paths) {
		boolean accepted = true;
		for (int turn = 0; turn < BATCHES && accepted && !this.pending.isEmpty(); turn++) {
			batch.clear();
			int context = this.outstanding.nextContext();
			SctpAddress destination = this.pending.element().options().destination();
			for (OutboundMessage message : this.pending) {
				if (!Objects.equals(message.options().destination(), destination)
						|| !batch.add(message.payload(), message.options(), context + batch.count())) {
					break;
				}
			}
			accepted = accepted((destination != null) ? paths.sendTo(destination, batch) : batch.send(socket));
		}
		return !this.blocked && !this.pending.isEmpty();
	}

	/**
	 * Returns whether the kernel has refused a message since this was asked last, perhaps
	 * because the association has ended, which reading will tell.
	 */
	boolean isRefused() {
		boolean before = this.refused;
		this.refused = false;
		return before;
	}

	private boolean accepted(int result) {
		for (int i = 0; i < result; i++) {
			this.outstanding.add(takePending());
		}
		if (result < 0) {
			notAccepted(-result);
		}
		return result > 0;
	}

	private void notAccepted(int errno) {
		switch (errno) {
			case Errno.EAGAIN -> this.blocked = true;
			// It has ended or is ending: what is left fails with it, once that is known.
			case Errno.EPIPE, Errno.ENOTCONN, Errno.ESHUTDOWN -> {
				this.blocked = true;
				this.refused = true;
			}
			// Told once; the next attempt shows what it means.
			case Errno.ECONNRESET, Errno.ECONNABORTED, Errno.ETIMEDOUT -> this.refused = true;
			default -> {
				this.refused = true;
				failed(takePending(), false, "the kernel refused it: " + Errno.text(errno), true);
			}
		}
	}

	private OutboundMessage takePending() {
		OutboundMessage message = this.pending.remove();
		this.pendingBytes -= message.length();
		return message;
	}

	/**
	 * Finds out what the kernel has freed, and gives back the room. What was acknowledged
	 * shows when all that the kernel has told is read.
	 * @param kept bytes that the kernel keeps
	 * @return whether something waits for that
	 */
	boolean review(int kept) {
		release(this.outstanding.free(kept));
		if (this.outstanding.freedBytes() > MAX_UNREAD) {
			// The user has not read for so long that it cannot wait.
			acknowledged(this.outstanding.freedEnd());
		}
		return this.outstanding.freedBytes() > 0;
	}

	/** Returns whether the kernel may keep something. */
	boolean hasKept() {
		return this.outstanding.keptBytes() > 0;
	}

	private void release(long bytes) {
		if (bytes > 0) {
			this.listener.released(bytes);
		}
	}

	/**
	 * Returns a mark for {@link #acknowledged}.
	 */
	int freedEnd() {
		return this.outstanding.freedEnd();
	}

	/**
	 * All that the kernel has told is read.
	 * @param end what {@link #freedEnd()} was before
	 */
	void acknowledged(int end) {
		OutboundMessage message = this.outstanding.pollAcknowledged(end);
		while (message != null) {
			this.dry = false;
			message.acknowledged();
			message = this.outstanding.pollAcknowledged(end);
		}
		if (!this.dry && this.outstanding.isEmpty() && this.pending.isEmpty()) {
			this.dry = true;
			this.listener.senderDry();
		}
	}

	/**
	 * The kernel tells that it could not deliver a message, perhaps once for each
	 * fragment.
	 */
	void failed(int context, boolean sent, String reason) {
		Outstanding.Failed failed = this.outstanding.fail(context);
		if (failed != null) {
			failed(failed.message(), sent, reason, !failed.wasFreed());
		}
	}

	private void failed(OutboundMessage message, boolean sent, String reason, boolean release) {
		this.counters.failed();
		this.listener.sendFailed(message, sent, reason);
		if (release) {
			this.listener.released(message.length());
		}
	}

	/**
	 * The association has ended, and all that the kernel has told is read: the rest of
	 * what it had was acknowledged, what it never had has failed.
	 */
	void end(String reason) {
		this.dry = true;
		release(this.outstanding.free(0));
		acknowledged(this.outstanding.freedEnd());
		while (!this.pending.isEmpty()) {
			failed(takePending(), false, reason, true);
		}
	}

}
