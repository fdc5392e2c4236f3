package dev.sock;

/**
 * Writes IPv6 addresses in the form that RFC 5952 recommends, which
 * {@link java.net.Inet6Address} does not.
 */
final class Ipv6Text {

	private static final int GROUPS = 8;

	private Ipv6Text() {
	}

	static String of(byte[] bytes) {
		int[] groups = new int[GROUPS];
		for (int i = 0; i < GROUPS; i++) {
			groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
		}
		int gapStart = -1;
		int gapLength = 1; // a single zero group is not shortened (RFC 5952 §4.2.2)
		for (int i = 0; i < GROUPS; i++) {
			int length = zeros(groups, i);
			if (length > gapLength) {
				gapStart = i;
				gapLength = length;
			}
		}
		StringBuilder text = new StringBuilder(39);
		for (int i = 0; i < GROUPS; i++) {
			if (i == gapStart) {
				text.append("::");
				i += gapLength - 1;
				continue;
			}
			if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
				text.append(':');
			}
			text.append(Integer.toHexString(groups[i]));
		}
		return text.toString();
	}

	private static int zeros(int[] groups, int from) {
		int length = 0;
		while (from + length < GROUPS && groups[from + length] == 0) {
			length++;
		}
		return length;
	}

}
