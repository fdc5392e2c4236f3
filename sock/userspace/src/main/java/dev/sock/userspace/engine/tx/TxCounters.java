package dev.sock.userspace.engine.tx;

/**
 * What is counted while sending.
 */
public final class TxCounters {

	/** Ordered DATA chunks sent for the first time. */
	public long orderedChunks;

	/** Unordered DATA chunks sent for the first time. */
	public long unorderedChunks;

	/** DATA chunks sent again. */
	public long retransmittedChunks;

	/** DATA chunks sent again because of missing reports. */
	public long fastRetransmits;

	/** Messages that were fragmented. */
	public long fragmentedMessages;

	/** Messages given up of which nothing was sent. */
	public long abandonedUnsent;

	/** Messages given up of which something was sent. */
	public long abandonedSent;

	/** SACK chunks received with gap blocks. */
	public long gapReports;

	/**
	 * Creates counters at zero.
	 */
	public TxCounters() {
	}

}
