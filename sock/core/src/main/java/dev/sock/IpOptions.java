package dev.sock;

import org.jspecify.annotations.Nullable;

/**
 * Options of the sockets beneath SCTP. Immutable. What is {@code null} stays as the
 * system has it. A transport that cannot do one refuses it.
 *
 * @param trafficClass DSCP and ECN bits of packets, 0 to 255 (IP_TOS, IPV6_TCLASS)
 * @param ttl hops that packets may take, 1 to 255 (IP_TTL, IPV6_UNICAST_HOPS)
 * @param dontRoute whether packets go to hosts on the same network only (SO_DONTROUTE)
 * @param priority priority of packets on this host (SO_PRIORITY)
 * @param reuseAddress whether sockets of other programs may have the same address and
 * port, as long as none of them accepts (SO_REUSEADDR); of an endpoint
 * @param ipv6Only whether the endpoint has no IPv4 address: if so, names and wildcards
 * stand for IPv6 addresses only; if {@code false}, {@code ::} stands for IPv4, too; if
 * {@code null}, it has what its addresses say (IPV6_V6ONLY); of an endpoint
 */
public record IpOptions(@Nullable Integer trafficClass, @Nullable Integer ttl, boolean dontRoute,
		@Nullable Integer priority, boolean reuseAddress, @Nullable Boolean ipv6Only) {

	/** Everything as the system has it. */
	public static final IpOptions DEFAULT = new IpOptions(null, null, false, null, false, null);

	/**
	 * Checks the ranges.
	 * @throws SctpOptionException if a value is out of its range
	 */
	public IpOptions {
		if (trafficClass != null) {
			OptionChecks.between("ip.traffic-class", trafficClass, 0, 255);
		}
		if (ttl != null) {
			OptionChecks.between("ip.ttl", ttl, 1, 255);
		}
		if (priority != null) {
			OptionChecks.between("ip.priority", priority, 0, Integer.MAX_VALUE);
		}
	}

	/**
	 * Returns these options with another traffic class.
	 * @param trafficClass 0 to 255, or {@code null}
	 * @return the options
	 */
	public IpOptions withTrafficClass(@Nullable Integer trafficClass) {
		return new IpOptions(trafficClass, this.ttl, this.dontRoute, this.priority, this.reuseAddress, this.ipv6Only);
	}

	/**
	 * Returns these options with another number of hops.
	 * @param ttl 1 to 255, or {@code null}
	 * @return the options
	 */
	public IpOptions withTtl(@Nullable Integer ttl) {
		return new IpOptions(this.trafficClass, ttl, this.dontRoute, this.priority, this.reuseAddress, this.ipv6Only);
	}

	/**
	 * Returns these options, with routing or without.
	 * @param dontRoute whether packets go to hosts on the same network only
	 * @return the options
	 */
	public IpOptions withDontRoute(boolean dontRoute) {
		return new IpOptions(this.trafficClass, this.ttl, dontRoute, this.priority, this.reuseAddress, this.ipv6Only);
	}

	/**
	 * Returns these options with another priority.
	 * @param priority 0 and up, or {@code null}
	 * @return the options
	 */
	public IpOptions withPriority(@Nullable Integer priority) {
		return new IpOptions(this.trafficClass, this.ttl, this.dontRoute, priority, this.reuseAddress, this.ipv6Only);
	}

	/**
	 * Returns these options with or without reuse of the address.
	 * @param reuseAddress whether other programs may have it, too
	 * @return the options
	 */
	public IpOptions withReuseAddress(boolean reuseAddress) {
		return new IpOptions(this.trafficClass, this.ttl, this.dontRoute, this.priority, reuseAddress, this.ipv6Only);
	}

	/**
	 * Returns these options with or without IPv4.
	 * @param ipv6Only whether there is no IPv4, or {@code null} for what addresses say
	 * @return the options
	 */
	public IpOptions withIpv6Only(@Nullable Boolean ipv6Only) {
		return new IpOptions(this.trafficClass, this.ttl, this.dontRoute, this.priority, this.reuseAddress, ipv6Only);
	}

}
