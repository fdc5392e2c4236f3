package dev.sock.spring.actuate;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.sock.PathState;
import dev.sock.PathStatistics;
import dev.sock.PathStatus;
import dev.sock.SctpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A path. What its transport cannot know is {@code null}.
 *
 * @param address address of the peer
 * @param state its state
 * @param primary whether it is the primary path
 * @param localAddress local address that packets to it leave from
 * @param remoteUdpPort UDP port of the peer, or {@code null} if SCTP runs on IP
 * @param srttMs smoothed round-trip time in milliseconds
 * @param rttVarMs round-trip time variation in milliseconds
 * @param rtoMs retransmission time-out in milliseconds
 * @param cwnd congestion window in bytes
 * @param ssthresh slow-start threshold in bytes
 * @param flightSize bytes sent and not yet acknowledged
 * @param pathMtu size of the largest IP packet in bytes
 * @param errorCount errors in a row
 * @param statistics what was counted
 */
public record PathDescriptor(String address, PathState state, boolean primary, @Nullable String localAddress,
		@Nullable Integer remoteUdpPort, @Nullable Double srttMs, @Nullable Double rttVarMs, @Nullable Double rtoMs,
		@Nullable Long cwnd, @Nullable Long ssthresh, @Nullable Long flightSize, @Nullable Integer pathMtu,
		@Nullable Integer errorCount, PathStatistics statistics) {

	static PathDescriptor of(PathStatus status) {
		SctpAddress localAddress = status.localAddress();
		return new PathDescriptor(status.address().toString(), status.state(), status.primary(),
				(localAddress != null) ? localAddress.toString() : null, status.remoteUdpPort(), millis(status.srtt()),
				millis(status.rttVar()), millis(status.rto()), status.cwnd(), status.ssthresh(), status.flightSize(),
				status.pathMtu(), status.errorCount(), status.statistics());
	}

	private static @Nullable Double millis(@Nullable Duration duration) {
		return (duration != null) ? TimeUnit.NANOSECONDS.toMicros(duration.toNanos()) / 1000.0 : null;
	}

}
