package dev.sock.spring.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.sock.spring.endpoint.ManagedAssociation;
import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import dev.sock.spring.endpoint.ManagedEndpoint;
import dev.sock.spring.endpoint.SctpEndpoints;
import dev.sock.spring.endpoint.SctpEndpointsLifecycle;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * DOWN if an endpoint that should be open is not, or an association that should be up has
 * not been for longer than a grace period. What was stopped on purpose, or was shut down
 * gracefully and is not to be opened again, is not wrong.
 */
public final class SockHealthIndicator extends AbstractHealthIndicator {

	private final SctpEndpoints endpoints;

	private final SctpEndpointsLifecycle lifecycle;

	private final Duration grace;

	/**
	 * Creates the indicator.
	 * @param endpoints the endpoints
	 * @param lifecycle tells whether they should be open
	 * @param grace how long an association may be down
	 */
	public SockHealthIndicator(SctpEndpoints endpoints, SctpEndpointsLifecycle lifecycle, Duration grace) {
		super("SCTP health check failed");
		this.endpoints = endpoints;
		this.lifecycle = lifecycle;
		this.grace = grace;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		if (!this.lifecycle.isRunning()) {
			builder.unknown().withDetail("reason", "stopped");
			return;
		}
		boolean wrong = false;
		Map<String, Object> details = new LinkedHashMap<>();
		for (ManagedEndpoint endpoint : this.endpoints.all()) {
			boolean open = endpoint.endpoint().filter((opened) -> opened.isOpen()).isPresent();
			wrong |= !open;
			Map<String, Object> associations = new LinkedHashMap<>();
			for (ManagedAssociation association : endpoint.associations().values()) {
				ManagedAssociation.Status status = association.status();
				wrong |= isWrong(status);
				associations.put(association.name(),
						(status.phase() == Phase.UP) ? "UP" : status.phase() + ": " + status.reason());
			}
			details.put(endpoint.name(), Map.of("open", open, "associations", associations));
		}
		builder.status(wrong ? "DOWN" : "UP").withDetail("endpoints", details);
	}

	private boolean isWrong(ManagedAssociation.Status status) {
		return switch (status.phase()) {
			case UP, STOPPED, ENDED -> false;
			case CONNECTING, WAITING -> status.age().compareTo(this.grace) > 0;
			case FAILED -> true;
		};
	}

}
