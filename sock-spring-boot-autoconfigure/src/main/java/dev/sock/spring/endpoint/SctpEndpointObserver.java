package dev.sock.spring.endpoint;

import dev.sock.SctpEndpoint;
import dev.sock.SctpEvent;
import dev.sock.spring.listener.EndpointListeners;

/**
 * Hears of the endpoints that properties name. Never called on an event loop.
 */
public interface SctpEndpointObserver {

	/**
	 * An endpoint was opened.
	 * @param endpoint the endpoint
	 * @param listeners its listeners
	 */
	default void endpointOpened(SctpEndpoint endpoint, EndpointListeners listeners) {
	}

	/**
	 * An endpoint was closed.
	 * @param endpoint the endpoint
	 */
	default void endpointClosed(SctpEndpoint endpoint) {
	}

	/**
	 * An association came up, went away or started anew, whether or not {@link #onEvent}
	 * tells of such events.
	 * @param event what happened
	 */
	default void associationChanged(SctpEvent.AssociationChanged event) {
	}

	/**
	 * Something happened to an association, of the kinds that its options name.
	 * @param event what happened, in order for each association
	 */
	default void onEvent(SctpEvent event) {
	}

}
