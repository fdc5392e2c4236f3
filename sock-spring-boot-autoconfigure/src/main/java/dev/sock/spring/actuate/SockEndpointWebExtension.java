package dev.sock.spring.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * What {@link SockEndpoint} is over HTTP: problems are status codes.
 */
@EndpointWebExtension(endpoint = SockEndpoint.class)
public final class SockEndpointWebExtension {

	private final SockEndpoint endpoint;

	/**
	 * Creates the extension.
	 * @param endpoint what it extends
	 */
	public SockEndpointWebExtension(SockEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Starts or stops an endpoint.
	 * @param endpoint its name
	 * @param action what to do
	 * @return the endpoint afterwards; status 404 if properties name none so, 409 if it
	 * cannot be started
	 * @see SockEndpoint#changeEndpoint
	 */
	@WriteOperation
	public WebEndpointResponse<?> changeEndpoint(@Selector String endpoint, EndpointAction action) {
		return WebResponses.ok(() -> this.endpoint.changeEndpoint(endpoint, action));
	}

	/**
	 * Connects or ends an association, or sets its primary path.
	 * @param endpoint name of its endpoint
	 * @param association its name
	 * @param action what to do
	 * @param address for {@code SET_PRIMARY}: the peer's address that is to be the
	 * primary path
	 * @return status 204 if it was done or is under way; 404 if there is no such
	 * association, 400 if the address is missing or not the peer's, 409 if it cannot be
	 * done now
	 * @see SockEndpoint#changeAssociation
	 */
	@WriteOperation
	public WebEndpointResponse<?> changeAssociation(@Selector String endpoint, @Selector String association,
			AssociationAction action, @Nullable String address) {
		return WebResponses.noContent(() -> this.endpoint.changeAssociation(endpoint, association, action, address));
	}

}
