package dev.sock.spring.observation;

import dev.sock.SctpMessage;
import io.micrometer.observation.Observation;

/**
 * A call of a listener.
 */
public class SctpListenerObservationContext extends Observation.Context {

	private final String listenerId;

	private final SctpMessage message;

	private final boolean named;

	/**
	 * Creates a context.
	 * @param listenerId name of the listener
	 * @param message the message
	 * @param named whether properties name the association, so that there are few such
	 * names
	 */
	public SctpListenerObservationContext(String listenerId, SctpMessage message, boolean named) {
		this.listenerId = listenerId;
		this.message = message;
		this.named = named;
	}

	/**
	 * Returns the name of the listener.
	 * @return the name
	 */
	public String getListenerId() {
		return this.listenerId;
	}

	/**
	 * Returns the message.
	 * @return the message
	 */
	public SctpMessage getMessage() {
		return this.message;
	}

	/**
	 * Returns whether properties name the association.
	 * @return whether they do
	 */
	public boolean isNamed() {
		return this.named;
	}

}
