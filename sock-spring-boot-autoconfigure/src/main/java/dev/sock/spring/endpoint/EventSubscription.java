package dev.sock.spring.endpoint;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import dev.sock.SctpEvent;
import dev.sock.SctpOptions;

/**
 * Which events of an endpoint observers hear of. That associations come and go the
 * endpoint has to know itself, so it subscribes to that in any case.
 *
 * @param ofEndpoint what the endpoint's options say
 * @param ofAssociations what those of associations say, by name
 */
record EventSubscription(Set<SctpEvent.Kind> ofEndpoint, Map<String, Set<SctpEvent.Kind>> ofAssociations) {

	boolean wants(SctpEvent event) {
		Set<SctpEvent.Kind> own = this.ofAssociations.get(event.association().name());
		return ((own != null) ? own : this.ofEndpoint).contains(event.kind());
	}

	/** Returns options with what is needed in any case. */
	static SctpOptions withNeeded(SctpOptions options) {
		Set<SctpEvent.Kind> events = EnumSet.of(SctpEvent.Kind.ASSOCIATION_CHANGED);
		events.addAll(options.events());
		return options.toBuilder().events(events).build();
	}

}
