package dev.sock.spring.listener;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

import dev.sock.SctpAssociation;
import dev.sock.SctpMessage;
import dev.sock.spring.observation.DefaultSctpListenerObservationConvention;
import dev.sock.spring.observation.SctpListenerObservationContext;
import dev.sock.spring.observation.SctpListenerObservationConvention;
import dev.sock.spring.observation.SctpObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Calls listeners and observes the calls.
 *
 * @param registry takes the observations
 * @param convention names and keys, or {@code null} for the default ones
 * @param named tells of an association whether properties name it
 */
record ListenerObservations(ObservationRegistry registry, @Nullable SctpListenerObservationConvention convention,
		Predicate<SctpAssociation> named) {

	static final ListenerObservations NONE = new ListenerObservations(ObservationRegistry.NOOP, null,
			(association) -> false);

	private static final SctpListenerObservationConvention DEFAULT = new DefaultSctpListenerObservationConvention();

	@Nullable CompletionStage<?> call(String listenerId, List<SctpMessage> messages, Call listener) throws Exception {
		if (this.registry.isNoop()) {
			return listener.call();
		}
		Observation observation = SctpObservation.LISTENER
			.observation(this.convention, DEFAULT,
					() -> new SctpListenerObservationContext(listenerId, messages,
							this.named.test(messages.get(0).association())),
					this.registry)
			.start();
		CompletionStage<?> later = null;
		try (Observation.Scope scope = observation.openScope()) {
			later = listener.call();
		}
		catch (Throwable ex) {
			observation.error((ex instanceof UnreadableMessageException unreadable) ? unreadable.failure() : ex);
			throw ex;
		}
		finally {
			if (later == null) {
				observation.stop();
			}
		}
		return (later != null) ? later.whenComplete((result, failure) -> {
			if (failure != null) {
				observation.error(SctpListenerCalls.cause(failure));
			}
			observation.stop();
		}) : null;
	}

	/** A call of a listener. */
	interface Call {

		@Nullable CompletionStage<?> call() throws Exception;

	}

}
