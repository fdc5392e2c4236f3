package dev.sock.userspace.engine.packet;

/**
 * TSNs of the time before TSNs went on elsewhere (RFC 6525 §5.2.4). What was sent then
 * may come late, and must not be taken for what lies 2^31 ahead.
 */
public final class PastTsns {

	/** As many as could be under way, and as old as a packet could be. */
	private static final int SPAN = 1 << 20;

	private static final int FORGOTTEN_AFTER = 1 << 29;

	private boolean any;

	private int last;

	private int since;

	/**
	 * TSNs go on elsewhere.
	 * @param last the last of the old ones
	 * @param next the first of the new ones
	 */
	public void end(int last, int next) {
		this.any = true;
		this.last = last;
		this.since = next;
	}

	/**
	 * Returns whether a TSN is an old one.
	 * @param tsn the TSN
	 * @param now where the new ones are
	 * @return whether it is of the time before
	 */
	public boolean contains(int tsn, int now) {
		if (!this.any) {
			return false;
		}
		if (now - this.since > FORGOTTEN_AFTER) {
			this.any = false; // the old numbers will soon be used again
			return false;
		}
		int age = this.last - tsn;
		return age >= 0 && age < SPAN;
	}

	/**
	 * Forgets them: another association has begun.
	 */
	public void clear() {
		this.any = false;
	}

}
