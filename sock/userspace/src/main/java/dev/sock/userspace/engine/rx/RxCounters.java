package dev.sock.userspace.engine.rx;

/**
 * What is counted while receiving.
 */
public final class RxCounters {

	/** Ordered DATA chunks received. */
	public long orderedChunks;

	/** Unordered DATA chunks received. */
	public long unorderedChunks;

	/** DATA chunks that had come before. */
	public long duplicates;

	/** Messages put together from fragments. */
	public long reassembledMessages;

	/** Messages delivered. */
	public long messages;

	/** Payload bytes delivered. */
	public long bytes;

	/** Payload bytes of the largest message delivered. */
	public long largest;

	/**
	 * Creates counters at zero.
	 */
	public RxCounters() {
	}

}
