package dev.sock.spring.endpoint;

import dev.sock.SctpException;

/**
 * An endpoint that properties name could not be opened.
 */
public class SctpEndpointStartException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final transient EndpointDefinition definition;

	SctpEndpointStartException(EndpointDefinition definition, SctpException cause) {
		super("Endpoint '" + definition.name() + "' cannot be opened: " + cause.getMessage(), cause);
		this.definition = definition;
	}

	/**
	 * Returns the endpoint.
	 * @return its definition
	 */
	public EndpointDefinition definition() {
		return this.definition;
	}

}
