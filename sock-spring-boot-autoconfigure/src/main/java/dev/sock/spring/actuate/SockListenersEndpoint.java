package dev.sock.spring.actuate;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import dev.sock.spring.config.SctpListenerRegistry;
import dev.sock.spring.listener.SctpListenerContainer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Actuator endpoint that shows listeners, and starts, stops, pauses and resumes them
 * where {@code management.endpoint.socklisteners.access} is {@code unrestricted}.
 */
@Endpoint(id = "socklisteners", defaultAccess = Access.READ_ONLY)
public final class SockListenersEndpoint {

	private static final Logger logger = LoggerFactory.getLogger("dev.sock.listener");

	private final SctpListenerRegistry registry;

	private final Duration timeout;

	/**
	 * Creates the actuator endpoint.
	 * @param registry knows the listeners
	 * @param timeout how long a listener that is stopped may take to return
	 */
	public SockListenersEndpoint(SctpListenerRegistry registry, Duration timeout) {
		this.registry = registry;
		this.timeout = timeout;
	}

	/**
	 * Shows all listeners.
	 * @return the listeners
	 */
	@ReadOperation
	public SockListenersDescriptor listeners() {
		Map<String, ListenerDescriptor> listeners = new TreeMap<>();
		this.registry.listeners().forEach((listener) -> listeners.put(listener.id(), ListenerDescriptor.of(listener)));
		return new SockListenersDescriptor(listeners);
	}

	/**
	 * Shows a listener.
	 * @param id its id
	 * @return the listener, or {@code null} if there is none of this id
	 */
	@ReadOperation
	public @Nullable ListenerDescriptor listener(@Selector String id) {
		return this.registry.find(id).map(ListenerDescriptor::of).orElse(null);
	}

	/**
	 * Changes what a listener does with messages.
	 * @param id its id
	 * @param action what to do
	 * @return the listener afterwards
	 * @throws SockOperationException if there is none of this id
	 */
	@WriteOperation
	public ListenerDescriptor change(@Selector String id, ListenerAction action) {
		SctpListenerContainer listener = this.registry.find(id)
			.orElseThrow(() -> new SockOperationException(SockOperationException.Reason.UNKNOWN_NAME,
					"There is no listener with the id '" + id + "'; use one of " + listeners().listeners().keySet()));
		logger.info("Listener '{}' of endpoint '{}': {} asked for by the operator", id, listener.endpointName(),
				action);
		switch (action) {
			case START -> listener.start();
			case STOP -> stop(listener);
			case PAUSE -> listener.pause();
			case RESUME -> listener.resume();
		}
		return ListenerDescriptor.of(listener);
	}

	private void stop(SctpListenerContainer listener) {
		if (!listener.stop(this.timeout)) {
			logger.warn("Listener '{}' of endpoint '{}' has not returned within {} ms", listener.id(),
					listener.endpointName(), this.timeout.toMillis());
		}
	}

}
