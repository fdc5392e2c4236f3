package dev.sock.userspace.udp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import dev.sock.EndpointStatistics;
import dev.sock.SctpAddress;
import dev.sock.SctpAddressException;
import dev.sock.SctpClosedException;
import dev.sock.SctpOptions;
import dev.sock.SctpPacketTap;
import dev.sock.spi.AssociationListener;
import dev.sock.spi.ConnectTarget;
import dev.sock.spi.EndpointBinding;
import dev.sock.spi.EndpointListener;
import dev.sock.spi.EndpointListener.IncomingAssociation;
import dev.sock.spi.LoopResult;
import dev.sock.spi.OptionChange;
import dev.sock.spi.TransportAssociation;
import dev.sock.spi.TransportEndpoint;
import dev.sock.userspace.engine.AssociationEngine;
import dev.sock.userspace.engine.EndpointEngine;
import dev.sock.userspace.engine.EngineConfig;
import dev.sock.userspace.engine.association.AddressOutcome;
import dev.sock.userspace.engine.packet.PacketSink;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * An endpoint as the core sees it, and its engine as the event loop sees it.
 */
final class UdpEndpoint implements TransportEndpoint, LoopEngine {

	private static final long STATISTICS_MILLIS = 2000;

	private final UdpTransport transport;

	private final UdpBinding binding;

	private final String name;

	private final int port;

	private final EndpointListener listener;

	/** Used by the control thread only, as are the two below. */
	private LocalAddresses wanted;

	/** Addresses that peers have not forgotten yet. */
	private final Set<SctpAddress> leaving = new HashSet<>();

	private final FaultLog faults = new FaultLog();

	private final EndpointTap tap;

	private volatile List<SctpAddress> addresses;

	/** Changed on the event loop. */
	private volatile SctpOptions options;

	private volatile boolean closed;

	private volatile EndpointStatistics lastStatistics = Snapshots.NO_ENDPOINT_STATISTICS;

	private @Nullable CompletableFuture<Void> closing;

	private @Nullable EndpointEngine engine;

	private LoopDriver.@Nullable Driven driven;

	UdpEndpoint(UdpTransport transport, UdpBinding binding, EndpointBinding request, LocalAddresses wanted,
			List<SctpAddress> addresses, int port, EndpointListener listener) {
		this.transport = transport;
		this.binding = binding;
		this.name = request.name();
		this.tap = new EndpointTap(this.name, (ex) -> failed("have its tap see a packet", ex));
		this.wanted = wanted;
		this.addresses = List.copyOf(addresses);
		this.port = port;
		this.listener = listener;
		this.options = request.options();
	}

	/**
	 * Makes the engine and has it hear packets. On the control thread.
	 * @param request the endpoint's options
	 */
	void start(EndpointBinding request) {
		List<SctpAddress> bound = this.addresses;
		EngineConfig config = new EngineConfig(this.port, bound, this.wanted.isMultiHomed(bound),
				this.binding.sources(), request.options(), this.binding.random(), this.binding.maxReceiveWindow());
		this.binding.onLoopAt((now) -> {
			this.engine = new EndpointEngine(config, this::accept, now);
			this.driven = driver().add(this);
			return true;
		});
		this.binding.register(bound, this.port, driven());
	}

	private @Nullable AssociationListener accept(IncomingAssociation request, AssociationEngine accepted) {
		UdpAssociation association = new UdpAssociation(this, this.options);
		association.accepting(accepted);
		try {
			AssociationListener coreListener = this.listener.accept(request, association);
			return (coreListener != null) ? association.accepted(coreListener) : null;
		}
		catch (Throwable ex) {
			failed("have its listener decide on a peer", ex);
			return null;
		}
	}

	@Override
	public TransportAssociation connect(ConnectTarget target, AssociationListener associationListener) {
		if (this.closed) {
			throw new SctpClosedException("Endpoint '" + this.name + "' is closed");
		}
		this.binding.ip().checkAssociation(target.options().ip());
		UdpAssociation association = new UdpAssociation(this, target.options());
		association.connect(target, associationListener);
		return association;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public List<SctpAddress> localAddresses() {
		return this.addresses;
	}

	@Override
	public CompletableFuture<Void> addLocalAddress(SctpAddress address) {
		return this.transport.changeAddress(this, address, (result) -> addNow(address, result));
	}

	private void addNow(SctpAddress address, CompletableFuture<Void> result) {
		if (!this.addresses.contains(address)) {
			try {
				this.binding.bind(List.of(address), Set.of());
			}
			catch (BindFailure ex) {
				throw ex.toException("Endpoint '" + this.name + "' cannot get the address " + address);
			}
			this.binding.register(List.of(address), this.port, driven());
			this.leaving.remove(address);
			List<SctpAddress> more = new ArrayList<>(this.addresses);
			more.add(address);
			this.addresses = List.copyOf(more);
		}
		this.wanted = this.wanted.with(address);
		boolean listed = this.wanted.isMultiHomed(this.addresses);
		onEngine(result, (engine, outcome) -> engine.localAddresses().add(address, listed, outcome),
				UdpAssociation.outcome(result));
	}

	@Override
	public CompletableFuture<Void> removeLocalAddress(SctpAddress address) {
		return this.transport.changeAddress(this, address, (result) -> removeNow(address, result));
	}

	private void removeNow(SctpAddress address, CompletableFuture<Void> result) {
		if (!this.addresses.contains(address) || !this.wanted.isRemovable(address)) {
			throw new SctpAddressException(SctpAddressException.Reason.NOT_LOCAL, "Endpoint '" + this.name
					+ "' cannot remove " + address + ", which is none of those that it was given: " + this.addresses,
					null);
		}
		if (this.addresses.size() == 1) {
			throw new SctpAddressException(SctpAddressException.Reason.LAST_ADDRESS,
					"Endpoint '" + this.name + "' cannot remove its last address " + address, null);
		}
		this.wanted = this.wanted.without(address);
		List<SctpAddress> fewer = new ArrayList<>(this.addresses);
		fewer.remove(address);
		this.addresses = List.copyOf(fewer);
		this.leaving.add(address);
		boolean listed = this.wanted.isMultiHomed(this.addresses);
		onEngine(result, (engine, outcome) -> engine.localAddresses().remove(address, listed, outcome),
				(failure) -> this.transport.onControl(() -> release(address))
					.whenComplete((done, ex) -> UdpAssociation.outcome(result).done(failure)));
	}

	/** No peer sends there any more. On the control thread. */
	private void release(SctpAddress address) {
		if (!this.closed && this.leaving.remove(address)) {
			this.binding.unregister(List.of(address), this.port, driven());
			driver().submit((now) -> engine().localAddresses().socketClosed());
		}
	}

	private void onEngine(CompletableFuture<Void> result, BiConsumer<EndpointEngine, AddressOutcome> change,
			AddressOutcome outcome) {
		driver().submit((now) -> {
			try {
				change.accept(engine(), outcome);
				markDirty();
			}
			catch (Throwable ex) {
				failed("change its addresses", ex);
				result.completeExceptionally(ex);
			}
		});
	}

	SctpAddressException closedException() {
		return new SctpAddressException(SctpAddressException.Reason.CLOSED, "Endpoint '" + this.name + "' is closed",
				null);
	}

	@Override
	public int localPort() {
		return this.port;
	}

	@Override
	public void tap(@Nullable SctpPacketTap user) {
		this.tap.user(user);
	}

	@Override
	public OptionalInt udpPort() {
		return OptionalInt.of(this.binding.port());
	}

	@Override
	public boolean inEventLoop() {
		return driver().inEventLoop();
	}

	@Override
	public SctpOptions options() {
		return withIp(this.options);
	}

	/** Returns options with what the sockets really have. */
	SctpOptions withIp(SctpOptions of) {
		IpHeader header = this.binding.ipInForce();
		return of.toBuilder().ip(of.ip().withTrafficClass(header.trafficClass()).withTtl(header.ttl())).build();
	}

	@Override
	public void change(OptionChange change) {
		IpHeader.checkUntouched(change);
		CompletableFuture<Boolean> done = new CompletableFuture<>();
		LoopWork work = (now) -> LoopResult.answer(done, () -> {
			if (this.closed) {
				throw new SctpClosedException("Endpoint '" + this.name + "' is closed");
			}
			this.options = change.applyTo(this.options);
			engine().setOptions(this.options);
			return true;
		});
		if (driver().inEventLoop()) {
			work.run(0);
		}
		else {
			driver().submit(work);
		}
		LoopResult.await(done, STATISTICS_MILLIS);
	}

	@Override
	public EndpointStatistics statistics() {
		if (this.closed) {
			return this.lastStatistics;
		}
		if (driver().inEventLoop()) {
			return statisticsNow();
		}
		CompletableFuture<EndpointStatistics> answer = new CompletableFuture<>();
		driver().submit((now) -> answer.complete(statisticsNow()));
		try {
			return LoopResult.await(answer, STATISTICS_MILLIS);
		}
		catch (IllegalStateException ex) {
			FaultLog.logger.warn("The statistics of endpoint '{}' are not the latest: {}", this.name, ex.getMessage());
			return this.lastStatistics;
		}
	}

	private EndpointStatistics statisticsNow() {
		if (!this.closed) {
			this.lastStatistics = engine().statistics();
		}
		return this.lastStatistics;
	}

	@Override
	public synchronized CompletableFuture<Void> close() {
		CompletableFuture<Void> known = this.closing;
		if (known == null) {
			known = this.transport.close(this);
			this.closing = known;
		}
		return known.copy();
	}

	/**
	 * Aborts what is left and frees the addresses. On the control thread.
	 */
	void stop() {
		if (this.closed) {
			return;
		}
		try {
			this.binding.onLoopAt((now) -> {
				engine().abortAll("endpoint closed", now);
				markDirty();
				return true;
			});
		}
		catch (RuntimeException | Error ex) {
			FaultLog.logger.error("Endpoint '{}' failed to abort its associations", this.name, ex);
		}
		try {
			// A batch later, so that the ABORTs have left.
			this.binding.onLoop(() -> {
				statisticsNow();
				this.closed = true;
				driver().remove(driven());
				return true;
			});
		}
		catch (RuntimeException | Error ex) {
			FaultLog.logger.error("Endpoint '{}' failed to leave its event loop", this.name, ex);
			this.closed = true;
		}
		this.leaving.addAll(this.addresses);
		this.binding.unregister(this.leaving, this.port, driven());
	}

	/**
	 * Follows the host's addresses, if a wildcard stands for them. On the control thread.
	 * @param ofInterfaces addresses of the host's interfaces
	 * @param free whether the SCTP port is free on an address
	 */
	void refresh(Collection<SctpAddress> ofInterfaces, Predicate<SctpAddress> free) {
		List<SctpAddress> before = this.addresses;
		Collection<SctpAddress> now = this.wanted.expand(ofInterfaces);
		List<SctpAddress> after = new ArrayList<>(before);
		for (SctpAddress address : now) {
			if (!before.contains(address) && free.test(address) && add(address)) {
				after.add(address);
			}
		}
		List<SctpAddress> gone = before.stream().filter((address) -> !now.contains(address)).toList();
		if (!gone.isEmpty()) {
			this.binding.unregister(gone, this.port, driven());
			after.removeAll(gone);
			FaultLog.logger.info("Endpoint '{}' has lost the addresses {}", this.name, gone);
		}
		if (!after.equals(before)) {
			List<SctpAddress> changed = List.copyOf(after);
			this.addresses = changed;
			driver().submit((nowNanos) -> engine().localAddressesChanged(changed));
		}
	}

	private boolean add(SctpAddress address) {
		try {
			this.binding.bind(List.of(address), Set.of());
			this.binding.register(List.of(address), this.port, driven());
			FaultLog.logger.info("Endpoint '{}' has the new address {}", this.name, address);
			return true;
		}
		catch (BindFailure ex) {
			// An address that is not ready yet is tried again next time.
			this.faults.report(Level.DEBUG, "add " + address, () -> "Address " + address + " cannot be bound", ex);
			return false;
		}
	}

	UdpBinding binding() {
		return this.binding;
	}

	boolean hasWildcard() {
		return this.wanted.hasWildcard();
	}

	boolean isClosed() {
		return this.closed;
	}

	LoopDriver driver() {
		return this.binding.driver();
	}

	EndpointEngine engine() {
		EndpointEngine known = this.engine;
		if (known == null) {
			throw new IllegalStateException("Endpoint '" + this.name + "' has not started");
		}
		return known;
	}

	private LoopDriver.Driven driven() {
		LoopDriver.Driven known = this.driven;
		if (known == null) {
			throw new IllegalStateException("Endpoint '" + this.name + "' has not started");
		}
		return known;
	}

	void markDirty() {
		driven().markDirty();
	}

	/**
	 * Logs what an engine or a listener has thrown. On the loop.
	 * @param what what the endpoint failed to do
	 * @param ex what was thrown
	 */
	void failed(String what, Throwable ex) {
		this.faults.report(Level.ERROR, what + ex.getClass().getName(),
				() -> "Endpoint '" + this.name + "' failed to " + what, ex);
	}

	@Override
	public void receive(ByteBuffer packet, SctpAddress localAddress, SctpAddress remoteAddress, int remoteUdpPort,
			long nowNanos) {
		this.tap.packet(false, localAddress, remoteAddress, remoteUdpPort, packet);
		engine().receive(packet, localAddress, remoteAddress, remoteUdpPort, nowNanos);
	}

	@Override
	public void advanceTo(long nowNanos) {
		engine().advanceTo(nowNanos);
	}

	@Override
	public long nextDeadlineNanos() {
		return engine().nextDeadlineNanos();
	}

	@Override
	public boolean isFlushUrgent() {
		return engine().isFlushUrgent();
	}

	@Override
	public boolean flush(PacketSink sink, long nowNanos) {
		return engine().flush(this.tap.around(sink), nowNanos);
	}

}
