package dev.sock.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Options of the sockets beneath SCTP. What is not set stays as the system has it.
 */
public class IpSettings {

	/**
	 * DSCP and ECN bits of packets, 0 to 255.
	 */
	private @Nullable Integer trafficClass;

	/**
	 * Hops that packets may take, 1 to 255.
	 */
	private @Nullable Integer ttl;

	/**
	 * Whether packets go to hosts on the same network only. Transport kernel only.
	 */
	private @Nullable Boolean dontRoute;

	/**
	 * Priority of packets on this host. Transport kernel only.
	 */
	private @Nullable Integer priority;

	/**
	 * Whether other programs may have the same address and port, as long as none accepts.
	 * Of an endpoint, transport kernel only.
	 */
	private @Nullable Boolean reuseAddress;

	/**
	 * Whether the endpoint has no IPv4 address. If false, "::" stands for IPv4, too.
	 * Without it the endpoint has what its addresses say. Of an endpoint.
	 */
	private @Nullable Boolean ipv6Only;

	public @Nullable Integer getTrafficClass() {
		return this.trafficClass;
	}

	public void setTrafficClass(@Nullable Integer trafficClass) {
		this.trafficClass = trafficClass;
	}

	public @Nullable Integer getTtl() {
		return this.ttl;
	}

	public void setTtl(@Nullable Integer ttl) {
		this.ttl = ttl;
	}

	public @Nullable Boolean getDontRoute() {
		return this.dontRoute;
	}

	public void setDontRoute(@Nullable Boolean dontRoute) {
		this.dontRoute = dontRoute;
	}

	public @Nullable Integer getPriority() {
		return this.priority;
	}

	public void setPriority(@Nullable Integer priority) {
		this.priority = priority;
	}

	public @Nullable Boolean getReuseAddress() {
		return this.reuseAddress;
	}

	public void setReuseAddress(@Nullable Boolean reuseAddress) {
		this.reuseAddress = reuseAddress;
	}

	public @Nullable Boolean getIpv6Only() {
		return this.ipv6Only;
	}

	public void setIpv6Only(@Nullable Boolean ipv6Only) {
		this.ipv6Only = ipv6Only;
	}

}
