package dev.sock.kernel.transport;

import dev.sock.AssociationStatistics;
import dev.sock.EndpointStatistics;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.kernel.socket.KernelCounters;

/**
 * What is counted here of an endpoint: the kernel counts for the whole network namespace
 * only. On the event loop only.
 */
final class EndpointCounters {

	private final MessageCounters ended = new MessageCounters();

	private KernelCounters endedKernel = KernelCounters.ZERO;

	private long currEstab;

	private long activeEstabs;

	private long passiveEstabs;

	private long aborteds;

	private long shutdowns;

	private long restarts;

	private long refused;

	private long unknownNotifications;

	void established(boolean active) {
		this.currEstab++;
		if (active) {
			this.activeEstabs++;
		}
		else {
			this.passiveEstabs++;
		}
	}

	void ended(AssociationChange change, MessageCounters counters, KernelCounters kernel) {
		if (change != AssociationChange.CANNOT_ESTABLISH) {
			this.currEstab--;
		}
		if (change == AssociationChange.COMM_LOST) {
			this.aborteds++;
		}
		else if (change == AssociationChange.SHUTDOWN_COMPLETE) {
			this.shutdowns++;
		}
		this.ended.add(counters);
		this.endedKernel = this.endedKernel.plus(kernel);
	}

	void restarted() {
		this.restarts++;
	}

	void refused() {
		this.refused++;
	}

	/**
	 * Counts a notification of an unknown type.
	 * @return how many there were
	 */
	long unknownNotification() {
		return ++this.unknownNotifications;
	}

	/**
	 * Makes a snapshot.
	 * @param associations those that have not ended
	 */
	EndpointStatistics snapshot(Iterable<KernelAssociation> associations) {
		MessageCounters messages = new MessageCounters();
		messages.add(this.ended);
		KernelCounters kernel = this.endedKernel;
		for (KernelAssociation association : associations) {
			messages.add(association.counters());
			kernel = kernel.plus(association.kernelCounters());
		}
		AssociationStatistics totals = messages.with(kernel);
		return new EndpointStatistics(this.currEstab, this.activeEstabs, this.passiveEstabs, this.aborteds,
				this.shutdowns, this.restarts, this.refused, null, null, null, null, this.unknownNotifications, totals);
	}

}
