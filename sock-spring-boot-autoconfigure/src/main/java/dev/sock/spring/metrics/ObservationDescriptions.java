package dev.sock.spring.metrics;

import java.util.Map;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;

/**
 * Gives a description to the meters that are made of observations, which have none by
 * themselves.
 */
public final class ObservationDescriptions implements MeterFilter {

	private static final Map<String, String> DESCRIPTIONS = Map.of("sock.listener",
			"Calls of listeners, until their results are there", "sock.listener.active",
			"Calls of listeners that are under way", "sock.template",
			"Messages sent, until accepted, or acknowledged if the sender wants to know", "sock.template.active",
			"Messages that are being sent");

	@Override
	public Meter.Id map(Meter.Id id) {
		String description = DESCRIPTIONS.get(id.getName());
		return (description != null && id.getDescription() == null) ? new Meter.Id(id.getName(),
				Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), description, id.getType()) : id;
	}

}
