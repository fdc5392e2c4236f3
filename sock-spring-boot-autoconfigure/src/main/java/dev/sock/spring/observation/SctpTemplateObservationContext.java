package dev.sock.spring.observation;

import dev.sock.SctpAssociation;
import dev.sock.SendOptions;
import io.micrometer.observation.Observation;

/**
 * A message that is sent: until it is accepted, or acknowledged if the sender wants to
 * know.
 */
public class SctpTemplateObservationContext extends Observation.Context {

	private final SctpAssociation association;

	private final SendOptions options;

	private final int length;

	private final boolean named;

	/**
	 * Creates a context.
	 * @param association the association
	 * @param options how it is sent
	 * @param length bytes of the payload
	 * @param named whether properties name the association, so that there are few such
	 * names
	 */
	public SctpTemplateObservationContext(SctpAssociation association, SendOptions options, int length, boolean named) {
		this.association = association;
		this.options = options;
		this.length = length;
		this.named = named;
	}

	/**
	 * Returns the association.
	 * @return the association
	 */
	public SctpAssociation getAssociation() {
		return this.association;
	}

	/**
	 * Returns how the message is sent.
	 * @return the options
	 */
	public SendOptions getOptions() {
		return this.options;
	}

	/**
	 * Returns the length of the payload.
	 * @return bytes
	 */
	public int getLength() {
		return this.length;
	}

	/**
	 * Returns whether properties name the association.
	 * @return whether they do
	 */
	public boolean isNamed() {
		return this.named;
	}

}
