package dev.sock.userspace.udp;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.sock.SctpAddress;
import dev.sock.SctpAddress.Scope;

/**
 * The local addresses that an endpoint was asked to bind, wildcards among them perhaps. A
 * wildcard stands for the addresses of its family of all interfaces that are up.
 */
final class LocalAddresses {

	private final Set<SctpAddress> explicit = new LinkedHashSet<>();

	private final boolean wildcardIpv4;

	private final boolean wildcardIpv6;

	LocalAddresses(Collection<SctpAddress> addresses) {
		boolean ipv4 = false;
		boolean ipv6 = false;
		for (SctpAddress address : addresses) {
			if (!address.isWildcard()) {
				this.explicit.add(address);
			}
			else if (address.isIpv4()) {
				ipv4 = true;
			}
			else {
				ipv6 = true;
			}
		}
		this.wildcardIpv4 = ipv4;
		this.wildcardIpv6 = ipv6;
	}

	private LocalAddresses(Set<SctpAddress> explicit, LocalAddresses like) {
		this.explicit.addAll(explicit);
		this.wildcardIpv4 = like.wildcardIpv4;
		this.wildcardIpv6 = like.wildcardIpv6;
	}

	/** The same with one more that is named. */
	LocalAddresses with(SctpAddress address) {
		Set<SctpAddress> more = new LinkedHashSet<>(this.explicit);
		more.add(address);
		return new LocalAddresses(more, this);
	}

	/** The same without one that is named. */
	LocalAddresses without(SctpAddress address) {
		Set<SctpAddress> fewer = new LinkedHashSet<>(this.explicit);
		fewer.remove(address);
		return new LocalAddresses(fewer, this);
	}

	/** Whether an address goes when it is no longer named. */
	boolean isRemovable(SctpAddress address) {
		return this.explicit.contains(address) && !(address.isIpv4() ? this.wildcardIpv4 : this.wildcardIpv6);
	}

	boolean hasWildcard() {
		return this.wildcardIpv4 || this.wildcardIpv6;
	}

	/**
	 * Returns the addresses to bind, the explicit ones first.
	 * @param ofInterfaces addresses of the host's interfaces
	 * @return the addresses, each once
	 */
	Set<SctpAddress> expand(Collection<SctpAddress> ofInterfaces) {
		Set<SctpAddress> all = new LinkedHashSet<>(this.explicit);
		all.addAll(optional(ofInterfaces));
		return all;
	}

	/**
	 * Returns the addresses that only a wildcard stands for, and that may come and go.
	 * @param ofInterfaces addresses of the host's interfaces
	 * @return the addresses
	 */
	Set<SctpAddress> optional(Collection<SctpAddress> ofInterfaces) {
		Set<SctpAddress> matching = new LinkedHashSet<>();
		for (SctpAddress address : ofInterfaces) {
			if (address.isIpv4() ? this.wildcardIpv4 : this.wildcardIpv6) {
				matching.add(address);
			}
		}
		matching.removeAll(this.explicit);
		return matching;
	}

	/**
	 * Returns whether peers are told of the addresses: of several explicit ones, and of a
	 * wildcard's if more than one reaches beyond the link, so that a host with one
	 * network is single-homed and works behind NAT (RFC 6951 §5.7).
	 * @param bound the addresses that were bound
	 * @return whether to list them
	 */
	boolean isMultiHomed(Collection<SctpAddress> bound) {
		if (!hasWildcard()) {
			return bound.size() > 1;
		}
		return this.explicit.size() > 1
				|| bound.stream().filter((address) -> address.scope().compareTo(Scope.PRIVATE) >= 0).count() > 1;
	}

	/**
	 * Lists the addresses of the interfaces that are up.
	 * @return the addresses, none if the system does not tell
	 */
	static List<SctpAddress> ofInterfaces() {
		try {
			return NetworkInterface.networkInterfaces()
				.filter(LocalAddresses::isUp)
				.flatMap(NetworkInterface::inetAddresses)
				.map(SctpAddress::of)
				.toList();
		}
		catch (SocketException ex) {
			FaultLog.logger.debug("Network interfaces cannot be listed", ex);
			return List.of();
		}
	}

	private static boolean isUp(NetworkInterface network) {
		try {
			return network.isUp();
		}
		catch (SocketException ex) {
			// It has gone since it was listed.
			return false;
		}
	}

}
