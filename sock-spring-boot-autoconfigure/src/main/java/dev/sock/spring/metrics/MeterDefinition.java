package dev.sock.spring.metrics;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A meter over a snapshot.
 *
 * @param <S> the type of snapshot
 * @param kind its kind
 * @param name its name
 * @param unit base unit, or {@code null} if the name says it
 * @param description what it shows
 * @param value reads it; {@code null} if it is not known, then there is no meter
 */
record MeterDefinition<S>(Kind kind, String name, @Nullable String unit, String description,
		Function<S, @Nullable Number> value) {

	enum Kind {

		COUNTER, GAUGE, NANOSECONDS

	}

	static <S> MeterDefinition<S> counter(String name, String description, Function<S, @Nullable Number> value) {
		return new MeterDefinition<>(Kind.COUNTER, name, null, description, value);
	}

	static <S> MeterDefinition<S> byteCounter(String name, String description, Function<S, @Nullable Number> value) {
		return new MeterDefinition<>(Kind.COUNTER, name, "bytes", description, value);
	}

	static <S> MeterDefinition<S> gauge(String name, String description, Function<S, @Nullable Number> value) {
		return new MeterDefinition<>(Kind.GAUGE, name, null, description, value);
	}

	static <S> MeterDefinition<S> bytes(String name, String description, Function<S, @Nullable Number> value) {
		return new MeterDefinition<>(Kind.GAUGE, name, "bytes", description, value);
	}

	static <S> MeterDefinition<S> nanoseconds(String name, String description, Function<S, @Nullable Number> value) {
		return new MeterDefinition<>(Kind.NANOSECONDS, name, null, description, value);
	}

}
