package dev.sock.kernel.transport;

import java.util.Set;

import dev.sock.AssociationStatus;
import dev.sock.SctpExtension;
import dev.sock.kernel.socket.KernelCounters;
import dev.sock.kernel.socket.SctpSocket;
import dev.sock.kernel.socket.StatusReader;
import dev.sock.kernel.sys.SystemCallException;

/**
 * What is known of an association at a moment; once the kernel knows it no more, what was
 * known when it was last asked. On the event loop only, but for {@link #last()}.
 */
final class AssociationSnapshots {

	private final MessageCounters counters;

	private final int peerPort;

	private KernelCounters kernelCounters = KernelCounters.ZERO;

	private volatile AssociationStatus last = Snapshots.CLOSED;

	AssociationSnapshots(MessageCounters counters, int peerPort) {
		this.counters = counters;
		this.peerPort = peerPort;
	}

	/** Returns the last status. For every thread. */
	AssociationStatus last() {
		return this.last;
	}

	/** Returns what the kernel had counted when it was last asked. */
	KernelCounters lastKernelCounters() {
		return this.kernelCounters;
	}

	/** Asks the kernel for its counters. */
	KernelCounters kernelCounters(SctpSocket socket, int id) {
		try {
			this.kernelCounters = new StatusReader(socket, id).counters();
		}
		catch (SystemCallException ex) {
			KernelLoop.logger.debug("The kernel has no counters of an association any more: {}", ex.getMessage());
		}
		return this.kernelCounters;
	}

	/** Asks the kernel for the status. */
	AssociationStatus status(SctpSocket socket, int id, AssociationParts parts, Set<SctpExtension> extensions) {
		kernelCounters(socket, id);
		StatusReader reader = new StatusReader(socket, id);
		try {
			StatusReader.Status status = reader.status();
			Outbox outbox = parts.outbox();
			this.last = new AssociationStatus(status.state(), status.inboundStreams(), status.outboundStreams(),
					status.peerRwnd(), status.localRwnd(), status.unacknowledgedChunks(), outbox.pendingBytes(),
					outbox.bytes(), parts.intake().unconsumedBytes(), status.fragmentationPoint(), null,
					reader.paths(status.primary(), this.peerPort), extensions, this.counters.with(this.kernelCounters));
		}
		catch (SystemCallException ex) {
			KernelLoop.logger.debug("The kernel has no status of an association any more: {}", ex.getMessage());
		}
		return this.last;
	}

	/** Returns the status of one that has ended. */
	AssociationStatus ended() {
		AssociationStatus status = Snapshots.ended(this.last, this.counters.with(this.kernelCounters));
		this.last = status;
		return status;
	}

}
