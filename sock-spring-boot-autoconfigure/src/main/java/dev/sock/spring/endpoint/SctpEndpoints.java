package dev.sock.spring.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.sock.AssociationState;
import dev.sock.EndpointOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpSendException;
import dev.sock.spring.core.SctpAssociations;
import dev.sock.spring.core.SctpUnknownAssociationException;
import dev.sock.spring.listener.EndpointListeners;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoints that properties name.
 */
public final class SctpEndpoints implements SctpAssociations {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.endpoint");

	private static final Duration CLOSING_MARGIN = Duration.ofSeconds(2);

	private final Function<EndpointOptions, SctpEndpoint> opener;

	private final Map<String, ManagedEndpoint> endpoints = new LinkedHashMap<>();

	private @Nullable ScheduledExecutorService scheduler;

	/**
	 * Creates the endpoints without opening them.
	 * @param opener opens an endpoint
	 * @param definitions which endpoints
	 * @param listeners gives the listeners of an endpoint
	 * @param observers hear of endpoints and events
	 */
	public SctpEndpoints(Function<EndpointOptions, SctpEndpoint> opener, List<EndpointDefinition> definitions,
			Function<String, EndpointListeners> listeners, List<SctpEndpointObserver> observers) {
		this.opener = opener;
		List<SctpEndpointObserver> all = List.copyOf(observers);
		for (EndpointDefinition definition : definitions) {
			this.endpoints.put(definition.name(),
					new ManagedEndpoint(definition, listeners.apply(definition.name()), all));
		}
	}

	/**
	 * Returns the endpoints.
	 * @return the endpoints in the order of the properties
	 */
	public Collection<ManagedEndpoint> all() {
		return this.endpoints.values();
	}

	/**
	 * Finds an endpoint.
	 * @param name its name
	 * @return the endpoint
	 */
	public Optional<ManagedEndpoint> find(String name) {
		return Optional.ofNullable(this.endpoints.get(name));
	}

	/**
	 * Opens every endpoint and begins to open the associations. No peer is accepted yet.
	 * @throws SctpEndpointStartException if an endpoint cannot be opened; then none is
	 * @throws SctpAssociationStartException if an association that must be up at the
	 * start is not; then no endpoint is open either
	 */
	public void open() {
		ScheduledExecutorService connecting = connectingThreads();
		this.scheduler = connecting;
		try {
			all().forEach((endpoint) -> endpoint.open(this.opener, connecting));
		}
		catch (RuntimeException ex) {
			close(Duration.ZERO);
			throw ex;
		}
	}

	private static ScheduledExecutorService connectingThreads() {
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(2, (task) -> {
			Thread thread = new Thread(task, "sock-connect");
			thread.setDaemon(true);
			return thread;
		});
		executor.setRemoveOnCancelPolicy(true);
		return executor;
	}

	/**
	 * Has listeners called and peers accepted.
	 */
	public void serve() {
		all().forEach(ManagedEndpoint::serve);
	}

	/**
	 * Accepts no one any more, and has listeners deal with what has been received.
	 * @param timeout how long that may take
	 */
	public void drain(Duration timeout) {
		long end = System.nanoTime() + timeout.toNanos();
		all().forEach((endpoint) -> endpoint.listeners().beginStop());
		all().forEach((endpoint) -> endpoint.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
	}

	/**
	 * Opens an endpoint that was stopped, with its associations and listeners. Nothing
	 * happens if it is open.
	 * @param name its name
	 * @return whether there is one of this name
	 * @throws SctpEndpointStartException if it cannot be opened
	 * @throws SctpAssociationStartException if an association that must be up at the
	 * start is not
	 * @throws IllegalStateException if the application is stopped
	 */
	public boolean start(String name) {
		ManagedEndpoint endpoint = this.endpoints.get(name);
		ScheduledExecutorService connecting = this.scheduler;
		if (endpoint != null && endpoint.endpoint().isEmpty()) {
			if (connecting == null || connecting.isShutdown()) {
				throw new IllegalStateException(
						"Endpoint '" + name + "' cannot be started: the application is stopped");
			}
			try {
				endpoint.open(this.opener, connecting);
			}
			catch (RuntimeException ex) {
				endpoint.stopConnecting();
				endpoint.close(Duration.ZERO);
				throw ex;
			}
			endpoint.serve();
		}
		return endpoint != null;
	}

	/**
	 * Stops an endpoint as at the end of the application: listeners finish, associations
	 * are shut down. Nothing happens if it is stopped.
	 * @param name its name
	 * @param timeout how long listeners may take, and then associations
	 * @return whether there is one of this name
	 */
	public boolean stop(String name, Duration timeout) {
		ManagedEndpoint endpoint = this.endpoints.get(name);
		if (endpoint != null && endpoint.endpoint().isPresent()) {
			endpoint.drain(timeout);
			endpoint.stopConnecting();
			endpoint.close(timeout);
		}
		return endpoint != null;
	}

	/**
	 * Shuts every association down and closes the endpoints, all at the same time.
	 * @param linger how long associations may take; those left are aborted
	 */
	public void close(Duration linger) {
		ScheduledExecutorService connecting = this.scheduler;
		all().forEach(ManagedEndpoint::stopConnecting);
		if (connecting != null) {
			connecting.shutdownNow();
		}
		CountDownLatch closed = new CountDownLatch(this.endpoints.size());
		for (ManagedEndpoint endpoint : all()) {
			Thread thread = new Thread(() -> close(endpoint, linger, closed), "sock-close-" + endpoint.name());
			thread.setDaemon(true);
			thread.start();
		}
		try {
			if (!closed.await(linger.plus(CLOSING_MARGIN).toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("Endpoints have not closed within {} ms", linger.plus(CLOSING_MARGIN).toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void close(ManagedEndpoint endpoint, Duration linger, CountDownLatch closed) {
		try {
			endpoint.close(linger);
		}
		catch (RuntimeException ex) {
			logger.warn("Endpoint '{}' did not close as it should", endpoint.name(), ex);
		}
		finally {
			closed.countDown();
		}
	}

	@Override
	public SctpAssociation get(String name) {
		int slash = name.indexOf('/');
		String associationName = name.substring(slash + 1);
		List<ManagedEndpoint> candidates = all().stream()
			.filter((endpoint) -> slash < 0 || endpoint.name().equals(name.substring(0, slash)))
			.filter((endpoint) -> endpoint.knows(associationName))
			.toList();
		if (candidates.isEmpty()) {
			throw new SctpUnknownAssociationException(name, "is not known", knownNames());
		}
		if (candidates.size() > 1) {
			throw new SctpUnknownAssociationException(name, "exists on several endpoints, say which",
					candidates.stream().map((endpoint) -> endpoint.name() + "/" + associationName).toList());
		}
		return get(candidates.get(0), associationName);
	}

	private static SctpAssociation get(ManagedEndpoint endpoint, String name) {
		SctpAssociation live = endpoint.association(name).orElse(null);
		AssociationState state = (live != null) ? live.state() : AssociationState.CLOSED;
		if (live != null && state.canSend()) {
			return live;
		}
		ManagedAssociation managed = endpoint.associations().get(name);
		String reason = (managed != null) ? managed.status().reason() : "its peer has not connected";
		throw new SctpSendException(SctpSendException.Reason.NOT_ESTABLISHED, false,
				"Association '" + name + "' on endpoint '" + endpoint.name() + "' is down (state " + state
						+ "), last reason: " + reason + ". Send again once it is up",
				null);
	}

	@Override
	public boolean hasListeners(SctpAssociation association) {
		return find(association.endpoint().name()).flatMap(ManagedEndpoint::endpoint)
			.filter((open) -> open == association.endpoint())
			.isPresent();
	}

	private List<String> knownNames() {
		return all().stream().flatMap((endpoint) -> {
			List<String> names = new ArrayList<>(endpoint.definition().associationNames());
			endpoint.endpoint()
				.ifPresent((open) -> open.associations()
					.stream()
					.map(SctpAssociation::name)
					.filter((name) -> !names.contains(name))
					.forEach(names::add));
			return names.stream().map((name) -> endpoint.name() + "/" + name);
		}).limit(20).collect(Collectors.toList());
	}

}
