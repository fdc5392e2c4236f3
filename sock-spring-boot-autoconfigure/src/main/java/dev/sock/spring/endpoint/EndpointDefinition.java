package dev.sock.spring.endpoint;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.sock.EndpointOptions;

/**
 * An endpoint to open.
 *
 * @param name its name
 * @param options what to open it with, but for the handler
 * @param accepts whether it may accept anyone
 * @param associations associations to open on it
 * @param peers names of peers that it knows by their addresses
 * @param paths the properties that the options came from
 */
public record EndpointDefinition(String name, EndpointOptions options, boolean accepts,
		List<AssociationDefinition> associations, Set<String> peers, PropertyPaths paths) {

	/**
	 * Copies the collections.
	 */
	public EndpointDefinition {
		associations = List.copyOf(associations);
		peers = Set.copyOf(peers);
	}

	EventSubscription subscription() {
		return new EventSubscription(this.options.options().events(), this.associations.stream()
			.collect(Collectors.toMap(AssociationDefinition::name, AssociationDefinition::events)));
	}

	/**
	 * Returns whether an association or peer has a name.
	 * @param name a name
	 * @return whether one does
	 */
	public boolean names(String name) {
		return this.peers.contains(name)
				|| this.associations.stream().anyMatch((association) -> association.name().equals(name));
	}

	/**
	 * Returns the names that listeners and senders can use.
	 * @return names of associations and peers
	 */
	public Set<String> associationNames() {
		Set<String> names = new TreeSet<>(this.peers);
		this.associations.forEach((association) -> names.add(association.name()));
		return names;
	}

}
