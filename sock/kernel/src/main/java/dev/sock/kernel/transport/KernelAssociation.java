package dev.sock.kernel.transport;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.sock.AssociationState;
import dev.sock.AssociationStatus;
import dev.sock.PathParameters;
import dev.sock.SctpAddress;
import dev.sock.SctpAddressException;
import dev.sock.SctpClosedException;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.PathChange;
import dev.sock.SctpOptionException;
import dev.sock.SctpExtension;
import dev.sock.SctpOptions;
import dev.sock.kernel.socket.AbandonmentEvidence;
import dev.sock.kernel.socket.KernelCounters;
import dev.sock.kernel.socket.Notification;
import dev.sock.kernel.socket.ReceiveBatch;
import dev.sock.kernel.socket.SctpSocket;
import dev.sock.kernel.socket.StatusReader;
import dev.sock.kernel.sys.Errno;
import dev.sock.kernel.sys.SystemCallException;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.Expendable;
import dev.sock.spi.LoopResult;
import dev.sock.spi.OptionChange;
import dev.sock.spi.OutboundMessage;
import dev.sock.spi.TransportAssociation;
import org.jspecify.annotations.Nullable;

/**
 * An association: on its endpoint's socket until it is up, then on one of its own. What
 * threads ask for waits in a queue, in order, until the event loop does it. All fields
 * but the queue and the volatile ones belong to the event loop.
 */
final class KernelAssociation extends KernelLoop.Watched implements TransportAssociation {

	private static final long STATUS_MILLIS = 2000;

	private static final int MAX_READ_ERRORS = 8;

	/**
	 * How many times the receive buffer the kernel may take to hold what nobody has read.
	 * It counts 232 bytes beside each payload, while the window that it offers, which is
	 * that of the endpoint's socket and stays, is used up by payload only. With no more
	 * room than that it drops short messages that it has invited, and the peer falls
	 * silent until its time-out.
	 */
	private static final long ROOM_TO_RECEIVE = 4;

	private static final int MAX_ROOM_TO_RECEIVE = 1 << 30;

	/** Things done in a row, then others have their turn. */
	private static final int TURN = 1024;

	private final KernelEndpoint endpoint;

	private final AssociationOptions options;

	private final int peerPort;

	private final boolean active;

	/** Messages, and {@link Runnable}s to do on the loop. */
	private final Queue<Object> queue = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final MessageCounters counters = new MessageCounters();

	private KernelCounters kernelCounters = KernelCounters.ZERO;

	private volatile List<SctpAddress> localAddresses;

	private volatile AssociationStatus lastStatus = Snapshots.CLOSED;

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

	private boolean shutdownAsked;

	private boolean shutdownSent;

	private boolean watchesWriting;

	private boolean skipsNotification;

	private int readErrors;

	private int lastError;

	/** How it ends, while what the kernel still has to tell is read. */
	private @Nullable Ending ending;

	private @Nullable Parts parts;

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
		this.localAddresses = endpoint.localAddresses();
	}

	/** What needs a listener. */
	private record Parts(AssociationListener listener, Outbox outbox, Intake intake) {
	}

	/** How it ends. */
	private record Ending(AssociationChange change, int errorCode, boolean refused, String reason) {
	}

	void listener(AssociationListener listener) {
		this.parts = new Parts(listener,
				new Outbox(listener, this.counters, this.options.asked().sendBuffer(), this::evidence),
				new Intake(listener, this.counters, this.options.asked()));
	}

	private Parts parts() {
		Parts known = this.parts;
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

	// What the core asks for, on any thread

	@Override
	public void send(OutboundMessage message) {
		Expendable expendable = message.expendable();
		if (expendable != null) {
			expendable.accepted(System.nanoTime());
		}
		enqueue(message);
	}

	@Override
	public void abandon(OutboundMessage message) {
		enqueue((Runnable) () -> {
			if (!this.ended) {
				parts().outbox().makeRoom(message);
			}
		});
	}

	@Override
	public Set<SctpExtension> extensions() {
		return this.extensions;
	}

	@Override
	public MessageLimit messageLimit() {
		return this.messageLimit;
	}

	@Override
	public void consumed(int bytes, int messages) {
		Parts known = this.parts;
		if (known != null && known.intake().consumed(bytes, messages)) {
			enqueue((Runnable) this::resume);
		}
	}

	@Override
	public void shutdown() {
		enqueue((Runnable) this::shutdownNow);
	}

	@Override
	public void abort(String reason) {
		enqueue((Runnable) () -> abortNow(reason));
	}

	@Override
	public void setPrimary(SctpAddress address) {
		enqueue((Runnable) () -> setPrimaryNow(address));
	}

	@Override
	public SctpOptions options() {
		return this.ended ? this.options.asked() : this.endpoint.ask(this::optionsNow, this.options::asked);
	}

	private SctpOptions optionsNow() {
		return (this.ended || this.ending != null || this.id == 0) ? this.options.asked()
				: this.options.inForce(this.socket, this.id);
	}

	@Override
	public void change(OptionChange change) {
		demand(() -> {
			MessageLimit limit = this.options.change(change, this.socket, this.id, this.peeledOff, this.messageLimit);
			this.messageLimit = limit;
			parts().outbox().sendBuffer(this.options.asked().sendBuffer());
			parts().intake().maxMessageSize(this.options.asked().maxMessageSize());
			return true;
		});
	}

	@Override
	public PathParameters pathParameters(SctpAddress address) {
		return demand(() -> this.options.path(this.socket, this.id, address));
	}

	@Override
	public void setPathParameters(SctpAddress address, PathParameters parameters) {
		demand(() -> {
			this.options.change(this.socket, this.id, address, parameters);
			return true;
		});
	}

	@Override
	public void requestHeartbeat(SctpAddress address) {
		demand(() -> {
			this.options.heartbeat(this.socket, this.id, address);
			return true;
		});
	}

	private <T> T demand(Supplier<T> what) {
		return this.endpoint.demand(() -> {
			if (this.ended || this.ending != null || this.id == 0) {
				throw new SctpClosedException("The association has ended");
			}
			return what.get();
		});
	}

	@Override
	public AssociationStatus status() {
		if (this.ended) {
			return this.lastStatus;
		}
		if (inEventLoop()) {
			return statusNow();
		}
		CompletableFuture<AssociationStatus> answer = new CompletableFuture<>();
		enqueue((Runnable) () -> LoopResult.answer(answer, this::statusNow));
		try {
			return LoopResult.await(answer, STATUS_MILLIS);
		}
		catch (IllegalStateException ex) {
			KernelLoop.logger.warn("The status of an association of endpoint '{}' is not the latest: {}",
					this.endpoint.name(), ex.getMessage());
			return this.lastStatus;
		}
	}

	@Override
	public CompletableFuture<Void> requestPeerPrimary(SctpAddress localAddress) {
		if (this.ended) {
			return CompletableFuture.failedFuture(
					new SctpAddressException(SctpAddressException.Reason.CLOSED, "The association has ended", null));
		}
		return this.endpoint.change(() -> this.endpoint.addressChanges().requestPeerPrimary(this, localAddress));
	}

	@Override
	public List<SctpAddress> localAddresses() {
		boolean mayChange = this.extensions.contains(SctpExtension.DYNAMIC_ADDRESSES) && !this.ended;
		return mayChange ? this.endpoint.ask(this::localAddressesNow, () -> this.localAddresses) : this.localAddresses;
	}

	private List<SctpAddress> localAddressesNow() {
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

	SctpSocket socket() {
		return this.socket;
	}

	@Override
	public boolean inEventLoop() {
		return this.endpoint.inEventLoop();
	}

	private void enqueue(Object item) {
		this.queue.add(item);
		if (this.scheduled.compareAndSet(false, true) && !this.endpoint.loop().execute(this::runQueue)) {
			// The loop has ended, and with it the association: nobody else comes here.
			runQueue();
		}
	}

	// On the event loop

	private void runQueue() {
		this.scheduled.set(false);
		Object item = this.queue.poll();
		for (int count = 1; item != null; count++) {
			if (item instanceof OutboundMessage message) {
				take(message);
			}
			else if (item instanceof Runnable task) {
				task.run();
			}
			item = (count < TURN) ? this.queue.poll() : null;
		}
		flush();
		if (!this.queue.isEmpty() && this.scheduled.compareAndSet(false, true)) {
			this.endpoint.loop().execute(this::runQueue);
		}
	}

	private void take(OutboundMessage message) {
		parts().outbox().add(message);
		if (this.ended) {
			parts().outbox().end("the association has ended");
		}
	}

	private void flush() {
		if (this.ended || !this.peeledOff) {
			return;
		}
		Outbox outbox = parts().outbox();
		if (outbox.isBlocked()) {
			return;
		}
		boolean more = outbox.flush(this.socket, this.endpoint.loop().sendBatch(), this.paths);
		if (outbox.isRefused()) {
			this.endpoint.loop().readLater(this);
		}
		if (more && this.scheduled.compareAndSet(false, true)) {
			this.endpoint.loop().execute(this::runQueue);
		}
		if (this.shutdownAsked && !this.shutdownSent && !outbox.hasPending()) {
			sendShutdown();
		}
		watchWriting();
	}

	@Override
	void woken(long nowNanos) {
		if (!this.ended) {
			parts().outbox().expire(nowNanos);
			flush();
		}
	}

	private void watchWriting() {
		this.endpoint.loop().wakeAt(this, parts().outbox().deadline());
		boolean wanted = parts().outbox().wantsProgress();
		if (wanted != this.watchesWriting && !this.ended) {
			this.watchesWriting = wanted;
			try {
				this.endpoint.loop().interest(this.socket, this, wanted);
			}
			catch (SystemCallException ex) {
				failed(ex);
			}
		}
	}

	@Override
	void writable() {
		if (this.ended) {
			return;
		}
		parts().outbox().unblock();
		review();
		flush();
	}

	private @Nullable AbandonmentEvidence evidence() {
		try {
			return new StatusReader(this.socket, this.id).abandonmentEvidence();
		}
		catch (SystemCallException ex) {
			return null;
		}
	}

	private void review() {
		if (!parts().outbox().hasKept()) {
			return;
		}
		try {
			int kept = this.socket.queuedForSending();
			if (isGone()) {
				// What is freed now has failed, and its room is no room to send.
				this.endpoint.loop().readLater(this);
			}
			else if (parts().outbox().review(kept)) {
				// To read what the kernel has told shows which messages were
				// acknowledged.
				this.endpoint.loop().readLater(this);
			}
		}
		catch (SystemCallException ex) {
			failed(ex);
		}
	}

	private void shutdownNow() {
		if (this.ended || this.shutdownAsked) {
			return;
		}
		if (!this.up) {
			abortNow("");
			return;
		}
		this.shutdownAsked = true;
		listener().stateChanged(AssociationState.SHUTDOWN_PENDING);
	}

	private void sendShutdown() {
		this.shutdownSent = true;
		kernelCounters();
		int result = this.endpoint.loop().sendBatch().shutdown(this.socket, this.id);
		if (result < 0) {
			KernelLoop.logger.debug("An association of endpoint '{}' was not shut down: {}", this.endpoint.name(),
					Errno.text(-result));
			this.endpoint.loop().readLater(this);
		}
	}

	private void setPrimaryNow(SctpAddress address) {
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
	void abortNow(String reason) {
		abortNow(reason, "aborted by the user");
	}

	private void abortNow(String text, String why) {
		if (this.ended) {
			return;
		}
		kernelCounters();
		lastStatus();
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
		listener().established(outboundStreams, inboundStreams, peers);
		if (refused != null) {
			abortNow("no resources", refused);
		}
		else if (failure == null) {
			flush();
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
			own.receiveBuffer(
					(int) Math.min(ROOM_TO_RECEIVE * this.options.asked().receiveBuffer(), MAX_ROOM_TO_RECEIVE));
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

	private void resume() {
		if (!this.ended) {
			this.endpoint.loop().readLater(this);
		}
	}

	@Override
	boolean read(ReceiveBatch batch) {
		if (this.ended || (this.ending == null && parts().intake().isPaused() && !isGone())) {
			return false;
		}
		int freedEnd = parts().outbox().freedEnd();
		int most = parts().intake().most(batch);
		int count = batch.receive(this.socket, most);
		for (int i = 0; i < count && !this.ended; i++) {
			item(batch, i);
		}
		if (count > 0) {
			// Fewer than asked for may mean an error, which only the next call tells.
			return true;
		}
		if (count < 0 && count != -Errno.EAGAIN) {
			// An error of the socket comes once, before what explains it.
			this.lastError = -count;
			this.readErrors++;
			if (this.readErrors <= MAX_READ_ERRORS) {
				return true;
			}
			if (this.ending == null) {
				this.ending = new Ending(AssociationChange.COMM_LOST, 0, false,
						"the kernel gave it up: " + Errno.text(-count));
				listener().stateChanged(AssociationState.CLOSED);
			}
		}
		if (this.ending != null) {
			finish();
		}
		else {
			parts().outbox().allRead(freedEnd);
			if (parts().outbox().isHeld()) {
				flush();
			}
			watchWriting();
		}
		return false;
	}

	/**
	 * Returns whether the kernel knows it no more. Then reading may not pause: the rest
	 * is no more than the kernel's buffer holds, and the end of it is that it has ended.
	 */
	private boolean isGone() {
		try {
			new StatusReader(this.socket, this.id).status();
			return false;
		}
		catch (SystemCallException ex) {
			return true;
		}
	}

	/**
	 * Takes a message, a part of one, or a notification.
	 */
	void item(ReceiveBatch batch, int i) {
		try {
			if (batch.isNotification(i)) {
				boolean rest = this.skipsNotification;
				this.skipsNotification = !batch.isComplete(i);
				if (!rest) {
					notified(batch.notification(i));
				}
			}
			else if (!batch.hasInfo(i)) {
				abortNow("", "the kernel gave a message without its stream");
			}
			else if (!parts().intake().add(batch, i)) {
				abortNow("message too long", "the peer sent a message of more than max-message-size ("
						+ this.options.asked().maxMessageSize() + " bytes)");
			}
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	void notified(Notification notification) {
		if (notification instanceof Notification.AssociationChanged changed) {
			changed(changed);
		}
		else if (notification instanceof Notification.PathChanged path) {
			if (path.change() == PathChange.MADE_PRIMARY && this.paths.isUnasked(path.address())) {
				return;
			}
			Integer errors = (path.change() == PathChange.AVAILABLE || path.change() == PathChange.CONFIRMED)
					? Integer.valueOf(0) : null;
			listener().pathChanged(path.address(), path.change(), errors);
		}
		else if (notification instanceof Notification.SendFailed failure) {
			Ending known = this.ending;
			if (known != null) {
				parts().outbox().failed(failure.context(), failure.sent(), known.reason());
			}
			else {
				parts().outbox().failedWhileUp(failure.context(), failure.sent());
			}
		}
		else if (notification instanceof Notification.RemoteError error) {
			listener().remoteError(error.cause().code(), error.cause().describe());
		}
		else if (notification instanceof Notification.ShutdownReceived) {
			kernelCounters();
			listener().stateChanged(AssociationState.SHUTDOWN_RECEIVED);
			listener().shutdownReceived();
		}
		else if (notification instanceof Notification.PartialDeliveryAborted) {
			parts().intake().partialDeliveryAborted();
		}
		else if (notification instanceof Notification.AdaptationIndicated adaptation) {
			listener().adaptationIndicated(adaptation.indication());
		}
		else if (notification instanceof Notification.SenderDry) {
			review();
			flush();
		}
		else if (notification instanceof Notification.Unknown unknown) {
			this.endpoint.unknownNotification(unknown.type());
		}
	}

	private void changed(Notification.AssociationChanged changed) {
		switch (changed.change()) {
			case COMM_UP -> {
				// Peeled off for it already.
			}
			case RESTART -> {
				parts().intake().partialDeliveryAborted();
				this.endpoint.counters().restarted();
				negotiated();
				listener().restarted(changed.outboundStreams(), changed.inboundStreams());
			}
			case COMM_LOST -> ending(changed, (changed.cause().code() != 0 || this.lastError == Errno.ECONNRESET)
					? "aborted by the peer" : "the peer was not heard of for too long");
			case SHUTDOWN_COMPLETE -> ending(changed, "shut down");
			case CANNOT_ESTABLISH -> ending(changed, "it could not be established");
		}
	}

	private void ending(Notification.AssociationChanged changed, String what) {
		if (this.ending == null) {
			boolean hasCause = changed.cause().code() != 0;
			this.ending = new Ending(changed.change(), changed.cause().code(), false,
					hasCause ? what + ": " + changed.cause().describe() : what);
			listener().stateChanged(AssociationState.CLOSED);
		}
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
		parts().outbox().end(how.reason());
		this.lastStatus = Snapshots.ended(this.lastStatus, this.counters.with(this.kernelCounters));
		this.endpoint.ended(this, how.change(), this.kernelCounters);
		listener().terminated(how.change(), how.errorCode(), how.refused(), how.reason(), this.lastStatus);
	}

	// Snapshots

	/**
	 * Returns what the kernel has counted; once it has ended, what it had counted when it
	 * was last asked.
	 */
	KernelCounters kernelCounters() {
		if (!this.ended && this.ending == null && this.id != 0) {
			try {
				this.kernelCounters = new StatusReader(this.socket, this.id).counters();
			}
			catch (SystemCallException ex) {
				KernelLoop.logger.debug("The kernel has no counters of an association any more: {}", ex.getMessage());
			}
		}
		return this.kernelCounters;
	}

	private void lastStatus() {
		if (!this.ended) {
			statusNow();
		}
	}

	private AssociationStatus statusNow() {
		if (this.ended || this.ending != null || this.id == 0) {
			return this.lastStatus;
		}
		kernelCounters();
		StatusReader reader = new StatusReader(this.socket, this.id);
		try {
			StatusReader.Status status = reader.status();
			Outbox outbox = parts().outbox();
			review();
			this.lastStatus = new AssociationStatus(status.state(), status.inboundStreams(), status.outboundStreams(),
					status.peerRwnd(), status.localRwnd(), status.unacknowledgedChunks(), outbox.pendingBytes(),
					outbox.bytes(), parts().intake().unconsumedBytes(), status.fragmentationPoint(), null,
					reader.paths(status.primary(), this.peerPort), this.extensions,
					this.counters.with(this.kernelCounters));
		}
		catch (SystemCallException ex) {
			KernelLoop.logger.debug("The kernel has no status of an association any more: {}", ex.getMessage());
		}
		return this.lastStatus;
	}

}
