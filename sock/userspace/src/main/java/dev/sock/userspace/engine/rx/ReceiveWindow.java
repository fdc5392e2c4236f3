package dev.sock.userspace.engine.rx;

/**
 * What the peer may still send (RFC 9260 §6.2): the receive buffer less what is held in
 * it, by the engine or by the user.
 */
public final class ReceiveWindow {

	private final long limit;

	private final long leastUpdate;

	private long heldByUser;

	private long waitingForOrder;

	private long fragments;

	private long lastAdvertised;

	/**
	 * Creates a window that is open.
	 * @param limit size of the receive buffer in bytes
	 * @param maxPacketSize size of a large packet
	 */
	public ReceiveWindow(long limit, int maxPacketSize) {
		this.limit = limit;
		this.leastUpdate = Math.min(limit / 2, Math.max(2L * maxPacketSize, limit / 4));
		this.lastAdvertised = limit;
	}

	/**
	 * Returns what is left. Fragments of incomplete messages take no more than half of
	 * the buffer, since a message may be longer than the buffer and must still get
	 * through (§6.9).
	 * @return bytes
	 */
	public long left() {
		return Math.max(0,
				this.limit - this.heldByUser - this.waitingForOrder - Math.min(this.fragments, this.limit / 2));
	}

	/**
	 * Returns the window to put into a SACK, and remembers it. A sliver is not offered
	 * (RFC 1122 §4.2.3.3).
	 * @return bytes
	 */
	public long advertise() {
		this.lastAdvertised = left();
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
	 * @return bytes
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
	}

	/**
	 * The user is done with bytes.
	 * @param bytes payload bytes
	 * @return whether the window has opened so far that the peer should hear of it
	 */
	public boolean consumed(long bytes) {
		this.heldByUser = Math.max(0, this.heldByUser - bytes);
		return left() - this.lastAdvertised >= this.leastUpdate;
	}

	/**
	 * Data arrived: what was advertised is used up by that much.
	 * @param bytes payload bytes
	 */
	public void arrived(int bytes) {
		this.lastAdvertised = Math.max(0, this.lastAdvertised - bytes);
	}

	void waitingForOrder(long bytes) {
		this.waitingForOrder += bytes;
	}

	void fragments(long bytes) {
		this.fragments += bytes;
	}

	long fragments() {
		return this.fragments;
	}

	void reset() {
		this.waitingForOrder = 0;
		this.fragments = 0;
	}

}
