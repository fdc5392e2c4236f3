package dev.sock.kernel.transport;

import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.sock.Reliability.LimitedRetransmissions;
import dev.sock.Reliability.Prioritized;
import dev.sock.Reliability.Timed;
import dev.sock.SctpAddress;
import dev.sock.kernel.socket.AbandonmentEvidence;
import dev.sock.kernel.socket.Policy;
import dev.sock.kernel.socket.SctpSocket;
import dev.sock.kernel.socket.SendBatch;
import dev.sock.kernel.sys.Errno;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.Expendable;
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

	/** Most bytes whose acknowledgement may wait until the user reads again. */
	private static final long MAX_UNREAD = 16 << 20;

	private final AssociationListener listener;

	private final MessageCounters counters;

	/** So much unacknowledged that the core's send buffer may be short of room. */
	private long pressing;

	/** Not given to the kernel yet. */
	private final PendingMessages pending = new PendingMessages();

	private final Outstanding outstanding = new Outstanding();

	private final Supplier<@Nullable AbandonmentEvidence> evidence;

	/** Whether the peer supports partial reliability, too. */
	private boolean partialReliability;

	/** What the kernel kept, and had counted, before all that it told is read. */
	private @Nullable Sample sample;

	private boolean blocked;

	/** Whether something is held back that only we can give up. */
	private boolean held;

	private boolean refused;

	/** Whether the user was told that everything is acknowledged. */
	private boolean dry = true;

	Outbox(AssociationListener listener, MessageCounters counters, int sendBuffer,
			Supplier<@Nullable AbandonmentEvidence> evidence) {
		this.listener = listener;
		this.counters = counters;
		this.evidence = evidence;
		this.pressing = sendBuffer / 2;
	}

	void sendBuffer(int bytes) {
		this.pressing = bytes / 2;
	}

	void add(OutboundMessage message) {
		this.counters.sent(message.length());
		this.pending.add(message);
	}

	/** Lets what is added from now on wait, until what was added before has left. */
	void hold() {
		this.pending.hold();
	}

	/** Lets nothing wait any more. */
	void release() {
		this.pending.release();
	}

	/** Whether the kernel has everything that need not wait. */
	boolean isHandedOver() {
		return !this.pending.hasNext();
	}

	/** Both sides support partial reliability, or not. */
	void partialReliability(boolean supported) {
		this.partialReliability = supported;
	}

	long pendingBytes() {
		return this.pending.bytes();
	}

	long bytes() {
		return this.pending.bytes() + this.outstanding.keptBytes();
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
		return this.blocked || this.held || this.outstanding.isAwaited() || this.outstanding.hasExpendable()
				|| this.outstanding.keptBytes() > this.pressing;
	}

	void unblock() {
		this.blocked = false;
	}

	/**
	 * Gives the kernel what it takes.
	 * @return whether there is more that it may take
	 */
	boolean flush(SctpSocket socket, SendBatch batch, PathChoice paths) {
		expire(System.nanoTime());
		boolean accepted = true;
		this.held = false;
		for (int turn = 0; turn < BATCHES && accepted && !this.held && this.pending.hasNext(); turn++) {
			SctpAddress destination = this.pending.first().options().destination();
			AbandonmentEvidence before = fill(batch, destination);
			if (batch.count() > 0) {
				accepted = accepted((destination != null) ? paths.sendTo(destination, batch) : batch.send(socket),
						before);
			}
		}
		return !this.blocked && !this.held && this.pending.hasNext();
	}

	/**
	 * Fills a batch with messages to one destination.
	 * @return what is known before it is sent, if the kernel may give up any of it
	 */
	private @Nullable AbandonmentEvidence fill(SendBatch batch, @Nullable SctpAddress destination) {
		batch.clear();
		AbandonmentEvidence before = null;
		int context = this.outstanding.nextContext();
		long now = System.nanoTime();
		long kept = this.outstanding.keptBytes();
		Iterator<OutboundMessage> messages = this.pending.iterator();
		while (messages.hasNext()) {
			OutboundMessage message = messages.next();
			if (PendingMessages.isDiscarded(message)) {
				continue;
			}
			if (!Objects.equals(message.options().destination(), destination)) {
				break;
			}
			Policy policy = Policy.NONE;
			Expendable expendable = message.expendable();
			if (expendable != null) {
				if (isHeldBack(expendable, kept) || !isCommitted(expendable)) {
					this.held = true;
					break;
				}
				policy = policy(expendable, now);
				if (before == null && policy != Policy.NONE) {
					before = this.evidence.get();
				}
			}
			if (!batch.add(message.payload(), message.options(), policy, context + batch.count())) {
				break;
			}
			kept += message.length();
		}
		return before;
	}

	private static Policy policy(Expendable expendable, long nowNanos) {
		if (expendable.reliability() instanceof Timed) {
			return Policy.timed(TimeUnit.NANOSECONDS.toMillis(expendable.expiresAt() - nowNanos));
		}
		return (expendable.reliability() instanceof LimitedRetransmissions limited)
				? Policy.limited(limited.maxRetransmissions()) : Policy.NONE;
	}

	/**
	 * What the kernel would not give up waits here while the kernel has enough: here it
	 * can be given up.
	 */
	private boolean isHeldBack(Expendable expendable, long kept) {
		boolean oursOnly = this.partialReliability ? expendable.reliability() instanceof Prioritized
				: expendable.reliability() instanceof Timed;
		return oursOnly && kept >= this.pressing;
	}

	/** Whether it no longer makes room for others; one that is to will be taken out. */
	private static boolean isCommitted(Expendable expendable) {
		return !(expendable.reliability() instanceof Prioritized) || expendable.commit() || expendable.isCommitted();
	}

	/** Whether something waits that the kernel may take by now. */
	boolean isHeld() {
		return this.held;
	}

	/** When a lifetime of what the kernel does not have ends. */
	long deadline() {
		return this.pending.deadline();
	}

	/** Gives up what has outlived its time before the kernel had it. */
	void expire(long nowNanos) {
		OutboundMessage message = this.pending.pollExpired(nowNanos);
		while (message != null) {
			giveUpPending(message, "its lifetime is over");
			message = this.pending.pollExpired(nowNanos);
		}
	}

	/** Gives a message up to make room for others. */
	void makeRoom(OutboundMessage message) {
		giveUpPending(message, "a more important message needed its room in the send buffer");
	}

	private void giveUpPending(OutboundMessage message, String reason) {
		Expendable expendable = message.expendable();
		if (expendable != null && !expendable.isEnded() && !expendable.isDiscarded()) {
			this.pending.discard(message, expendable);
			abandoned(message, false, reason, true);
			goOnIfDry();
		}
	}

	private void abandoned(OutboundMessage message, boolean sent, String reason, boolean release) {
		this.dry = false;
		this.counters.abandoned(sent);
		end(message);
		this.listener.abandoned(message, sent, reason);
		if (release) {
			this.listener.released(message.length());
		}
	}

	private static void end(OutboundMessage message) {
		Expendable expendable = message.expendable();
		if (expendable != null) {
			expendable.end();
		}
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

	private boolean accepted(int result, @Nullable AbandonmentEvidence before) {
		for (int i = 0; i < result; i++) {
			OutboundMessage message = this.pending.take();
			Expendable expendable = message.expendable();
			boolean mayBeGivenUp = expendable != null && this.partialReliability
					&& !(expendable.reliability() instanceof Prioritized);
			this.outstanding.add(message, mayBeGivenUp ? before : null);
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
				failed(this.pending.take(), false, "the kernel refused it: " + Errno.text(errno), true);
			}
		}
	}

	/**
	 * Finds out what the kernel has freed, and gives back the room. What was acknowledged
	 * shows when all that the kernel has told is read. Where it may have given up
	 * messages out of order, so does what it has freed.
	 * @param kept bytes that the kernel keeps
	 * @return whether something waits for that
	 */
	boolean review(int kept) {
		if (this.outstanding.hasExpendable()) {
			this.sample = new Sample(kept, this.outstanding.givenWeight(), this.evidence.get());
			return true;
		}
		release(this.outstanding.free(kept));
		if (this.outstanding.freedBytes() > MAX_UNREAD) {
			// The user has not read for so long that it cannot wait.
			acknowledged(this.outstanding.freedEnd(), null);
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
	 * Returns a mark for {@link #allRead}.
	 */
	int freedEnd() {
		return this.outstanding.freedEnd();
	}

	/**
	 * All that the kernel has told is read.
	 * @param end what {@link #freedEnd()} was before
	 */
	void allRead(int end) {
		Sample before = this.sample;
		if (before == null) {
			acknowledged(end, null);
			return;
		}
		// What it had freed by then it has told of, if it is to be told.
		this.sample = null;
		release(this.outstanding.free(before.kept(), before.given()));
		acknowledged(this.outstanding.freedEnd(), before.evidence());
	}

	private void acknowledged(int end, @Nullable AbandonmentEvidence known) {
		OutboundMessage message = this.outstanding.pollAcknowledged(end);
		while (message != null) {
			this.dry = false;
			if (isLost(message, this.outstanding.lastEvidence(), known)) {
				abandoned(message, true, "the kernel may have given it up, as it may", false);
			}
			else {
				message.acknowledged();
			}
			message = this.outstanding.pollAcknowledged(end);
		}
		goOnIfDry();
	}

	/**
	 * Whether a message that the kernel has freed may have been given up after it was
	 * sent. It is certain that it was not if its policy did not say so, or if nothing of
	 * the kind was counted while the kernel had it.
	 */
	private static boolean isLost(OutboundMessage message, @Nullable AbandonmentEvidence before,
			@Nullable AbandonmentEvidence known) {
		Expendable expendable = message.expendable();
		if (before == null || expendable == null) {
			return false;
		}
		boolean timed = expendable.reliability() instanceof Timed;
		if (timed && !expendable.isExpired(System.nanoTime())) {
			return false;
		}
		return known == null || (known.otherControlChunks() != before.otherControlChunks()
				&& (timed ? known.timed() != before.timed() : known.limited() != before.limited()));
	}

	private void goOnIfDry() {
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

	/**
	 * The kernel tells that it did not deliver a message while nothing has happened to
	 * the association, or nothing that it has told yet.
	 */
	void failedWhileUp(int context, boolean sent) {
		Outstanding.Failed failed = this.outstanding.fail(context);
		if (failed == null) {
			return;
		}
		Expendable expendable = failed.message().expendable();
		boolean mayBe = expendable != null && this.outstanding.lastEvidence() != null
				&& ((expendable.reliability() instanceof Timed) ? expendable.isExpired(System.nanoTime()) : sent);
		if (mayBe) {
			abandoned(failed.message(), sent, "the kernel has given it up, as it may", !failed.wasFreed());
			goOnIfDry();
		}
		else {
			failed(failed.message(), sent, "the peer started anew before it was acknowledged", !failed.wasFreed());
		}
	}

	private void failed(OutboundMessage message, boolean sent, String reason, boolean release) {
		this.counters.failed();
		end(message);
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
		acknowledged(this.outstanding.freedEnd(), null);
		this.pending.release();
		while (!this.pending.isEmpty()) {
			failed(this.pending.take(), false, reason, true);
		}
	}

	/**
	 * What was known before the rest is read that the kernel has told.
	 *
	 * @param kept bytes that it kept
	 * @param given what it had been given by then
	 * @param evidence what it had counted, or {@code null} if the association had ended
	 */
	private record Sample(int kept, long given, @Nullable AbandonmentEvidence evidence) {
	}

}
