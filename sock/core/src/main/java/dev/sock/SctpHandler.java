package dev.sock;

/**
 * Gets the messages and events of an endpoint or of one association.
 *
 * <p>
 * Calls for one association come one after the other, in the order of its messages and
 * events; calls for different associations may come at the same time unless the handler
 * runs on the event loop. See {@link EndpointOptions#executor()} for where it runs. What
 * a handler throws is logged and ends neither the reader nor any association.
 */
public interface SctpHandler {

	/**
	 * A message came. Its bytes count against the association's receive window until this
	 * method returns.
	 * @param message the message, which the handler now owns
	 */
	void onMessage(SctpMessage message);

	/**
	 * Something happened. By default nothing is done.
	 * @param event the event
	 */
	default void onEvent(SctpEvent event) {
	}

}
