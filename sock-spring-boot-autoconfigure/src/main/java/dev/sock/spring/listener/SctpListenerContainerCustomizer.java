package dev.sock.spring.listener;

/**
 * Changes what listeners say of themselves, before their containers are made. Beans of
 * this type are called in their order.
 */
@FunctionalInterface
public interface SctpListenerContainerCustomizer {

	/**
	 * Changes a definition.
	 * @param definition the listener
	 * @return the definition to use, of the same id and endpoint
	 */
	SctpListenerDefinition customize(SctpListenerDefinition definition);

}
