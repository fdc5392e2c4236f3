package dev.sock.spring.autoconfigure;

import dev.sock.EndpointOptions;

/**
 * Changes the options of endpoints that properties name, before they are opened. Beans of
 * this type are called in their order. Handler, executor and naming are the listeners'
 * and the peers', whatever is set.
 */
@FunctionalInterface
public interface SctpEndpointCustomizer {

	/**
	 * Changes options.
	 * @param endpoint name of the endpoint
	 * @param options its options, as the properties say
	 */
	void customize(String endpoint, EndpointOptions.Builder options);

}
