package dev.sock.spring.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What can be set for an association, in the list of an endpoint and again by name in
 * {@code sock.endpoint-overrides}.
 */
public class AssociationSettings {

	/**
	 * IP addresses or host names of the peer, the preferred one first. Several give
	 * multi-homing.
	 */
	private @Nullable List<String> remoteAddresses;

	/**
	 * SCTP port of the peer, 1 to 65535.
	 */
	private @Nullable Integer remotePort;

	/**
	 * UDP port of the peer, for SCTP in UDP. If not set, userspace calls 9899 and kernel
	 * speaks SCTP over IP.
	 */
	private @Nullable Integer remoteUdpPort;

	/**
	 * How long one attempt may take.
	 */
	private @Nullable Duration connectTimeout;

	/**
	 * Whether the application does not start if the first attempt fails. If not, it is
	 * tried again as "reconnect" says.
	 */
	private @Nullable Boolean failFast;

	/**
	 * Protocol options that differ from those of the endpoint.
	 */
	private final OptionSettings options = new OptionSettings();

	/**
	 * How the association is opened again.
	 */
	private final ReconnectSettings reconnect = new ReconnectSettings();

	public @Nullable List<String> getRemoteAddresses() {
		return this.remoteAddresses;
	}

	public void setRemoteAddresses(@Nullable List<String> remoteAddresses) {
		this.remoteAddresses = remoteAddresses;
	}

	public @Nullable Integer getRemotePort() {
		return this.remotePort;
	}

	public void setRemotePort(@Nullable Integer remotePort) {
		this.remotePort = remotePort;
	}

	public @Nullable Integer getRemoteUdpPort() {
		return this.remoteUdpPort;
	}

	public void setRemoteUdpPort(@Nullable Integer remoteUdpPort) {
		this.remoteUdpPort = remoteUdpPort;
	}

	public @Nullable Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(@Nullable Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public @Nullable Boolean getFailFast() {
		return this.failFast;
	}

	public void setFailFast(@Nullable Boolean failFast) {
		this.failFast = failFast;
	}

	public OptionSettings getOptions() {
		return this.options;
	}

	public ReconnectSettings getReconnect() {
		return this.reconnect;
	}

}
