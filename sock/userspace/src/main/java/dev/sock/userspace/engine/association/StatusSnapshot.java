package dev.sock.userspace.engine.association;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sock.AssociationStatus;
import dev.sock.PathStatus;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.path.RoundTripEstimator;
import org.jspecify.annotations.Nullable;

/**
 * Reads an association's status.
 */
final class StatusSnapshot {

	private StatusSnapshot() {
	}

	static AssociationStatus of(Association association) {
		List<PathStatus> paths = new ArrayList<>(association.paths.size());
		int fragmentationPoint = 0;
		for (Path path : association.paths.all()) {
			boolean primary = path == association.paths.primary();
			paths.add(of(path, primary));
			if (primary) {
				fragmentationPoint = LiveOptions.fragmentationPoint(path, association.options());
			}
		}
		Outbound outbound = association.outbound;
		long pending = outbound.queue.waitingBytes();
		return new AssociationStatus(association.state(), association.negotiated.inboundStreams(),
				association.negotiated.outboundStreams(),
				outbound.peerWindow.left(outbound.outstanding.inFlightPayload()), association.receiveWindow.left(),
				(long) outbound.outstanding.liveCount(), pending, pending + outbound.outstanding.outstandingPayload(),
				association.receiveWindow.held(), fragmentationPoint, association.supervisor.overallErrorCount(),
				List.copyOf(paths), association.extensions(), association.counters.snapshot());
	}

	/** Until a first loss there is no threshold (RFC 9260 §7.2.1). */
	private static @Nullable Long ssthresh(Path path) {
		long value = path.congestion().ssthresh();
		return (value != Long.MAX_VALUE) ? value : null;
	}

	private static PathStatus of(Path path, boolean primary) {
		RoundTripEstimator times = path.roundTrip();
		return new PathStatus(path.address(), path.state(), primary, path.source(), path.remoteUdpPort(),
				times.isMeasured() ? Duration.ofNanos(times.srtt()) : null,
				times.isMeasured() ? Duration.ofNanos(times.rttVar()) : null, Duration.ofNanos(times.rto()),
				path.congestion().cwnd(), ssthresh(path), path.flightSize(), path.pathMtu(), path.errorCount(),
				path.counters().snapshot());
	}

}
