package dev.sock.spring.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import dev.sock.SctpAssociation;
import dev.sock.spring.observation.DefaultSctpTemplateObservationConvention;
import dev.sock.spring.observation.SctpObservation;
import dev.sock.spring.observation.SctpTemplateObservationContext;
import dev.sock.spring.observation.SctpTemplateObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to their association, asks interceptors and observes. Safe for use by
 * several threads.
 */
public final class MessageSender {

	private static final SctpTemplateObservationConvention DEFAULT = new DefaultSctpTemplateObservationConvention();

	private final SendInterceptors interceptors;

	private final @Nullable Duration timeout;

	private final ObservationRegistry registry;

	private final @Nullable SctpTemplateObservationConvention convention;

	private final Predicate<SctpAssociation> named;

	/**
	 * Creates a sender.
	 * @param interceptors asked in their order
	 * @param timeout how long to wait for room in the send buffer, or {@code null} until
	 * there is some
	 * @param registry takes observations
	 * @param convention names and keys of observations, or {@code null} for the default
	 * ones
	 * @param named tells of an association whether properties name it
	 */
	public MessageSender(List<SctpSendInterceptor> interceptors, @Nullable Duration timeout,
			ObservationRegistry registry, @Nullable SctpTemplateObservationConvention convention,
			Predicate<SctpAssociation> named) {
		this.interceptors = new SendInterceptors(interceptors);
		this.timeout = timeout;
		this.registry = registry;
		this.convention = convention;
		this.named = named;
	}

	/**
	 * Creates a sender without interceptors and observations that waits as long as it
	 * takes.
	 */
	public MessageSender() {
		this(List.of(), null, ObservationRegistry.NOOP, null, (association) -> false);
	}

	/** Asks the interceptors. One of the methods below must follow. */
	OutgoingMessage prepare(OutgoingMessage message) {
		return this.interceptors.beforeSend(message);
	}

	/** For a message that is not sent after all. */
	void refused(OutgoingMessage message, CompletableFuture<?> failed) {
		failed.whenComplete((result, failure) -> this.interceptors.afterSend(message, failure));
	}

	void send(OutgoingMessage message, @Nullable Duration timeout) {
		Observation observation = observe(message);
		Duration wait = (timeout != null) ? timeout : this.timeout;
		Throwable failure = null;
		try (Observation.Scope scope = observation.openScope()) {
			if (wait != null) {
				message.association().send(message.payload(), message.options(), wait);
			}
			else {
				message.association().send(message.payload(), message.options());
			}
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			ended(observation, message, failure);
		}
	}

	CompletableFuture<Void> sendAsync(OutgoingMessage message) {
		Observation observation = observe(message);
		CompletableFuture<Void> acknowledged;
		try (Observation.Scope scope = observation.openScope()) {
			acknowledged = message.association().sendAsync(message.payload(), message.options());
		}
		catch (RuntimeException ex) {
			acknowledged = CompletableFuture.failedFuture(ex);
		}
		if (observation.isNoop() && this.interceptors.all().isEmpty()) {
			return acknowledged;
		}
		// Not what whenComplete returns: that would wrap the exception.
		CompletableFuture<Void> result = new CompletableFuture<>();
		acknowledged.whenComplete((nothing, failure) -> {
			ended(observation, message, failure);
			if (failure != null) {
				result.completeExceptionally(failure);
			}
			else {
				result.complete(nothing);
			}
		});
		return result;
	}

	private Observation observe(OutgoingMessage message) {
		if (this.registry.isNoop()) {
			return Observation.NOOP;
		}
		return SctpObservation.TEMPLATE
			.observation(this.convention, DEFAULT,
					() -> new SctpTemplateObservationContext(message.association(), message.options(),
							message.payload().length, this.named.test(message.association())),
					this.registry)
			.start();
	}

	private void ended(Observation observation, OutgoingMessage message, @Nullable Throwable failure) {
		if (failure != null) {
			observation.error(failure);
		}
		observation.stop();
		this.interceptors.afterSend(message, failure);
	}

}
