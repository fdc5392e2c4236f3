package dev.sock.spring.endpoint;

import java.util.List;
import java.util.function.Consumer;

import dev.sock.SctpEvent;
import dev.sock.SctpEvent.AssociationChanged;
import dev.sock.SctpHandler;
import dev.sock.SctpMessage;
import dev.sock.spring.listener.LogContext;
import dev.sock.spring.listener.SctpListenerContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages to the listeners of an endpoint and events to the observers.
 */
final class EndpointHandler implements SctpHandler {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.endpoint");

	private final SctpListenerContainer listeners;

	private final List<SctpEndpointObserver> observers;

	private final EventSubscription subscription;

	EndpointHandler(SctpListenerContainer listeners, List<SctpEndpointObserver> observers,
			EventSubscription subscription) {
		this.listeners = listeners;
		this.observers = observers;
		this.subscription = subscription;
	}

	@Override
	public void onMessage(SctpMessage message) {
		this.listeners.onMessage(message);
	}

	@Override
	public void onEvent(SctpEvent event) {
		LogContext.run(event.association(), () -> {
			if (event instanceof AssociationChanged changed) {
				tell(this.observers, (observer) -> observer.associationChanged(changed));
			}
			if (this.subscription.wants(event)) {
				tell(this.observers, (observer) -> observer.onEvent(event));
			}
		});
	}

	static void tell(List<SctpEndpointObserver> observers, Consumer<SctpEndpointObserver> what) {
		for (SctpEndpointObserver observer : observers) {
			try {
				what.accept(observer);
			}
			catch (RuntimeException ex) {
				logger.error("An observer of SCTP events failed: {}", observer.getClass().getName(), ex);
			}
		}
	}

}
