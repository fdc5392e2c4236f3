package dev.sock.userspace.engine.rx;

/**
 * What the peer may still send (RFC 9260 §6.2): the receive buffer less what is held in
 * it, by the engine or by the user. Messages count for more than their payload if they
 * are short: the objects around one of a single byte take a hundred times as much.
 *
 * <p>
 * The peer reckons with payload only, so that it may have more messages under way than
 * the window has room for. They are kept: dropping what was offered costs a time-out.
 * There is a limit to that, too.
 */
public final class ReceiveWindow {

	/**
	 * What a message counts for at least, on the average: twice what it takes beyond its
	 * payload, which is itself, the header of its array and a place in a queue.
	 */
	static final int MIN_MESSAGE = 256;

	/** How many times the buffer short messages may take. */
	private static final int MAX_EXCESS = 4;

	private long limit;

	private long leastUpdate;

	private final int maxPacketSize;

	private long heldByUser;

	private long waitingForOrder;

	/** Messages with the user, and those that wait for their turn. */
	private long userMessages;

	private long waitingMessages;

	private long fragments;

	private long lastAdvertised;

	/**
	 * Creates a window that is open.
	 * @param limit size of the receive buffer in bytes
	 * @param maxPacketSize size of a large packet
	 */
	public ReceiveWindow(long limit, int maxPacketSize) {
		this.maxPacketSize = maxPacketSize;
		this.limit = limit;
		this.leastUpdate = leastUpdate(limit);
		this.lastAdvertised = limit;
	}

	private long leastUpdate(long bytes) {
		return Math.min(bytes / 2, Math.max(2L * this.maxPacketSize, bytes / 4));
	}

	/**
	 * Changes the size of the receive buffer. What the peer was offered it may still
	 * send.
	 * @param limit bytes
	 */
	public void setLimit(long limit) {
		this.limit = limit;
		this.leastUpdate = leastUpdate(limit);
	}

	/**
	 * Returns what is left. Fragments of incomplete messages take no more than half of
	 * the buffer, since a message may be longer than the buffer and must still get
	 * through (§6.9).
	 * @return bytes
	 */
	public long left() {
		return Math.max(0, this.limit - Math.max(payload(), messages()));
	}

	private long payload() {
		return this.heldByUser + this.waitingForOrder + Math.min(this.fragments, this.limit / 2);
	}

	private long messages() {
		return (this.userMessages + this.waitingMessages) * MIN_MESSAGE;
	}

	/**
	 * Returns whether new data is to be dropped.
	 * @return whether there is no room for it
	 */
	public boolean isFull() {
		return payload() >= this.limit || messages() >= MAX_EXCESS * this.limit;
	}

	/**
	 * Returns whether the user alone holds so much, twice the buffer, that even the
	 * oldest data that is missing is dropped: the user will make room. Otherwise that
	 * data has to be taken, since what the engine holds may wait for it.
	 * @return whether nothing at all is taken
	 */
	public boolean isFullOfDelivered() {
		return this.heldByUser >= 2 * this.limit || this.userMessages * MIN_MESSAGE >= 2 * MAX_EXCESS * this.limit;
	}

	/**
	 * Returns the window to put into a SACK, and remembers it. A sliver is not offered
	 * (RFC 1122 §4.2.3.3): once used up, the window opens again by a good part or not at
	 * all.
	 * @return bytes
	 */
	public long advertise() {
		long left = left();
		if (left < this.lastAdvertised || left == this.limit || left - this.lastAdvertised >= this.leastUpdate) {
			this.lastAdvertised = left;
		}
		return this.lastAdvertised;
	}

	/**
	 * Returns the receive buffer's size.
	 * @return bytes
	 */
	public long limit() {
		return this.limit;
	}

	/**
	 * Returns what is held.
	 * @return payload bytes
	 */
	public long held() {
		return this.heldByUser + this.waitingForOrder + this.fragments;
	}

	/**
	 * A message was handed to the user.
	 * @param bytes its payload
	 */
	public void delivered(int bytes) {
		this.heldByUser += bytes;
		this.userMessages++;
	}

	/**
	 * The user is done with messages.
	 * @param bytes their payload bytes
	 * @param messages how many
	 * @return whether the window has opened so far that the peer should hear of it
	 */
	public boolean consumed(long bytes, int messages) {
		this.heldByUser = Math.max(0, this.heldByUser - bytes);
		this.userMessages = Math.max(0, this.userMessages - messages);
		return left() - this.lastAdvertised >= this.leastUpdate;
	}

	/**
	 * Data arrived: what was advertised is used up by that much.
	 * @param bytes payload bytes
	 */
	public void arrived(int bytes) {
		this.lastAdvertised = Math.max(0, this.lastAdvertised - bytes);
	}

	void waitingForOrder(int bytes) {
		this.waitingForOrder += bytes;
		this.waitingMessages++;
	}

	void inOrder(int bytes) {
		this.waitingForOrder -= bytes;
		this.waitingMessages--;
	}

	void fragments(long bytes) {
		this.fragments += bytes;
	}

	/**
	 * Payload that the engine holds: fragments, and messages that wait for their turn.
	 */
	long undelivered() {
		return this.fragments + this.waitingForOrder;
	}

	void reset() {
		this.waitingForOrder = 0;
		this.waitingMessages = 0;
		this.fragments = 0;
	}

}
