package dev.sock.spring.config;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

import dev.sock.SctpMessage;
import dev.sock.spring.listener.EndpointListeners;
import dev.sock.spring.listener.SctpListenerContainer;
import dev.sock.spring.listener.SctpListenerContainerFactory;
import dev.sock.spring.listener.SctpListenerDefinition;
import dev.sock.spring.listener.SctpListenerException;
import org.jspecify.annotations.Nullable;

/**
 * Knows every listener of the application. Through it one is stopped, started, paused and
 * resumed at run time:
 *
 * <pre class="code">
 * registry.listener("orders").pause();
 * </pre>
 *
 * Safe for use by several threads.
 */
public final class SctpListenerRegistry {

	private final Map<String, EndpointListeners> endpoints = new TreeMap<>();

	private final Map<String, SctpListenerContainer> listeners = new ConcurrentSkipListMap<>();

	private final Map<String, Set<String>> associations;

	/**
	 * Creates the registry.
	 * @param associations names of endpoints, and of the associations and peers that each
	 * of them knows
	 * @param threads runs the listeners
	 * @param replies takes messages that are replies somebody waits for
	 */
	public SctpListenerRegistry(Map<String, Set<String>> associations, Executor threads,
			Predicate<SctpMessage> replies) {
		this.associations = Map.copyOf(associations);
		associations.keySet()
			.forEach((name) -> this.endpoints.put(name, new EndpointListeners(name, threads, replies)));
	}

	/**
	 * Adds a listener. If the endpoint's listeners run, and it starts by itself, it is
	 * started.
	 * @param definition the listener
	 * @param factory makes its container
	 * @return the container
	 * @throws SctpListenerException if the endpoint or association is not known, another
	 * listener has the same name, or gets the same messages
	 */
	public SctpListenerContainer register(SctpListenerDefinition definition, SctpListenerContainerFactory factory) {
		EndpointListeners endpoint = checkNames("@SctpListener on " + definition.description(), definition.endpoint(),
				definition.criteria().association());
		SctpListenerContainer container = factory.create(definition);
		SctpListenerContainer other = this.listeners.putIfAbsent(definition.id(), container);
		if (other != null) {
			throw new SctpListenerException("Two listeners have the id '" + definition.id() + "': "
					+ other.description() + " and " + definition.description(),
					"Set the attribute 'id' of one of them to another name.");
		}
		try {
			endpoint.add(container);
		}
		catch (SctpListenerException ex) {
			this.listeners.remove(definition.id());
			throw ex;
		}
		return container;
	}

	/**
	 * Removes a listener: stops it, and drops what it keeps.
	 * @param id its name
	 * @param timeout how long calls that are under way may take
	 * @return whether none is under way any more
	 * @throws SctpUnknownListenerException if there is none of this name
	 */
	public boolean unregister(String id, Duration timeout) {
		SctpListenerContainer container = listener(id);
		boolean quiet = container.stop(timeout);
		endpoint(container.endpointName()).ifPresent((endpoint) -> endpoint.remove(container));
		this.listeners.remove(id, container);
		return quiet;
	}

	/**
	 * Returns the listeners of an endpoint.
	 * @throws SctpListenerException if there is no such endpoint, or it has no such
	 * association
	 */
	EndpointListeners checkNames(String annotated, String endpoint, @Nullable String association) {
		EndpointListeners found = this.endpoints.get(endpoint);
		if (found == null) {
			throw new SctpListenerException(annotated + " names the endpoint '" + endpoint + "', which does not exist",
					"Use " + known(this.endpoints.keySet(), "endpoints")
							+ ", or add the endpoint to 'sock.endpoints'.");
		}
		Set<String> known = this.associations.getOrDefault(endpoint, Set.of());
		if (association != null && !known.contains(association)) {
			throw new SctpListenerException(
					annotated + " names the association '" + association + "', which endpoint '" + endpoint
							+ "' does not have",
					"Use " + known(known, "associations and peers")
							+ ", or add it to the associations or peers of the endpoint.");
		}
		return found;
	}

	/**
	 * Checks a name that replies are to go to.
	 * @throws SctpListenerException if there is no such association or peer
	 */
	void checkDestination(String annotated, String name) {
		int slash = name.indexOf('/');
		boolean known = (slash >= 0)
				? this.associations.getOrDefault(name.substring(0, slash), Set.of()).contains(name.substring(slash + 1))
				: this.associations.values().stream().anyMatch((names) -> names.contains(name));
		if (!known) {
			Set<String> all = new TreeSet<>();
			this.associations.forEach((endpoint, names) -> names.forEach((each) -> all.add(endpoint + "/" + each)));
			throw new SctpListenerException(
					annotated + " sends replies to the association '" + name + "', which does not exist",
					"Use " + known(all, "associations and peers") + ".");
		}
	}

	private static String known(Set<String> names, String what) {
		return names.isEmpty() ? "no name, as there are no " + what
				: "one of the " + what + " " + String.join(", ", new TreeSet<>(names));
	}

	/**
	 * Returns every listener.
	 * @return one container for each, by name in alphabetical order
	 */
	public Collection<SctpListenerContainer> listeners() {
		return List.copyOf(this.listeners.values());
	}

	/**
	 * Finds a listener.
	 * @param id its name
	 * @return its container
	 */
	public Optional<SctpListenerContainer> find(String id) {
		return Optional.ofNullable(this.listeners.get(id));
	}

	/**
	 * Returns a listener.
	 * @param id its name
	 * @return its container
	 * @throws SctpUnknownListenerException if there is none of this name
	 */
	public SctpListenerContainer listener(String id) {
		return find(id).orElseThrow(() -> new SctpUnknownListenerException(id, this.listeners.keySet()));
	}

	/**
	 * Finds the listeners of an endpoint.
	 * @param endpoint name of the endpoint
	 * @return its listeners
	 */
	public Optional<EndpointListeners> endpoint(String endpoint) {
		return Optional.ofNullable(this.endpoints.get(endpoint));
	}

}
