package dev.sock.userspace.engine.path;

import dev.sock.PathStatistics;

/**
 * What is counted on a path.
 */
public final class PathCounters {

	/** DATA chunks sent here again. */
	public long retransmittedChunks;

	/** Expirations of T3-rtx. */
	public long t3Expirations;

	/** Heartbeats sent. */
	public long heartbeatsSent;

	/** Heartbeats answered. */
	public long heartbeatAcksReceived;

	/** Times that the path became inactive. */
	public long failures;

	PathCounters() {
	}

	/**
	 * Returns the values now.
	 * @return a snapshot
	 */
	public PathStatistics snapshot() {
		return new PathStatistics(this.retransmittedChunks, this.t3Expirations, this.heartbeatsSent,
				this.heartbeatAcksReceived, this.failures);
	}

}
