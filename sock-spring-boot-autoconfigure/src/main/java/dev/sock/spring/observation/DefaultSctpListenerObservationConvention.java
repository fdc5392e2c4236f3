package dev.sock.spring.observation;

import dev.sock.SctpMessage;
import dev.sock.spring.observation.SctpObservation.HighCardinality;
import dev.sock.spring.observation.SctpObservation.LowCardinality;
import io.micrometer.common.KeyValues;

/**
 * The names and keys that {@link SctpObservation#LISTENER} has by default.
 */
public class DefaultSctpListenerObservationConvention implements SctpListenerObservationConvention {

	@Override
	public String getName() {
		return "sock.listener";
	}

	@Override
	public String getContextualName(SctpListenerObservationContext context) {
		return context.getListenerId() + " receive";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(SctpListenerObservationContext context) {
		SctpMessage message = context.getMessage();
		return KeyValues.of(LowCardinality.ENDPOINT.withValue(message.association().endpoint().name()),
				LowCardinality.ASSOCIATION
					.withValue(SctpObservation.associationTag(message.association(), context.isNamed())),
				LowCardinality.LISTENER.withValue(context.getListenerId()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(SctpListenerObservationContext context) {
		SctpMessage message = context.getMessage();
		int count = context.getMessages().size();
		long length = context.getMessages().stream().mapToLong((each) -> each.payload().length).sum();
		KeyValues common = KeyValues.of(HighCardinality.ASSOCIATION_NAME.withValue(message.association().name()),
				HighCardinality.LENGTH.withValue(Long.toString(length)));
		return (count > 1) ? common.and(HighCardinality.MESSAGES.withValue(Integer.toString(count)))
				: common.and(HighCardinality.STREAM.withValue(Integer.toString(message.streamId())),
						HighCardinality.PPID.withValue(Long.toString(message.payloadProtocolId())));
	}

}
