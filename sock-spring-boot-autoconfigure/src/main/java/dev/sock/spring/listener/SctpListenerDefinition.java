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
 * @param batchSize most messages of one call of a {@link SctpBatchMessageListener}, which
 * are 1 if {@code null}
 */
public record SctpListenerDefinition(String id, String endpoint, ListenerCriteria criteria,
		SctpMessageListener listener, String description, @Nullable Boolean autoStartup, @Nullable Integer concurrency,
		@Nullable SctpListenerErrorHandler errorHandler, @Nullable Integer batchSize) {

	/** Most calls at once that can be asked for. */
	public static final int MAX_CONCURRENCY = 10_000;

	/** Most messages of a call that can be asked for. */
	public static final int MAX_BATCH_SIZE = 10_000;

	/**
	 * Checks the numbers.
	 * @throws SctpListenerException if one is out of range, or a listener that takes one
	 * message has a batch size
	 */
	public SctpListenerDefinition {
		if (concurrency != null && (concurrency < 1 || concurrency > MAX_CONCURRENCY)) {
			throw new SctpListenerException(
					"Listener '" + id + "' (" + description + ") has the concurrency " + concurrency
							+ ", which is not in the range 1 to " + MAX_CONCURRENCY,
					"Set a number in this range, or none for one call at a time for each association.");
		}
		if (batchSize != null && (batchSize < 1 || batchSize > MAX_BATCH_SIZE)) {
			throw new SctpListenerException("Listener '" + id + "' (" + description + ") has the batch size "
					+ batchSize + ", which is not in the range 1 to " + MAX_BATCH_SIZE, "Set a number in this range.");
		}
		if (batchSize != null && !(listener instanceof SctpBatchMessageListener)) {
			throw new SctpListenerException(
					"Listener '" + id + "' (" + description
							+ ") has a batch size, although it takes one message at a time",
					"Make it a SctpBatchMessageListener, or set no batch size.");
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
		return new SctpListenerDefinition(id, endpoint, criteria, listener, id, null, null, null, null);
	}

	/**
	 * Returns this definition with another listener.
	 * @param newListener what is called
	 * @return a definition
	 */
	public SctpListenerDefinition withListener(SctpMessageListener newListener) {
		return new SctpListenerDefinition(this.id, this.endpoint, this.criteria, newListener, this.description,
				this.autoStartup, this.concurrency, this.errorHandler, this.batchSize);
	}

	/**
	 * Returns this definition, started with the application or not.
	 * @param newAutoStartup whether it starts with the application
	 * @return a definition
	 */
	public SctpListenerDefinition withAutoStartup(@Nullable Boolean newAutoStartup) {
		return new SctpListenerDefinition(this.id, this.endpoint, this.criteria, this.listener, this.description,
				newAutoStartup, this.concurrency, this.errorHandler, this.batchSize);
	}

	/**
	 * Returns this definition with another concurrency.
	 * @param newConcurrency most calls at once, 1 to {@value #MAX_CONCURRENCY}
	 * @return a definition
	 */
	public SctpListenerDefinition withConcurrency(@Nullable Integer newConcurrency) {
		return new SctpListenerDefinition(this.id, this.endpoint, this.criteria, this.listener, this.description,
				this.autoStartup, newConcurrency, this.errorHandler, this.batchSize);
	}

	/**
	 * Returns this definition with another error handler.
	 * @param newErrorHandler deals with failures
	 * @return a definition
	 */
	public SctpListenerDefinition withErrorHandler(@Nullable SctpListenerErrorHandler newErrorHandler) {
		return new SctpListenerDefinition(this.id, this.endpoint, this.criteria, this.listener, this.description,
				this.autoStartup, this.concurrency, newErrorHandler, this.batchSize);
	}

	/**
	 * Returns this definition with another batch size.
	 * @param newBatchSize most messages of one call, 1 to {@value #MAX_BATCH_SIZE}
	 * @return a definition
	 */
	public SctpListenerDefinition withBatchSize(@Nullable Integer newBatchSize) {
		return new SctpListenerDefinition(this.id, this.endpoint, this.criteria, this.listener, this.description,
				this.autoStartup, this.concurrency, this.errorHandler, newBatchSize);
	}

}
