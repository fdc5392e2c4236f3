package dev.sock;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Snapshot of a path ({@code sctp_paddrinfo}, RFC 6458 §8.2.2). A value that the
 * transport cannot know is {@code null}.
 *
 * @param address the peer's address
 * @param state state of the path
 * @param primary whether it is the primary path
 * @param localAddress local address that packets to it leave from
 * @param remoteUdpPort UDP port of the peer (RFC 6951), or {@code null} if SCTP runs on
 * IP
 * @param srtt smoothed round-trip time, or {@code null} before it was measured
 * @param rttVar round-trip time variation
 * @param rto retransmission time-out
 * @param cwnd congestion window in bytes
 * @param ssthresh slow-start threshold in bytes, or {@code null} before a first loss
 * @param flightSize bytes sent to it and not yet acknowledged
 * @param pathMtu size of the largest IP packet that is sent to it, in bytes
 * @param errorCount transmissions in a row without an acknowledgement
 * @param statistics what was counted on it
 */
public record PathStatus(SctpAddress address, PathState state, boolean primary, @Nullable SctpAddress localAddress,
		@Nullable Integer remoteUdpPort, @Nullable Duration srtt, @Nullable Duration rttVar, @Nullable Duration rto,
		@Nullable Long cwnd, @Nullable Long ssthresh, @Nullable Long flightSize, @Nullable Integer pathMtu,
		@Nullable Integer errorCount, PathStatistics statistics) {
}
