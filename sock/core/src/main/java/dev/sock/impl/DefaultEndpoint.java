package dev.sock.impl;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import dev.sock.AcceptPolicy;
import dev.sock.AcceptRequest;
import dev.sock.ConnectOptions;
import dev.sock.Demand;
import dev.sock.EndpointOptions;
import dev.sock.EndpointStatistics;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpClosedException;
import dev.sock.SctpConnectException;
import dev.sock.SctpConnectException.Reason;
import dev.sock.SctpEndpoint;
import dev.sock.SctpException;
import dev.sock.SctpHandler;
import dev.sock.SctpInterruptedException;
import dev.sock.SctpMessage;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.SctpOptionsBuilder;
import dev.sock.SctpPacketTap;
import dev.sock.spi.TransportEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint: what the application sees of a {@link TransportEndpoint}.
 */
final class DefaultEndpoint implements SctpEndpoint {

	/** Messages that ended associations may leave, at least. */
	private static final long MIN_LEFT_BEHIND = 16 << 20;

	private final DefaultSock sock;

	private final String transportName;

	private final List<SctpAddress> boundAddresses;

	private final EndpointOptions endpointOptions;

	private final EndpointDefaults defaults;

	private final EndpointAddresses addresses;

	private final Register register = new Register(this);

	private final Set<ConnectAttempt> attempts = ConcurrentHashMap.newKeySet();

	private final PullQueue pullQueue = new PullQueue();

	private final EndedInboxes endedInboxes;

	private final EndpointCloser closer;

	private volatile String name;

	private volatile @Nullable TransportEndpoint transportEndpoint;

	private volatile int localPort;

	private volatile OptionalInt udpPort = OptionalInt.empty();

	private volatile AcceptPolicy acceptPolicy;

	private volatile @Nullable SctpHandler handler;

	private volatile @Nullable Thread eventLoop;

	DefaultEndpoint(DefaultSock sock, String transportName, List<SctpAddress> addresses, EndpointOptions options) {
		this.sock = sock;
		this.transportName = transportName;
		this.boundAddresses = addresses;
		this.endpointOptions = options;
		this.defaults = new EndpointDefaults(this, options.options());
		this.localPort = options.port();
		this.addresses = new EndpointAddresses(this, sock.bound());
		this.closer = new EndpointCloser(this, addresses);
		this.endedInboxes = new EndedInboxes(Math.max(MIN_LEFT_BEHIND, 4L * options.options().receiveBuffer()));
		this.acceptPolicy = options.accept();
		this.handler = options.handler();
		String given = options.name();
		this.name = (given != null) ? given : addresses.get(0).toString();
	}

	// What the rest of the package needs

	void name(String name) {
		this.name = name;
	}

	void transportEndpoint(TransportEndpoint transportEndpoint) {
		this.localPort = transportEndpoint.localPort();
		this.udpPort = transportEndpoint.udpPort();
		this.transportEndpoint = transportEndpoint;
	}

	TransportEndpoint transportEndpoint() {
		TransportEndpoint current = this.transportEndpoint;
		if (current == null) {
			throw new SctpClosedException("Endpoint '" + this.name + "' is being opened");
		}
		return current;
	}

	void opened() {
		Logs.ENDPOINT.info("Endpoint '{}' is open: transport {}, addresses {}, SCTP port {}{}", this.name,
				this.transportName, Names.text(localAddresses()), localPort(),
				udpPort().isPresent() ? ", UDP port " + udpPort().getAsInt() : "");
	}

	/**
	 * Remembers the calling thread if it is an event loop: once an association has ended,
	 * the endpoint may know of it by nothing else.
	 */
	void calledBack(boolean inEventLoop) {
		if (inEventLoop) {
			this.eventLoop = Thread.currentThread();
		}
	}

	boolean inEventLoop() {
		TransportEndpoint current = this.transportEndpoint;
		return this.eventLoop == Thread.currentThread() || (current != null && current.inEventLoop());
	}

	Register register() {
		return this.register;
	}

	Set<ConnectAttempt> attempts() {
		return this.attempts;
	}

	PullQueue pullQueue() {
		return this.pullQueue;
	}

	EndedInboxes endedInboxes() {
		return this.endedInboxes;
	}

	/**
	 * Keeps an inbox that an ended association has left.
	 */
	void leftBehind(Inbox inbox, long bytes) {
		if (isClosed()) {
			return;
		}
		for (Inbox forgotten : this.endedInboxes.add(inbox, bytes)) {
			this.pullQueue.remove(forgotten);
			Logs.guarded(() -> Logs.ENDPOINT.warn(
					"Endpoint '{}': nobody pulls the messages of ended associations; the oldest are out of its reach",
					this.name));
		}
	}

	/**
	 * The transport has nothing of it any more; on its event loop.
	 */
	void endedByItself(String reason) {
		Logs.guarded(
				() -> Logs.ENDPOINT.error("Endpoint '{}' has ended by itself and is closed: {}", this.name, reason));
		this.closer.close(Duration.ZERO, false);
	}

	boolean hasTransport() {
		return this.transportEndpoint != null;
	}

	EndpointDefaults defaults() {
		return this.defaults;
	}

	@Nullable Executor executor() {
		return this.endpointOptions.executor();
	}

	Demand demand() {
		return this.endpointOptions.demand();
	}

	@Nullable SctpHandler handler() {
		return this.handler;
	}

	AcceptPolicy acceptPolicy() {
		return this.acceptPolicy;
	}

	@Nullable String nameOf(AcceptRequest request) {
		return this.endpointOptions.naming().apply(request);
	}

	List<SctpAddress> boundAddresses() {
		return this.boundAddresses;
	}

	EndpointCloser closer() {
		return this.closer;
	}

	DefaultSock sock() {
		return this.sock;
	}

	Workers workers() {
		return this.sock.workers();
	}

	HostLookup hostLookup() {
		return this.sock.hostLookup();
	}

	long nextId() {
		return this.sock.nextAssociationId();
	}

	boolean isClosing() {
		return this.closer.isClosing();
	}

	boolean isClosed() {
		return this.closer.isClosed();
	}

	// The API

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String transport() {
		return this.transportName;
	}

	@Override
	public List<SctpAddress> localAddresses() {
		TransportEndpoint current = this.transportEndpoint;
		return (current == null || isClosed()) ? this.closer.lastAddresses() : current.localAddresses();
	}

	@Override
	public int localPort() {
		return this.localPort;
	}

	@Override
	public OptionalInt udpPort() {
		return this.udpPort;
	}

	@Override
	public SctpOptions options() {
		return this.defaults.inForce();
	}

	@Override
	public void setOptions(UnaryOperator<SctpOptionsBuilder> change) {
		this.defaults.change(change);
	}

	@Override
	public CompletableFuture<Void> addLocalAddress(SctpAddress address) {
		return this.addresses.add(address);
	}

	@Override
	public CompletableFuture<Void> removeLocalAddress(SctpAddress address) {
		return this.addresses.remove(address);
	}

	@Override
	public void setPacketTap(@Nullable SctpPacketTap tap) {
		TransportEndpoint current = this.transportEndpoint;
		if (current != null) {
			current.tap(tap);
		}
	}

	@Override
	public void accept(AcceptPolicy policy) {
		this.acceptPolicy = policy;
		listen();
	}

	void listen() {
		TransportEndpoint current = this.transportEndpoint;
		if (current != null) {
			boolean listening;
			do {
				// Without a lock, which an event loop may want: whoever is last tells it.
				listening = mayAccept();
				current.listen(listening);
			}
			while (listening != mayAccept());
		}
	}

	private boolean mayAccept() {
		return !isClosing() && !AcceptPolicy.none().equals(this.acceptPolicy);
	}

	@Override
	public SctpAssociation connect(ConnectOptions options) {
		if (inEventLoop()) {
			throw new SctpConnectException(Reason.ON_EVENT_LOOP, "connect to " + options.addresses() + " port "
					+ options.port()
					+ " would wait on an event loop, which answers come by: use connectAsync, or give the endpoint an executor",
					null);
		}
		check(options);
		ConnectAttempt attempt = new ConnectAttempt(this, options);
		try {
			return attempt.start().get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			attempt.interrupted();
			throw new SctpConnectException(Reason.INTERRUPTED, "The thread was interrupted while it waited for "
					+ options.addresses() + " port " + options.port() + "; the attempt was called off", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof SctpException failure) {
				// Nobody else has it: let it tell who waited.
				failure.fillInStackTrace();
				throw failure;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

	@Override
	public CompletableFuture<SctpAssociation> connectAsync(ConnectOptions options) {
		try {
			check(options);
		}
		catch (SctpOptionException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		return new ConnectAttempt(this, options).start();
	}

	private void check(ConnectOptions options) {
		this.defaults.checkConnect(options.options());
		String wanted = options.name();
		if (wanted != null) {
			Names.check("name", wanted);
		}
	}

	@Override
	public List<SctpAssociation> associations() {
		return Collections.unmodifiableList(this.register.list());
	}

	@Override
	public Optional<SctpAssociation> association(String name) {
		return Optional.ofNullable(this.register.find(name));
	}

	@Override
	public Optional<SctpAssociation> association(SctpAddress peerAddress, int peerPort) {
		return Optional.<SctpAssociation>ofNullable(this.register.find(peerAddress, peerPort))
			.filter((association) -> !association.isPeeledOff());
	}

	@Override
	public @Nullable SctpMessage receive(Duration timeout) {
		if (this.handler != null) {
			throw new IllegalStateException("The messages of endpoint '" + this.name
					+ "' go to a handler; take that away with setHandler(null) to pull them");
		}
		if (!this.pullQueue.isActive()) {
			this.pullQueue.activate();
			wakeInboxes();
		}
		long nanos = Nanos.of(timeout);
		boolean loop = nanos > 0 && inEventLoop();
		SctpMessage message = pull(loop ? 0 : nanos);
		if (message == null && this.pullQueue.isClosed()) {
			throw new SctpClosedException("Endpoint '" + this.name + "' is closed");
		}
		if (message == null && loop) {
			throw new IllegalStateException(
					"receive would have to wait on an event loop, where messages come from; call it on another thread");
		}
		return message;
	}

	private @Nullable SctpMessage pull(long timeoutNanos) {
		try {
			SctpMessage message = this.pullQueue.poll(timeoutNanos);
			if (message != null && message.association() instanceof DefaultAssociation association) {
				association.consumed(message.payload().length, 1);
			}
			return message;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SctpInterruptedException(
					"The thread was interrupted while it waited for a message of endpoint '" + this.name + "'", ex);
		}
	}

	private void wakeInboxes() {
		this.endedInboxes.list().forEach(Inbox::wake);
		this.register.list().forEach((association) -> association.inbox().wake());
	}

	@Override
	public void setHandler(@Nullable SctpHandler handler) {
		this.handler = handler;
		this.endedInboxes.list().forEach((inbox) -> inbox.association().chooseHandler());
		this.register.list().forEach(DefaultAssociation::chooseHandler);
	}

	@Override
	public EndpointStatistics statistics() {
		EndpointStatistics last = this.closer.lastStatistics();
		if (last != null) {
			return last;
		}
		TransportEndpoint current = this.transportEndpoint;
		return (current != null) ? current.statistics() : Snapshots.statistics();
	}

	@Override
	public boolean isOpen() {
		return !isClosing();
	}

	@Override
	public void close() {
		close(this.defaults.linger());
	}

	@Override
	public void close(Duration linger) {
		this.closer.close(linger, !inEventLoop());
	}

	@Override
	public String toString() {
		return "SctpEndpoint[" + this.name + ", " + this.transportName + ", "
				+ Names.text(this.boundAddresses, localPort()) + "]";
	}

}
