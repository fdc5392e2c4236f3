package dev.sock.userspace.engine.path;

/**
 * Congestion control of one path: how many bytes may be in flight (RFC 9260 §7.2). Sizes
 * are bytes of DATA chunks, headers and padding included.
 */
public interface CongestionControl {

	/**
	 * Returns the congestion window.
	 * @return bytes
	 */
	long cwnd();

	/**
	 * Returns the slow-start threshold.
	 * @return bytes
	 */
	long ssthresh();

	/**
	 * Data of this path was acknowledged by one SACK.
	 * @param ackedBytes bytes that were acknowledged for the first time
	 * @param flightBefore bytes in flight before the SACK
	 * @param cumulativeAdvanced whether the SACK moved the cumulative TSN ack point
	 * @param inFastRecovery whether the association is in fast recovery
	 * @param nothingOutstanding whether nothing is outstanding any more
	 */
	void acknowledged(long ackedBytes, long flightBefore, boolean cumulativeAdvanced, boolean inFastRecovery,
			boolean nothingOutstanding);

	/**
	 * Missing reports showed a loss, and the association was not in fast recovery.
	 */
	void lost();

	/**
	 * The retransmission timer expired.
	 */
	void timedOut();

	/**
	 * Nothing was sent for a while.
	 * @param periods how many retransmission time-outs long
	 */
	void idle(long periods);

	/**
	 * The largest DATA chunk that fits a packet has changed.
	 * @param maxDataChunkSize bytes (PMDCS)
	 */
	void maxDataChunkSizeChanged(int maxDataChunkSize);

}
