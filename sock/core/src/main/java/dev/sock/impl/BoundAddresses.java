package dev.sock.impl;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.sock.SctpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoint has a transport address. Each belongs to one endpoint only (RFC 9260
 * §1.3). Looking up takes no lock; changes are the caller's to order.
 */
final class BoundAddresses {

	private final Map<TransportAddress, DefaultEndpoint> endpoints = new ConcurrentHashMap<>();

	/**
	 * Returns who has one of the addresses; a wildcard stands for all of its IP version.
	 */
	@Nullable DefaultEndpoint owner(List<SctpAddress> addresses, int port) {
		for (Map.Entry<TransportAddress, DefaultEndpoint> entry : this.endpoints.entrySet()) {
			TransportAddress taken = entry.getKey();
			for (SctpAddress address : addresses) {
				if (taken.port() == port && overlap(taken.address(), address)) {
					return entry.getValue();
				}
			}
		}
		return null;
	}

	private static boolean overlap(SctpAddress one, SctpAddress other) {
		return one.equals(other) || (one.isIpv4() == other.isIpv4() && (one.isWildcard() || other.isWildcard()));
	}

	void add(List<SctpAddress> addresses, int port, DefaultEndpoint endpoint) {
		addresses.forEach((address) -> this.endpoints.put(new TransportAddress(address, port), endpoint));
	}

	/**
	 * Takes an address for an endpoint if no other has it, without a lock, which an event
	 * loop may not wait for.
	 * @return who has it now
	 */
	DefaultEndpoint claim(SctpAddress address, int port, DefaultEndpoint endpoint) {
		DefaultEndpoint owner = owner(List.of(address), port);
		if (owner != null) {
			return owner;
		}
		DefaultEndpoint other = this.endpoints.putIfAbsent(new TransportAddress(address, port), endpoint);
		return (other != null) ? other : endpoint;
	}

	void release(SctpAddress address, int port, DefaultEndpoint endpoint) {
		this.endpoints.remove(new TransportAddress(address, port), endpoint);
	}

	void remove(DefaultEndpoint endpoint) {
		this.endpoints.values().removeIf((other) -> other == endpoint);
	}

	@Nullable DefaultEndpoint find(SctpAddress address, int port) {
		DefaultEndpoint exact = this.endpoints.get(new TransportAddress(address, port));
		if (exact != null) {
			return exact;
		}
		SctpAddress any = address.isIpv4() ? LocalAddresses.ANY_IPV4 : LocalAddresses.ANY_IPV6;
		DefaultEndpoint all = this.endpoints.get(new TransportAddress(any, port));
		return (all != null && all.localAddresses().contains(address)) ? all : null;
	}

}
