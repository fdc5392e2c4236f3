package dev.sock.kernel.transport;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.sock.AssociationState;
import dev.sock.AssociationStatus;
import dev.sock.PathParameters;
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
import dev.sock.kernel.socket.StatusReader;
import dev.sock.kernel.sys.Errno;
import dev.sock.kernel.sys.SystemCallException;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.OptionChange;
import dev.sock.spi.OutboundMessage;
import dev.sock.spi.Reconfiguration;
import dev.sock.spi.TransportAssociation.MessageLimit;
import org.jspecify.annotations.Nullable;

/**
 * An association: on its endpoint's socket until it is up, then on one of its own. It
 * belongs to the event loop, but for what is said to be for any thread.
 */
final class KernelAssociation extends KernelLoop.Watched {

	private final KernelEndpoint endpoint;

	private final AssociationOptions options;

	private final int peerPort;

	private final boolean active;

	private final WorkQueue queue;

	private final AssociationHandle handle;

	private final AssociationReader reader;

	private final AssociationWriter writer;

	private final MessageCounters counters = new MessageCounters();

	private final AssociationSnapshots snapshots;

	private volatile List<SctpAddress> localAddresses;

	private volatile boolean ended;

	private volatile Set<SctpExtension> extensions = Set.of();

	private volatile MessageLimit messageLimit = MessageLimit.NONE;

	private List<SctpAddress> target = List.of();

	private final long startNanos = System.nanoTime();

	private int id;

	private SctpSocket socket;

	private PathChoice paths;

	private boolean up;

	/** Whether the socket is its own. */
	private boolean peeledOff;

	private @Nullable Ending ending;

	private @Nullable AssociationParts parts;

	/**
	 * Creates an association that is about to be opened or accepted.
	 */
	KernelAssociation(KernelEndpoint endpoint, SctpSocket endpointSocket, AssociationOptions options, int peerPort,
			boolean active) {
		this.endpoint = endpoint;
		this.socket = endpointSocket;
		this.paths = new PathChoice(endpointSocket, 0, peerPort);
		this.options = options;
		this.peerPort = peerPort;
		this.active = active;
		this.reader = new AssociationReader(this);
		this.writer = new AssociationWriter(this);
		this.queue = new WorkQueue(endpoint.loop()::execute, this.writer::take, this.writer::flush, this::failed);
		this.handle = new AssociationHandle(this, endpoint, this.queue);
		this.snapshots = new AssociationSnapshots(this.counters, peerPort);
		this.localAddresses = endpoint.localAddresses();
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

	void id(int id) {
		this.id = id;
	}

	int id() {
		return this.id;
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

	MessageLimit messageLimit() {
		return this.messageLimit;
	}

	List<SctpAddress> localAddresses() {
		return this.localAddresses;
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
		return isKnown() ? this.options.inForce(this.socket, this.id) : this.options.asked();
	}

	/** Returns the local addresses as the kernel has them now. */
	List<SctpAddress> askForLocalAddresses() {
		if (this.peeledOff && !this.ended) {
			try {
				this.localAddresses = List.copyOf(this.socket.localAddresses(this.id));
			}
			catch (SystemCallException ex) {
				KernelLoop.logger.debug("The addresses of an association are not to be had: {}", ex.getMessage());
			}
		}
		return this.localAddresses;
	}

	void change(OptionChange change) {
		this.messageLimit = this.options.change(change, this.socket, this.id, this.peeledOff, this.messageLimit);
		parts().outbox().sendBuffer(this.options.asked().sendBuffer());
		parts().intake().setOptions(this.options.asked());
	}

	PathParameters pathParameters(SctpAddress address) {
		return this.options.path(this.socket, this.id, address);
	}

	void setPathParameters(SctpAddress address, PathParameters parameters) {
		this.options.change(this.socket, this.id, address, parameters);
	}

	void requestHeartbeat(SctpAddress address) {
		this.options.heartbeat(this.socket, this.id, address);
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

	void setPrimary(SctpAddress address) {
		if (this.ended) {
			return;
		}
		try {
			new PathChoice(this.socket, this.id, this.peerPort).primary(address);
		}
		catch (SystemCallException ex) {
			KernelLoop.logger.warn("Endpoint '{}': {} cannot be the primary path: {}", this.endpoint.name(), address,
					ex.errnoText());
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
		this.endpoint.loop().sendBatch().abort(this.socket, this.id, text);
		AssociationChange change = this.up ? AssociationChange.COMM_LOST : AssociationChange.CANNOT_ESTABLISH;
		this.ending = new Ending(change, 0, false, text.isEmpty() ? why : why + ": " + text);
		listener().stateChanged(AssociationState.CLOSED);
		drain();
	}

	private void drain() {
		if (this.peeledOff) {
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
			peelOff();
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

	private void peelOff() throws SystemCallException {
		SctpSocket own = this.socket.peelOff(this.id);
		try {
			this.messageLimit = this.options.peeledOff(own, this.id);
			this.endpoint.loop().watch(own, this);
		}
		catch (SystemCallException | SctpOptionException ex) {
			this.endpoint.loop().sendBatch().abort(own, this.id, "no resources");
			own.close();
			throw ex;
		}
		this.socket = own;
		this.paths = new PathChoice(own, this.id, this.peerPort);
		this.peeledOff = true;
		try {
			this.localAddresses = List.copyOf(own.localAddresses(this.id));
		}
		catch (SystemCallException ex) {
			KernelLoop.logger.debug("An association has ended as it came up: {}", ex.getMessage());
		}
	}

	private void negotiated() {
		Set<SctpExtension> both = EnumSet.noneOf(SctpExtension.class);
		try {
			both = new StatusReader(this.socket, this.id).extensions();
		}
		catch (SystemCallException ex) {
			KernelLoop.logger.debug("An association has ended as it came up: {}", ex.getMessage());
		}
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

	/**
	 * Returns whether the kernel knows it no more. Then reading may not pause: the rest
	 * is no more than the kernel's buffer holds, and the end of it is that it has ended.
	 */
	boolean isGone() {
		try {
			new StatusReader(this.socket, this.id).status();
			return false;
		}
		catch (SystemCallException ex) {
			return true;
		}
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
		if (!this.peeledOff) {
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
		KernelLoop.logger.error("An association of endpoint '{}' failed and is aborted", this.endpoint.name(), ex);
		abortNow("internal error", "internal error: " + ex);
	}

	private void finish() {
		Ending how = this.ending;
		if (this.ended || how == null) {
			return;
		}
		this.ended = true;
		if (this.peeledOff) {
			this.endpoint.loop().unwatch(this.socket, this);
			this.socket.close();
		}
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
		return isKnown() ? this.snapshots.kernelCounters(this.socket, this.id) : this.snapshots.lastKernelCounters();
	}

	AssociationStatus status() {
		if (!isKnown()) {
			return this.snapshots.last();
		}
		this.writer.review();
		return this.snapshots.status(this.socket, this.id, parts(), this.extensions);
	}

	/** Whether the kernel can be asked about it. */
	boolean isKnown() {
		return !this.ended && this.ending == null && this.id != 0;
	}

	@Nullable Ending ending() {
		return this.ending;
	}

	void flushAgain() {
		this.queue.again();
	}

	/** Whether the socket is its own. */
	boolean isPeeledOff() {
		return this.peeledOff;
	}

	KernelEndpoint endpoint() {
		return this.endpoint;
	}

	SctpSocket socket() {
		return this.socket;
	}

	PathChoice paths() {
		return this.paths;
	}

}
