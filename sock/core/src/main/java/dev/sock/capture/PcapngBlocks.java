package dev.sock.capture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Makes blocks of the format pcapng (draft-ietf-opsawg-pcapng): one section, one
 * interface, a block for each packet.
 */
final class PcapngBlocks {

	private static final int SECTION_HEADER = 0x0A0D0D0A;

	private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;

	private static final int INTERFACE_DESCRIPTION = 1;

	private static final int ENHANCED_PACKET = 6;

	/** Raw IP, version 4 or 6. */
	private static final int LINKTYPE_RAW = 101;

	private static final int END_OF_OPTIONS = 0;

	private static final int COMMENT = 1;

	private static final int FLAGS = 2;

	private static final int TIMESTAMP_RESOLUTION = 9;

	private static final byte NANOSECONDS = 9;

	private PcapngBlocks() {
	}

	/** Returns what a file begins with: a section and its interface. */
	static byte[] header() {
		ByteBuffer section = ByteBuffer.allocate(16);
		section.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
		byte[] first = block(SECTION_HEADER, section.array());
		ByteBuffer description = ByteBuffer.allocate(20);
		description.putShort((short) LINKTYPE_RAW).putShort((short) 0).putInt(0);
		option(description, TIMESTAMP_RESOLUTION, new byte[] { NANOSECONDS });
		description.putInt(END_OF_OPTIONS);
		byte[] second = block(INTERFACE_DESCRIPTION, description.array());
		return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
	}

	/** Returns the block of a packet. */
	static byte[] packet(CapturedPacket packet) {
		byte[] datagram = IpPacket.of(packet);
		byte[] comment = comment(packet).getBytes(StandardCharsets.US_ASCII);
		int size = 20 + padded(datagram.length) + 4 + padded(comment.length) + 8 + 4;
		ByteBuffer body = ByteBuffer.allocate(size);
		long nanos = nanos(packet.time());
		body.putInt(0).putInt((int) (nanos >>> 32)).putInt((int) nanos);
		body.putInt(datagram.length).putInt(datagram.length);
		body.put(datagram).position(20 + padded(datagram.length));
		option(body, COMMENT, comment);
		option(body, FLAGS, ByteBuffer.allocate(4).putInt(packet.outbound() ? 2 : 1).array());
		body.putInt(END_OF_OPTIONS);
		return block(ENHANCED_PACKET, body.array());
	}

	private static String comment(CapturedPacket packet) {
		String udp = "in UDP, the other side has port " + packet.remoteUdpPort();
		return (packet.masked() > 0) ? udp + "; " + packet.masked() + " bytes of payload are replaced by zeros" : udp;
	}

	private static long nanos(Instant time) {
		return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
	}

	private static void option(ByteBuffer target, int code, byte[] value) {
		target.putShort((short) code).putShort((short) value.length);
		int end = target.position() + padded(value.length);
		target.put(value).position(end);
	}

	private static int padded(int length) {
		return (length + 3) & ~3;
	}

	private static byte[] block(int type, byte[] body) {
		int length = 12 + body.length;
		return ByteBuffer.allocate(length).putInt(type).putInt(length).put(body).putInt(length).array();
	}

}
