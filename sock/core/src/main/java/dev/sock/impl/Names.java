package dev.sock.impl;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import dev.sock.SctpAddress;
import dev.sock.SctpOptionException;

/**
 * Names of endpoints and associations. They need no escaping in a URL path and serve as
 * meter tags.
 */
final class Names {

	private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

	private Names() {
	}

	static boolean isValid(String name) {
		// "." and ".." would vanish from a URL's path.
		return ALLOWED.matcher(name).matches() && !name.equals(".") && !name.equals("..");
	}

	static String check(String option, String name) {
		if (!isValid(name)) {
			throw new SctpOptionException(option, "'" + name + "'",
					"cannot be a name, which is part of URLs and meter tags; use 1 to 128 letters, digits and . _ ~ -");
		}
		return name;
	}

	/**
	 * Returns the name of whoever has an address and port, the same each time, such as
	 * {@code 127.0.0.1-30400} or {@code 2001-db8--1-30400}.
	 */
	static String of(SctpAddress address, int port) {
		return address.toString().replace(':', '-').replace('%', '~') + "-" + port;
	}

	/**
	 * Returns the name if it is free, else the first one with a number behind it that is.
	 */
	static String unique(String name, Predicate<String> taken) {
		String result = name;
		for (int number = 2; taken.test(result); number++) {
			result = name + "-" + number;
		}
		return result;
	}

	/**
	 * Returns how addresses and a port are written in messages, such as
	 * {@code [2001:db8::1]:30400} or {@code 10.0.0.1, 10.0.1.1 port 30400}.
	 */
	static String text(List<SctpAddress> addresses, int port) {
		if (addresses.size() == 1) {
			SctpAddress address = addresses.get(0);
			return (address.isIpv4() ? address.toString() : "[" + address + "]") + ":" + port;
		}
		return text(addresses) + " port " + port;
	}

	static String text(List<SctpAddress> addresses) {
		StringBuilder result = new StringBuilder();
		for (SctpAddress address : addresses) {
			result.append(result.isEmpty() ? "" : ", ").append(address);
		}
		return result.toString();
	}

}
