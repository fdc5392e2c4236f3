package dev.sock.userspace.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * How often each kind of fault did occur.
 */
public final class FaultCounts {

	private final long[] counts = new long[FaultKind.values().length];

	void add(FaultKind kind) {
		this.counts[kind.ordinal()]++;
	}

	/**
	 * Adds the counts of another run.
	 * @param other its counts
	 */
	public void addAll(FaultCounts other) {
		for (int i = 0; i < this.counts.length; i++) {
			this.counts[i] += other.counts[i];
		}
	}

	/**
	 * Returns how often a kind of fault did occur.
	 * @param kind the kind
	 * @return how often
	 */
	public long count(FaultKind kind) {
		return this.counts[kind.ordinal()];
	}

	@Override
	public String toString() {
		List<String> parts = new ArrayList<>();
		for (FaultKind kind : FaultKind.values()) {
			if (count(kind) > 0) {
				parts.add(kind + "=" + count(kind));
			}
		}
		return String.join(" ", parts);
	}

}
