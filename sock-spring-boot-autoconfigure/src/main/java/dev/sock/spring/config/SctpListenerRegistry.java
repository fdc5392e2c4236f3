package dev.sock.spring.config;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import dev.sock.spring.listener.ListenerCriteria;
import dev.sock.spring.listener.SctpListenerContainer;
import dev.sock.spring.listener.SctpListenerException;
import dev.sock.spring.listener.SctpMessageListener;

/**
 * Keeps one listener container for each endpoint.
 */
public final class SctpListenerRegistry {

	private final Map<String, SctpListenerContainer> containers = new ConcurrentHashMap<>();

	private final Map<String, Set<String>> associations;

	/**
	 * Creates the registry.
	 * @param associations names of endpoints, and of the associations and peers that each
	 * of them knows
	 * @param threads runs the listeners
	 */
	public SctpListenerRegistry(Map<String, Set<String>> associations, Executor threads) {
		this.associations = Map.copyOf(associations);
		associations.keySet().forEach((name) -> this.containers.put(name, new SctpListenerContainer(name, threads)));
	}

	/**
	 * Adds a listener.
	 * @param endpoint name of the endpoint
	 * @param criteria which messages it gets
	 * @param listener the listener
	 * @param description what to call it in messages
	 * @throws SctpListenerException if the endpoint or association is not known, or
	 * another listener gets the same messages
	 */
	public void register(String endpoint, ListenerCriteria criteria, SctpMessageListener listener, String description) {
		SctpListenerContainer container = this.containers.get(endpoint);
		if (container == null) {
			throw new SctpListenerException(
					"@SctpListener on " + description + " names the endpoint '" + endpoint + "', which does not exist",
					"Use " + known(this.containers.keySet(), "endpoints")
							+ ", or add the endpoint to 'sock.endpoints'.");
		}
		String association = criteria.association();
		Set<String> known = this.associations.getOrDefault(endpoint, Set.of());
		if (association != null && !known.contains(association)) {
			throw new SctpListenerException(
					"@SctpListener on " + description + " names the association '" + association + "', which endpoint '"
							+ endpoint + "' does not have",
					"Use " + known(known, "associations and peers")
							+ ", or add it to the associations or peers of the endpoint.");
		}
		container.add(criteria, listener, description);
	}

	private static String known(Set<String> names, String what) {
		return names.isEmpty() ? "no name, as there are no " + what
				: "one of the " + what + " " + String.join(", ", new TreeSet<>(names));
	}

	/**
	 * Returns every container.
	 * @return one for each endpoint
	 */
	public Collection<SctpListenerContainer> containers() {
		return this.containers.values();
	}

	/**
	 * Finds the container of an endpoint.
	 * @param endpoint name of the endpoint
	 * @return the container
	 */
	public Optional<SctpListenerContainer> container(String endpoint) {
		return Optional.ofNullable(this.containers.get(endpoint));
	}

}
