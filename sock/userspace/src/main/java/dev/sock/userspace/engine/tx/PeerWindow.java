package dev.sock.userspace.engine.tx;

/**
 * What the peer can still take (RFC 9260 §6.2.1), and the probing of a closed window
 * (§6.1 A).
 */
public final class PeerWindow {

	private long advertised;

	private boolean probeAnswered;

	/**
	 * Creates a closed window.
	 */
	public PeerWindow() {
	}

	/**
	 * Takes the window that the peer advertises.
	 * @param advertisedReceiverWindow bytes
	 */
	public void advertised(long advertisedReceiverWindow) {
		this.advertised = advertisedReceiverWindow;
		this.probeAnswered = true;
	}

	/**
	 * Returns the window that is left.
	 * @param inFlightPayload payload in flight
	 * @return bytes
	 */
	public long left(long inFlightPayload) {
		return Math.max(0, this.advertised - inFlightPayload);
	}

	/** The peer has answered, though not with a window. */
	void heard() {
		this.probeAnswered = true;
	}

	/** Whether the peer's window, by its last word, has no room for a chunk. */
	boolean isClosedFor(int length) {
		return this.advertised < length;
	}

	void probeSent() {
		this.probeAnswered = false;
	}

	/** Whether the peer has answered since the last probe was sent. */
	boolean isProbeAnswered() {
		return this.probeAnswered;
	}

}
