package dev.sock.spring.metrics;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a snapshot for a moment, so that the many meters of one scrape take one.
 *
 * @param <S> the type of snapshot
 */
final class Snapshot<S> {

	static final Duration LIFE = Duration.ofMillis(250);

	private final Supplier<S> source;

	private final Consumer<S> renewed;

	private @Nullable S value;

	private long takenNanos;

	/**
	 * Creates a snapshot that is not taken yet.
	 * @param source takes it
	 * @param renewed is told of each new one
	 */
	Snapshot(Supplier<S> source, Consumer<S> renewed) {
		this.source = source;
		this.renewed = renewed;
	}

	synchronized S get() {
		S current = this.value;
		if (current == null || System.nanoTime() - this.takenNanos > LIFE.toNanos()) {
			current = this.source.get();
			this.value = current;
			this.takenNanos = System.nanoTime();
			this.renewed.accept(current);
		}
		return current;
	}

}
