package dev.sock.impl;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.sock.ConnectOptions;
import dev.sock.SctpAddress;
import dev.sock.SctpConnectException;
import dev.sock.SctpConnectException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Makes addresses of what an application says a peer is reached at.
 */
final class PeerAddresses {

	private PeerAddresses() {
	}

	/**
	 * Returns whether no name has to be looked up, which may take long.
	 */
	static boolean areLiterals(List<String> texts) {
		return texts.stream().allMatch((text) -> LocalAddresses.literal(text) != null);
	}

	static List<SctpAddress> resolve(ConnectOptions options, HostLookup lookup) {
		Set<SctpAddress> result = new LinkedHashSet<>();
		for (String text : options.addresses()) {
			SctpAddress literal = LocalAddresses.literal(text);
			if (literal != null) {
				result.add(literal);
			}
			else {
				result.addAll(lookUp(text, options.port(), lookup));
			}
		}
		for (SctpAddress address : result) {
			if (address.isWildcard() || address.isMulticastOrBroadcast()) {
				throw new SctpConnectException(Reason.UNREACHABLE, "Cannot connect to " + address + " port "
						+ options.port() + ": it is not a unicast address; name an address of the peer", null);
			}
		}
		return List.copyOf(result);
	}

	private static List<SctpAddress> lookUp(String host, int port, HostLookup lookup) {
		UnknownHostException cause = null;
		if (LocalAddresses.isHostName(host)) {
			try {
				List<SctpAddress> result = new ArrayList<>();
				for (InetAddress address : lookup.lookup(host)) {
					result.add(SctpAddress.of(address));
				}
				return result;
			}
			catch (UnknownHostException ex) {
				cause = ex;
			}
		}
		throw unknown(host, port, cause);
	}

	private static SctpConnectException unknown(String host, int port, @Nullable Throwable cause) {
		return new SctpConnectException(Reason.UNKNOWN_HOST,
				"Cannot connect to '" + host + "' port " + port
						+ ": it is neither an IP address nor a host name that is known; check it, or the name service",
				cause);
	}

	/**
	 * Leaves out addresses of an IP version that the endpoint has not.
	 */
	static List<SctpAddress> reachable(List<SctpAddress> addresses, List<SctpAddress> localAddresses, int port,
			String endpointName) {
		List<SctpAddress> result = new ArrayList<>();
		for (SctpAddress address : addresses) {
			if (localAddresses.stream().anyMatch((local) -> local.isIpv4() == address.isIpv4())) {
				result.add(address);
			}
		}
		if (result.isEmpty()) {
			throw new SctpConnectException(Reason.UNREACHABLE,
					"Cannot connect to " + Names.text(addresses, port) + ": endpoint '" + endpointName
							+ "' has only the local addresses " + Names.text(localAddresses)
							+ "; bind it to an address of the same IP version, too",
					null);
		}
		return result;
	}

}
