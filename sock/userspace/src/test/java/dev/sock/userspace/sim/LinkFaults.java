package dev.sock.userspace.sim;

import java.time.Duration;

/**
 * How one direction of a link treats packets. Immutable; made with {@link #builder()}.
 *
 * @param delayNanos time that a packet takes
 * @param jitterNanos greatest addition to the delay; it does not reorder by itself
 * @param loss probability that a packet is lost
 * @param burstStart probability, per packet, that a bad spell starts
 * @param burstEnd probability, per packet, that a bad spell ends
 * @param burstLoss probability that a packet of a bad spell is lost
 * @param duplication probability that a packet comes twice
 * @param reordering probability that a packet is held back while others pass
 * @param reorderingNanos longest time that it is held back
 * @param corruption probability that a packet has one to three bits flipped, which CRC32c
 * always shows
 * @param truncation probability that a packet is cut short
 * @param bytesPerSecond bandwidth, 0 for no limit
 * @param queueBytes bytes that wait for the bandwidth at most
 * @param maxPacketSize largest SCTP packet that passes
 */
public record LinkFaults(long delayNanos, long jitterNanos, double loss, double burstStart, double burstEnd,
		double burstLoss, double duplication, double reordering, long reorderingNanos, double corruption,
		double truncation, long bytesPerSecond, long queueBytes, int maxPacketSize) {

	/** A link without faults that takes 5 ms. */
	public static final LinkFaults NONE = new Builder().build();

	/**
	 * Returns a builder for a link without faults that takes 5 ms.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builds {@link LinkFaults}.
	 */
	public static final class Builder {

		private long delayNanos = 5_000_000;

		private long jitterNanos;

		private double loss;

		private double burstStart;

		private double burstEnd = 1;

		private double burstLoss;

		private double duplication;

		private double reordering;

		private long reorderingNanos;

		private double corruption;

		private double truncation;

		private long bytesPerSecond;

		private long queueBytes = Long.MAX_VALUE;

		private int maxPacketSize = Integer.MAX_VALUE;

		private Builder() {
		}

		/**
		 * Sets delay and jitter.
		 * @param delay time that a packet takes
		 * @param jitter greatest addition
		 * @return this builder
		 */
		public Builder delay(Duration delay, Duration jitter) {
			this.delayNanos = delay.toNanos();
			this.jitterNanos = jitter.toNanos();
			return this;
		}

		/**
		 * Sets the independent loss.
		 * @param probability 0 to 1
		 * @return this builder
		 */
		public Builder loss(double probability) {
			this.loss = probability;
			return this;
		}

		/**
		 * Sets bad spells.
		 * @param start probability, per packet, that one starts
		 * @param end probability, per packet, that it ends
		 * @param loss probability that a packet of it is lost
		 * @return this builder
		 */
		public Builder bursts(double start, double end, double loss) {
			this.burstStart = start;
			this.burstEnd = end;
			this.burstLoss = loss;
			return this;
		}

		/**
		 * Sets duplication.
		 * @param probability 0 to 1
		 * @return this builder
		 */
		public Builder duplication(double probability) {
			this.duplication = probability;
			return this;
		}

		/**
		 * Sets reordering.
		 * @param probability 0 to 1
		 * @param longest longest time that a packet is held back
		 * @return this builder
		 */
		public Builder reordering(double probability, Duration longest) {
			this.reordering = probability;
			this.reorderingNanos = longest.toNanos();
			return this;
		}

		/**
		 * Sets corruption.
		 * @param probability 0 to 1
		 * @return this builder
		 */
		public Builder corruption(double probability) {
			this.corruption = probability;
			return this;
		}

		/**
		 * Sets truncation.
		 * @param probability 0 to 1
		 * @return this builder
		 */
		public Builder truncation(double probability) {
			this.truncation = probability;
			return this;
		}

		/**
		 * Sets the bandwidth.
		 * @param bytesPerSecond bandwidth, 0 for no limit
		 * @param queueBytes bytes that wait at most
		 * @return this builder
		 */
		public Builder bandwidth(long bytesPerSecond, long queueBytes) {
			this.bytesPerSecond = bytesPerSecond;
			this.queueBytes = queueBytes;
			return this;
		}

		/**
		 * Sets the size above which packets vanish.
		 * @param maxPacketSize largest SCTP packet that passes, in bytes
		 * @return this builder
		 */
		public Builder maxPacketSize(int maxPacketSize) {
			this.maxPacketSize = maxPacketSize;
			return this;
		}

		/**
		 * Returns the faults.
		 * @return the faults
		 */
		public LinkFaults build() {
			return new LinkFaults(this.delayNanos, this.jitterNanos, this.loss, this.burstStart, this.burstEnd,
					this.burstLoss, this.duplication, this.reordering, this.reorderingNanos, this.corruption,
					this.truncation, this.bytesPerSecond, this.queueBytes, this.maxPacketSize);
		}

	}

}
