package dev.sock.spring.endpoint;

import java.util.List;
import java.util.function.Consumer;

import dev.sock.SctpAssociation;
import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpRetainingHandler;
import dev.sock.SctpMessage;
import dev.sock.spring.listener.LogContext;
import dev.sock.spring.listener.EndpointListeners;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages to the listeners of an endpoint and events to the observers.
 */
final class EndpointHandler implements SctpRetainingHandler {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.endpoint");

	private final EndpointListeners listeners;

	private final List<SctpEndpointObserver> observers;

	private final EventSubscription subscription;

	EndpointHandler(EndpointListeners listeners, List<SctpEndpointObserver> observers, EventSubscription subscription) {
		this.listeners = listeners;
		this.observers = observers;
		this.subscription = subscription;
	}

	@Override
	public boolean retain(SctpMessage message) {
		return this.listeners.take(message);
	}

	@Override
	public void onEvent(SctpEvent event) {
		try (LogContext context = LogContext.of(event.association())) {
			if (event instanceof AssociationChanged changed) {
				tell(this.observers, (observer) -> observer.associationChanged(changed));
				reportIfPeeledOff(changed);
			}
			if (this.subscription.wants(event)) {
				tell(this.observers, (observer) -> observer.onEvent(event));
			}
		}
	}

	private void reportIfPeeledOff(AssociationChanged changed) {
		SctpAssociation association = changed.association();
		boolean ended = changed.change() == AssociationChange.COMM_LOST
				|| changed.change() == AssociationChange.SHUTDOWN_COMPLETE;
		if (ended && association.isPeeledOff()) {
			this.listeners.reportDiscarded(association.name());
		}
	}

	static void tell(List<SctpEndpointObserver> observers, Consumer<SctpEndpointObserver> what) {
		for (SctpEndpointObserver observer : observers) {
			try {
				what.accept(observer);
			}
			catch (Throwable ex) {
				logger.error("An observer of SCTP events failed: {}", observer.getClass().getName(), ex);
			}
		}
	}

}
