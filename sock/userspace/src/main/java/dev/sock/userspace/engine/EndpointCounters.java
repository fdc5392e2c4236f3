package dev.sock.userspace.engine;

import dev.sock.EndpointStatistics;
import dev.sock.userspace.engine.association.AssociationCounters;

/**
 * What is counted on an endpoint, apart from its associations that live.
 */
final class EndpointCounters {

	/** Sums over associations that have ended. */
	final AssociationCounters ended = new AssociationCounters();

	long established;

	long activeEstablished;

	long passiveEstablished;

	long aborted;

	long shutDown;

	long restarts;

	long refused;

	long outOfTheBlue;

	long checksumErrors;

	long invalidPackets;

	long invalidCookies;

	EndpointStatistics snapshot(AssociationCounters totals) {
		return new EndpointStatistics(this.established, this.activeEstablished, this.passiveEstablished, this.aborted,
				this.shutDown, this.restarts, this.refused, this.outOfTheBlue, this.checksumErrors, this.invalidPackets,
				this.invalidCookies, null, totals.snapshot());
	}

}
