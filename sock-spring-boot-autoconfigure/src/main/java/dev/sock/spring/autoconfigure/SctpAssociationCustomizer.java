package dev.sock.spring.autoconfigure;

import dev.sock.ConnectOptions;

/**
 * Changes whom associations that properties name connect to, and how. Beans of this type
 * are called in their order.
 */
@FunctionalInterface
public interface SctpAssociationCustomizer {

	/**
	 * Changes options.
	 * @param endpoint name of the endpoint
	 * @param options what the properties say
	 * @return the options to use, of the same name
	 */
	ConnectOptions customize(String endpoint, ConnectOptions options);

}
