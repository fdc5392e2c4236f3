package dev.sock.impl;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.sock.SctpAddress;
import dev.sock.SctpBindException;
import dev.sock.SctpBindException.Reason;
import dev.sock.SctpOptionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes addresses of what an application says an endpoint is bound to: IP addresses, host
 * names, interface names and wildcards.
 */
final class LocalAddresses {

	static final SctpAddress ANY_IPV4 = SctpAddress.of(new byte[4]);

	static final SctpAddress ANY_IPV6 = SctpAddress.of(new byte[16]);

	private static final SctpAddress LOOPBACK = SctpAddress.of(new byte[] { 127, 0, 0, 1 });

	private static final SctpAddress LOOPBACK_IPV6 = SctpAddress
		.of(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 });

	/** The JDK would take a bare number for an IPv4 address. */
	private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]*");

	private final HostLookup lookup;

	LocalAddresses(HostLookup lookup) {
		this.lookup = lookup;
	}

	/**
	 * Resolves local addresses.
	 * @param ipv6Only whether there is to be no IPv4, or {@code null} for what texts say
	 */
	List<SctpAddress> resolve(List<String> texts, @Nullable Boolean ipv6Only) {
		if (ipv6Only == null) {
			return resolve(texts);
		}
		Set<SctpAddress> result = new LinkedHashSet<>(
				(ipv6Only && texts.isEmpty()) ? List.of(LOOPBACK_IPV6) : resolve(texts));
		if (ipv6Only) {
			for (String text : texts) {
				SctpAddress literal = literal(text);
				if (literal != null && literal.isIpv4()) {
					throw new SctpOptionException("ip.ipv6-only", "true", "contradicts the local address " + text
							+ "; leave one of them out, or set ip.ipv6-only to false");
				}
			}
			result.removeIf(SctpAddress::isIpv4);
			if (result.isEmpty()) {
				throw new SctpOptionException("ip.ipv6-only", "true",
						"leaves no address of " + texts + "; name one with IPv6, or leave ip.ipv6-only out");
			}
		}
		else if (result.contains(ANY_IPV6)) {
			result.add(ANY_IPV4);
		}
		return withoutWhatWildcardsCover(result);
	}

	List<SctpAddress> resolve(List<String> texts) {
		if (texts.isEmpty()) {
			return List.of(LOOPBACK);
		}
		Set<SctpAddress> result = new LinkedHashSet<>();
		for (String text : texts) {
			result.addAll(resolve(text));
		}
		return withoutWhatWildcardsCover(result);
	}

	private Collection<SctpAddress> resolve(String text) {
		if (text.equals("*")) {
			return hasIpv6() ? List.of(ANY_IPV4, ANY_IPV6) : List.of(ANY_IPV4);
		}
		SctpAddress literal = literal(text);
		if (literal != null) {
			if (literal.isMulticastOrBroadcast()) {
				throw new SctpBindException(Reason.ADDRESS_NOT_LOCAL, "Local address '" + text
						+ "' is a multicast or broadcast address, which no SCTP endpoint can have; name a unicast address of this host",
						null);
			}
			return List.of(literal);
		}
		NetworkInterface networkInterface = networkInterface(text);
		return (networkInterface != null) ? addressesOf(networkInterface) : addressesOf(text);
	}

	/**
	 * Reads an address, in brackets perhaps.
	 */
	static @Nullable SctpAddress literal(String text) {
		boolean brackets = text.startsWith("[") && text.endsWith("]") && text.indexOf(':') > 0;
		return SctpAddress.parse(brackets ? text.substring(1, text.length() - 1) : text);
	}

	private static List<SctpAddress> withoutWhatWildcardsCover(Set<SctpAddress> addresses) {
		List<SctpAddress> result = new ArrayList<>(addresses);
		result
			.removeIf((address) -> !address.isWildcard() && addresses.contains(address.isIpv4() ? ANY_IPV4 : ANY_IPV6));
		return List.copyOf(result);
	}

	private static @Nullable NetworkInterface networkInterface(String name) {
		try {
			return name.isEmpty() ? null : NetworkInterface.getByName(name);
		}
		catch (SocketException ex) {
			return null;
		}
	}

	private static List<SctpAddress> addressesOf(NetworkInterface networkInterface) {
		List<SctpAddress> result = networkInterface.inetAddresses().map(SctpAddress::of).toList();
		if (result.isEmpty()) {
			throw unknown(networkInterface.getName(), "is a network interface without an IP address", null);
		}
		return result;
	}

	private List<SctpAddress> addressesOf(String host) {
		UnknownHostException cause = null;
		if (isHostName(host)) {
			try {
				List<SctpAddress> result = new ArrayList<>();
				for (InetAddress address : this.lookup.lookup(host)) {
					result.add(SctpAddress.of(address));
				}
				return result;
			}
			catch (UnknownHostException ex) {
				cause = ex;
			}
		}
		throw unknown(host, "is neither an IP address nor a known host name or network interface", cause);
	}

	/**
	 * Returns whether a text may be looked up.
	 */
	static boolean isHostName(String text) {
		return !text.isBlank() && !DIGITS_AND_DOTS.matcher(text).matches();
	}

	private static SctpBindException unknown(String text, String problem, @Nullable Throwable cause) {
		return new SctpBindException(Reason.UNKNOWN_NAME,
				"Local address '" + text + "' " + problem + "; known interfaces are " + interfaceNames()
						+ "; use 0.0.0.0, :: or * for all addresses of this host",
				cause);
	}

	private static String interfaceNames() {
		try {
			return String.join(", ", NetworkInterface.networkInterfaces().map(NetworkInterface::getName).toList());
		}
		catch (SocketException ex) {
			return "not to be had";
		}
	}

	private static boolean hasIpv6() {
		try {
			return NetworkInterface.networkInterfaces()
				.flatMap(NetworkInterface::inetAddresses)
				.anyMatch(Inet6Address.class::isInstance);
		}
		catch (SocketException ex) {
			return false;
		}
	}

}
