package dev.sock.spring.listener;

import org.jspecify.annotations.Nullable;

/**
 * What one {@code @SctpListener} says. What is {@code null} is as the container factory
 * says.
 *
 * @param id name of the listener, unique in the application
 * @param endpoint name of the endpoint
 * @param criteria which messages it gets
 * @param listener what is called
 * @param description what to call it in messages
 * @param autoStartup whether it starts with the application
 * @param concurrency most calls at once
 * @param errorHandler deals with failures
 */
public record SctpListenerDefinition(String id, String endpoint, ListenerCriteria criteria,
		SctpMessageListener listener, String description, @Nullable Boolean autoStartup, @Nullable Integer concurrency,
		@Nullable SctpListenerErrorHandler errorHandler) {

	/** Most calls at once that can be asked for. */
	public static final int MAX_CONCURRENCY = 10_000;

	/**
	 * Checks the concurrency.
	 * @throws SctpListenerException if it is out of range
	 */
	public SctpListenerDefinition {
		if (concurrency != null && (concurrency < 1 || concurrency > MAX_CONCURRENCY)) {
			throw new SctpListenerException(
					"Listener '" + id + "' (" + description + ") has the concurrency " + concurrency
							+ ", which is not in the range 1 to " + MAX_CONCURRENCY,
					"Set a number in this range, or none for one call at a time for each association.");
		}
	}

	/**
	 * Makes a definition that leaves the rest to the container factory.
	 * @param id name of the listener
	 * @param endpoint name of the endpoint
	 * @param criteria which messages it gets
	 * @param listener what is called
	 * @return the definition
	 */
	public static SctpListenerDefinition of(String id, String endpoint, ListenerCriteria criteria,
			SctpMessageListener listener) {
		return new SctpListenerDefinition(id, endpoint, criteria, listener, id, null, null, null);
	}

}
