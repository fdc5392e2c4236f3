package dev.sock.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import dev.sock.Reliability;
import dev.sock.Reliability.LimitedRetransmissions;
import dev.sock.Reliability.Timed;
import org.jspecify.annotations.Nullable;

/**
 * What is kept with a message that may be given up, and only with one. Its fate is safe
 * for use by several threads; the rest belongs to the transport's event loop.
 */
public final class Expendable {

	/** The time of a message without a lifetime. */
	public static final long NEVER = Long.MAX_VALUE;

	private static final AtomicIntegerFieldUpdater<Expendable> FATE = AtomicIntegerFieldUpdater
		.newUpdater(Expendable.class, "fate");

	private static final int OPEN = 0;

	private static final int COMMITTED = 1;

	private static final int CONDEMNED = 2;

	private static final int ENDED = 3;

	private final Reliability reliability;

	private final @Nullable CompletableFuture<Void> future;

	/** Forgotten at the end, since this may be kept for longer. */
	private volatile @Nullable OutboundMessage message;

	private volatile int fate = OPEN;

	private long expiresAt = NEVER;

	private int place = -1;

	private int lastTsn;

	private int streamSequenceNumber;

	private boolean discarded;

	Expendable(OutboundMessage message, Reliability reliability, @Nullable CompletableFuture<Void> future) {
		this.message = message;
		this.reliability = reliability;
		this.future = future;
	}

	@Nullable CompletableFuture<Void> future() {
		return this.future;
	}

	/**
	 * Returns the message.
	 * @return the message, or {@code null} once it has ended
	 */
	public @Nullable OutboundMessage message() {
		return this.message;
	}

	/**
	 * Returns how reliably it is sent.
	 * @return not {@link Reliability#FULL}
	 */
	public Reliability reliability() {
		return this.reliability;
	}

	/**
	 * Returns how often each part may be sent again.
	 * @return the number, {@link Long#MAX_VALUE} without a limit
	 */
	public long maxRetransmissions() {
		return (this.reliability instanceof LimitedRetransmissions limited) ? limited.maxRetransmissions()
				: Long.MAX_VALUE;
	}

	/**
	 * The message is accepted: its lifetime begins, if it has not begun before.
	 * @param nowNanos the time, by the clock of the transport
	 */
	public void accepted(long nowNanos) {
		if (this.expiresAt == NEVER && this.reliability instanceof Timed timed) {
			this.expiresAt = nowNanos + TimeUnit.MILLISECONDS.toNanos(timed.lifetime().toMillis());
		}
	}

	/**
	 * Returns when its lifetime ends.
	 * @return the time, {@link #NEVER} if it has none
	 */
	public long expiresAt() {
		return this.expiresAt;
	}

	/**
	 * Returns whether its lifetime has ended.
	 * @param nowNanos the time
	 * @return whether it has
	 */
	public boolean isExpired(long nowNanos) {
		return this.expiresAt != NEVER && this.expiresAt <= nowNanos;
	}

	/**
	 * Decides that the message is not to make room for others any more, since the
	 * transport could not give it up.
	 * @return {@code false} if it was decided already that it is given up
	 */
	public boolean commit() {
		return FATE.compareAndSet(this, OPEN, COMMITTED);
	}

	/**
	 * Returns whether it was decided that the message does not make room for others.
	 * @return whether it was
	 */
	public boolean isCommitted() {
		return this.fate == COMMITTED;
	}

	/**
	 * Decides that the message is to make room for another.
	 * @return {@code false} if it has ended, or cannot be given up any more
	 */
	public boolean condemn() {
		return FATE.compareAndSet(this, OPEN, CONDEMNED);
	}

	/**
	 * Returns whether it could still make room for others.
	 * @return whether nothing else was decided
	 */
	public boolean isOpen() {
		return this.fate == OPEN;
	}

	/**
	 * The message was acknowledged or has failed.
	 */
	public void end() {
		this.fate = ENDED;
		this.message = null;
	}

	/**
	 * Returns whether the message was acknowledged or has failed.
	 * @return whether it was
	 */
	public boolean isEnded() {
		return this.fate == ENDED;
	}

	/**
	 * Returns its place in a queue of the transport.
	 * @return the place, -1 if it has none
	 */
	public int place() {
		return this.place;
	}

	/**
	 * Sets its place in a queue of the transport.
	 * @param place the place, -1 for none
	 */
	public void setPlace(int place) {
		this.place = place;
	}

	/**
	 * A fragment was sent for the first time.
	 * @param tsn its TSN
	 * @param ssn the message's stream sequence number
	 */
	public void fragmentSent(int tsn, int ssn) {
		this.lastTsn = tsn;
		this.streamSequenceNumber = ssn;
	}

	/**
	 * Returns the TSN of the last fragment that was sent.
	 * @return the TSN, if one was sent
	 */
	public int lastTsn() {
		return this.lastTsn;
	}

	/**
	 * Returns the message's stream sequence number.
	 * @return the number, if a fragment was sent
	 */
	public int streamSequenceNumber() {
		return this.streamSequenceNumber;
	}

	/**
	 * Returns whether it was given up while it was queued, so that whoever finds it there
	 * passes it over.
	 * @return whether it was
	 */
	public boolean isDiscarded() {
		return this.discarded;
	}

	/**
	 * Notes that it was given up while it was queued.
	 */
	public void discard() {
		this.discarded = true;
	}

}
