package dev.sock.capture;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Puts zeros where a packet has payload, so that its structure stays and nothing of a
 * user's is kept. The checksum is made to fit again.
 */
final class PayloadMask {

	private static final int COMMON_HEADER = 12;

	private static final int CHECKSUM = 8;

	private static final int CHUNK_HEADER = 4;

	private static final int DATA = 0;

	/** Length of a DATA chunk before its payload (RFC 9260 §3.3.1). */
	private static final int DATA_HEADER = 16;

	private static final int I_DATA = 64;

	/** The same of an I-DATA chunk (RFC 8260 §2.1), which a peer may send unasked. */
	private static final int I_DATA_HEADER = 20;

	private PayloadMask() {
	}

	/**
	 * Masks a packet.
	 * @param packet the packet, whatever its bytes are; changed
	 * @param limit bytes of each DATA chunk's payload that stay
	 * @return bytes that were masked
	 */
	static int apply(byte[] packet, int limit) {
		int masked = 0;
		int at = COMMON_HEADER;
		while (at + CHUNK_HEADER <= packet.length) {
			int length = Short.toUnsignedInt(ByteBuffer.wrap(packet).getShort(at + 2));
			if (length < CHUNK_HEADER) {
				// nobody can tell what the rest is
				masked += fill(packet, at, packet.length);
				break;
			}
			int header = headerBeforePayload(packet[at]);
			if (header > 0) {
				masked += fill(packet, at + header + limit, Math.min(at + length, packet.length));
			}
			at += (length + 3) & ~3;
		}
		if (masked > 0) {
			seal(packet);
		}
		return masked;
	}

	/** Returns 0 for a chunk without payload. */
	private static int headerBeforePayload(byte type) {
		return switch (type) {
			case DATA -> DATA_HEADER;
			case I_DATA -> I_DATA_HEADER;
			default -> 0;
		};
	}

	private static int fill(byte[] packet, int from, int to) {
		if (from >= to) {
			return 0;
		}
		Arrays.fill(packet, from, to, (byte) 0);
		return to - from;
	}

	/**
	 * CRC32c goes into a packet with its least significant byte first (RFC 9260 App. A).
	 */
	private static void seal(byte[] packet) {
		Arrays.fill(packet, CHECKSUM, CHECKSUM + 4, (byte) 0);
		CRC32C crc = new CRC32C();
		crc.update(packet);
		ByteBuffer.wrap(packet).putInt(CHECKSUM, Integer.reverseBytes((int) crc.getValue()));
	}

}
