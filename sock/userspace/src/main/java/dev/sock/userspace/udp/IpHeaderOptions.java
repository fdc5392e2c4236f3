package dev.sock.userspace.udp;

import java.util.Objects;

import dev.sock.SctpAddress;
import dev.sock.SctpOptionException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import org.jspecify.annotations.Nullable;

/**
 * Sets and reads what a socket writes into IP headers.
 */
final class IpHeaderOptions {

	private static final int IPPROTO_IP = 0;

	private static final int IPPROTO_IPV6 = 41;

	// Socket options of linux/in.h and linux/in6.h

	private static final IntegerUnixChannelOption TOS = new IntegerUnixChannelOption("IP_TOS", IPPROTO_IP, 1);

	private static final IntegerUnixChannelOption TTL = new IntegerUnixChannelOption("IP_TTL", IPPROTO_IP, 2);

	private static final IntegerUnixChannelOption TCLASS = new IntegerUnixChannelOption("IPV6_TCLASS", IPPROTO_IPV6,
			67);

	private static final IntegerUnixChannelOption UNICAST_HOPS = new IntegerUnixChannelOption("IPV6_UNICAST_HOPS",
			IPPROTO_IPV6, 16);

	private IpHeaderOptions() {
	}

	/**
	 * Sets the values.
	 * @param channel a socket that is not bound yet
	 * @param address its address
	 * @param ip the values
	 * @throws SctpOptionException if the system does not take one
	 */
	static void set(Channel channel, SctpAddress address, IpHeader ip) {
		set("ip.traffic-class", channel, trafficClass(channel, address), ip.trafficClass());
		if (channel instanceof EpollDatagramChannel) {
			set("ip.ttl", channel, ttl(address), ip.ttl());
		}
	}

	private static void set(String name, Channel channel, ChannelOption<Integer> option, @Nullable Integer value) {
		if (value == null) {
			return;
		}
		String problem = null;
		try {
			boolean known = channel.config().setOption(option, value);
			Integer taken = channel.config().getOption(option);
			if (!known || !Objects.equals(taken, value)) {
				problem = "is not taken by the system, which has " + taken;
			}
		}
		catch (RuntimeException ex) {
			problem = "is refused by the system (" + ex.getMessage() + ")";
		}
		if (problem != null) {
			channel.unsafe().closeForcibly();
			throw new SctpOptionException(name, value.toString(), problem + "; set another value or leave it out");
		}
	}

	/**
	 * Reads the values.
	 * @param channel an open socket
	 * @param address its address
	 * @param set the values that were set
	 * @return those as the system has them; what was not set is left out
	 */
	static IpHeader read(Channel channel, SctpAddress address, IpHeader set) {
		Integer trafficClass = (set.trafficClass() != null) ? channel.config().getOption(trafficClass(channel, address))
				: null;
		Integer ttl = (set.ttl() != null) ? channel.config().getOption(ttl(address)) : null;
		return new IpHeader(trafficClass, ttl);
	}

	private static ChannelOption<Integer> trafficClass(Channel channel, SctpAddress address) {
		if (!(channel instanceof EpollDatagramChannel)) {
			return ChannelOption.IP_TOS;
		}
		return address.isIpv4() ? TOS : TCLASS;
	}

	private static ChannelOption<Integer> ttl(SctpAddress address) {
		return address.isIpv4() ? TTL : UNICAST_HOPS;
	}

}
