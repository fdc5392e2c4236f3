package dev.sock.userspace.udp;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import dev.sock.AssociationState;
import dev.sock.AssociationStatus;
import dev.sock.PathParameters;
import dev.sock.SctpAddress;
import dev.sock.SctpAddressException;
import dev.sock.SctpClosedException;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpOptions;
import dev.sock.SctpExtension;
import dev.sock.SctpReconfigurationException;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.ConnectTarget;
import dev.sock.spi.Expendable;
import dev.sock.spi.LoopResult;
import dev.sock.spi.OptionChange;
import dev.sock.spi.OutboundMessage;
import dev.sock.spi.Reconfiguration;
import dev.sock.spi.TransportAssociation;
import dev.sock.userspace.engine.AssociationEngine;
import dev.sock.userspace.engine.association.AddressOutcome;
import org.jctools.queues.atomic.unpadded.MpscUnboundedAtomicUnpaddedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * An association as the core sees it. What threads ask for waits in a queue of its own,
 * in order; the event loop hears once for a burst and does it within a batch. The queue
 * is bounded by the core's send buffer.
 */
final class UdpAssociation implements TransportAssociation, LoopWork {

	private static final int QUEUE_CHUNK = 32;

	private static final int CONSUMED_BYTES_BITS = 36;

	private static final long CONSUMED_BYTES = (1L << CONSUMED_BYTES_BITS) - 1;

	private static final long STATUS_MILLIS = 2000;

	private final UdpEndpoint endpoint;

	/** Messages, {@link Command}s, and {@link LoopWork} that needs no engine. */
	private final MpscUnboundedAtomicUnpaddedArrayQueue<Object> queue = new MpscUnboundedAtomicUnpaddedArrayQueue<>(
			QUEUE_CHUNK);

	private final AtomicBoolean scheduled = new AtomicBoolean();

	/**
	 * Payload bytes that the user is done with, and above them the number of messages.
	 */
	private final AtomicLong consumed = new AtomicLong();

	private volatile List<SctpAddress> localAddresses;

	private volatile Set<SctpExtension> extensions = Set.of();

	private volatile AssociationStatus lastStatus = Snapshots.CLOSED;

	private volatile boolean ended;

	private volatile MessageLimit messageLimit = MessageLimit.NONE;

	/** Those that it starts with, then the last that were asked for. */
	private volatile SctpOptions lastOptions;

	private @Nullable AssociationEngine engine;

	private @Nullable GuardedListener listener;

	UdpAssociation(UdpEndpoint endpoint, SctpOptions options) {
		this.endpoint = endpoint;
		this.lastOptions = options;
		this.localAddresses = endpoint.localAddresses();
	}

	/**
	 * Begins to open the association.
	 * @param target whom to connect to
	 * @param coreListener hears of the outcome
	 */
	void connect(ConnectTarget target, AssociationListener coreListener) {
		GuardedListener guarded = new GuardedListener(this, coreListener);
		this.listener = guarded;
		enqueue((LoopWork) (now) -> connectNow(target, guarded, now));
	}

	private void connectNow(ConnectTarget target, GuardedListener guarded, long nowNanos) {
		if (this.endpoint.isClosed()) {
			guarded.terminated(AssociationChange.CANNOT_ESTABLISH, 0, false, "the endpoint is closed",
					Snapshots.CLOSED);
			return;
		}
		try {
			AssociationEngine opened = this.endpoint.engine().connect(target, guarded, nowNanos);
			this.engine = opened;
			this.localAddresses = opened.localAddresses();
		}
		catch (Throwable ex) {
			this.endpoint.failed("connect", ex);
			if (!this.ended) {
				guarded.terminated(AssociationChange.CANNOT_ESTABLISH, 0, false, "internal error: " + ex,
						Snapshots.CLOSED);
			}
		}
	}

	/**
	 * Takes on an association that a peer opened. On the loop.
	 * @param accepted its engine
	 */
	void accepting(AssociationEngine accepted) {
		this.engine = accepted;
	}

	/**
	 * Hands it over to the core. On the loop.
	 * @param coreListener the core's listener
	 * @return what the engine is to call
	 */
	AssociationListener accepted(AssociationListener coreListener) {
		GuardedListener guarded = new GuardedListener(this, coreListener);
		this.listener = guarded;
		return guarded;
	}

	String name() {
		return this.endpoint.name();
	}

	@Override
	public void send(OutboundMessage message) {
		Expendable expendable = message.expendable();
		if (expendable != null) {
			expendable.accepted(System.nanoTime());
		}
		enqueue(message);
	}

	@Override
	public MessageLimit messageLimit() {
		return this.messageLimit;
	}

	@Override
	public void abandon(OutboundMessage message) {
		enqueue((Command) (target, now) -> target.abandon(message, now));
	}

	@Override
	public Set<SctpExtension> extensions() {
		return this.extensions;
	}

	@Override
	public void reconfigure(Reconfiguration request, CompletableFuture<Void> answer) {
		enqueue((LoopWork) (now) -> reconfigureNow(request, answer, now));
	}

	private void reconfigureNow(Reconfiguration request, CompletableFuture<Void> answer, long nowNanos) {
		AssociationEngine target = this.engine;
		if (target == null || isOver()) {
			answer.completeExceptionally(new SctpReconfigurationException(SctpReconfigurationException.Reason.CLOSED,
					"the association has ended"));
			return;
		}
		try {
			target.reconfigure(request, answer, nowNanos);
		}
		catch (Throwable ex) {
			this.endpoint.failed("change its streams", ex);
			answer.completeExceptionally(new SctpReconfigurationException(SctpReconfigurationException.Reason.FAILED,
					"internal error: " + ex));
		}
	}

	@Override
	public void consumed(int bytes, int messages) {
		this.consumed.addAndGet(((long) messages << CONSUMED_BYTES_BITS) + bytes);
		schedule();
	}

	@Override
	public void shutdown() {
		enqueue((Command) AssociationEngine::shutdown);
	}

	@Override
	public void abort(String reason) {
		enqueue((Command) (target, now) -> target.abort(reason, now));
	}

	@Override
	public void setPrimary(SctpAddress address) {
		enqueue((Command) (target, now) -> target.setPrimary(address, now));
	}

	@Override
	public CompletableFuture<Void> requestPeerPrimary(SctpAddress localAddress) {
		CompletableFuture<Void> result = new CompletableFuture<>();
		AddressOutcome outcome = outcome(result);
		enqueue((LoopWork) (now) -> {
			AssociationEngine target = this.engine;
			if (target != null && !isOver()) {
				target.requestPeerPrimary(localAddress, outcome);
			}
			else {
				outcome.done(new SctpAddressException(SctpAddressException.Reason.CLOSED, "The association has ended",
						null));
			}
		});
		return result;
	}

	/** Completes a future with what becomes of a change of addresses. */
	static AddressOutcome outcome(CompletableFuture<Void> result) {
		return (failure) -> {
			if (failure != null) {
				result.completeExceptionally(failure);
			}
			else {
				result.complete(null);
			}
		};
	}

	private void enqueue(Object item) {
		this.queue.offer(item);
		schedule();
	}

	private void schedule() {
		if (!this.scheduled.get() && this.scheduled.compareAndSet(false, true)) {
			this.endpoint.driver().submit(this);
		}
	}

	/**
	 * Does what is in the queue. On the loop.
	 */
	@Override
	public void run(long nowNanos) {
		this.scheduled.set(false);
		this.endpoint.markDirty();
		long done = this.consumed.getAndSet(0);
		AssociationEngine target = this.engine;
		if (done != 0 && target != null && !isOver()) {
			try {
				target.consumed(done & CONSUMED_BYTES, (int) (done >>> CONSUMED_BYTES_BITS), nowNanos);
			}
			catch (Throwable ex) {
				this.endpoint.failed("reopen the receive window", ex);
			}
		}
		// What a listener asks for meanwhile has its turn in the next batch.
		for (int count = this.queue.size(); count > 0; count--) {
			Object item = this.queue.poll();
			if (item instanceof OutboundMessage message) {
				sendNow(message, nowNanos);
			}
			else if (item instanceof Command command) {
				runNow(command, nowNanos);
			}
			else if (item instanceof LoopWork work) {
				work.run(nowNanos);
			}
		}
		refreshMessageLimit();
		if (!this.queue.isEmpty()) {
			schedule();
		}
	}

	private void refreshMessageLimit() {
		AssociationEngine target = this.engine;
		int bytes = (target != null) ? target.options().messageLimit() : Integer.MAX_VALUE;
		if (bytes != this.messageLimit.bytes()) {
			this.messageLimit = (bytes == Integer.MAX_VALUE) ? MessageLimit.NONE
					: new MessageLimit(bytes, "switch disable-fragments off, so that longer ones are sent in pieces");
		}
	}

	private void sendNow(OutboundMessage message, long nowNanos) {
		AssociationEngine target = this.engine;
		if (target == null || isOver()) {
			fail(message, "the association has ended");
			return;
		}
		try {
			target.send(message, nowNanos);
		}
		catch (Throwable ex) {
			this.endpoint.failed("send a message", ex);
			fail(message, "internal error: " + ex);
		}
	}

	private void fail(OutboundMessage message, String reason) {
		GuardedListener guarded = this.listener;
		if (guarded != null) {
			guarded.sendFailed(message, false, reason);
			guarded.released(message.length());
		}
	}

	private void runNow(Command command, long nowNanos) {
		AssociationEngine target = this.engine;
		if (target == null || isOver()) {
			return;
		}
		try {
			command.run(target, nowNanos);
		}
		catch (Throwable ex) {
			this.endpoint.failed("do what its user asked for", ex);
		}
	}

	private boolean isOver() {
		return this.ended || this.endpoint.isClosed();
	}

	@Override
	public AssociationStatus status() {
		if (this.ended || this.endpoint.isClosed()) {
			return this.lastStatus;
		}
		if (inEventLoop()) {
			return statusNow();
		}
		CompletableFuture<AssociationStatus> answer = new CompletableFuture<>();
		enqueue((LoopWork) (now) -> answer.complete(statusNow()));
		try {
			return LoopResult.await(answer, STATUS_MILLIS);
		}
		catch (IllegalStateException ex) {
			FaultLog.logger.warn("The status of an association of endpoint '{}' is not the latest: {}", name(),
					ex.getMessage());
			return this.lastStatus;
		}
	}

	@Override
	public SctpOptions options() {
		if (isOver()) {
			return this.lastOptions;
		}
		return ask((target, now) -> {
			this.lastOptions = this.endpoint.withIp(target.options().inForce());
			return this.lastOptions;
		}, () -> this.lastOptions);
	}

	@Override
	public void change(OptionChange change) {
		IpHeader.checkUntouched(change);
		ask((target, now) -> {
			target.options().change(change, now);
			refreshMessageLimit(); // before the caller sends the next message
			return true;
		}, this::throwEnded);
	}

	@Override
	public PathParameters pathParameters(SctpAddress address) {
		return ask((target, now) -> {
			PathParameters parameters = target.options().parameters(address);
			if (parameters == null) {
				throw noPath(address);
			}
			return parameters;
		}, this::throwEnded);
	}

	@Override
	public void setPathParameters(SctpAddress address, PathParameters parameters) {
		ask((target, now) -> {
			if (!target.options().change(address, parameters, now)) {
				throw noPath(address);
			}
			refreshMessageLimit();
			return true;
		}, this::throwEnded);
	}

	@Override
	public void requestHeartbeat(SctpAddress address) {
		ask((target, now) -> {
			if (!target.options().requestHeartbeat(address, now)) {
				throw noPath(address);
			}
			return true;
		}, this::throwEnded);
	}

	private SctpClosedException noPath(SctpAddress address) {
		AssociationEngine target = this.engine;
		return new SctpClosedException("There is no path to " + address + " that can be used now: the association is "
				+ ((target != null) ? target.state() : AssociationState.CLOSED));
	}

	private <T> T throwEnded() {
		throw new SctpClosedException("The association has ended");
	}

	/**
	 * Has the engine asked on the loop, and waits for the answer.
	 * @param question what to ask
	 * @param otherwise the answer of an association that has ended or has no engine yet
	 */
	private <T> T ask(Question<T> question, Supplier<T> otherwise) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		LoopWork work = (now) -> LoopResult.answer(answer, () -> {
			AssociationEngine target = this.engine;
			return (target == null || isOver()) ? otherwise.get() : question.ask(target, now);
		});
		if (inEventLoop()) {
			work.run(System.nanoTime());
			schedule();
		}
		else {
			enqueue(work);
		}
		return LoopResult.await(answer, STATUS_MILLIS);
	}

	private AssociationStatus statusNow() {
		AssociationEngine target = this.engine;
		if (target != null && !isOver()) {
			this.lastStatus = target.status();
		}
		return this.lastStatus;
	}

	@Override
	public List<SctpAddress> localAddresses() {
		return this.localAddresses;
	}

	@Override
	public boolean inEventLoop() {
		return this.endpoint.driver().inEventLoop();
	}

	/**
	 * Takes over what the engine knows by now. On the loop.
	 */
	void refresh() {
		AssociationEngine target = this.engine;
		if (target != null) {
			this.localAddresses = target.localAddresses();
			refreshMessageLimit();
			this.extensions = target.extensions();
		}
	}

	/**
	 * Hears that the association has ended. On the loop.
	 * @param status the last snapshot
	 */
	void ended(AssociationStatus status) {
		this.lastStatus = status;
		this.ended = true;
	}

	void listenerFailed(String call, Throwable ex) {
		this.endpoint.failed("have its listener hear '" + call + "'", ex);
	}

	/**
	 * Something to ask the engine, on the loop.
	 *
	 * @param <T> type of the answer
	 */
	@FunctionalInterface
	private interface Question<T> {

		T ask(AssociationEngine target, long nowNanos);

	}

	/**
	 * Something to do with the engine, on the loop.
	 */
	@FunctionalInterface
	private interface Command {

		void run(AssociationEngine target, long nowNanos);

	}

}
