package dev.sock.spring.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one thing: each is registered once its value is known, and all of them go
 * together.
 *
 * @param <S> the type of snapshot
 */
final class MeterGroup<S> {

	private final MeterRegistry registry;

	private final Tags tags;

	private final List<MeterDefinition<S>> definitions;

	private final Supplier<@Nullable S> source;

	private final Map<MeterDefinition<S>, Meter> meters = new HashMap<>();

	private boolean removed;

	MeterGroup(MeterRegistry registry, Tags tags, List<MeterDefinition<S>> definitions, Supplier<@Nullable S> source) {
		this.registry = registry;
		this.tags = tags;
		this.definitions = definitions;
		this.source = source;
	}

	/** Registers meters whose values have become known. */
	synchronized void update(S snapshot) {
		if (this.removed || this.meters.size() == this.definitions.size()) {
			return;
		}
		for (MeterDefinition<S> definition : this.definitions) {
			if (!this.meters.containsKey(definition) && definition.value().apply(snapshot) != null) {
				this.meters.put(definition, register(definition));
			}
		}
	}

	synchronized void remove() {
		this.removed = true;
		this.meters.values().forEach(this.registry::remove);
		this.meters.clear();
	}

	private Meter register(MeterDefinition<S> definition) {
		return switch (definition.kind()) {
			case COUNTER -> FunctionCounter.builder(definition.name(), definition, this::value)
				.tags(this.tags)
				.baseUnit(definition.unit())
				.description(definition.description())
				.register(this.registry);
			case GAUGE -> Gauge.builder(definition.name(), definition, this::value)
				.tags(this.tags)
				.baseUnit(definition.unit())
				.description(definition.description())
				.strongReference(true)
				.register(this.registry);
			case NANOSECONDS -> TimeGauge.builder(definition.name(), definition, TimeUnit.NANOSECONDS, this::value)
				.tags(this.tags)
				.description(definition.description())
				.strongReference(true)
				.register(this.registry);
		};
	}

	private double value(MeterDefinition<S> definition) {
		S snapshot = this.source.get();
		Number value = (snapshot != null) ? definition.value().apply(snapshot) : null;
		return (value != null) ? value.doubleValue() : Double.NaN;
	}

}
