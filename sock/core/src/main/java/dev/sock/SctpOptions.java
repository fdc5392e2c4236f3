package dev.sock;

import java.time.Duration;

/**
 * Protocol options of an endpoint's associations. Immutable; made with {@link #builder()}
 * or changed with {@link #toBuilder()}.
 *
 * @param outboundStreams outbound streams to ask for, 1 to 65535; the peer may allow
 * fewer (RFC 9260 §5.1.1)
 * @param maxInboundStreams inbound streams to allow, 1 to 65535
 * @param maxInitRetransmissions how often INIT and COOKIE ECHO are repeated before a
 * connect fails, 0 to 255 (Max.Init.Retransmits)
 * @param rto bounds of the retransmission time-out
 * @param heartbeatInterval time between heartbeats on an idle path, added to its RTO;
 * zero switches them off (HB.interval)
 * @param associationMaxRetransmissions transmissions in a row without an acknowledgement,
 * over all paths, after which the association ends, 1 to 255 (Association.Max.Retrans)
 * @param pathMaxRetransmissions the same for one path, after which it is inactive, 0 to
 * 255 (Path.Max.Retrans)
 * @param potentiallyFailedThreshold errors in a row after which another path is
 * preferred, 0 to 255; no less than {@code pathMaxRetransmissions} switches the state off
 * (RFC 7829)
 * @param sackDelay longest time that an acknowledgement waits, 0 to 500 ms (RFC 9260
 * §6.2)
 * @param noDelay whether a message leaves at once even while earlier ones are
 * unacknowledged and it does not fill a packet (SCTP_NODELAY)
 * @param sendBuffer bytes accepted for sending and not yet acknowledged, per association,
 * 4096 to 2^30
 * @param receiveBuffer bytes received and not yet consumed, per association: the window
 * that the peer is offered, 4096 to 2^30
 * @param maxMessageSize longest message that is received; a longer one ends its
 * association, 1 to 2^30
 * @param maxBurst most packets of new data sent at once, 1 to 1024 (Max.Burst, RFC 9260
 * §6.1); RFC 9260 §16 suggests 4, today's networks take 16 as they take them from TCP
 * @param validCookieLife life of a state cookie, 1 s to 1 h (Valid.Cookie.Life)
 * @param pathMtu size of the largest IP packet to send to a path that was not yet probed,
 * 0 for the default of its address family, else 576 to 65535
 * @param partialReliability whether the peer is told that messages which were sent can be
 * given up, see {@link Reliability} (SCTP_PR_SUPPORTED)
 */
public record SctpOptions(int outboundStreams, int maxInboundStreams, int maxInitRetransmissions, RtoOptions rto,
		Duration heartbeatInterval, int associationMaxRetransmissions, int pathMaxRetransmissions,
		int potentiallyFailedThreshold, Duration sackDelay, boolean noDelay, int sendBuffer, int receiveBuffer,
		int maxMessageSize, int maxBurst, Duration validCookieLife, int pathMtu, boolean partialReliability) {

	/** The defaults: RFC 9260 §16 where it speaks. */
	public static final SctpOptions DEFAULT = new Builder().build();

	private static final int MAX_BUFFER = 1 << 30;

	/**
	 * Checks every option.
	 * @throws SctpOptionException if a value is out of its range
	 */
	public SctpOptions {
		OptionChecks.between("outbound-streams", outboundStreams, 1, 65535);
		OptionChecks.between("max-inbound-streams", maxInboundStreams, 1, 65535);
		OptionChecks.between("max-init-retransmissions", maxInitRetransmissions, 0, 255);
		OptionChecks.between("heartbeat-interval", heartbeatInterval, Duration.ZERO, Duration.ofDays(1));
		OptionChecks.between("association-max-retransmissions", associationMaxRetransmissions, 1, 255);
		OptionChecks.between("path-max-retransmissions", pathMaxRetransmissions, 0, 255);
		OptionChecks.between("potentially-failed-threshold", potentiallyFailedThreshold, 0, 255);
		OptionChecks.between("sack-delay", sackDelay, Duration.ZERO, Duration.ofMillis(500));
		OptionChecks.between("send-buffer", sendBuffer, 4096, MAX_BUFFER);
		OptionChecks.between("receive-buffer", receiveBuffer, 4096, MAX_BUFFER);
		OptionChecks.between("max-message-size", maxMessageSize, 1, MAX_BUFFER);
		OptionChecks.between("max-burst", maxBurst, 1, 1024);
		OptionChecks.between("valid-cookie-life", validCookieLife, Duration.ofSeconds(1), Duration.ofHours(1));
		if (pathMtu != 0) {
			OptionChecks.between("path-mtu", pathMtu, 576, 65535);
		}
	}

	/**
	 * Returns a builder that starts with the defaults.
	 * @return a new builder
	 */
	public static Builder builder() {
		return DEFAULT.toBuilder();
	}

	/**
	 * Returns a builder that starts with these options.
	 * @return a new builder
	 */
	public Builder toBuilder() {
		Builder builder = new Builder();
		builder.outboundStreams = this.outboundStreams;
		builder.maxInboundStreams = this.maxInboundStreams;
		builder.maxInitRetransmissions = this.maxInitRetransmissions;
		builder.rto = this.rto;
		builder.heartbeatInterval = this.heartbeatInterval;
		builder.associationMaxRetransmissions = this.associationMaxRetransmissions;
		builder.pathMaxRetransmissions = this.pathMaxRetransmissions;
		builder.potentiallyFailedThreshold = this.potentiallyFailedThreshold;
		builder.sackDelay = this.sackDelay;
		builder.noDelay = this.noDelay;
		builder.sendBuffer = this.sendBuffer;
		builder.receiveBuffer = this.receiveBuffer;
		builder.maxMessageSize = this.maxMessageSize;
		builder.maxBurst = this.maxBurst;
		builder.validCookieLife = this.validCookieLife;
		builder.pathMtu = this.pathMtu;
		builder.partialReliability = this.partialReliability;
		return builder;
	}

	/**
	 * Builds {@link SctpOptions}. Not safe for use by several threads.
	 */
	public static final class Builder {

		private int outboundStreams = 10;

		private int maxInboundStreams = 2048;

		private int maxInitRetransmissions = 8;

		private RtoOptions rto = RtoOptions.DEFAULT;

		private Duration heartbeatInterval = Duration.ofSeconds(30);

		private int associationMaxRetransmissions = 10;

		private int pathMaxRetransmissions = 5;

		private int potentiallyFailedThreshold;

		private Duration sackDelay = Duration.ofMillis(200);

		private boolean noDelay = true;

		private int sendBuffer = 1 << 20;

		private int receiveBuffer = 1 << 20;

		private int maxMessageSize = 16 << 20;

		private int maxBurst = 16;

		private Duration validCookieLife = Duration.ofSeconds(60);

		private int pathMtu;

		private boolean partialReliability = true;

		private Builder() {
		}

		/**
		 * Sets {@link SctpOptions#outboundStreams()}.
		 * @param outboundStreams outbound streams to ask for, 1 to 65535
		 * @return this builder
		 */
		public Builder outboundStreams(int outboundStreams) {
			this.outboundStreams = outboundStreams;
			return this;
		}

		/**
		 * Sets {@link SctpOptions#maxInboundStreams()}.
		 * @param maxInboundStreams inbound streams to allow, 1 to 65535
		 * @return this builder
		 */
		public Builder maxInboundStreams(int maxInboundStreams) {
			this.maxInboundStreams = maxInboundStreams;
			return this;
		}

		/**
		 * Sets {@link SctpOptions#maxInitRetransmissions()}.
		 * @param maxInitRetransmissions repetitions of INIT and COOKIE ECHO, 0 to 255
		 * @return this builder
		 */
		public Builder maxInitRetransmissions(int maxInitRetransmissions) {
			this.maxInitRetransmissions = maxInitRetransmissions;
			return this;
		}

		/**
		 * Sets {@link SctpOptions#rto()}.
		 * @param rto bounds of the retransmission time-out
		 * @return this builder
		 */
		public Builder rto(RtoOptions rto) {
			this.rto = rto;
			return this;
		}

		/**
		 * Sets {@link SctpOptions#heartbeatInterval()}.
		 * @param heartbeatInterval time between heartbeats, zero for none
		 * @return this builder
		 */
		public Builder heartbeatInterval(Duration heartbeatInterval) {
			this.heartbeatInterval = heartbeatInterval;
			return this;
		}

		/**
		 * Sets {@link SctpOptions#associationMaxRetransmissions()}.
		 * @param associationMaxRetransmissions errors in a row that end the association,
		 * 1 to 255
		 * @return this builder
		 */
		public Builder associationMaxRetransmissions(int associationMaxRetransmissions) {
			this.associationMaxRetransmissions = associationMaxRetransmissions;
			return this;
		}

		/**
		 * Sets {@link SctpOptions#pathMaxRetransmissions()}.
		 * @param pathMaxRetransmissions errors in a row that make a path inactive, 0 to
		 * 255
		 * @return this builder
		 */
		public Builder pathMaxRetransmissions(int pathMaxRetransmissions) {
			this.pathMaxRetransmissions = pathMaxRetransmissions;
			return this;
		}

		/**
		 * Sets {@link SctpOptions#potentiallyFailedThreshold()}.
		 * @param potentiallyFailedThreshold errors in a row after which another path is
		 * preferred, 0 to 255
		 * @return this builder
		 */
		public Builder potentiallyFailedThreshold(int potentiallyFailedThreshold) {
			this.potentiallyFailedThreshold = potentiallyFailedThreshold;
			return this;
		}

		/**
		 * Sets {@link SctpOptions#sackDelay()}.
		 * @param sackDelay longest delay of an acknowledgement, 0 to 500 ms
		 * @return this builder
		 */
		public Builder sackDelay(Duration sackDelay) {
			this.sackDelay = sackDelay;
			return this;
		}

		/**
		 * Sets {@link SctpOptions#noDelay()}.
		 * @param noDelay whether small messages leave at once
		 * @return this builder
		 */
		public Builder noDelay(boolean noDelay) {
			this.noDelay = noDelay;
			return this;
		}

		/**
		 * Sets {@link SctpOptions#sendBuffer()}.
		 * @param sendBuffer bytes, 4096 to 2^30
		 * @return this builder
		 */
		public Builder sendBuffer(int sendBuffer) {
			this.sendBuffer = sendBuffer;
			return this;
		}

		/**
		 * Sets {@link SctpOptions#receiveBuffer()}.
		 * @param receiveBuffer bytes, 4096 to 2^30
		 * @return this builder
		 */
		public Builder receiveBuffer(int receiveBuffer) {
			this.receiveBuffer = receiveBuffer;
			return this;
		}

		/**
		 * Sets {@link SctpOptions#maxMessageSize()}.
		 * @param maxMessageSize longest message that is received in bytes, 1 to 2^30
		 * @return this builder
		 */
		public Builder maxMessageSize(int maxMessageSize) {
			this.maxMessageSize = maxMessageSize;
			return this;
		}

		/**
		 * Sets {@link SctpOptions#maxBurst()}.
		 * @param maxBurst packets sent at once, 1 to 1024
		 * @return this builder
		 */
		public Builder maxBurst(int maxBurst) {
			this.maxBurst = maxBurst;
			return this;
		}

		/**
		 * Sets {@link SctpOptions#validCookieLife()}.
		 * @param validCookieLife life of a state cookie, 1 s to 1 h
		 * @return this builder
		 */
		public Builder validCookieLife(Duration validCookieLife) {
			this.validCookieLife = validCookieLife;
			return this;
		}

		/**
		 * Sets {@link SctpOptions#pathMtu()}.
		 * @param pathMtu bytes of an IP packet, 0 for the default
		 * @return this builder
		 */
		public Builder pathMtu(int pathMtu) {
			this.pathMtu = pathMtu;
			return this;
		}

		/**
		 * Sets {@link SctpOptions#partialReliability()}.
		 * @param partialReliability whether the peer is told that it is supported
		 * @return this builder
		 */
		public Builder partialReliability(boolean partialReliability) {
			this.partialReliability = partialReliability;
			return this;
		}

		/**
		 * Returns the options.
		 * @return the options
		 * @throws SctpOptionException if a value is out of its range
		 */
		public SctpOptions build() {
			return new SctpOptions(this.outboundStreams, this.maxInboundStreams, this.maxInitRetransmissions, this.rto,
					this.heartbeatInterval, this.associationMaxRetransmissions, this.pathMaxRetransmissions,
					this.potentiallyFailedThreshold, this.sackDelay, this.noDelay, this.sendBuffer, this.receiveBuffer,
					this.maxMessageSize, this.maxBurst, this.validCookieLife, this.pathMtu, this.partialReliability);
		}

	}

}
