package dev.sock.userspace.udp;

import java.util.List;
import java.util.Set;

import dev.sock.AssociationState;
import dev.sock.AssociationStatistics;
import dev.sock.AssociationStatus;
import dev.sock.EndpointStatistics;

/**
 * Snapshots of what has no engine yet.
 */
final class Snapshots {

	static final AssociationStatistics NO_STATISTICS = new AssociationStatistics(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L,
			0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);

	static final AssociationStatus CLOSED = new AssociationStatus(AssociationState.CLOSED, 0, 0, null, null, null, null,
			null, null, null, null, List.of(), Set.of(), NO_STATISTICS);

	static final EndpointStatistics NO_ENDPOINT_STATISTICS = new EndpointStatistics(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L,
			0L, 0L, null, NO_STATISTICS);

	private Snapshots() {
	}

}
