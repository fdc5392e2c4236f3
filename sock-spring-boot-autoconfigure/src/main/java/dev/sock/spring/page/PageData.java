package dev.sock.spring.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.sock.spring.actuate.AssociationDescriptor;
import dev.sock.spring.actuate.EndpointDescriptor;
import dev.sock.spring.actuate.ListenerDescriptor;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All that the page shows.
 *
 * @param time when it was so
 * @param mayChange whether a browser may write to the actuator endpoint {@code sock}
 * @param mayChangeListeners whether it may write to {@code socklisteners}
 * @param endpoints the endpoints by name
 * @param associations details of associations, by the names of endpoint and association;
 * of each endpoint {@value #MAX_ASSOCIATIONS} at most
 * @param listeners the listeners by id
 * @param events what happened last, the newest first
 */
public record PageData(Instant time, boolean mayChange, boolean mayChangeListeners,
		Map<String, EndpointDescriptor> endpoints, Map<String, Map<String, AssociationDescriptor>> associations,
		Map<String, ListenerDescriptor> listeners, List<RecentEvent> events) implements OperationResponseBody {

	/** Associations of an endpoint that are shown in detail. */
	public static final int MAX_ASSOCIATIONS = 100;

}
