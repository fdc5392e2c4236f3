package dev.sock.spring.event;

import dev.sock.SctpAssociation;
import dev.sock.SctpEvent;

import org.springframework.context.ApplicationEvent;
import org.springframework.core.ResolvableType;
import org.springframework.core.ResolvableTypeProvider;

/**
 * An {@link SctpEvent} as an application event. A method that takes
 * {@code SctpApplicationEvent<SctpEvent.AssociationChanged>} gets changes of associations
 * only.
 *
 * <p>
 * Published on a listener thread, in the order of the association's events. Every event
 * is published but {@link SctpEvent.SenderDry}, which may come after each message.
 *
 * @param <E> what happened
 */
public class SctpApplicationEvent<E extends SctpEvent> extends ApplicationEvent implements ResolvableTypeProvider {

	private static final long serialVersionUID = 1L;

	private final transient E event;

	/**
	 * Creates an event.
	 * @param event what happened
	 */
	public SctpApplicationEvent(E event) {
		super(event.association());
		this.event = event;
	}

	/**
	 * Returns what happened.
	 * @return the event
	 */
	public E getEvent() {
		return this.event;
	}

	/**
	 * Returns the association concerned.
	 * @return the association
	 */
	public SctpAssociation getAssociation() {
		return this.event.association();
	}

	@Override
	public ResolvableType getResolvableType() {
		return ResolvableType.forClassWithGenerics(getClass(), this.event.getClass());
	}

}
