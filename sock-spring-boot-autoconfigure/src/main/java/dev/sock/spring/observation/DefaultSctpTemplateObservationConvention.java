package dev.sock.spring.observation;

import dev.sock.SctpAssociation;
import dev.sock.spring.observation.SctpObservation.HighCardinality;
import dev.sock.spring.observation.SctpObservation.LowCardinality;
import io.micrometer.common.KeyValues;

/**
 * The names and keys that {@link SctpObservation#TEMPLATE} has by default.
 */
public class DefaultSctpTemplateObservationConvention implements SctpTemplateObservationConvention {

	@Override
	public String getName() {
		return "sock.template";
	}

	@Override
	public String getContextualName(SctpTemplateObservationContext context) {
		return context.getAssociation().name() + " send";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(SctpTemplateObservationContext context) {
		SctpAssociation association = context.getAssociation();
		return KeyValues.of(LowCardinality.ENDPOINT.withValue(association.endpoint().name()),
				LowCardinality.ASSOCIATION.withValue(SctpObservation.associationTag(association, context.isNamed())));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(SctpTemplateObservationContext context) {
		return KeyValues.of(HighCardinality.ASSOCIATION_NAME.withValue(context.getAssociation().name()),
				HighCardinality.STREAM.withValue(Integer.toString(context.getOptions().streamId())),
				HighCardinality.PPID.withValue(Integer.toUnsignedString(context.getOptions().payloadProtocolId())),
				HighCardinality.LENGTH.withValue(Integer.toString(context.getLength())));
	}

}
