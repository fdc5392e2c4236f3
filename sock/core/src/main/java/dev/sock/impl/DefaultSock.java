package dev.sock.impl;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import dev.sock.AcceptPolicy;
import dev.sock.EndpointOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpAssociation;
import dev.sock.SctpBindException;
import dev.sock.SctpBindException.Reason;
import dev.sock.SctpClosedException;
import dev.sock.SctpEndpoint;
import dev.sock.SctpOptionException;
import dev.sock.Sock;
import dev.sock.UserspaceOptions;
import dev.sock.spi.EndpointBinding;
import dev.sock.spi.Transport;
import dev.sock.spi.TransportEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * The implementation of {@link Sock}: the register of endpoints, and owner of transports
 * and threads.
 */
final class DefaultSock implements Sock {

	/** How often a free port may turn out to be another endpoint's. */
	private static final int MAX_PORT_DRAWS = 16;

	private final Transports transports;

	private final HostLookup lookup;

	private final Workers workers = new Workers();

	private final AtomicLong associationIds = new AtomicLong();

	private final List<DefaultEndpoint> endpoints = new CopyOnWriteArrayList<>();

	private final Map<String, DefaultEndpoint> byName = new ConcurrentHashMap<>();

	/** Closed, and their associations that were peeled off are not. */
	private final Set<DefaultEndpoint> inUse = ConcurrentHashMap.newKeySet();

	private final BoundAddresses bound = new BoundAddresses();

	/** Held while endpoints come; never taken on an event loop by what is here. */
	private final Object monitor = new Object();

	private volatile boolean closed;

	DefaultSock(String transport, UserspaceOptions userspace, HostLookup lookup) {
		this.transports = new Transports(transport, userspace, Transports::load);
		this.lookup = lookup;
	}

	@Override
	public SctpEndpoint createEndpoint(EndpointOptions options) {
		String name = options.name();
		if (name != null) {
			Names.check("name", name);
		}
		// May take as long as the name service does.
		List<SctpAddress> addresses = new LocalAddresses(this.lookup).resolve(options.localAddresses(),
				options.options().ip().ipv6Only());
		synchronized (this.monitor) {
			if (this.closed) {
				throw new SctpClosedException("This Sock is closed: it opens no endpoint any more");
			}
			if (name != null && this.byName.containsKey(name)) {
				throw new SctpOptionException("name", "'" + name + "'",
						"is taken by another endpoint; give each endpoint a name of its own");
			}
			String transportName = this.transports.choose(options.transport());
			Transport transport = this.transports.get(transportName);
			checkFree(addresses, options.port(), name);
			DefaultEndpoint endpoint = open(transport, transportName, addresses, options);
			this.endpoints.add(endpoint);
			this.byName.put(endpoint.name(), endpoint);
			this.bound.add(addresses, endpoint.localPort(), endpoint);
			if (endpoint.isClosing()) {
				throw endedEarly(endpoint);
			}
			endpoint.opened();
			return endpoint;
		}
	}

	/**
	 * Forgets an endpoint that has ended by itself, which may have found nothing to
	 * forget, and no transport to close, while it was being opened.
	 */
	private SctpClosedException endedEarly(DefaultEndpoint endpoint) {
		endpoint.close(Duration.ZERO);
		remove(endpoint);
		return new SctpClosedException(
				"Endpoint '" + endpoint.name() + "' ended by itself while it was being opened; the log says why");
	}

	@Override
	public Set<String> transports() {
		synchronized (this.monitor) {
			return this.transports.names();
		}
	}

	@Override
	public Map<String, Map<String, Long>> hostStatistics() {
		synchronized (this.monitor) {
			return this.transports.hostStatistics();
		}
	}

	private void checkFree(List<SctpAddress> addresses, int port, @Nullable String name) {
		DefaultEndpoint owner = (port != 0) ? this.bound.owner(addresses, port) : null;
		if (owner != null) {
			throw new SctpBindException(Reason.SCTP_PORT_IN_USE,
					"Endpoint " + ((name != null) ? "'" + name + "' " : "") + "cannot have "
							+ Names.text(addresses, port) + ": endpoint '" + owner.name() + "' has "
							+ Names.text(owner.boundAddresses(), port)
							+ (owner.isClosed() ? " until what was peeled off from it ends" : "")
							+ "; choose another port, or 0 for any free one, or another address",
					null);
		}
	}

	private DefaultEndpoint open(Transport transport, String transportName, List<SctpAddress> addresses,
			EndpointOptions options) {
		for (int draw = 1;; draw++) {
			DefaultEndpoint endpoint = new DefaultEndpoint(this, transportName, addresses, options);
			if (options.port() != 0) {
				endpoint.name(defaultName(addresses, options));
			}
			TransportEndpoint opened = transport.open(new EndpointBinding(endpoint.name(), addresses, options.port(),
					options.udpPort(), AcceptPolicy.none().equals(options.accept()), options.options()),
					new Acceptor(endpoint));
			if (this.bound.owner(addresses, opened.localPort()) == null || draw == MAX_PORT_DRAWS) {
				endpoint.transportEndpoint(opened);
				if (options.port() == 0) {
					endpoint.name(defaultName(addresses, options, opened.localPort()));
				}
				return endpoint;
			}
			opened.close().join();
		}
	}

	private String defaultName(List<SctpAddress> addresses, EndpointOptions options) {
		return defaultName(addresses, options, options.port());
	}

	private String defaultName(List<SctpAddress> addresses, EndpointOptions options, int port) {
		String name = options.name();
		return (name != null) ? name : Names.unique(Names.of(addresses.get(0), port), this.byName::containsKey);
	}

	@Override
	public List<SctpEndpoint> endpoints() {
		return List.copyOf(this.endpoints);
	}

	@Override
	public Optional<SctpEndpoint> endpoint(String name) {
		return Optional.ofNullable(this.byName.get(name));
	}

	@Override
	public Optional<SctpEndpoint> endpoint(SctpAddress localAddress, int localPort) {
		return Optional.ofNullable(this.bound.find(localAddress, localPort));
	}

	@Override
	public Optional<SctpAssociation> findAssociation(SctpAddress localAddress, int localPort, SctpAddress peerAddress,
			int peerPort) {
		DefaultEndpoint endpoint = this.bound.find(localAddress, localPort);
		return (endpoint != null) ? Optional.ofNullable(endpoint.register().find(peerAddress, peerPort))
				: Optional.empty();
	}

	/**
	 * Forgets an endpoint that is closed, so that its name is free.
	 * @param inUse whether associations that were peeled off still have its port
	 */
	void closed(DefaultEndpoint endpoint, boolean inUse) {
		// On an event loop, which whoever opens an endpoint may be waiting for: no lock.
		if (inUse) {
			this.inUse.add(endpoint);
		}
		this.endpoints.remove(endpoint);
		this.byName.remove(endpoint.name(), endpoint);
	}

	/**
	 * Forgets an endpoint whose sockets are closed, so that its address is free.
	 */
	void remove(DefaultEndpoint endpoint) {
		// As above.
		this.inUse.remove(endpoint);
		this.bound.remove(endpoint);
	}

	BoundAddresses bound() {
		return this.bound;
	}

	long nextAssociationId() {
		return this.associationIds.incrementAndGet();
	}

	Workers workers() {
		return this.workers;
	}

	HostLookup hostLookup() {
		return this.lookup;
	}

	@Override
	public void close() {
		synchronized (this.monitor) {
			this.closed = true;
		}
		List<DefaultEndpoint> open = List.copyOf(this.endpoints);
		List<DefaultEndpoint> all = Stream.concat(open.stream(), this.inUse.stream()).toList();
		// One event loop must not wait for another either, which may wait for it.
		boolean mayWait = all.stream().noneMatch(DefaultEndpoint::inEventLoop);
		if (mayWait) {
			all.forEach((endpoint) -> {
				Duration linger = endpoint.defaults().linger();
				endpoint.closer().begin(linger);
				endpoint.closer().beginPeeledOff(linger);
			});
		}
		long start = System.nanoTime();
		for (DefaultEndpoint endpoint : open) {
			endpoint.closer().close(left(endpoint, start), mayWait);
		}
		for (DefaultEndpoint endpoint : List.copyOf(this.inUse)) {
			endpoint.closer().closePeeledOff(left(endpoint, start), mayWait);
		}
		Transports.close(transportsToClose());
		this.workers.close();
	}

	private static Duration left(DefaultEndpoint endpoint, long start) {
		long left = endpoint.defaults().linger().toNanos() - (System.nanoTime() - start);
		return Duration.ofNanos(Math.max(0, left));
	}

	private Map<String, Transport> transportsToClose() {
		synchronized (this.monitor) {
			return this.transports.takeAll();
		}
	}

}
