package dev.sock.kernel.transport;

import java.util.List;
import java.util.Set;

import dev.sock.AssociationState;
import dev.sock.AssociationStatistics;
import dev.sock.AssociationStatus;
import dev.sock.kernel.socket.KernelCounters;

/**
 * Snapshots of what the kernel knows nothing of.
 */
final class Snapshots {

	static final AssociationStatus CLOSED = new AssociationStatus(AssociationState.CLOSED, 0, 0, null, null, null, null,
			null, null, null, null, List.of(), Set.of(), new MessageCounters().with(KernelCounters.ZERO));

	private Snapshots() {
	}

	/**
	 * Returns the last status of an association that has ended.
	 */
	static AssociationStatus ended(AssociationStatus last, AssociationStatistics statistics) {
		return new AssociationStatus(AssociationState.CLOSED, last.inboundStreams(), last.outboundStreams(),
				last.peerRwnd(), last.localRwnd(), last.unacknowledgedChunks(), 0L, 0L, last.receiveBufferUsed(),
				last.fragmentationPoint(), last.overallErrorCount(), last.paths(), last.extensions(), statistics);
	}

}
