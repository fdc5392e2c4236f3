package dev.sock.userspace.udp;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.sock.SctpAddress;
import dev.sock.SctpBindException;
import dev.sock.SctpBindException.Reason;
import dev.sock.SctpClosedException;
import dev.sock.UserspaceOptions;
import dev.sock.spi.EndpointBinding;
import dev.sock.spi.EndpointListener;
import dev.sock.spi.LoopResult;
import dev.sock.spi.Transport;
import dev.sock.spi.TransportEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * SCTP in UDP on Netty. Endpoints of one UDP port share sockets and an event loop. For
 * the provider in the package above, not for applications.
 */
public final class UdpTransport implements Transport {

	private static final long OPEN_MILLIS = 30_000;

	private static final long CLOSE_MILLIS = 10_000;

	private static final Duration WATCH_PERIOD = Duration.ofSeconds(5);

	private static final int FIRST_EPHEMERAL_PORT = 49152;

	private static final int EPHEMERAL_PORTS = 65536 - FIRST_EPHEMERAL_PORT;

	private final Supplier<? extends Collection<SctpAddress>> interfaceAddresses;

	private final Duration watchPeriod;

	private final ControlThread control = new ControlThread();

	private final SecureRandom random = new SecureRandom();

	/** On the control thread only, as are the two below. */
	private final Bindings bindings;

	private final List<UdpEndpoint> endpoints = new ArrayList<>();

	private boolean watching;

	private volatile boolean closed;

	/**
	 * Opens the transport; threads and sockets come with endpoints.
	 * @param options UDP port and segmentation
	 */
	public UdpTransport(UserspaceOptions options) {
		this(options, new NettyIo(), LocalAddresses::ofInterfaces, WATCH_PERIOD);
	}

	UdpTransport(UserspaceOptions options, NettyIo io, Supplier<? extends Collection<SctpAddress>> interfaceAddresses,
			Duration watchPeriod) {
		this.bindings = new Bindings(io, options);
		this.interfaceAddresses = interfaceAddresses;
		this.watchPeriod = watchPeriod;
	}

	@Override
	public TransportEndpoint open(EndpointBinding request, EndpointListener listener) {
		if (NettyIo.LoopThread.isCurrent()) {
			throw new IllegalStateException("To open an endpoint takes time; do not do it on an event loop");
		}
		CompletableFuture<UdpEndpoint> opening = this.control.submit(() -> openNow(request, listener));
		try {
			return LoopResult.await(opening, OPEN_MILLIS);
		}
		catch (RejectedExecutionException ex) {
			throw new SctpClosedException("The transport is closed");
		}
	}

	private UdpEndpoint openNow(EndpointBinding request, EndpointListener listener) {
		if (this.closed) {
			throw new SctpClosedException("The transport is closed");
		}
		LocalAddresses wanted = new LocalAddresses(request.addresses());
		Collection<SctpAddress> ofInterfaces = wanted.hasWildcard() ? this.interfaceAddresses.get() : List.of();
		Set<SctpAddress> addresses = wanted.expand(ofInterfaces);
		if (addresses.isEmpty()) {
			throw new SctpBindException(Reason.ADDRESS_NOT_LOCAL, "Endpoint '" + request.name()
					+ "' cannot be opened. No interface has an address that " + request.addresses() + " stands for.",
					null);
		}
		int port = sctpPort(request, addresses);
		Bindings.Bound bound = this.bindings.bind(request, addresses, wanted.optional(ofInterfaces));
		try {
			UdpEndpoint endpoint = new UdpEndpoint(this, bound.binding(), request, wanted, bound.addresses(), port,
					listener);
			endpoint.start(request);
			this.endpoints.add(endpoint);
			if (wanted.hasWildcard()) {
				watch();
			}
			return endpoint;
		}
		catch (RuntimeException | Error ex) {
			bound.binding().closeUnused();
			closeIfUnused(bound.binding());
			throw ex;
		}
	}

	private int sctpPort(EndpointBinding request, Collection<SctpAddress> addresses) {
		if (request.port() != 0) {
			UdpEndpoint owner = owner(request.port(), addresses);
			if (owner != null) {
				throw new SctpBindException(Reason.SCTP_PORT_IN_USE,
						"Endpoint '" + request.name() + "' cannot be opened. SCTP port " + request.port()
								+ " is taken by endpoint '" + owner.name() + "' on " + owner.localAddresses()
								+ ". Set another 'port'; 0 takes a free one.",
						null);
			}
			return request.port();
		}
		int first = this.random.nextInt(EPHEMERAL_PORTS);
		for (int i = 0; i < EPHEMERAL_PORTS; i++) {
			int port = FIRST_EPHEMERAL_PORT + (first + i) % EPHEMERAL_PORTS;
			if (owner(port, addresses) == null) {
				return port;
			}
		}
		throw new SctpBindException(Reason.SCTP_PORT_IN_USE,
				"Endpoint '" + request.name() + "' cannot be opened. No SCTP port is free on " + addresses + ".", null);
	}

	private @Nullable UdpEndpoint owner(int port, Collection<SctpAddress> addresses) {
		for (UdpEndpoint endpoint : this.endpoints) {
			if (endpoint.localPort() == port && endpoint.localAddresses().stream().anyMatch(addresses::contains)) {
				return endpoint;
			}
		}
		return null;
	}

	private void watch() {
		if (!this.watching) {
			this.watching = true;
			this.control.every(this.watchPeriod, this::refresh);
		}
	}

	private void refresh() {
		List<UdpEndpoint> wild = this.endpoints.stream().filter(UdpEndpoint::hasWildcard).toList();
		if (wild.isEmpty()) {
			return;
		}
		Collection<SctpAddress> ofInterfaces = this.interfaceAddresses.get();
		if (ofInterfaces.isEmpty()) {
			// A host always has loopback: the listing has failed, the addresses have not
			// gone.
			return;
		}
		for (UdpEndpoint endpoint : wild) {
			endpoint.refresh(ofInterfaces, (address) -> owner(endpoint.localPort(), List.of(address)) == null);
		}
	}

	/**
	 * Does something on the control thread.
	 * @param task what to do
	 * @return completed once it is done
	 */
	CompletableFuture<Boolean> onControl(Runnable task) {
		return this.control.submit(() -> {
			task.run();
			return true;
		});
	}

	/**
	 * Does something about an endpoint's addresses on the control thread.
	 * @param endpoint the endpoint
	 * @param address the address concerned
	 * @param change what to do; it completes the result, or throws
	 * @return the result
	 */
	CompletableFuture<Void> changeAddress(UdpEndpoint endpoint, SctpAddress address,
			Consumer<CompletableFuture<Void>> change) {
		CompletableFuture<Void> result = new CompletableFuture<>();
		this.control.submit(() -> {
			UdpEndpoint owner = owner(endpoint.localPort(), List.of(address));
			if (!this.endpoints.contains(endpoint)) {
				throw endpoint.closedException();
			}
			if (owner != null && owner != endpoint) {
				throw new SctpBindException(
						Reason.SCTP_PORT_IN_USE, "Endpoint '" + endpoint.name() + "' cannot get " + address
								+ ". Endpoint '" + owner.name() + "' has it with SCTP port " + endpoint.localPort(),
						null);
			}
			change.accept(result);
			return true;
		}).whenComplete((done, failure) -> {
			if (failure != null) {
				result.completeExceptionally(
						(failure instanceof RejectedExecutionException) ? endpoint.closedException() : failure);
			}
		});
		return result;
	}

	/**
	 * Closes an endpoint.
	 * @param endpoint the endpoint
	 * @return completed once it has gone, not failed
	 */
	CompletableFuture<Void> close(UdpEndpoint endpoint) {
		return this.control.submit(() -> {
			closeNow(endpoint);
			return true;
		}).handle((done, ex) -> null);
	}

	private void closeNow(UdpEndpoint endpoint) {
		if (this.endpoints.remove(endpoint)) {
			try {
				endpoint.stop();
			}
			finally {
				closeIfUnused(endpoint.binding());
			}
		}
	}

	private void closeIfUnused(UdpBinding binding) {
		boolean used = this.endpoints.stream().anyMatch((endpoint) -> endpoint.binding() == binding);
		if (!used) {
			this.bindings.close(binding);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		CompletableFuture<Boolean> closing = this.control.submit(() -> {
			List.copyOf(this.endpoints).forEach(this::closeNow);
			this.control.stop();
			return true;
		});
		if (NettyIo.LoopThread.isCurrent()) {
			return;
		}
		try {
			LoopResult.await(closing, CLOSE_MILLIS);
		}
		catch (RejectedExecutionException ex) {
			// Closed before.
		}
		catch (RuntimeException ex) {
			FaultLog.logger.warn("The transport did not close in full: {}", ex.getMessage());
		}
	}

}
