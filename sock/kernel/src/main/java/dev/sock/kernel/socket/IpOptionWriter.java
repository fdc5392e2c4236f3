package dev.sock.kernel.socket;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import dev.sock.IpOptions;
import dev.sock.SctpOptionException;
import dev.sock.kernel.sys.Errno;
import dev.sock.kernel.sys.SystemCallException;
import org.jspecify.annotations.Nullable;

/**
 * Options of a socket below SCTP: sets and reads them.
 */
public final class IpOptionWriter {

	// Levels and numbers of linux/in.h, linux/in6.h and asm-generic/socket.h

	private static final int IPPROTO_IP = 0;

	private static final int IPPROTO_IPV6 = 41;

	private static final int SOL_SOCKET = 1;

	private static final int IP_TOS = 1;

	private static final int IP_TTL = 2;

	private static final int IPV6_UNICAST_HOPS = 16;

	private static final int IPV6_TCLASS = 67;

	private static final int SO_DONTROUTE = 5;

	private static final int SO_PRIORITY = 12;

	private static final int SYSTEM_TTL = -1;

	private static final int ECN_BITS = 3;

	private static final List<Option> OPTIONS = List.of(
			new Option("ip.traffic-class", IpOptions::trafficClass, 0, IPPROTO_IP, IP_TOS, IPPROTO_IPV6, IPV6_TCLASS),
			new Option("ip.ttl", IpOptions::ttl, SYSTEM_TTL, IPPROTO_IP, IP_TTL, IPPROTO_IPV6, IPV6_UNICAST_HOPS),
			new Option("ip.dont-route", (ip) -> ip.dontRoute() ? 1 : null, 0, SOL_SOCKET, SO_DONTROUTE, 0, 0),
			new Option("ip.priority", IpOptions::priority, 0, SOL_SOCKET, SO_PRIORITY, 0, 0));

	private final SctpSocket socket;

	/**
	 * Creates a writer.
	 * @param socket the socket
	 */
	public IpOptionWriter(SctpSocket socket) {
		this.socket = socket;
	}

	/**
	 * Sets what differs.
	 * @param before what the socket has
	 * @param after what it is to have
	 * @throws SctpOptionException if the kernel refuses one
	 */
	public void write(IpOptions before, IpOptions after) {
		for (Option option : OPTIONS) {
			Integer value = option.getter.apply(after);
			if (!Objects.equals(value, option.getter.apply(before))) {
				write(option, (value != null) ? value : option.unset);
			}
		}
	}

	private void write(Option option, int value) {
		try {
			this.socket.setInt(option.level, option.number, value);
			if (option.ipv6Level != 0 && this.socket.isIpv6()) {
				this.socket.setInt(option.ipv6Level, option.ipv6Number, value);
			}
		}
		catch (SystemCallException ex) {
			String remedy = (ex.errno() == Errno.EPERM) ? "leave it out, or grant CAP_NET_ADMIN" : "set another value";
			throw new SctpOptionException(option.name, String.valueOf(value),
					"is refused by the kernel (" + ex.errnoText() + "); " + remedy);
		}
	}

	/**
	 * Reads those that were set.
	 * @param set what was set
	 * @return the same as the kernel has it; what was not set is left out
	 * @throws SystemCallException if the kernel refuses
	 */
	IpOptions read(IpOptions set) throws SystemCallException {
		boolean ipv6 = this.socket.isIpv6();
		IpOptions read = set;
		Integer trafficClass = set.trafficClass();
		if (trafficClass != null) {
			int has = ipv6 ? this.socket.getInt(IPPROTO_IPV6, IPV6_TCLASS) : this.socket.getInt(IPPROTO_IP, IP_TOS);
			// SCTP switches the ECN bits by itself.
			read = read.withTrafficClass((has & ~ECN_BITS) | (trafficClass & ECN_BITS));
		}
		if (set.ttl() != null) {
			read = read.withTtl(ipv6 ? this.socket.getInt(IPPROTO_IPV6, IPV6_UNICAST_HOPS)
					: this.socket.getInt(IPPROTO_IP, IP_TTL));
		}
		if (set.priority() != null) {
			read = read.withPriority(this.socket.getInt(SOL_SOCKET, SO_PRIORITY));
		}
		return read.withDontRoute(this.socket.getInt(SOL_SOCKET, SO_DONTROUTE) != 0);
	}

	/**
	 * An option.
	 *
	 * @param name its name
	 * @param getter reads it
	 * @param unset value that the system has by itself
	 * @param level protocol level
	 * @param number its number there
	 * @param ipv6Level protocol level of its twin for IPv6, or 0 if there is none
	 * @param ipv6Number number of the twin
	 */
	private record Option(String name, Function<IpOptions, @Nullable Integer> getter, int unset, int level, int number,
			int ipv6Level, int ipv6Number) {
	}

}
