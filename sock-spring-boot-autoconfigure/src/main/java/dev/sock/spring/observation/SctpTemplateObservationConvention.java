package dev.sock.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and keys of {@link SctpObservation#TEMPLATE}. A bean of this type replaces the
 * default.
 */
public interface SctpTemplateObservationConvention extends ObservationConvention<SctpTemplateObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof SctpTemplateObservationContext;
	}

}
