package dev.sock.spring.actuate;

import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * What {@link SockListenersEndpoint} is over HTTP: problems are status codes.
 */
@EndpointWebExtension(endpoint = SockListenersEndpoint.class)
public final class SockListenersEndpointWebExtension {

	private final SockListenersEndpoint endpoint;

	/**
	 * Creates the extension.
	 * @param endpoint what it extends
	 */
	public SockListenersEndpointWebExtension(SockListenersEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Changes what a listener does with messages.
	 * @param id its id
	 * @param action what to do
	 * @return the listener afterwards; status 404 if there is none of this id
	 */
	@WriteOperation
	public WebEndpointResponse<?> change(@Selector String id, ListenerAction action) {
		return WebResponses.ok(() -> this.endpoint.change(id, action));
	}

}
