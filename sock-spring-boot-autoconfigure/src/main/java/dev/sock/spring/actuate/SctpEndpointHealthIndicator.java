package dev.sock.spring.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

import dev.sock.SctpEndpoint;
import dev.sock.spring.endpoint.ManagedAssociation;
import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import dev.sock.spring.endpoint.ManagedEndpoint;
import dev.sock.spring.listener.SctpListenerContainer;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of one endpoint. DOWN if it has closed by itself, or an association that should
 * be up has not been for longer than a grace period. What was stopped on purpose, or was
 * shut down gracefully and is not to be opened again, is not wrong; an endpoint that was
 * stopped is UNKNOWN.
 */
public final class SctpEndpointHealthIndicator extends AbstractHealthIndicator {

	private final ManagedEndpoint endpoint;

	private final BooleanSupplier running;

	private final Duration grace;

	/**
	 * Creates the indicator.
	 * @param endpoint the endpoint
	 * @param running tells whether the application's endpoints should be open
	 * @param grace how long an association may be down
	 */
	public SctpEndpointHealthIndicator(ManagedEndpoint endpoint, BooleanSupplier running, Duration grace) {
		super("SCTP health check failed");
		this.endpoint = endpoint;
		this.running = running;
		this.grace = grace;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		SctpEndpoint opened = this.endpoint.endpoint().orElse(null);
		if (!this.running.getAsBoolean() || opened == null) {
			builder.unknown().withDetail("reason", "stopped");
			return;
		}
		boolean wrong = !opened.isOpen();
		Map<String, Object> associations = new LinkedHashMap<>();
		for (ManagedAssociation association : this.endpoint.associations().values()) {
			ManagedAssociation.Status status = association.status();
			wrong |= isWrong(status);
			associations.put(association.name(),
					(status.phase() == Phase.UP) ? "UP" : status.phase() + ": " + status.reason());
		}
		Map<String, Object> listeners = new LinkedHashMap<>();
		for (SctpListenerContainer listener : this.endpoint.listeners().containers()) {
			listeners.put(listener.id(), listener.state().name());
		}
		builder.status(wrong ? "DOWN" : "UP")
			.withDetail("open", opened.isOpen())
			.withDetail("associations", associations)
			.withDetail("listeners", listeners);
	}

	private boolean isWrong(ManagedAssociation.Status status) {
		return switch (status.phase()) {
			case UP, STOPPED, ENDED -> false;
			case CONNECTING, WAITING -> status.age().compareTo(this.grace) > 0;
			case FAILED -> true;
		};
	}

}
