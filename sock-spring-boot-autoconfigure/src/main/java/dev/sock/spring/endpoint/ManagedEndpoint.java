package dev.sock.spring.endpoint;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.sock.AcceptPolicy;
import dev.sock.EndpointOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpException;
import dev.sock.spring.listener.EndpointListeners;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An endpoint that properties name: opened and closed with the application.
 */
public final class ManagedEndpoint {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.endpoint");

	private static final Duration ATTEMPT_MARGIN = Duration.ofSeconds(5);

	private final EndpointDefinition definition;

	private final EndpointListeners listeners;

	private final List<SctpEndpointObserver> observers;

	private final Map<String, ManagedAssociation> associations = new TreeMap<>();

	/** Held while the endpoint is opened or closed. */
	private final Object lifecycle = new Object();

	private volatile @Nullable SctpEndpoint endpoint;

	private @Nullable ScheduledExecutorService scheduler;

	ManagedEndpoint(EndpointDefinition definition, EndpointListeners listeners, List<SctpEndpointObserver> observers) {
		this.definition = definition;
		this.listeners = listeners;
		this.observers = observers;
		definition.associations()
			.forEach((association) -> this.associations.put(association.name(),
					new ManagedAssociation(definition.name(), association)));
	}

	/**
	 * Returns the name.
	 * @return the name
	 */
	public String name() {
		return this.definition.name();
	}

	/**
	 * Returns what the endpoint is made of.
	 * @return its definition
	 */
	public EndpointDefinition definition() {
		return this.definition;
	}

	/**
	 * Returns the endpoint.
	 * @return the endpoint, if it was opened and not closed on purpose
	 */
	public Optional<SctpEndpoint> endpoint() {
		return Optional.ofNullable(this.endpoint);
	}

	/**
	 * Returns the associations that are kept open.
	 * @return the associations by name
	 */
	public Map<String, ManagedAssociation> associations() {
		return this.associations;
	}

	/**
	 * Returns the container of the listeners.
	 * @return the container
	 */
	public EndpointListeners listeners() {
		return this.listeners;
	}

	/**
	 * Finds a live association.
	 * @param name its name
	 * @return the association
	 */
	public Optional<SctpAssociation> association(String name) {
		return endpoint().flatMap((endpoint) -> endpoint.association(name));
	}

	boolean knows(String name) {
		return this.associations.containsKey(name) || this.definition.peers().contains(name)
				|| association(name).isPresent();
	}

	/**
	 * Opens the endpoint and begins to open its associations. No peer is accepted yet and
	 * no listener called. Nothing happens if it is open.
	 * @throws SctpEndpointStartException if it cannot be opened
	 * @throws SctpAssociationStartException if an association that must be up at the
	 * start is not; then the endpoint is open
	 */
	void open(Function<EndpointOptions, SctpEndpoint> opener, ScheduledExecutorService scheduler) {
		synchronized (this.lifecycle) {
			if (this.endpoint != null) {
				return;
			}
			this.listeners.hold();
			SctpEndpoint opened;
			try {
				opened = opener.apply(options());
			}
			catch (SctpException ex) {
				throw new SctpEndpointStartException(this.definition, ex);
			}
			// A transport that can refuse by itself does so from now on.
			opened.accept(AcceptPolicy.none());
			this.endpoint = opened;
			this.scheduler = scheduler;
			EndpointHandler.tell(this.observers, (observer) -> observer.endpointOpened(opened, this.listeners));
			Map<ManagedAssociation, CompletableFuture<@Nullable String>> attempts = new LinkedHashMap<>();
			this.associations.values()
				.forEach((association) -> attempts.put(association, association.start(opened, scheduler)));
			attempts.forEach(this::awaitIfItMustBeUp);
		}
	}

	private void awaitIfItMustBeUp(ManagedAssociation association, CompletableFuture<@Nullable String> attempt) {
		if (association.definition().failFast()) {
			String problem = outcome(association, attempt);
			if (problem != null) {
				throw new SctpAssociationStartException(this.definition, association.name(), problem);
			}
		}
	}

	private static @Nullable String outcome(ManagedAssociation association,
			CompletableFuture<@Nullable String> attempt) {
		try {
			return attempt.get(association.definition().connect().timeout().plus(ATTEMPT_MARGIN).toMillis(),
					TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException | ExecutionException | CancellationException ex) {
			return association.status().reason();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return "the start was interrupted";
		}
	}

	/**
	 * Has listeners called and peers accepted, of an endpoint that is open.
	 */
	void serve() {
		this.listeners.start();
		acceptPeers(true);
	}

	/**
	 * Accepts no one any more and lets listeners finish.
	 */
	void drain(Duration timeout) {
		acceptPeers(false);
		if (!this.listeners.stop(timeout)) {
			logger.warn("Listeners of endpoint '{}' have not returned within {} ms", name(), timeout.toMillis());
		}
	}

	private EndpointOptions options() {
		EndpointOptions options = this.definition.options();
		// That somebody will be accepted decides about the UDP port.
		AcceptPolicy accept = this.definition.accepts() ? (request) -> false : AcceptPolicy.none();
		return EndpointOptions.builder()
			.name(options.name())
			.transport(options.transport())
			.localAddresses(options.localAddresses())
			.port(options.port())
			.udpPort(options.udpPort())
			.accept(accept)
			.options(EventSubscription.withNeeded(options.options()))
			.handler(new EndpointHandler(this.listeners, this.observers, this.definition.subscription()))
			.executor(this.listeners.executor())
			.demand(options.demand())
			.naming(options.naming())
			.build();
	}

	private void acceptPeers(boolean accept) {
		SctpEndpoint current = this.endpoint;
		if (current != null && this.definition.accepts()) {
			AcceptPolicy policy = this.definition.options().accept();
			current.accept(accept ? policy : AcceptPolicy.none());
			logger.info("Endpoint '{}' {}", name(), accept ? "accepts associations: " + policy : "accepts no one");
		}
	}

	void stopConnecting() {
		this.associations.values().forEach((association) -> association.stop("stopped"));
	}

	/**
	 * Closes the endpoint and reports what listeners have not taken.
	 */
	void close(Duration linger) {
		synchronized (this.lifecycle) {
			SctpEndpoint closing = this.endpoint;
			if (closing == null) {
				// Of associations that were peeled off, since it was closed.
				this.listeners.reportDiscarded();
				return;
			}
			this.endpoint = null;
			Duration own = this.definition.options().options().linger();
			Duration wait = (own != null && own.compareTo(linger) < 0) ? own : linger;
			if (wait.compareTo(Duration.ZERO) > 0) {
				// Before windows open again, so that peers send no more than they have
				// accepted.
				closing.associations().forEach(SctpAssociation::shutdown);
			}
			this.listeners.discard();
			closing.close(wait);
			EndpointHandler.tell(this.observers, (observer) -> observer.endpointClosed(closing));
			this.listeners.reportDiscarded();
		}
	}

	/**
	 * Opens an association of the properties now, whatever it waits for. Nothing happens
	 * if it is up, or an attempt is under way.
	 * @param association its name
	 * @return whether there is such an association, and the endpoint is open
	 */
	public boolean connect(String association) {
		synchronized (this.lifecycle) {
			ManagedAssociation managed = this.associations.get(association);
			SctpEndpoint open = this.endpoint;
			ScheduledExecutorService connecting = this.scheduler;
			if (managed == null || open == null || connecting == null) {
				return false;
			}
			ManagedAssociation.Phase phase = managed.status().phase();
			if (phase != ManagedAssociation.Phase.UP && phase != ManagedAssociation.Phase.CONNECTING) {
				managed.start(open, connecting);
			}
			return true;
		}
	}

	/**
	 * Ends an association, and does not open it again before {@link #connect} is called.
	 * @param association its name
	 * @param how ends it if it is there
	 * @param reason why, for its status
	 * @return whether there is one of this name
	 */
	public boolean end(String association, Consumer<SctpAssociation> how, String reason) {
		ManagedAssociation managed = this.associations.get(association);
		if (managed != null) {
			managed.stop(reason);
		}
		SctpAssociation live = association(association).orElse(null);
		if (live != null) {
			how.accept(live);
		}
		return live != null || managed != null;
	}

}
