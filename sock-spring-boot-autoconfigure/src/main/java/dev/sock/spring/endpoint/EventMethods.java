package dev.sock.spring.endpoint;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import dev.sock.SctpEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to those who want to hear of an endpoint or association. Safe for use by
 * several threads.
 */
public final class EventMethods implements SctpEndpointObserver {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.listener");

	private final List<EventMethod> methods = new CopyOnWriteArrayList<>();

	/**
	 * Adds somebody.
	 * @param endpoint name of the endpoint
	 * @param association name of the association, or {@code null} for every one
	 * @param type which events
	 * @param method gets the events
	 * @param description what to call it in messages
	 */
	public void add(String endpoint, @Nullable String association, Class<?> type, Consumer<SctpEvent> method,
			String description) {
		this.methods.add(new EventMethod(endpoint, association, type, method, description));
	}

	/**
	 * Returns whether anybody wants to hear of anything.
	 * @return whether somebody was added
	 */
	public boolean hasMethods() {
		return !this.methods.isEmpty();
	}

	@Override
	public void onEvent(SctpEvent event) {
		for (EventMethod method : this.methods) {
			if (method.wants(event)) {
				tell(method, event);
			}
		}
	}

	private static void tell(EventMethod method, SctpEvent event) {
		try {
			method.method.accept(event);
		}
		catch (Throwable ex) {
			logger.error("@SctpEventListener {} failed on {} of association '{}' of endpoint '{}'", method.description,
					event.getClass().getSimpleName(), event.association().name(), event.association().endpoint().name(),
					ex);
		}
	}

	private record EventMethod(String endpoint, @Nullable String association, Class<?> type, Consumer<SctpEvent> method,
			String description) {

		boolean wants(SctpEvent event) {
			return this.type.isInstance(event) && this.endpoint.equals(event.association().endpoint().name())
					&& (this.association == null || this.association.equals(event.association().name()));
		}

	}

}
