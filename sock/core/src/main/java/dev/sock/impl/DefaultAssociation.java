package dev.sock.impl;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import dev.sock.AssociationState;
import dev.sock.AssociationStatus;
import dev.sock.Demand;
import dev.sock.SctpAddress;
import dev.sock.SctpAddressException;
import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpHandler;
import dev.sock.SctpInterruptedException;
import dev.sock.SctpMessage;
import dev.sock.SctpOptions;
import dev.sock.SctpOptionsBuilder;
import dev.sock.SctpPath;
import dev.sock.SendOptions;
import dev.sock.spi.TransportAssociation;
import org.jspecify.annotations.Nullable;

/**
 * An association: what the application sees of a {@link TransportAssociation}.
 */
final class DefaultAssociation implements SctpAssociation {

	private final DefaultEndpoint endpoint;

	private final long id;

	private final String name;

	private final int peerPort;

	private final AssociationOptions protocol;

	private final Sender sender;

	private final Inbox inbox;

	private final StreamChanges streamChanges = new StreamChanges(this);

	private final CompletableFuture<AssociationChanged> closed = new CompletableFuture<>();

	private final AtomicBoolean ending = new AtomicBoolean();

	/** Its event loop is asked for nothing before this is set. */
	private volatile @Nullable TransportAssociation transport;

	private volatile AssociationState state = AssociationState.CLOSED;

	private volatile int outboundStreams;

	private volatile int inboundStreams;

	private volatile List<SctpAddress> peerAddresses;

	private volatile List<SctpAddress> localAddresses;

	private volatile @Nullable AssociationStatus lastStatus;

	private volatile boolean shutdownAsked;

	private volatile boolean abortAsked;

	private volatile boolean peeledOff;

	private @Nullable SctpHandler ownHandler;

	/** Where the register has it; guarded by the register. */
	private Set<TransportAddress> filedUnder = Set.of();

	DefaultAssociation(DefaultEndpoint endpoint, long id, String name, List<SctpAddress> peerAddresses, int peerPort,
			SctpOptions options) {
		this.endpoint = endpoint;
		this.id = id;
		this.name = name;
		this.peerAddresses = peerAddresses;
		this.peerPort = peerPort;
		this.protocol = new AssociationOptions(this, options);
		this.localAddresses = endpoint.localAddresses();
		this.sender = new Sender(this);
		this.inbox = new Inbox(this, endpoint);
	}

	// What the rest of the package needs

	void transport(TransportAssociation transport) {
		this.transport = transport;
	}

	TransportAssociation transport() {
		TransportAssociation current = this.transport;
		if (current == null) {
			throw new SctpClosedException(stateText());
		}
		return current;
	}

	boolean hasTransport() {
		return this.transport != null;
	}

	AssociationOptions protocol() {
		return this.protocol;
	}

	Inbox inbox() {
		return this.inbox;
	}

	SendBuffer sendBuffer() {
		return this.sender.buffer();
	}

	Sender sender() {
		return this.sender;
	}

	boolean inEventLoop() {
		TransportAssociation current = this.transport;
		return current != null && current.inEventLoop();
	}

	boolean isEnded() {
		return this.lastStatus != null;
	}

	boolean canSend() {
		return this.state.canSend() && !this.shutdownAsked;
	}

	boolean wasCalledOff() {
		return this.shutdownAsked || this.abortAsked;
	}

	/** Returns in words why nothing can be sent. */
	String stateText() {
		if (isEnded()) {
			AssociationChanged last = this.closed.getNow(null);
			return "association '" + this.name + "' has ended" + ((last != null) ? " (" + last.reason() + ")" : "");
		}
		return "association '" + this.name + "' is "
				+ ((this.shutdownAsked && this.state.canSend()) ? "being shut down" : "in state " + this.state);
	}

	void consumed(int bytes, int messages) {
		TransportAssociation current = this.transport;
		if (messages > 0 && current != null) {
			current.consumed(bytes, messages);
		}
	}

	void state(AssociationState state) {
		this.state = state;
	}

	void streams(int outboundStreams, int inboundStreams) {
		this.outboundStreams = outboundStreams;
		this.inboundStreams = inboundStreams;
	}

	void peerAddresses(List<SctpAddress> addresses) {
		this.peerAddresses = List.copyOf(addresses);
	}

	/**
	 * Begins to end.
	 * @return {@code false} if it has ended already
	 */
	boolean beginEnd(AssociationStatus status) {
		if (!this.ending.compareAndSet(false, true)) {
			return false;
		}
		TransportAssociation current = this.transport;
		if (current != null) {
			this.localAddresses = List.copyOf(current.localAddresses());
		}
		this.state = AssociationState.CLOSED;
		this.lastStatus = status;
		return true;
	}

	/**
	 * Ends it without a transport's doing.
	 */
	void discard(String reason) {
		new AssociationCallbacks(this, null).terminated(
				(this.outboundStreams > 0) ? AssociationChange.COMM_LOST : AssociationChange.CANNOT_ESTABLISH, 0, false,
				reason, status());
	}

	Set<TransportAddress> filedUnder() {
		return this.filedUnder;
	}

	void filedUnder(Set<TransportAddress> keys) {
		this.filedUnder = keys;
	}

	CompletableFuture<AssociationChanged> end() {
		return this.closed;
	}

	/**
	 * Works out anew who gets the messages.
	 */
	void chooseHandler() {
		synchronized (this.inbox) {
			SctpHandler own = this.ownHandler;
			this.inbox.handler((own != null || this.peeledOff) ? own : this.endpoint.handler());
		}
		this.inbox.wake();
	}

	// The API

	@Override
	public long id() {
		return this.id;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public DefaultEndpoint endpoint() {
		return this.endpoint;
	}

	@Override
	public AssociationState state() {
		return this.state;
	}

	@Override
	public int outboundStreams() {
		return this.outboundStreams;
	}

	@Override
	public int inboundStreams() {
		return this.inboundStreams;
	}

	@Override
	public List<SctpAddress> localAddresses() {
		TransportAssociation current = this.transport;
		return (current == null || isEnded()) ? this.localAddresses : current.localAddresses();
	}

	@Override
	public CompletableFuture<Void> requestPeerPrimary(SctpAddress localAddress) {
		TransportAssociation current = this.transport;
		if (current == null || isEnded()) {
			return CompletableFuture
				.failedFuture(new SctpAddressException(SctpAddressException.Reason.CLOSED, stateText(), null));
		}
		return current.requestPeerPrimary(localAddress).copy();
	}

	@Override
	public int peerPort() {
		return this.peerPort;
	}

	@Override
	public List<SctpAddress> peerAddresses() {
		return this.peerAddresses;
	}

	@Override
	public List<SctpPath> paths() {
		if (isEnded()) {
			return List.of();
		}
		return this.peerAddresses.stream().<SctpPath>map((address) -> new DefaultPath(this, address)).toList();
	}

	@Override
	public AssociationStatus status() {
		AssociationStatus last = this.lastStatus;
		if (last != null) {
			return last;
		}
		TransportAssociation current = this.transport;
		return (current != null) ? current.status()
				: Snapshots.status(this.state, this.inboundStreams, this.outboundStreams);
	}

	@Override
	public SctpOptions options() {
		return this.protocol.inForce();
	}

	@Override
	public void setOptions(UnaryOperator<SctpOptionsBuilder> change) {
		this.protocol.change(change);
	}

	@Override
	public SendOptions defaultSend() {
		return this.protocol.kept().defaultSend();
	}

	@Override
	public void send(byte[] payload, SendOptions options) {
		this.sender.send(payload, options, Nanos.FOREVER);
	}

	@Override
	public void send(byte[] payload, SendOptions options, Duration timeout) {
		this.sender.send(payload, options, Nanos.of(timeout));
	}

	@Override
	public void send(ByteBuffer payload, SendOptions options) {
		this.sender.send(payload, options);
	}

	@Override
	public boolean trySend(byte[] payload, SendOptions options) {
		return this.sender.trySend(payload, options);
	}

	@Override
	public CompletableFuture<Void> sendAsync(byte[] payload, SendOptions options) {
		return this.sender.sendAsync(payload, options);
	}

	@Override
	public boolean awaitWritable(Duration timeout) {
		return this.sender.awaitWritable(timeout);
	}

	@Override
	public void release(SctpMessage message) {
		this.inbox.release(message);
	}

	@Override
	public @Nullable SctpMessage receive(Duration timeout) {
		SctpMessage message = this.inbox.hasHandler() ? null : receive(Nanos.of(timeout));
		if (message != null) {
			consumed(message.payload().length, 1);
			return message;
		}
		if (this.inbox.hasHandler()) {
			throw new IllegalStateException("The messages of association '" + this.name
					+ "' go to a handler; take that away with setHandler(null) to pull them");
		}
		if (this.inbox.isOver()) {
			throw new SctpClosedException("Association '" + this.name + "' of endpoint '" + this.endpoint.name()
					+ "' has ended and every message was taken");
		}
		return null;
	}

	private @Nullable SctpMessage receive(long timeoutNanos) {
		boolean loop = timeoutNanos > 0 && inEventLoop();
		try {
			SctpMessage message = this.inbox.receive(loop ? 0 : timeoutNanos);
			if (message == null && loop && !this.inbox.isOver()) {
				throw new IllegalStateException(
						"receive would have to wait on an event loop, where messages come from; call it on another thread");
			}
			return message;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SctpInterruptedException(
					"The thread was interrupted while it waited for a message of association '" + this.name + "'", ex);
		}
	}

	@Override
	public void setHandler(@Nullable SctpHandler handler) {
		synchronized (this.inbox) {
			this.ownHandler = handler;
		}
		chooseHandler();
	}

	@Override
	public Demand demand() {
		return this.inbox.demand();
	}

	@Override
	public void setDemand(Demand demand) {
		this.inbox.demand(demand);
	}

	@Override
	public void addDemand(int messages) {
		this.inbox.addDemand(messages);
	}

	@Override
	public void peelOff() {
		if (this.state == AssociationState.CLOSED || this.outboundStreams == 0) {
			throw new SctpClosedException("Cannot peel off: " + stateText());
		}
		synchronized (this.inbox) {
			if (this.peeledOff) {
				return;
			}
			if (this.ownHandler == null) {
				this.ownHandler = this.endpoint.handler();
			}
			this.peeledOff = true;
		}
		if (!this.endpoint.register().peelOff(this)) {
			throw new SctpClosedException("Cannot peel off: " + stateText());
		}
		this.endpoint.pullQueue().remove(this.inbox);
		this.inbox.wake();
		Logs.ASSOCIATION.info("Association '{}' was peeled off from endpoint '{}'", this.name, this.endpoint.name());
	}

	@Override
	public boolean isPeeledOff() {
		return this.peeledOff;
	}

	@Override
	public CompletableFuture<Void> resetStreams(int... streams) {
		return this.streamChanges.resetOutbound(streams);
	}

	@Override
	public CompletableFuture<Void> requestStreamReset(int... streams) {
		return this.streamChanges.resetInbound(streams);
	}

	@Override
	public CompletableFuture<Void> resetAssociation() {
		return this.streamChanges.resetAssociation();
	}

	@Override
	public CompletableFuture<Void> addStreams(int outbound, int inbound) {
		return this.streamChanges.add(outbound, inbound);
	}

	@Override
	public CompletableFuture<Void> shutdown() {
		askShutdown();
		return this.closed.thenAccept((change) -> {
		});
	}

	void askShutdown() {
		if (!isEnded()) {
			this.shutdownAsked = true;
			TransportAssociation current = this.transport;
			if (current != null) {
				current.shutdown();
			}
		}
	}

	@Override
	public void abort(String reason) {
		if (isEnded()) {
			return;
		}
		// Before the look at the transport: whoever sets it looks at this afterwards.
		this.abortAsked = true;
		TransportAssociation current = this.transport;
		if (current != null) {
			current.abort((reason.length() > 256) ? reason.substring(0, 256) : reason);
		}
	}

	@Override
	public CompletableFuture<AssociationChanged> closed() {
		return this.closed.copy();
	}

	@Override
	public String toString() {
		return "SctpAssociation[" + this.name + ", " + Names.text(this.peerAddresses, this.peerPort) + ", " + this.state
				+ "]";
	}

}
