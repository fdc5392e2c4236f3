package dev.sock.spring.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

import dev.sock.AcceptPolicy;
import dev.sock.EndpointOptions;
import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpException;
import dev.sock.spring.listener.SctpListenerContainer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An endpoint that properties name: opened and closed with the application.
 */
public final class ManagedEndpoint {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.endpoint");

	private final EndpointDefinition definition;

	private final SctpListenerContainer listeners;

	private final List<SctpEndpointObserver> observers;

	private final Map<String, ManagedAssociation> associations = new TreeMap<>();

	private volatile @Nullable SctpEndpoint endpoint;

	ManagedEndpoint(EndpointDefinition definition, SctpListenerContainer listeners,
			List<SctpEndpointObserver> observers) {
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
	public SctpListenerContainer listeners() {
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

	void open(Function<EndpointOptions, SctpEndpoint> opener, ScheduledExecutorService scheduler) {
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
		EndpointHandler.tell(this.observers, (observer) -> observer.endpointOpened(opened, this.listeners));
		this.associations.values().forEach((association) -> association.start(opened, scheduler));
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
			.naming((request) -> options.naming().apply(request))
			.build();
	}

	void acceptPeers(boolean accept) {
		SctpEndpoint current = this.endpoint;
		if (current != null && this.definition.accepts()) {
			AcceptPolicy policy = this.definition.options().accept();
			current.accept(accept ? policy : AcceptPolicy.none());
			logger.info("Endpoint '{}' {}", name(), accept ? "accepts associations: " + policy : "accepts no one");
		}
	}

	void stopConnecting() {
		this.associations.values().forEach(ManagedAssociation::stop);
	}

	void close(Duration linger) {
		SctpEndpoint closing = this.endpoint;
		if (closing == null) {
			return;
		}
		this.endpoint = null;
		this.listeners.discard();
		Duration own = this.definition.options().options().linger();
		closing.close((own != null && own.compareTo(linger) < 0) ? own : linger);
		EndpointHandler.tell(this.observers, (observer) -> observer.endpointClosed(closing));
	}

}
