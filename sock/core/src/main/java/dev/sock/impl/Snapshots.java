package dev.sock.impl;

import java.util.List;
import java.util.Set;

import dev.sock.AssociationState;
import dev.sock.AssociationStatistics;
import dev.sock.AssociationStatus;
import dev.sock.EndpointStatistics;

/**
 * Snapshots for a time at which no transport can be asked: everything is unknown.
 */
final class Snapshots {

	private Snapshots() {
	}

	static AssociationStatus status(AssociationState state, int inboundStreams, int outboundStreams) {
		return new AssociationStatus(state, inboundStreams, outboundStreams, null, null, null, null, null, null, null,
				null, List.of(), Set.of(), associationStatistics());
	}

	static EndpointStatistics statistics() {
		return new EndpointStatistics(null, null, null, null, null, null, null, null, null, null, null, null,
				associationStatistics());
	}

	private static AssociationStatistics associationStatistics() {
		return new AssociationStatistics(null, null, null, null, null, null, null, null, null, null, null, null, null,
				null, null, null, null, null, null, null, null, null, null, null, null, null);
	}

}
