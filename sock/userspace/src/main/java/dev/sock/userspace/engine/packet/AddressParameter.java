package dev.sock.userspace.engine.packet;

import dev.sock.SctpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Makes parameters of addresses, and addresses of parameters (RFC 9260 §3.3.2.1).
 */
public final class AddressParameter {

	private AddressParameter() {
	}

	/**
	 * Returns the parameter that carries an address.
	 * @param address the address
	 * @return the parameter
	 */
	public static Parameter of(SctpAddress address) {
		byte[] bytes = address.toBytes();
		return address.isIpv4() ? new Ipv4AddressParameter(bytes) : new Ipv6AddressParameter(bytes);
	}

	/**
	 * Returns the address that a parameter carries.
	 * @param parameter the parameter
	 * @return the address, or {@code null} if it carries none
	 */
	public static @Nullable SctpAddress read(Parameter parameter) {
		if (parameter instanceof Ipv4AddressParameter ipv4) {
			return SctpAddress.of(ipv4.address());
		}
		return (parameter instanceof Ipv6AddressParameter ipv6) ? SctpAddress.of(ipv6.address()) : null;
	}

}
