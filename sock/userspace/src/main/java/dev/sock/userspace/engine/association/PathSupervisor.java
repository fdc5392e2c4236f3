package dev.sock.userspace.engine.association;

import java.nio.ByteBuffer;

import dev.sock.AssociationState;
import dev.sock.PathState;
import dev.sock.SctpAddress;
import dev.sock.SctpEvent.PathChange;
import dev.sock.userspace.engine.packet.HeartbeatAckChunk;
import dev.sock.userspace.engine.packet.HeartbeatChunk;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.path.PathHeartbeat;
import dev.sock.userspace.engine.timer.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Watches the paths: heartbeats, error counts, verification, failure and return (RFC 9260
 * §5.4, §6.3.3, §8.1 to §8.3; RFC 7829).
 */
final class PathSupervisor {

	/** Size of a packet that is called large. */
	static final int LARGE_PACKET = 1452;

	private static final int NONCE_LENGTH = 8;

	private static final long FIRST_HEARTBEAT_NANOS = 10_000_000;

	private final Association association;

	private int overallErrorCount;

	PathSupervisor(Association association) {
		this.association = association;
	}

	int overallErrorCount() {
		return this.overallErrorCount;
	}

	void clearOverallErrorCount() {
		this.overallErrorCount = 0;
	}

	/** The association is up: verify paths that are unconfirmed, measure the others. */
	void start(long nowNanos) {
		this.association.autoclose.start(nowNanos);
		long spread = 0;
		for (Path path : this.association.paths.all()) {
			if (!path.isConfirmed()) {
				spread += FIRST_HEARTBEAT_NANOS;
				probe(path, nowNanos + spread);
			}
			else if (path.settings().heartbeatInterval() > 0) {
				path.heartbeat()
					.setDeadline(path.roundTrip().isMeasured() ? nextHeartbeat(path, nowNanos)
							: nowNanos + path.roundTrip().rto());
			}
		}
	}

	/**
	 * Probes a path that was added. Not at once: an address that is removed with the
	 * packet that added it hears nothing, so that nobody sends heartbeats to whom they
	 * like through us, and several do not make a burst (§5.4).
	 */
	void added(Path added, long nowNanos) {
		long unconfirmed = this.association.paths.all().stream().filter((path) -> !path.isConfirmed()).count();
		probe(added, nowNanos + unconfirmed * FIRST_HEARTBEAT_NANOS);
	}

	/**
	 * Paths, or the addresses that they leave from, are others. While none can be used
	 * only heartbeats tell whether the peer is there: each path is probed soon, also one
	 * that was given up or has no interval (RFC 5061 §5.3 F14).
	 */
	void pathsChanged(long nowNanos) {
		if (isAnyUsable()) {
			return;
		}
		long spread = 0;
		for (Path path : this.association.paths.all()) {
			spread += FIRST_HEARTBEAT_NANOS;
			probe(path, nowNanos + spread);
		}
	}

	private boolean isAnyUsable() {
		return this.association.addresses.mayUse(this.association.paths.forNewData());
	}

	/** Probes a path at a time at the latest, unless it is being probed. */
	private static void probe(Path path, long latest) {
		if (!path.heartbeat().isPending()) {
			path.heartbeat().setDeadline(Math.min(path.heartbeat().deadline(), latest));
		}
	}

	/** Heartbeats end with SHUTDOWN, while a path is confirmed (§8.3, §5.4). */
	void stop() {
		for (Path path : this.association.paths.all()) {
			path.heartbeat().stop();
		}
	}

	/** §8.3: one RTO and the interval, the RTO jittered by half. */
	private long nextHeartbeat(Path path, long nowNanos) {
		long interval = path.settings().heartbeatInterval();
		if (interval == 0) {
			return Deadline.NONE;
		}
		double jitter = 0.5 + this.association.context.random().nextDouble();
		return nowNanos + interval + (long) (jitter * path.roundTrip().rto());
	}

	void advanceTo(long nowNanos) {
		for (int i = 0; i < this.association.paths.size() && !this.association.isEnded(); i++) {
			Path path = this.association.paths.get(i);
			if (Deadline.isDue(path.heartbeat().deadline(), nowNanos)) {
				heartbeatTimerExpired(path, nowNanos);
			}
		}
	}

	private void heartbeatTimerExpired(Path path, long nowNanos) {
		PathHeartbeat heartbeat = path.heartbeat();
		if (!sendsHeartbeats(this.association.state()) && this.association.paths.forNewData().isConfirmed()) {
			heartbeat.stop();
			return;
		}
		if (heartbeat.isPending() || path.isStranded()) {
			heartbeat.giveUp();
			if (!isAnotherTimerRunning(path)) {
				path.roundTrip().backOff();
				// §8.1: a heartbeat counts for the association on the path in use only
				failed(path, path == this.association.paths.forNewData());
			}
			if (this.association.isEnded()) {
				return;
			}
			if (!isProbedAgain(path)) {
				heartbeat.setDeadline(nextHeartbeat(path, nowNanos));
				return;
			}
		}
		if (path.isStranded()) {
			heartbeat.setDeadline(nowNanos + path.roundTrip().rto());
			return;
		}
		if (heartbeat.takeUsed() && path.state() == PathState.ACTIVE && path.roundTrip().isMeasured()) {
			heartbeat.setDeadline(nextHeartbeat(path, nowNanos));
			return;
		}
		sendHeartbeat(path, nowNanos);
	}

	/**
	 * Whether others tell that the peer does not answer: the data that is out there, or
	 * the ASCONF that a path without a source waits for.
	 */
	private boolean isAnotherTimerRunning(Path path) {
		return path.t3().isRunning() || (path.isStranded() && this.association.addresses.requests.isOneOutstanding());
	}

	/**
	 * Whether an address is tried again at once. When the peer has deleted all that were
	 * verified, nothing else tells whether it is there (RFC 5061 §5.3 F14).
	 */
	private boolean isProbedAgain(Path path) {
		return switch (path.state()) {
			case POTENTIALLY_FAILED -> true;
			case UNCONFIRMED -> path.errorCount() <= path.settings().maxRetransmissions() || !isAnyUsable();
			case ACTIVE, INACTIVE -> !isAnyUsable();
		};
	}

	/** Heartbeats come after another time from now on. */
	void intervalChanged(Path path, long nowNanos) {
		// One that is under way, or that is to show whose address it is, is waited for.
		if (sendsHeartbeats(this.association.state()) && path.isConfirmed() && !path.heartbeat().isPending()
				&& isAnyUsable()) {
			path.heartbeat().setDeadline(nextHeartbeat(path, nowNanos));
		}
	}

	void sendHeartbeat(Path path, long nowNanos) {
		path.heartbeat().sent(this.association.context.random().nextLong(), nowNanos);
		path.heartbeat().setDeadline(nowNanos + path.roundTrip().rto());
		this.association.sendControl(heartbeat(path), path);
	}

	/**
	 * A heartbeat that leaves with another chunk (§5.4). One that is waited for is
	 * repeated, so that either answer counts, and its time does not begin anew.
	 */
	HeartbeatChunk bundledHeartbeat(Path path, long nowNanos) {
		if (path.heartbeat().isPending()) {
			path.heartbeat().repeated();
		}
		else {
			path.heartbeat().sent(this.association.context.random().nextLong(), nowNanos);
			path.heartbeat().setDeadline(nowNanos + path.roundTrip().rto());
		}
		return heartbeat(path);
	}

	private static HeartbeatChunk heartbeat(Path path) {
		byte[] address = path.address().toBytes();
		byte[] info = new byte[NONCE_LENGTH + address.length];
		ByteBuffer.wrap(info).putLong(path.heartbeat().nonce()).put(address);
		path.counters().heartbeatsSent++;
		return new HeartbeatChunk(info);
	}

	/** Handles a HEARTBEAT ACK: one that answers no heartbeat of ours is ignored. */
	void heartbeatAcknowledged(HeartbeatAckChunk chunk, long nowNanos) {
		Path path = pathOf(chunk.info());
		if (path == null || !path.heartbeat().answered(ByteBuffer.wrap(chunk.info()).getLong())) {
			return;
		}
		path.counters().heartbeatAcksReceived++;
		if (!path.heartbeat().isRepeated()) { // §6.3.1 C5
			path.roundTrip().measure(nowNanos - path.heartbeat().sentAt());
		}
		path.heartbeatAnswered(nowNanos);
		path.heartbeat().setDeadline(nextHeartbeat(path, nowNanos));
		if (this.association.outbound.outstanding.isEmpty()) {
			this.overallErrorCount = 0;
		}
		boolean first = !path.isConfirmed();
		works(path);
		if (first) {
			this.association.pathConfirmed(nowNanos);
		}
	}

	private @Nullable Path pathOf(byte[] info) {
		int addressLength = info.length - NONCE_LENGTH;
		if (addressLength != 4 && addressLength != 16) {
			return null;
		}
		for (Path path : this.association.paths.all()) {
			byte[] address = path.address().toBytes();
			if (address.length == addressLength
					&& ByteBuffer.wrap(info, NONCE_LENGTH, addressLength).equals(ByteBuffer.wrap(address))) {
				return path;
			}
		}
		return null;
	}

	/** Data was acknowledged: its paths work, and so does the peer. */
	void dataAcknowledged(long nowNanos) {
		this.overallErrorCount = 0;
		for (int i = 0; i < this.association.paths.size(); i++) {
			Path path = this.association.paths.get(i);
			if (path.newlyAcked() > 0 && path.isConfirmed()) {
				answered(path, nowNanos);
			}
		}
	}

	/** What was sent to a confirmed path was answered. */
	void answered(Path path, long nowNanos) {
		if (path.state() != PathState.ACTIVE && path.heartbeat().deadline() != Deadline.NONE) {
			path.heartbeat().setDeadline(nextHeartbeat(path, nowNanos));
		}
		works(path);
	}

	private void works(Path path) {
		PathState before = path.state();
		path.setErrorCount(0);
		if (before != PathState.ACTIVE) {
			path.setState(PathState.ACTIVE);
			if (before == PathState.UNCONFIRMED) {
				this.association.context.unregister(this.association);
				this.association.context.register(this.association);
			}
			tell(path, (before == PathState.UNCONFIRMED) ? PathChange.CONFIRMED : PathChange.AVAILABLE);
		}
	}

	void t3Expired(Path path, long nowNanos) {
		boolean answered = this.association.outbound.sender.isWindowProbeAnswered();
		this.association.counters.t3Expirations++;
		this.association.outbound.sender.timedOut(path, nowNanos);
		this.association.outbound.sackHandler.leaveFastRecovery();
		if (!answered) {
			failed(path, true);
		}
		boolean probe = path.state() == PathState.POTENTIALLY_FAILED || path.needsSmallPacketProbe();
		if (probe && !path.heartbeat().isPending()) {
			// RFC 7829 §4.2: it is probed at once, to learn soon whether it works
			path.heartbeat().setDeadline(nowNanos);
		}
	}

	/** A transmission was not acknowledged in time. */
	void failed(Path path, boolean countsForAssociation) {
		if (countsForAssociation) {
			this.overallErrorCount++;
			if (this.overallErrorCount > this.association.options().associationMaxRetransmissions()) {
				this.association.end(this.association.lossChange(), 0, false, "the peer does not answer: "
						+ this.overallErrorCount + " transmissions in a row were not acknowledged");
				return;
			}
		}
		if (path.state() == PathState.INACTIVE || (path.state() == PathState.UNCONFIRMED
				&& path.errorCount() > path.settings().maxRetransmissions())) {
			return; // §8.3: the count stops there
		}
		path.setErrorCount(path.errorCount() + 1);
		if (path.state() == PathState.UNCONFIRMED) {
			return;
		}
		if (path.errorCount() > path.settings().maxRetransmissions()) {
			path.setState(PathState.INACTIVE);
			path.counters().failures++;
			tell(path, PathChange.UNREACHABLE);
		}
		else if (path.state() == PathState.ACTIVE && path.errorCount() > path.settings().potentiallyFailedThreshold()) {
			path.setState(PathState.POTENTIALLY_FAILED);
			tell(path, PathChange.POTENTIALLY_FAILED);
		}
	}

	private void tell(Path path, PathChange change) {
		SctpAddress address = path.address();
		this.association.listener().pathChanged(address, change, path.errorCount());
	}

	/** Whether heartbeats are sent in a state (§8.3). */
	static boolean sendsHeartbeats(AssociationState state) {
		return switch (state) {
			case ESTABLISHED, SHUTDOWN_PENDING, SHUTDOWN_RECEIVED -> true;
			case CLOSED, COOKIE_WAIT, COOKIE_ECHOED, SHUTDOWN_SENT, SHUTDOWN_ACK_SENT -> false;
		};
	}

	/** Whether heartbeats are answered in a state (§8.3). */
	static boolean answersHeartbeats(AssociationState state) {
		return switch (state) {
			case COOKIE_ECHOED, ESTABLISHED, SHUTDOWN_PENDING, SHUTDOWN_SENT, SHUTDOWN_RECEIVED -> true;
			case CLOSED, COOKIE_WAIT, SHUTDOWN_ACK_SENT -> false;
		};
	}

}
