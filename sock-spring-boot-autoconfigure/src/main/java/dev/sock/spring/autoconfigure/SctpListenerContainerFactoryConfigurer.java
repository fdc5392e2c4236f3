package dev.sock.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

import dev.sock.SctpAssociation;
import dev.sock.spring.listener.LoggingErrorHandler;
import dev.sock.spring.listener.RetryingErrorHandler;
import dev.sock.spring.listener.SctpListenerContainerCustomizer;
import dev.sock.spring.listener.SctpListenerContainerFactory;
import dev.sock.spring.listener.SctpListenerDefinition;
import dev.sock.spring.listener.SctpListenerErrorHandler;
import dev.sock.spring.listener.SctpMessageRecoverer;
import dev.sock.spring.observation.SctpListenerObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Makes container factories that are set up as the properties say, to start from for one
 * of your own.
 */
public final class SctpListenerContainerFactoryConfigurer {

	private static final String RETRY = "sock.listener.retry.";

	private final SockProperties.Listener properties;

	private final Executor executor;

	private final @Nullable SctpListenerErrorHandler errorHandler;

	private final SctpMessageRecoverer recoverer;

	private final List<SctpListenerContainerCustomizer> customizers;

	private final ObservationRegistry observationRegistry;

	private final @Nullable SctpListenerObservationConvention convention;

	private final Predicate<SctpAssociation> named;

	SctpListenerContainerFactoryConfigurer(SockProperties.Listener properties, Executor executor,
			@Nullable SctpListenerErrorHandler errorHandler, @Nullable SctpMessageRecoverer recoverer,
			List<SctpListenerContainerCustomizer> customizers, ObservationRegistry observationRegistry,
			@Nullable SctpListenerObservationConvention convention, Predicate<SctpAssociation> named) {
		this.properties = properties;
		this.executor = executor;
		this.errorHandler = errorHandler;
		this.recoverer = (recoverer != null) ? recoverer : new LoggingErrorHandler();
		this.customizers = customizers;
		this.observationRegistry = observationRegistry;
		this.convention = convention;
		this.named = named;
	}

	/**
	 * Makes a factory.
	 * @return a factory as the properties and the beans of the application say
	 */
	public SctpListenerContainerFactory create() {
		SctpListenerContainerFactory factory = new SctpListenerContainerFactory(this.executor);
		Integer concurrency = this.properties.getConcurrency();
		if (concurrency != null && (concurrency < 1 || concurrency > SctpListenerDefinition.MAX_CONCURRENCY)) {
			throw SockPropertyException.of("sock.listener.concurrency", concurrency,
					"is not in the range 1 to " + SctpListenerDefinition.MAX_CONCURRENCY,
					"Set a number in this range, or none for one call at a time for each association.");
		}
		factory.setConcurrency(concurrency);
		factory.setAutoStartup(this.properties.isAutoStartup());
		factory.setErrorHandler(errorHandler());
		factory.setCustomizers(this.customizers);
		factory.setObservationRegistry(this.observationRegistry);
		factory.setObservationConvention(this.convention);
		factory.setNamedAssociations(this.named);
		return factory;
	}

	private SctpListenerErrorHandler errorHandler() {
		SctpListenerErrorHandler own = this.errorHandler;
		SockProperties.Retry retry = this.properties.getRetry();
		if (own != null) {
			return own;
		}
		SctpMessageRecoverer last = this.recoverer;
		if (!retry.isEnabled()) {
			return (last instanceof LoggingErrorHandler logging) ? logging
					: (failure, delivery) -> delivery.recover(last, failure);
		}
		if (retry.getMaxRetries() < 1) {
			throw SockPropertyException.of(RETRY + "max-retries", retry.getMaxRetries(), "is below 1",
					"Set the number of repetitions, or set " + RETRY + "enabled to false.");
		}
		return new RetryingErrorHandler(retry.getMaxRetries(), backOff(retry), last);
	}

	private static BackOff backOff(SockProperties.Retry retry) {
		checkInterval("initial-interval", retry.getInitialInterval());
		checkInterval("max-interval", retry.getMaxInterval());
		if (!(retry.getMultiplier() >= 1 && retry.getMultiplier() <= 100)) {
			throw SockPropertyException.of(RETRY + "multiplier", retry.getMultiplier(), "is not in the range 1 to 100",
					"Set a value in this range.");
		}
		if (retry.getInitialInterval().isZero()) {
			return new FixedBackOff(0, FixedBackOff.UNLIMITED_ATTEMPTS);
		}
		ExponentialBackOff backOff = new ExponentialBackOff(retry.getInitialInterval().toMillis(),
				retry.getMultiplier());
		backOff.setMaxInterval(retry.getMaxInterval().toMillis());
		return backOff;
	}

	private static void checkInterval(String property, Duration interval) {
		if (interval.isNegative() || interval.compareTo(Duration.ofHours(1)) > 0) {
			throw SockPropertyException.of(RETRY + property, interval, "is not in the range 0 to 1 h",
					"Set a value in this range.");
		}
	}

}
