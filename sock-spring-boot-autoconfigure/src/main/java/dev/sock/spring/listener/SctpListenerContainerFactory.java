package dev.sock.spring.listener;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

import dev.sock.SctpAssociation;
import dev.sock.spring.observation.SctpListenerObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes containers, alike in what their listeners do not say themselves. The one named
 * {@code sctpListenerContainerFactory} makes those of listeners that name none. Set it up
 * before the first container is made; from then on it is safe for use by several threads.
 */
public class SctpListenerContainerFactory {

	private Executor executor;

	private boolean autoStartup = true;

	private @Nullable Integer concurrency;

	private SctpListenerErrorHandler errorHandler = new LoggingErrorHandler();

	private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

	private @Nullable SctpListenerObservationConvention observationConvention;

	private List<SctpListenerContainerCustomizer> customizers = List.of();

	private Predicate<SctpAssociation> named = (association) -> false;

	/**
	 * Creates a factory.
	 * @param executor calls the listeners
	 */
	public SctpListenerContainerFactory(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Sets what calls the listeners that have a concurrency or take batches, and those
	 * that have kept messages; others are called on the endpoint's threads, as the
	 * messages come.
	 * @param executor the threads, never an event loop
	 */
	public void setExecutor(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Sets whether containers start with the application.
	 * @param autoStartup whether they do; {@code true} by default
	 */
	public void setAutoStartup(boolean autoStartup) {
		this.autoStartup = autoStartup;
	}

	/**
	 * Sets how many calls of a listener are under way at once at most.
	 * @param concurrency 1 to {@value SctpListenerDefinition#MAX_CONCURRENCY}, or
	 * {@code null}, as by default, for one call at a time for each association
	 */
	public void setConcurrency(@Nullable Integer concurrency) {
		this.concurrency = concurrency;
	}

	/**
	 * Sets what deals with failures.
	 * @param errorHandler the error handler; logs by default
	 */
	public void setErrorHandler(SctpListenerErrorHandler errorHandler) {
		this.errorHandler = errorHandler;
	}

	/**
	 * Sets what takes observations of calls.
	 * @param observationRegistry the registry; none by default
	 */
	public void setObservationRegistry(ObservationRegistry observationRegistry) {
		this.observationRegistry = observationRegistry;
	}

	/**
	 * Sets the names and keys of observations.
	 * @param observationConvention the convention, or {@code null} for the default one
	 */
	public void setObservationConvention(@Nullable SctpListenerObservationConvention observationConvention) {
		this.observationConvention = observationConvention;
	}

	/**
	 * Sets which associations observations may name.
	 * @param named tells of an association whether properties name it; none by default
	 */
	public void setNamedAssociations(Predicate<SctpAssociation> named) {
		this.named = named;
	}

	/**
	 * Sets what changes definitions.
	 * @param customizers called in their order; none by default
	 */
	public void setCustomizers(List<SctpListenerContainerCustomizer> customizers) {
		this.customizers = List.copyOf(customizers);
	}

	/**
	 * Makes a container.
	 * @param definition what the listener says itself
	 * @return the container, stopped
	 * @throws SctpListenerException if the concurrency is out of range
	 */
	public SctpListenerContainer create(SctpListenerDefinition definition) {
		Integer own = definition.concurrency();
		SctpListenerDefinition whole = definition.withAutoStartup(or(definition.autoStartup(), this.autoStartup))
			.withConcurrency((own != null) ? own : this.concurrency)
			.withErrorHandler(or(definition.errorHandler(), this.errorHandler));
		for (SctpListenerContainerCustomizer customizer : this.customizers) {
			whole = customizer.customize(whole);
		}
		return new SctpListenerContainer(whole, this.executor,
				new ListenerObservations(this.observationRegistry, this.observationConvention, this.named));
	}

	private static <T> T or(@Nullable T value, T defaultValue) {
		return (value != null) ? value : defaultValue;
	}

}
