package dev.sock;

import org.jspecify.annotations.Nullable;

/**
 * What was counted on a path since it was added. A value that the transport cannot know
 * is {@code null}.
 *
 * @param retransmittedChunks DATA chunks sent to it again
 * @param t3Expirations expirations of its retransmission timer
 * @param heartbeatsSent heartbeats sent to it
 * @param heartbeatAcksReceived heartbeats that were answered
 * @param failures how often it became inactive
 */
public record PathStatistics(@Nullable Long retransmittedChunks, @Nullable Long t3Expirations,
		@Nullable Long heartbeatsSent, @Nullable Long heartbeatAcksReceived, @Nullable Long failures) {
}
