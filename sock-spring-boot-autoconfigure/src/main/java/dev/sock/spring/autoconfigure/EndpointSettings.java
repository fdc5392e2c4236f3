package dev.sock.spring.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What can be set for an endpoint, in {@code sock.endpoints} and again by name in
 * {@code sock.endpoint-overrides}.
 */
public class EndpointSettings {

	/**
	 * Transport: auto, userspace or kernel. That of "sock.transport" if not set.
	 */
	private @Nullable String transport;

	/**
	 * IP addresses, host names, interface names or wildcards to bind. Several give
	 * multi-homing, none gives loopback.
	 */
	private @Nullable List<String> localAddresses;

	/**
	 * SCTP port, 0 to 65535. 0, or no value, takes a free one.
	 */
	private @Nullable Integer port;

	/**
	 * Local UDP port for the transport in UDP, 0 for any free one. That of
	 * "sock.userspace.udp-port" if not set.
	 */
	private @Nullable Integer udpPort;

	/**
	 * Most associations to accept, 0 or more. Without it nobody is accepted, unless an
	 * accept policy is set.
	 */
	private @Nullable Integer accept;

	/**
	 * Name of an AcceptPolicy bean that decides about each peer, within the number to
	 * accept if that is set.
	 */
	private @Nullable String acceptPolicy;

	/**
	 * Whether only the peers that are listed are accepted.
	 */
	private @Nullable Boolean peersOnly;

	/**
	 * How many messages of each new association the listeners get, 0 to 32767, before
	 * more are asked for by SctpAssociation.addDemand; or unlimited, as it is if not set.
	 */
	private @Nullable String demand;

	/**
	 * Protocol options of the associations.
	 */
	private final OptionSettings options = new OptionSettings();

	public @Nullable String getTransport() {
		return this.transport;
	}

	public void setTransport(@Nullable String transport) {
		this.transport = transport;
	}

	public @Nullable List<String> getLocalAddresses() {
		return this.localAddresses;
	}

	public void setLocalAddresses(@Nullable List<String> localAddresses) {
		this.localAddresses = localAddresses;
	}

	public @Nullable Integer getPort() {
		return this.port;
	}

	public void setPort(@Nullable Integer port) {
		this.port = port;
	}

	public @Nullable Integer getUdpPort() {
		return this.udpPort;
	}

	public void setUdpPort(@Nullable Integer udpPort) {
		this.udpPort = udpPort;
	}

	public @Nullable Integer getAccept() {
		return this.accept;
	}

	public void setAccept(@Nullable Integer accept) {
		this.accept = accept;
	}

	public @Nullable String getAcceptPolicy() {
		return this.acceptPolicy;
	}

	public void setAcceptPolicy(@Nullable String acceptPolicy) {
		this.acceptPolicy = acceptPolicy;
	}

	public @Nullable Boolean getPeersOnly() {
		return this.peersOnly;
	}

	public void setPeersOnly(@Nullable Boolean peersOnly) {
		this.peersOnly = peersOnly;
	}

	public @Nullable String getDemand() {
		return this.demand;
	}

	public void setDemand(@Nullable String demand) {
		this.demand = demand;
	}

	public OptionSettings getOptions() {
		return this.options;
	}

}
