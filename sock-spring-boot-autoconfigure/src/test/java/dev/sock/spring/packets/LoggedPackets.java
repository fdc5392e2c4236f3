package dev.sock.spring.packets;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a log gives.
 */
public final class LoggedPackets {

	private static final int ENHANCED_PACKET = 6;

	private static final int SECTION_HEADER = 0x0A0D0D0A;

	private LoggedPackets() {
	}

	/** The SCTP packets in IPv4 of a file. */
	public static List<byte[]> of(byte[] pcapng) {
		ByteBuffer file = ByteBuffer.wrap(pcapng);
		if (file.getInt(0) != SECTION_HEADER) {
			throw new AssertionError("That is not pcapng");
		}
		List<byte[]> packets = new ArrayList<>();
		for (int at = 0; at < file.limit(); at += file.getInt(at + 4)) {
			if (file.getInt(at) == ENHANCED_PACKET) {
				byte[] packet = new byte[file.getInt(at + 20) - 20];
				file.get(at + 28 + 20, packet);
				packets.add(packet);
			}
		}
		return packets;
	}

	/** The types of all chunks, in order. */
	public static List<Integer> chunks(byte[] pcapng) {
		List<Integer> types = new ArrayList<>();
		for (byte[] packet : of(pcapng)) {
			ByteBuffer bytes = ByteBuffer.wrap(packet);
			for (int at = 12; at < packet.length; at += (Short.toUnsignedInt(bytes.getShort(at + 2)) + 3) & ~3) {
				types.add((int) packet[at]);
			}
		}
		return types;
	}

}
