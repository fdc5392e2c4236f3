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

	/** SACK chunks received with gap blocks. */
	public long gapReports;

	/**
	 * Creates counters at zero.
	 */
	public TxCounters() {
	}

}
