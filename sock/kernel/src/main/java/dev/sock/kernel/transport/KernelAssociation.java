package dev.sock.kernel.transport;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.sock.AssociationState;
import dev.sock.AssociationStatus;
import dev.sock.SctpAddress;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpOptionException;
import dev.sock.SctpExtension;
import dev.sock.SctpOptions;
import dev.sock.SctpReconfigurationException.Reason;
import dev.sock.kernel.socket.KernelCounters;
import dev.sock.kernel.socket.Notification;
import dev.sock.kernel.socket.ReceiveBatch;
import dev.sock.kernel.socket.SctpSocket;
import dev.sock.kernel.sys.Errno;
import dev.sock.kernel.sys.SystemCallException;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.OptionChange;
import dev.sock.spi.OutboundMessage;
import dev.sock.spi.Reconfiguration;
import org.jspecify.annotations.Nullable;

/**
 * An association: on its endpoint's socket until it is up, then on one of its own. It
 * belongs to the event loop, but for what is said to be for any thread.
 */
final class KernelAssociation extends KernelLoop.Watched {

	private final KernelEndpoint endpoint;

	private final AssociationOptions options;

	private final boolean active;

	private final WorkQueue queue;

	private final AssociationHandle handle;

	private final AssociationReader reader;

	private final AssociationWriter writer;

	private final MessageCounters counters = new MessageCounters();

	private final AssociationSnapshots snapshots;

	private volatile boolean ended;

	private volatile Set<SctpExtension> extensions = Set.of();

	private List<SctpAddress> target = List.of();

	private final long startNanos = System.nanoTime();

	private final AssociationSocket socket;

	private boolean up;

	private @Nullable Ending ending;

	private @Nullable AssociationParts parts;

	/**
	 * Creates an association that is about to be opened or accepted.
	 */
	KernelAssociation(KernelEndpoint endpoint, SctpSocket endpointSocket, AssociationOptions options, int peerPort,
			boolean active) {
		this.endpoint = endpoint;
		this.socket = new AssociationSocket(endpoint, endpointSocket, options, peerPort);
		this.options = options;
		this.active = active;
		this.reader = new AssociationReader(this);
		this.writer = new AssociationWriter(this);
		this.queue = new WorkQueue(endpoint.loop()::execute, this.writer::take, this.writer::flush, this::failed);
		this.handle = new AssociationHandle(this, endpoint, this.queue);
		this.snapshots = new AssociationSnapshots(this.counters, peerPort);
	}

	void listener(AssociationListener listener) {
		Outbox outbox = new Outbox(listener, this.counters, this.options.asked().sendBuffer(), this.writer::evidence);
		this.parts = new AssociationParts(listener, outbox, new Intake(listener, this.counters, this.options.asked()),
				new StreamChanges(listener, outbox));
	}

	AssociationParts parts() {
		AssociationParts known = this.parts;
		if (known == null) {
			throw new IllegalStateException("The association has no listener yet");
		}
		return known;
	}

	private AssociationListener listener() {
		return parts().listener();
	}

	void grantedReceiveBuffer(int bytes) {
		this.options.grantedReceiveBuffer(bytes);
	}

	void target(List<SctpAddress> addresses) {
		this.target = addresses;
	}

	/** Returns the addresses that it connects to. */
	List<SctpAddress> target() {
		return this.target;
	}

	MessageCounters counters() {
		return this.counters;
	}

	AssociationHandle handle() {
		return this.handle;
	}

	// What any thread may ask

	Set<SctpExtension> extensions() {
		return this.extensions;
	}

	AssociationStatus lastStatus() {
		return this.snapshots.last();
	}

	/** The user is done with messages; returns whether reading can be resumed. */
	boolean consumed(int bytes, int messages) {
		AssociationParts known = this.parts;
		return known != null && known.intake().consumed(bytes, messages);
	}

	boolean isEnded() {
		return this.ended;
	}

	/** Returns the options that were asked for. */
	SctpOptions askedOptions() {
		return this.options.asked();
	}

	// What the user asks for, on the event loop

	void abandon(OutboundMessage message) {
		if (!this.ended) {
			parts().outbox().makeRoom(message);
		}
	}

	/** Resets or adds streams; returns whether it is possible now. */
	boolean reconfigure(Reconfiguration request, CompletableFuture<Void> answer) {
		boolean possible = isKnown() && this.up && !this.writer.isShutdownAsked();
		if (possible) {
			parts().changes().request(request, answer);
		}
		return possible;
	}

	SctpOptions options() {
		return isKnown() ? this.socket.options() : this.options.asked();
	}

	void change(OptionChange change) {
		this.socket.change(change);
		parts().outbox().sendBuffer(this.options.asked().sendBuffer());
		parts().intake().setOptions(this.options.asked());
	}

	@Override
	void woken(long nowNanos) {
		if (!this.ended) {
			this.writer.expire(nowNanos);
		}
	}

	@Override
	void writable() {
		if (this.ended) {
			return;
		}
		parts().outbox().unblock();
		reviewAndFlush();
	}

	void reviewAndFlush() {
		this.writer.review();
		this.writer.flush();
	}

	void shutdown() {
		if (!this.ended && this.up) {
			this.writer.shutdown();
		}
		else if (!this.ended) {
			abort("");
		}
	}

	/**
	 * Aborts, and ends at once.
	 */
	void abort(String reason) {
		abortNow(reason, "aborted by the user");
	}

	void abortNow(String text, String why) {
		if (this.ended) {
			return;
		}
		status();
		this.endpoint.loop().sendBatch().abort(this.socket.kernel(), this.socket.id(), text);
		AssociationChange change = this.up ? AssociationChange.COMM_LOST : AssociationChange.CANNOT_ESTABLISH;
		this.ending = new Ending(change, 0, false, text.isEmpty() ? why : why + ": " + text);
		listener().stateChanged(AssociationState.CLOSED);
		drain();
	}

	private void drain() {
		if (this.socket.isPeeledOff()) {
			// The kernel has told everything before the abort returned.
			boolean more = true;
			while (more && !this.ended) {
				more = read(this.endpoint.loop().drainBatch());
			}
		}
		finish();
	}

	// From the kernel

	/**
	 * The association is up. Takes it over into a socket of its own.
	 * @param outboundStreams streams that can be sent on
	 * @param inboundStreams streams that can be received on
	 * @param peers the peer's addresses
	 */
	void established(int outboundStreams, int inboundStreams, List<SctpAddress> peers) {
		SystemCallException failure = null;
		String refused = null;
		try {
			this.socket.peelOff(this);
		}
		catch (SystemCallException ex) {
			failure = ex;
		}
		catch (SctpOptionException ex) {
			refused = ex.getMessage();
		}
		this.up = true;
		negotiated();
		this.endpoint.counters().established(this.active);
		parts().changes().begin(outboundStreams, inboundStreams);
		listener().established(outboundStreams, inboundStreams, peers);
		if (refused != null) {
			abortNow("no resources", refused);
		}
		else if (failure == null) {
			this.writer.flush();
		}
		else if (failure.errno() != Errno.EINVAL) {
			noSocket(failure);
		}
		// Else it has ended already, which the endpoint's socket tells next.
	}

	private void noSocket(SystemCallException failure) {
		if (failure.errno() == Errno.EMFILE) {
			KernelLoop.logger.warn(
					"Endpoint '{}' gives up an association: each has a socket, and this process has too many files open; raise its limit (ulimit -n)",
					this.endpoint.name());
		}
		abortNow("no resources", "it could not have a socket of its own: " + failure.getMessage());
	}

	private void negotiated() {
		Set<SctpExtension> both = this.socket.extensions();
		parts().outbox().partialReliability(both.contains(SctpExtension.PARTIAL_RELIABILITY));
		this.extensions = Collections.unmodifiableSet(both);
	}

	boolean isUp() {
		return this.up;
	}

	void resume() {
		if (!this.ended) {
			this.endpoint.loop().readLater(this);
		}
	}

	@Override
	boolean read(ReceiveBatch batch) {
		return this.reader.read(batch);
	}

	/**
	 * Nothing is left to read for now: what was freed before is known to have arrived.
	 */
	void allRead(int freedEnd) {
		if (this.ending != null) {
			finish();
			return;
		}
		this.writer.allRead(freedEnd);
	}

	/** Takes what was read of it from the endpoint's socket. */
	void item(ReceiveBatch batch, int i) {
		this.reader.item(batch, i);
	}

	void notified(Notification notification) {
		this.reader.notifications().handle(notification);
	}

	/** The peer has started anew. */
	void restarted(int outboundStreams, int inboundStreams) {
		parts().intake().partialDeliveryAborted();
		this.endpoint.counters().restarted();
		negotiated();
		parts().changes().begin(outboundStreams, inboundStreams);
		listener().restarted(outboundStreams, inboundStreams);
	}

	/** It ends, once everything that the kernel has to tell is read. */
	void ends(Ending how) {
		if (this.ending == null) {
			this.ending = how;
			listener().stateChanged(AssociationState.CLOSED);
		}
	}

	/**
	 * The endpoint's socket has nothing more to tell of one that was never peeled off.
	 */
	void finishIfNotPeeledOff() {
		if (!this.socket.isPeeledOff()) {
			finish();
		}
	}

	/**
	 * The kernel tells that it could not be established.
	 */
	void cannotEstablish(Notification.AssociationChanged changed) {
		long taken = System.nanoTime() - this.startNanos;
		boolean refused = changed.cause().code() != 0
				|| taken < Connector.patience(this.options.asked(), this.target.size()).toNanos();
		cannotEstablish(refused, changed.cause().code(),
				refused ? "refused by the peer: " + changed.cause().describe() : "it does not answer");
	}

	/**
	 * It could not be established.
	 * @param refused whether the peer said so
	 */
	void cannotEstablish(boolean refused, int errorCode, String reason) {
		this.ending = new Ending(AssociationChange.CANNOT_ESTABLISH, errorCode, refused, reason);
		finish();
	}

	@Override
	void failed(Throwable ex) {
		KernelLoop.report("An association of endpoint '" + this.endpoint.name() + "' failed and is aborted", ex);
		endNow("internal error", "internal error: " + ex);
	}

	@Override
	void loopEnded(Throwable why) {
		loopEnded(KernelEndpoint.loopEndedText(why));
	}

	/** Nothing would be heard of it any more. */
	void loopEnded(String why) {
		endNow("", why);
	}

	/** Aborts, and ends even if that fails. */
	private void endNow(String text, String why) {
		try {
			abortNow(text, why);
		}
		catch (Throwable ex) {
			KernelLoop.report("An association of endpoint '" + this.endpoint.name() + "' could not be aborted", ex);
			ends(new Ending(this.up ? AssociationChange.COMM_LOST : AssociationChange.CANNOT_ESTABLISH, 0, false, why));
			finish();
		}
	}

	private void finish() {
		Ending how = this.ending;
		if (this.ended || how == null) {
			return;
		}
		this.ended = true;
		this.socket.close(this);
		parts().changes().end(Reason.CLOSED, "the association has ended: " + how.reason());
		// Of which the kernel does not tell if everything was read.
		parts().intake().partialDeliveryAborted();
		parts().outbox().end(how.reason());
		AssociationStatus last = this.snapshots.ended();
		this.endpoint.ended(this, how.change(), this.snapshots.lastKernelCounters());
		listener().terminated(how.change(), how.errorCode(), how.refused(), how.reason(), last);
	}

	// What is known

	/**
	 * Returns what the kernel has counted; once it has ended, what it had counted when it
	 * was last asked.
	 */
	KernelCounters kernelCounters() {
		return isKnown() ? this.snapshots.kernelCounters(this.socket.kernel(), this.socket.id())
				: this.snapshots.lastKernelCounters();
	}

	AssociationStatus status() {
		if (!isKnown()) {
			return this.snapshots.last();
		}
		this.writer.review();
		return this.snapshots.status(this.socket.kernel(), this.socket.id(), parts(), this.extensions);
	}

	/** Whether the kernel can be asked about it. */
	boolean isKnown() {
		return !this.ended && this.ending == null && this.socket.id() != 0;
	}

	@Nullable Ending ending() {
		return this.ending;
	}

	void flushAgain() {
		this.queue.again();
	}

	KernelEndpoint endpoint() {
		return this.endpoint;
	}

	AssociationSocket socket() {
		return this.socket;
	}

}
