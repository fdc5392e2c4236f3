package dev.sock.kernel.socket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the kernel tells of SCTP in files: counters of the whole network namespace, and
 * settings of the system.
 */
public final class HostCounters {

	private static final Path COUNTERS = Path.of("/proc/net/sctp/snmp");

	private static final Path UDP_PORT = Path.of("/proc/sys/net/sctp/udp_port");

	private HostCounters() {
	}

	/**
	 * Reads the counters (RFC 3873).
	 * @return names and values; empty if they cannot be read
	 */
	public static Map<String, Long> read() {
		try {
			return parse(Files.readString(COUNTERS));
		}
		catch (IOException ex) {
			return Map.of();
		}
	}

	static Map<String, Long> parse(String text) {
		Map<String, Long> counters = new LinkedHashMap<>();
		for (String line : text.split("\n")) {
			String[] words = line.trim().split("\\s+");
			if (words.length == 2 && words[1].matches("\\d{1,18}")) {
				counters.put(words[0], Long.valueOf(words[1]));
			}
		}
		return counters;
	}

	/**
	 * Reads the UDP port on which the kernel takes SCTP in UDP (RFC 6951).
	 * @return the port, or 0 if it takes none, or cannot
	 */
	public static int udpPort() {
		try {
			return Integer.parseInt(Files.readString(UDP_PORT).trim());
		}
		catch (IOException | NumberFormatException ex) {
			return 0;
		}
	}

}
