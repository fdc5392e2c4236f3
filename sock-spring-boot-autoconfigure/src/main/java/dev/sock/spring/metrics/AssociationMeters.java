package dev.sock.spring.metrics;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sock.AssociationStatus;
import dev.sock.PathState;
import dev.sock.PathStatus;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import static dev.sock.spring.metrics.MeterDefinition.byteCounter;
import static dev.sock.spring.metrics.MeterDefinition.bytes;
import static dev.sock.spring.metrics.MeterDefinition.counter;
import static dev.sock.spring.metrics.MeterDefinition.gauge;
import static dev.sock.spring.metrics.MeterDefinition.nanoseconds;

/**
 * The meters of an association and of its paths.
 */
final class AssociationMeters {

	private static final List<MeterDefinition<AssociationStatus>> ASSOCIATION = List.of(
			gauge("sock.association.up", "Whether the association is ESTABLISHED (1) or not (0)",
					(status) -> status.state().canSend() ? 1 : 0),
			counter("sock.association.messages.sent", "Messages accepted for sending",
					(status) -> status.statistics().messagesSent()),
			counter("sock.association.messages.received", "Messages handed to the user",
					(status) -> status.statistics().messagesReceived()),
			counter("sock.association.messages.abandoned.unsent",
					"Messages given up by their reliability before they were sent",
					(status) -> status.statistics().abandonedUnsent()),
			counter("sock.association.messages.abandoned.sent",
					"Messages given up by their reliability after they were sent, at least in part",
					(status) -> status.statistics().abandonedSent()),
			byteCounter("sock.association.sent", "Payload accepted for sending",
					(status) -> status.statistics().bytesSent()),
			byteCounter("sock.association.received", "Payload handed to the user",
					(status) -> status.statistics().bytesReceived()),
			counter("sock.association.retransmissions", "DATA chunks sent again",
					(status) -> status.statistics().rtxChunks()),
			bytes("sock.association.peer.window", "Receive window that the peer has left", AssociationStatus::peerRwnd),
			bytes("sock.association.local.window", "Receive window that is offered to the peer",
					AssociationStatus::localRwnd),
			bytes("sock.association.pending", "Payload accepted for sending and not yet sent",
					AssociationStatus::pendingBytes),
			bytes("sock.association.send.buffer.used", "Payload in the send buffer", AssociationStatus::sendBufferUsed),
			bytes("sock.association.receive.buffer.used", "Payload received and not yet consumed",
					AssociationStatus::receiveBufferUsed),
			gauge("sock.association.unacknowledged.chunks", "DATA chunks sent and not acknowledged",
					AssociationStatus::unacknowledgedChunks),
			gauge("sock.association.errors", "Errors in a row over all paths", AssociationStatus::overallErrorCount));

	private static final List<MeterDefinition<PathStatus>> PATH = List.of(
			gauge("sock.path.active", "Whether the path is ACTIVE (1) or not (0)",
					(path) -> (path.state() == PathState.ACTIVE) ? 1 : 0),
			gauge("sock.path.primary", "Whether the path is the primary one (1) or not (0)",
					(path) -> path.primary() ? 1 : 0),
			nanoseconds("sock.path.srtt", "Smoothed round-trip time", (path) -> nanos(path.srtt())),
			nanoseconds("sock.path.rttvar", "Round-trip time variation", (path) -> nanos(path.rttVar())),
			nanoseconds("sock.path.rto", "Retransmission time-out", (path) -> nanos(path.rto())),
			bytes("sock.path.cwnd", "Congestion window", PathStatus::cwnd),
			bytes("sock.path.ssthresh", "Slow-start threshold", PathStatus::ssthresh),
			bytes("sock.path.flight.size", "Payload sent and not yet acknowledged", PathStatus::flightSize),
			bytes("sock.path.mtu", "Size of the largest IP packet", PathStatus::pathMtu),
			gauge("sock.path.errors", "Errors in a row", PathStatus::errorCount),
			counter("sock.path.retransmissions", "DATA chunks sent again to the path",
					(path) -> path.statistics().retransmittedChunks()),
			counter("sock.path.t3.expirations", "Expirations of the retransmission timer",
					(path) -> path.statistics().t3Expirations()),
			counter("sock.path.heartbeats.sent", "Heartbeats sent", (path) -> path.statistics().heartbeatsSent()),
			counter("sock.path.heartbeats.acknowledged", "Heartbeats that were answered",
					(path) -> path.statistics().heartbeatAcksReceived()),
			counter("sock.path.failures", "How often the path became inactive",
					(path) -> path.statistics().failures()));

	private final MeterRegistry registry;

	private final SctpAssociation association;

	private final Tags tags;

	private final Snapshot<AssociationStatus> snapshot;

	private final MeterGroup<AssociationStatus> group;

	private final Map<SctpAddress, MeterGroup<PathStatus>> paths = new HashMap<>();

	private boolean removed;

	AssociationMeters(MeterRegistry registry, SctpAssociation association) {
		this.registry = registry;
		this.association = association;
		this.tags = Tags.of("endpoint", association.endpoint().name(), "association", association.name());
		this.snapshot = new Snapshot<>(association::status, this::renewed);
		this.group = new MeterGroup<>(registry, this.tags, ASSOCIATION, this.snapshot::get);
		this.snapshot.get();
	}

	SctpAssociation association() {
		return this.association;
	}

	private synchronized void renewed(AssociationStatus status) {
		if (this.removed) {
			return;
		}
		this.group.update(status);
		Set<SctpAddress> gone = new HashSet<>(this.paths.keySet());
		for (PathStatus path : status.paths()) {
			gone.remove(path.address());
			this.paths.computeIfAbsent(path.address(), this::pathGroup).update(path);
		}
		for (SctpAddress address : gone) {
			MeterGroup<PathStatus> group = this.paths.remove(address);
			if (group != null) {
				group.remove();
			}
		}
	}

	private MeterGroup<PathStatus> pathGroup(SctpAddress address) {
		return new MeterGroup<>(this.registry, this.tags.and("path", address.toString()), PATH, () -> path(address));
	}

	private @Nullable PathStatus path(SctpAddress address) {
		for (PathStatus path : this.snapshot.get().paths()) {
			if (path.address().equals(address)) {
				return path;
			}
		}
		return null;
	}

	synchronized void remove() {
		this.removed = true;
		this.group.remove();
		this.paths.values().forEach(MeterGroup::remove);
		this.paths.clear();
	}

	private static @Nullable Long nanos(@Nullable Duration duration) {
		return (duration != null) ? duration.toNanos() : null;
	}

}
