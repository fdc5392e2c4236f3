package dev.sock;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address as SCTP needs it. Unlike {@link InetAddress}, it never resolves
 * names, an IPv4-mapped IPv6 address is the IPv4 address, and a link-local IPv6 address
 * is equal to another only within the same scope. Immutable.
 */
public final class SctpAddress implements Comparable<SctpAddress> {

	private static final int MAPPED_PREFIX_LENGTH = 12;

	private final byte[] bytes;

	private final int scopeId;

	private final int hash;

	private SctpAddress(byte[] bytes, int scopeId) {
		this.bytes = bytes;
		this.scopeId = scopeId;
		this.hash = Arrays.hashCode(bytes) * 31 + scopeId;
	}

	/**
	 * Returns the address with the given bytes in network order.
	 * @param bytes 4 or 16 bytes; copied
	 * @return the address
	 * @throws IllegalArgumentException if the length is neither 4 nor 16
	 */
	public static SctpAddress of(byte[] bytes) {
		return of(bytes, 0);
	}

	/**
	 * Returns the address with the given bytes, in the given scope.
	 * @param bytes 4 or 16 bytes; copied
	 * @param scopeId index of the interface that a link-local IPv6 address belongs to;
	 * ignored for every other address
	 * @return the address
	 * @throws IllegalArgumentException if the length is neither 4 nor 16
	 */
	public static SctpAddress of(byte[] bytes, int scopeId) {
		if (bytes.length == 4) {
			return new SctpAddress(bytes.clone(), 0);
		}
		if (bytes.length != 16) {
			throw new IllegalArgumentException("An IP address has 4 or 16 bytes, not " + bytes.length);
		}
		if (isMapped(bytes)) {
			return new SctpAddress(Arrays.copyOfRange(bytes, MAPPED_PREFIX_LENGTH, 16), 0);
		}
		boolean linkLocal = (bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xc0) == 0x80;
		return new SctpAddress(bytes.clone(), linkLocal ? scopeId : 0);
	}

	/**
	 * Returns the SCTP form of a Java address.
	 * @param address the address
	 * @return the same address
	 */
	public static SctpAddress of(InetAddress address) {
		int scopeId = (address instanceof Inet6Address inet6) ? inet6.getScopeId() : 0;
		return of(address.getAddress(), scopeId);
	}

	/**
	 * Reads an IP address literal such as {@code 10.0.0.1}, {@code 2001:db8::1} or
	 * {@code fe80::1%eth0}. Host names are never looked up.
	 * @param literal the literal
	 * @return the address, or {@code null} if the text is not an IP address literal
	 */
	public static @Nullable SctpAddress parse(String literal) {
		if (!looksLikeLiteral(literal)) {
			return null;
		}
		try {
			// No look-up happens for text that can only be a literal.
			return of(InetAddress.getByName(literal));
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private static boolean looksLikeLiteral(String text) {
		if (text.indexOf(':') >= 0) {
			return true;
		}
		String[] parts = text.split("\\.", -1);
		if (parts.length != 4) {
			return false;
		}
		for (String part : parts) {
			if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch((c) -> c >= '0' && c <= '9')
					|| Integer.parseInt(part) > 255) {
				return false;
			}
		}
		return true;
	}

	private static boolean isMapped(byte[] bytes) {
		for (int i = 0; i < 10; i++) {
			if (bytes[i] != 0) {
				return false;
			}
		}
		return bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
	}

	/**
	 * Returns the bytes of the address in network order.
	 * @return a copy of the 4 or 16 bytes
	 */
	public byte[] toBytes() {
		return this.bytes.clone();
	}

	/**
	 * Returns the Java form of this address, with its scope and without a host name.
	 * @return the address
	 */
	public InetAddress toInetAddress() {
		try {
			return (this.scopeId != 0) ? Inet6Address.getByAddress(null, this.bytes, this.scopeId)
					: InetAddress.getByAddress(this.bytes);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns the scope of a link-local IPv6 address.
	 * @return index of the interface, 0 for every other address
	 */
	public int scopeId() {
		return this.scopeId;
	}

	/**
	 * Returns whether this is an IPv4 address.
	 * @return {@code true} for IPv4, {@code false} for IPv6
	 */
	public boolean isIpv4() {
		return this.bytes.length == 4;
	}

	/**
	 * Returns whether this is {@code 0.0.0.0} or {@code ::}.
	 * @return whether this address is a wildcard
	 */
	public boolean isWildcard() {
		for (byte b : this.bytes) {
			if (b != 0) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns whether this is a multicast address, or the IPv4 broadcast address: no such
	 * address can be an SCTP peer (RFC 9260 §8.4).
	 * @return whether this is no unicast address
	 */
	public boolean isMulticastOrBroadcast() {
		int first = this.bytes[0] & 0xff;
		return isIpv4() ? first >= 224 && (first < 240 || isBroadcast()) : first == 0xff;
	}

	private boolean isBroadcast() {
		for (byte b : this.bytes) {
			if (b != (byte) 0xff) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns how far this address reaches; a peer is told only addresses of a scope from
	 * which it can reach them.
	 * @return the scope
	 */
	public Scope scope() {
		int b0 = this.bytes[0] & 0xff;
		int b1 = this.bytes[1] & 0xff;
		if (isIpv4()) {
			if (b0 == 127) {
				return Scope.LOOPBACK;
			}
			if (b0 == 169 && b1 == 254) {
				return Scope.LINK_LOCAL;
			}
			boolean isPrivate = b0 == 10 || (b0 == 172 && (b1 & 0xf0) == 16) || (b0 == 192 && b1 == 168)
					|| (b0 == 100 && (b1 & 0xc0) == 64);
			return isPrivate ? Scope.PRIVATE : Scope.GLOBAL;
		}
		if (toInetAddress().isLoopbackAddress()) {
			return Scope.LOOPBACK;
		}
		if (b0 == 0xfe && (b1 & 0xc0) == 0x80) {
			return Scope.LINK_LOCAL;
		}
		return ((b0 & 0xfe) == 0xfc) ? Scope.PRIVATE : Scope.GLOBAL;
	}

	@Override
	public int compareTo(SctpAddress other) {
		int result = Arrays.compareUnsigned(this.bytes, other.bytes);
		return (result != 0) ? result : Integer.compare(this.scopeId, other.scopeId);
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return this == obj || (obj instanceof SctpAddress other && this.hash == other.hash
				&& this.scopeId == other.scopeId && Arrays.equals(this.bytes, other.bytes));
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

	/**
	 * Returns the usual text of the address: dotted for IPv4, the shortest form of RFC
	 * 5952 for IPv6.
	 * @return the text, without brackets
	 */
	@Override
	public String toString() {
		if (toInetAddress() instanceof Inet4Address inet4) {
			return inet4.getHostAddress();
		}
		return Ipv6Text.of(this.bytes) + ((this.scopeId != 0) ? "%" + this.scopeId : "");
	}

	/**
	 * How far an address reaches, narrowest first.
	 */
	public enum Scope {

		/** The host itself. */
		LOOPBACK,

		/** One link. */
		LINK_LOCAL,

		/** A private network (RFC 1918, RFC 6598, RFC 4193). */
		PRIVATE,

		/** Everywhere. */
		GLOBAL

	}

}
