package dev.sock.spring.observation;

import java.util.List;

import dev.sock.SctpMessage;
import io.micrometer.observation.Observation;

/**
 * A call of a listener.
 */
public class SctpListenerObservationContext extends Observation.Context {

	private final String listenerId;

	private final List<SctpMessage> messages;

	private final boolean named;

	/**
	 * Creates a context.
	 * @param listenerId name of the listener
	 * @param messages the messages, of one association
	 * @param named whether properties name the association, so that there are few such
	 * names
	 */
	public SctpListenerObservationContext(String listenerId, List<SctpMessage> messages, boolean named) {
		this.listenerId = listenerId;
		this.messages = List.copyOf(messages);
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
	 * @return the message, the first one if it is a call for a batch
	 */
	public SctpMessage getMessage() {
		return this.messages.get(0);
	}

	/**
	 * Returns the messages.
	 * @return one, or more if it is a call for a batch
	 */
	public List<SctpMessage> getMessages() {
		return this.messages;
	}

	/**
	 * Returns whether properties name the association.
	 * @return whether they do
	 */
	public boolean isNamed() {
		return this.named;
	}

}
