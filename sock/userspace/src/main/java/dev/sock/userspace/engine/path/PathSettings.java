package dev.sock.userspace.engine.path;

import java.time.Duration;

import dev.sock.PathParameters;
import dev.sock.SctpOptions;
import dev.sock.spi.OptionChange;

/**
 * Parameters of a path.
 *
 * @param heartbeatInterval nanoseconds between heartbeats, 0 for none (HB.interval)
 * @param maxRetransmissions errors in a row after which it is inactive (Path.Max.Retrans)
 * @param potentiallyFailedThreshold errors in a row after which another path is preferred
 * @param pathMtu size of the largest IP packet to begin with, 0 for the default
 * @param sackDelay nanoseconds that an acknowledgement of what came by it may wait
 */
public record PathSettings(long heartbeatInterval, int maxRetransmissions, int potentiallyFailedThreshold, int pathMtu,
		long sackDelay) {

	private static final int DEFAULT_MTU = 1500;

	static PathSettings of(SctpOptions options) {
		return new PathSettings(options.heartbeatInterval().toNanos(), options.pathMaxRetransmissions(),
				options.potentiallyFailedThreshold(), options.pathMtu(), options.sackDelay().toNanos());
	}

	/**
	 * Returns these settings with what a change of the association's options says.
	 * @param change the change
	 * @return the settings
	 */
	public PathSettings with(OptionChange change) {
		PathSettings wanted = of(change.after());
		return new PathSettings(
				change.changes(SctpOptions::heartbeatInterval) ? wanted.heartbeatInterval : this.heartbeatInterval,
				change.changes(SctpOptions::pathMaxRetransmissions) ? wanted.maxRetransmissions
						: this.maxRetransmissions,
				change.changes(SctpOptions::potentiallyFailedThreshold) ? wanted.potentiallyFailedThreshold
						: this.potentiallyFailedThreshold,
				change.changes(SctpOptions::pathMtu) ? wanted.pathMtu : this.pathMtu,
				change.changes(SctpOptions::sackDelay) ? wanted.sackDelay : this.sackDelay);
	}

	/**
	 * Returns these settings with what is given of others.
	 * @param parameters what to change
	 * @return the settings
	 */
	public PathSettings with(PathParameters parameters) {
		Duration heartbeat = parameters.heartbeatInterval();
		Integer retransmissions = parameters.maxRetransmissions();
		Integer threshold = parameters.potentiallyFailedThreshold();
		Integer mtu = parameters.pathMtu();
		Duration delay = parameters.sackDelay();
		return new PathSettings((heartbeat != null) ? heartbeat.toNanos() : this.heartbeatInterval,
				(retransmissions != null) ? retransmissions : this.maxRetransmissions,
				(threshold != null) ? threshold : this.potentiallyFailedThreshold, (mtu != null) ? mtu : this.pathMtu,
				(delay != null) ? delay.toNanos() : this.sackDelay);
	}

	int firstMtu() {
		return (this.pathMtu != 0) ? this.pathMtu : DEFAULT_MTU;
	}

	/**
	 * Returns these settings as the user has them.
	 * @return the parameters
	 */
	public PathParameters toParameters() {
		return new PathParameters(Duration.ofNanos(this.heartbeatInterval), this.maxRetransmissions,
				this.potentiallyFailedThreshold, this.pathMtu, Duration.ofNanos(this.sackDelay));
	}

}
