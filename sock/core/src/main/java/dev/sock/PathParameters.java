package dev.sock;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Parameters of one path ({@code sctp_paddrparams}, RFC 6458 §8.1.12). Immutable; made
 * with {@link #UNCHANGED} and the methods that change one. To set what is {@code null}
 * leaves it as it is.
 *
 * @param heartbeatInterval time between heartbeats while the path is idle, zero to 1 day;
 * zero switches them off
 * @param maxRetransmissions errors in a row after which it is inactive, 0 to 255
 * @param potentiallyFailedThreshold errors in a row after which another path is
 * preferred, 0 to 255
 * @param pathMtu size of the largest IP packet, 576 to 65535; zero has the transport find
 * it out
 * @param sackDelay longest time that an acknowledgement of what came by this path waits,
 * zero to 500 ms
 */
public record PathParameters(@Nullable Duration heartbeatInterval, @Nullable Integer maxRetransmissions,
		@Nullable Integer potentiallyFailedThreshold, @Nullable Integer pathMtu, @Nullable Duration sackDelay) {

	/** Changes nothing. */
	public static final PathParameters UNCHANGED = new PathParameters(null, null, null, null, null);

	/**
	 * Checks the ranges.
	 * @throws SctpOptionException if a value is out of its range
	 */
	public PathParameters {
		if (heartbeatInterval != null) {
			OptionChecks.between("heartbeat-interval", heartbeatInterval, Duration.ZERO, Duration.ofDays(1));
		}
		if (maxRetransmissions != null) {
			OptionChecks.between("path-max-retransmissions", maxRetransmissions, 0, 255);
		}
		if (potentiallyFailedThreshold != null) {
			OptionChecks.between("potentially-failed-threshold", potentiallyFailedThreshold, 0, 255);
		}
		if (pathMtu != null && pathMtu != 0) {
			OptionChecks.between("path-mtu", pathMtu, 576, 65535);
		}
		if (sackDelay != null) {
			OptionChecks.between("sack-delay", sackDelay, Duration.ZERO, Duration.ofMillis(500));
		}
	}

	/**
	 * Returns these parameters with another heartbeat interval.
	 * @param heartbeatInterval the time, zero for none
	 * @return the parameters
	 */
	public PathParameters withHeartbeatInterval(@Nullable Duration heartbeatInterval) {
		return new PathParameters(heartbeatInterval, this.maxRetransmissions, this.potentiallyFailedThreshold,
				this.pathMtu, this.sackDelay);
	}

	/**
	 * Returns these parameters with another number of errors that make it inactive.
	 * @param maxRetransmissions 0 to 255
	 * @return the parameters
	 */
	public PathParameters withMaxRetransmissions(@Nullable Integer maxRetransmissions) {
		return new PathParameters(this.heartbeatInterval, maxRetransmissions, this.potentiallyFailedThreshold,
				this.pathMtu, this.sackDelay);
	}

	/**
	 * Returns these parameters with another number of errors that make another path
	 * preferred.
	 * @param potentiallyFailedThreshold 0 to 255
	 * @return the parameters
	 */
	public PathParameters withPotentiallyFailedThreshold(@Nullable Integer potentiallyFailedThreshold) {
		return new PathParameters(this.heartbeatInterval, this.maxRetransmissions, potentiallyFailedThreshold,
				this.pathMtu, this.sackDelay);
	}

	/**
	 * Returns these parameters with another packet size.
	 * @param pathMtu 576 to 65535, or zero to have it found out
	 * @return the parameters
	 */
	public PathParameters withPathMtu(@Nullable Integer pathMtu) {
		return new PathParameters(this.heartbeatInterval, this.maxRetransmissions, this.potentiallyFailedThreshold,
				pathMtu, this.sackDelay);
	}

	/**
	 * Returns these parameters with another delay of acknowledgements.
	 * @param sackDelay the time, zero for none
	 * @return the parameters
	 */
	public PathParameters withSackDelay(@Nullable Duration sackDelay) {
		return new PathParameters(this.heartbeatInterval, this.maxRetransmissions, this.potentiallyFailedThreshold,
				this.pathMtu, sackDelay);
	}

}
