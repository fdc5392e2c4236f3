package dev.sock.spring.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.sock.SctpAssociation;
import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.spring.endpoint.SctpEndpointObserver;
import dev.sock.spring.listener.EndpointListeners;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Registers meters of endpoints and associations as they come and removes them as they
 * go.
 */
public final class SctpMeters implements SctpEndpointObserver {

	private final MeterRegistry registry;

	private final Map<SctpEndpoint, EndpointMeters> endpoints = new ConcurrentHashMap<>();

	private final Map<Key, AssociationMeters> associations = new ConcurrentHashMap<>();

	/**
	 * Creates the meters.
	 * @param registry holds them
	 */
	public SctpMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void endpointOpened(SctpEndpoint endpoint, EndpointListeners listeners) {
		this.endpoints.put(endpoint, new EndpointMeters(this.registry, endpoint, listeners));
	}

	@Override
	public void endpointClosed(SctpEndpoint endpoint) {
		EndpointMeters meters = this.endpoints.remove(endpoint);
		if (meters != null) {
			meters.remove();
		}
		this.associations.keySet()
			.stream()
			.filter((key) -> key.endpoint().equals(endpoint.name()))
			.toList()
			.forEach((key) -> this.associations.computeIfPresent(key, (same, gone) -> removed(gone)));
	}

	@Override
	public void associationChanged(AssociationChanged changed) {
		switch (changed.change()) {
			case COMM_UP -> up(changed.association());
			case COMM_LOST, SHUTDOWN_COMPLETE, CANNOT_ESTABLISH -> gone(changed.association());
			case RESTART -> {
			}
		}
	}

	/** One of the same name may still be there: events of two associations can cross. */
	@SuppressWarnings("FutureReturnValueIgnored") // it cannot fail
	private void up(SctpAssociation association) {
		this.associations.compute(Key.of(association), (key, former) -> {
			if (former != null) {
				former.remove();
			}
			return new AssociationMeters(this.registry, association);
		});
		// In case that the user takes the subscription away meanwhile.
		association.closed().whenCompleteAsync((event, failure) -> gone(association));
	}

	private void gone(SctpAssociation association) {
		this.associations.computeIfPresent(Key.of(association),
				(key, meters) -> (meters.association() == association) ? removed(meters) : meters);
	}

	private static @Nullable AssociationMeters removed(AssociationMeters meters) {
		meters.remove();
		return null;
	}

	private record Key(String endpoint, String association) {

		static Key of(SctpAssociation association) {
			return new Key(association.endpoint().name(), association.name());
		}

	}

}
