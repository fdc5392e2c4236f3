package dev.sock.kernel.transport;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.sock.AssociationState;
import dev.sock.EndpointStatistics;
import dev.sock.SctpAddress;
import dev.sock.SctpAddressException;
import dev.sock.SctpAddressException.Reason;
import dev.sock.SctpBindException;
import dev.sock.SctpClosedException;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.kernel.socket.KernelCounters;
import dev.sock.kernel.socket.ReceiveBatch;
import dev.sock.kernel.socket.SctpSocket;
import dev.sock.kernel.sys.EventPoll;
import dev.sock.kernel.sys.SystemCallException;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.ConnectTarget;
import dev.sock.spi.EndpointBinding;
import dev.sock.spi.EndpointListener;
import dev.sock.spi.LoopResult;
import dev.sock.spi.OptionChange;
import dev.sock.spi.TransportAssociation;
import dev.sock.spi.TransportEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint: a one-to-many socket that listens and connects, and an event loop. All
 * fields but the volatile ones belong to the event loop.
 */
final class KernelEndpoint extends KernelLoop.Watched implements TransportEndpoint {

	private static final long OPEN_MILLIS = 30_000;

	private static final long ANSWER_MILLIS = 2000;

	private final String name;

	private final KernelLoop loop;

	private final EndpointListener listener;

	private final EndpointReader reader;

	private final EndpointDefaults defaults;

	private final SctpSocket socket;

	private final int port;

	private final boolean wildcard;

	private final Consumer<KernelEndpoint> onClosed;

	private final AddressChanges addressChanges;

	private final EndpointCounters counters = new EndpointCounters();

	/** Every association that has not ended. */
	private final Set<KernelAssociation> associations = new LinkedHashSet<>();

	/**
	 * Those on this endpoint's socket, and those peeled off of which more was read here.
	 */
	private final Map<Integer, KernelAssociation> byId = new HashMap<>();

	private boolean listening;

	private volatile List<SctpAddress> addresses = List.of();

	private volatile @Nullable EndpointStatistics lastStatistics;

	private @Nullable CompletableFuture<Void> closing;

	/** What is said to whoever asks for something once it is closed. */
	private volatile String closedText;

	private KernelEndpoint(KernelLoop loop, EndpointBinding binding, SocketSource source, EndpointListener listener,
			Consumer<KernelEndpoint> onClosed) throws SystemCallException {
		this.name = binding.name();
		this.closedText = "Endpoint '" + this.name + "' is closed";
		this.listener = listener;
		this.loop = loop;
		this.wildcard = binding.addresses().stream().anyMatch(SctpAddress::isWildcard);
		this.onClosed = onClosed;
		this.socket = source.open();
		try {
			this.reader = new EndpointReader(this, this.socket, listener);
			this.port = this.socket.localPort();
			this.addresses = List.copyOf(this.socket.localAddresses(SctpSocket.NO_ASSOCIATION));
			this.addressChanges = new AddressChanges(this.name, this.socket, this.port);
			this.defaults = new EndpointDefaults(this.name, this.socket, binding.options());
			this.listening = !binding.connectOnly();
			if (this.listening) {
				this.socket.listen(true);
			}
			loop.rename("sock-kernel-" + this.port);
			loop.watch(this.socket, this);
		}
		catch (Throwable ex) { // there may be no memory
			this.socket.close();
			throw ex;
		}
	}

	/**
	 * Opens an endpoint with an event loop of its own.
	 * @param binding where and how
	 * @param listener is asked about peers
	 * @param onClosed is told when it has closed
	 * @throws SctpBindException if it cannot be bound
	 */
	static KernelEndpoint open(EndpointBinding binding, EndpointListener listener, Consumer<KernelEndpoint> onClosed) {
		KernelLoop loop;
		try {
			loop = new KernelLoop("sock-kernel-" + binding.name(), EventPoll::new);
		}
		catch (SystemCallException ex) {
			throw Binder.refused(binding, ex);
		}
		return open(loop, binding, new Binder(binding)::bind, listener, onClosed);
	}

	static KernelEndpoint open(KernelLoop loop, EndpointBinding binding, SocketSource source, EndpointListener listener,
			Consumer<KernelEndpoint> onClosed) {
		CompletableFuture<KernelEndpoint> opening = new CompletableFuture<>();
		boolean asked = loop.execute(() -> {
			try {
				opening.complete(new KernelEndpoint(loop, binding, source, listener, onClosed));
			}
			catch (SystemCallException ex) {
				loop.stop();
				opening.completeExceptionally(Binder.refused(binding, ex));
			}
			catch (Throwable ex) {
				loop.stop();
				opening.completeExceptionally(ex);
			}
		});
		if (!asked) {
			throw new SctpClosedException(
					"Endpoint '" + binding.name() + "' cannot be opened: its event loop has ended, see the log");
		}
		return LoopResult.await(opening, OPEN_MILLIS);
	}

	// What the core asks for, on any thread

	@Override
	public List<SctpAddress> localAddresses() {
		return this.wildcard ? ask(this::addressesNow, () -> this.addresses) : this.addresses;
	}

	private List<SctpAddress> addressesNow() {
		if (this.closing == null) {
			try {
				this.addresses = List.copyOf(this.socket.localAddresses(SctpSocket.NO_ASSOCIATION));
			}
			catch (SystemCallException ex) {
				KernelLoop.logger.debug("Endpoint '{}': its addresses are not to be had", this.name, ex);
			}
		}
		return this.addresses;
	}

	@Override
	public CompletableFuture<Void> addLocalAddress(SctpAddress address) {
		return change(() -> {
			if (!addressesNow().contains(address)) {
				this.addressChanges.add(address, List.copyOf(this.associations));
				addressesNow();
			}
		});
	}

	@Override
	public CompletableFuture<Void> removeLocalAddress(SctpAddress address) {
		return change(() -> {
			if (this.wildcard || !this.addresses.contains(address)) {
				throw new SctpAddressException(Reason.NOT_LOCAL, "Endpoint '" + this.name + "' cannot remove " + address
						+ ", which is none of those that it was given: " + this.addresses, null);
			}
			if (this.addresses.size() == 1) {
				throw new SctpAddressException(Reason.LAST_ADDRESS,
						"Endpoint '" + this.name + "' cannot remove its last address " + address, null);
			}
			try {
				this.addressChanges.remove(address, List.copyOf(this.associations));
			}
			finally {
				addressesNow();
			}
		});
	}

	/** Changes addresses on the event loop. */
	CompletableFuture<Void> change(Runnable change) {
		CompletableFuture<Void> result = new CompletableFuture<>();
		boolean asked = this.loop.execute(() -> LoopResult.answer(result, () -> {
			if (this.closing != null) {
				throw closedException();
			}
			change.run();
			return null;
		}));
		return asked ? result : CompletableFuture.failedFuture(closedException());
	}

	private SctpAddressException closedException() {
		return new SctpAddressException(Reason.CLOSED, this.closedText, null);
	}

	AddressChanges addressChanges() {
		return this.addressChanges;
	}

	@Override
	public int localPort() {
		return this.port;
	}

	@Override
	public OptionalInt udpPort() {
		return OptionalInt.empty();
	}

	@Override
	public void listen(boolean listening) {
		ask(() -> listenNow(listening), () -> false);
	}

	private boolean listenNow(boolean wanted) {
		if (this.closing == null && this.listening != wanted) {
			try {
				this.socket.listen(wanted);
				this.listening = wanted;
			}
			catch (SystemCallException ex) {
				KernelLoop.logger.warn("Endpoint '{}' could not {} listening: {}", this.name, wanted ? "start" : "stop",
						ex.getMessage());
			}
		}
		return this.listening;
	}

	@Override
	public TransportAssociation connect(ConnectTarget wanted, AssociationListener associationListener) {
		SctpOptions options = this.defaults.forAssociation(wanted.options());
		ConnectTarget target = new ConnectTarget(wanted.addresses(), wanted.port(), wanted.remoteUdpPort(), options);
		KernelAssociation association = new KernelAssociation(this, this.socket,
				new AssociationOptions(options, target.port()), target.port(), true);
		association.listener(associationListener);
		association.target(target.addresses());
		if (!this.loop.execute(() -> connectNow(target, association, associationListener))) {
			throw new SctpClosedException(this.closedText);
		}
		return association.handle();
	}

	@Override
	public boolean inEventLoop() {
		return this.loop.isCurrent();
	}

	@Override
	public EndpointStatistics statistics() {
		EndpointStatistics last = this.lastStatistics;
		return (last != null) ? last
				: ask(() -> this.counters.snapshot(this.associations), () -> this.counters.snapshot(List.of()));
	}

	@Override
	public SctpOptions options() {
		return ask(() -> (this.closing == null) ? this.defaults.inForce() : this.defaults.asked(),
				this.defaults::asked);
	}

	@Override
	public void change(OptionChange change) {
		demand(() -> {
			if (this.closing != null) {
				throw new SctpClosedException(this.closedText);
			}
			this.defaults.change(change);
			return true;
		});
	}

	/**
	 * Has something done on the event loop that must be done, and waits for it.
	 * @throws SctpClosedException if the event loop has ended
	 */
	<T> T demand(Supplier<T> what) {
		if (inEventLoop()) {
			return what.get();
		}
		CompletableFuture<T> answer = new CompletableFuture<>();
		if (!this.loop.execute(() -> LoopResult.answer(answer, what))) {
			throw new SctpClosedException(this.closedText);
		}
		return LoopResult.await(answer, ANSWER_MILLIS);
	}

	<T> T ask(Supplier<T> question, Supplier<T> otherwise) {
		if (inEventLoop()) {
			return question.get();
		}
		CompletableFuture<T> answer = new CompletableFuture<>();
		if (!this.loop.execute(() -> LoopResult.answer(answer, question))) {
			return otherwise.get();
		}
		try {
			return LoopResult.await(answer, ANSWER_MILLIS);
		}
		catch (IllegalStateException ex) {
			KernelLoop.logger.warn("Endpoint '{}': {}", this.name, ex.getMessage());
			return otherwise.get();
		}
	}

	@Override
	public CompletableFuture<Void> close() {
		CompletableFuture<Void> done = new CompletableFuture<>();
		if (!this.loop.execute(() -> closeNow(done))) {
			done.complete(null);
		}
		return done;
	}

	// On the event loop

	private void closeNow(CompletableFuture<Void> done) {
		if (this.closing != null) {
			done.complete(null);
			return;
		}
		for (KernelAssociation association : List.copyOf(this.associations)) {
			association.abort("endpoint closed");
		}
		closeSocket(done);
		this.loop.stop();
		done.complete(null);
	}

	private void closeSocket(CompletableFuture<Void> done) {
		this.closing = done;
		try {
			this.lastStatistics = this.counters.snapshot(List.of());
			this.loop.unwatch(this.socket, this);
		}
		finally {
			this.socket.close();
			this.onClosed.accept(this);
		}
	}

	private void connectNow(ConnectTarget target, KernelAssociation association, AssociationListener coreListener) {
		this.associations.add(association);
		if (this.closing != null) {
			association.cannotEstablish(false, 0, this.closedText);
			return;
		}
		try {
			Connector connector = new Connector(this.socket, this.defaults.asked(),
					this.defaults.grantedReceiveBuffer());
			association.socket().id(connector.connect(target));
			association.grantedReceiveBuffer(connector.grantedReceiveBuffer());
		}
		catch (SctpOptionException ex) {
			association.cannotEstablish(false, 0, String.valueOf(ex.getMessage()));
			return;
		}
		catch (SystemCallException ex) {
			association.cannotEstablish(false, 0, ex.errnoText());
			return;
		}
		this.byId.put(association.socket().id(), association);
		coreListener.stateChanged(AssociationState.COOKIE_WAIT);
	}

	@Override
	boolean read(ReceiveBatch batch) {
		return this.reader.read(batch);
	}

	/** Returns the association of this number that is, or was, on this socket. */
	@Nullable KernelAssociation association(int id) {
		return this.byId.get(id);
	}

	/** Returns an association that a peer has established, which nobody knows yet. */
	KernelAssociation incoming(int id, int peerPort) {
		KernelAssociation association = new KernelAssociation(this, this.socket,
				new AssociationOptions(this.defaults.asked(), peerPort), peerPort, false);
		association.grantedReceiveBuffer(this.defaults.grantedReceiveBuffer());
		association.socket().id(id);
		return association;
	}

	/** An association was accepted. */
	void add(KernelAssociation association) {
		this.associations.add(association);
		this.byId.put(association.socket().id(), association);
	}

	boolean isClosing() {
		return this.closing != null;
	}

	@Override
	void writable() {
		// Nothing is sent here.
	}

	@Override
	void failed(Throwable ex) {
		KernelLoop.logger.error("Endpoint '{}' failed to do what the kernel told it", this.name, ex);
	}

	@Override
	void loopEnded(Throwable why) {
		String text = loopEndedText(why);
		for (KernelAssociation association : List.copyOf(this.associations)) {
			try {
				association.loopEnded(text);
			}
			catch (Throwable ex) {
				KernelLoop.report("An association of endpoint '" + this.name + "' could not be ended", ex);
			}
		}
		this.closedText = "Endpoint '" + this.name + "' is closed: " + text;
		try {
			closeSocket(CompletableFuture.completedFuture(null));
		}
		finally {
			this.listener.ended(text);
		}
	}

	static String loopEndedText(Throwable why) {
		return "its event loop has ended: " + why;
	}

	void unknownNotification(int type) {
		if (this.counters.unknownNotification() == 1) {
			KernelLoop.logger.info(
					"Endpoint '{}': the kernel tells something of the unknown type {}; it and its like are counted and skipped",
					this.name, Integer.toHexString(type));
		}
	}

	/**
	 * An association has ended.
	 */
	void ended(KernelAssociation association, AssociationChange change, KernelCounters kernelCounters) {
		this.associations.remove(association);
		this.byId.remove(association.socket().id(), association);
		this.counters.ended(change, association.counters(), kernelCounters);
	}

	String name() {
		return this.name;
	}

	KernelLoop loop() {
		return this.loop;
	}

	EndpointCounters counters() {
		return this.counters;
	}

	/**
	 * Opens the socket of an endpoint.
	 */
	@FunctionalInterface
	interface SocketSource {

		SctpSocket open() throws SystemCallException;

	}

}
