package dev.sock.userspace.udp;

import java.util.Objects;

import dev.sock.IpOptions;
import dev.sock.SctpOptionException;
import dev.sock.SctpOptions;
import dev.sock.spi.OptionChange;
import org.jspecify.annotations.Nullable;

/**
 * What the sockets of a UDP port write into IP headers, which is the same for all
 * endpoints and associations that use them. The other options of sockets are refused
 * here.
 *
 * @param trafficClass DSCP and ECN bits, or {@code null} for the system's
 * @param ttl hops, or {@code null} for the system's
 */
record IpHeader(@Nullable Integer trafficClass, @Nullable Integer ttl) {

	/** As the system has it. */
	static final IpHeader DEFAULT = new IpHeader(null, null);

	/**
	 * Takes what an endpoint asks for.
	 * @param ip the endpoint's options
	 * @param epoll whether the sockets are those of epoll
	 * @return what its sockets are to write
	 * @throws SctpOptionException if it asks for something else, too
	 */
	static IpHeader of(IpOptions ip, boolean epoll) {
		refuseOthers(ip);
		if (ip.reuseAddress()) {
			throw impossible("ip.reuse-address", true,
					"two sockets with one UDP port would each get some of the packets; leave it out: a port is free as soon as its endpoint is closed");
		}
		Integer ttl = ip.ttl();
		if (ttl != null && !epoll) {
			throw impossible("ip.ttl", ttl, "Java cannot set it where there is no epoll; leave it out");
		}
		return new IpHeader(ip.trafficClass(), ttl);
	}

	private static void refuseOthers(IpOptions ip) {
		if (ip.dontRoute()) {
			throw impossible("ip.dont-route", true, "its packets are routed as those of any program; leave it out");
		}
		Integer priority = ip.priority();
		if (priority != null) {
			throw impossible("ip.priority", priority, "its packets have that of any program; leave it out");
		}
	}

	private static SctpOptionException impossible(String option, Object value, String why) {
		return new SctpOptionException(option, value.toString(),
				"is not possible with the transport 'userspace': " + why + ", or use the transport 'kernel'");
	}

	/**
	 * Checks the options of one association.
	 * @param ip its options; what they leave out is the endpoint's
	 * @throws SctpOptionException if it asks for other sockets
	 */
	void checkAssociation(IpOptions ip) {
		refuseOthers(ip);
		checkSame("ip.traffic-class", ip.trafficClass(), this.trafficClass);
		checkSame("ip.ttl", ip.ttl(), this.ttl);
	}

	private static void checkSame(String option, @Nullable Integer wanted, @Nullable Integer own) {
		if (wanted != null && !wanted.equals(own)) {
			throw new SctpOptionException(option, wanted.toString(),
					"is asked for by one association, and with the transport 'userspace' all of an endpoint share sockets; set it on the endpoint");
		}
	}

	/**
	 * Checks that a change concerns no socket.
	 * @param change the change
	 * @throws SctpOptionException if it does
	 */
	static void checkUntouched(OptionChange change) {
		if (change.changes(SctpOptions::ip)) {
			OptionChange.Named first = change.all()
				.stream()
				.filter((option) -> option.name().startsWith("ip."))
				.findFirst()
				.orElseThrow();
			throw new SctpOptionException(first.name(), first.value(),
					"cannot be changed once the endpoint is open with the transport 'userspace', where all of a UDP port share sockets; set it before, in the endpoint's options");
		}
	}

	/**
	 * Checks that endpoints which share a UDP port agree.
	 * @param owner the endpoint that had the port first
	 * @param udpPort the UDP port
	 * @param wanted what another endpoint asks for
	 * @throws SctpOptionException if they do not
	 */
	void checkShared(String owner, int udpPort, IpHeader wanted) {
		boolean ttlDiffers = Objects.equals(this.trafficClass, wanted.trafficClass);
		if (ttlDiffers && Objects.equals(this.ttl, wanted.ttl)) {
			return;
		}
		Integer own = ttlDiffers ? this.ttl : this.trafficClass;
		Integer other = ttlDiffers ? wanted.ttl : wanted.trafficClass;
		throw new SctpOptionException(ttlDiffers ? "ip.ttl" : "ip.traffic-class",
				(other != null) ? other.toString() : "unset",
				"is not that of endpoint '" + owner + "' (" + ((own != null) ? own.toString() : "unset")
						+ "), which has the same UDP port " + udpPort
						+ "; give both the same value, or give one of them another udp-port");
	}

}
