package dev.sock.kernel.socket;

/**
 * What the kernel counts of an association ({@code sctp_assoc_stats}).
 *
 * @param outPackets packets sent
 * @param inPackets packets received
 * @param retransmittedChunks DATA chunks sent again
 * @param duplicateChunks DATA chunks received more than once
 * @param gapReports SACK chunks received with gap blocks
 * @param outUnorderedChunks unordered DATA chunks sent
 * @param inUnorderedChunks unordered DATA chunks received
 * @param outOrderedChunks ordered DATA chunks sent
 * @param inOrderedChunks ordered DATA chunks received
 * @param outControlChunks control chunks sent
 * @param inControlChunks control chunks received
 */
public record KernelCounters(long outPackets, long inPackets, long retransmittedChunks, long duplicateChunks,
		long gapReports, long outUnorderedChunks, long inUnorderedChunks, long outOrderedChunks, long inOrderedChunks,
		long outControlChunks, long inControlChunks) {

	/** Nothing yet. */
	public static final KernelCounters ZERO = new KernelCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

	/**
	 * Adds counters.
	 * @param other what to add
	 * @return the sums
	 */
	public KernelCounters plus(KernelCounters other) {
		return new KernelCounters(this.outPackets + other.outPackets, this.inPackets + other.inPackets,
				this.retransmittedChunks + other.retransmittedChunks, this.duplicateChunks + other.duplicateChunks,
				this.gapReports + other.gapReports, this.outUnorderedChunks + other.outUnorderedChunks,
				this.inUnorderedChunks + other.inUnorderedChunks, this.outOrderedChunks + other.outOrderedChunks,
				this.inOrderedChunks + other.inOrderedChunks, this.outControlChunks + other.outControlChunks,
				this.inControlChunks + other.inControlChunks);
	}

}
