package dev.sock.capture;

import java.nio.ByteBuffer;

import dev.sock.SctpAddress;

/**
 * Puts an IP header before a packet, as it would be if SCTP ran on IP.
 */
final class IpPacket {

	private static final int SCTP = 132;

	private static final int TTL = 64;

	private static final int IPV4_HEADER = 20;

	private static final int IPV6_HEADER = 40;

	private IpPacket() {
	}

	static byte[] of(CapturedPacket packet) {
		SctpAddress source = packet.outbound() ? packet.localAddress() : packet.remoteAddress();
		SctpAddress destination = packet.outbound() ? packet.remoteAddress() : packet.localAddress();
		return source.isIpv4() ? version4(source.toBytes(), destination.toBytes(), packet.bytes())
				: version6(source.toBytes(), destination.toBytes(), packet.bytes());
	}

	private static byte[] version4(byte[] source, byte[] destination, byte[] packet) {
		ByteBuffer datagram = ByteBuffer.allocate(IPV4_HEADER + packet.length);
		datagram.put((byte) 0x45).put((byte) 0).putShort((short) datagram.capacity());
		datagram.putInt(0).put((byte) TTL).put((byte) SCTP).putShort((short) 0);
		datagram.put(source).put(destination);
		datagram.putShort(10, checksum(datagram));
		return datagram.put(packet).array();
	}

	/** The Internet checksum of a header (RFC 791 §3.1). */
	private static short checksum(ByteBuffer header) {
		int sum = 0;
		for (int i = 0; i < IPV4_HEADER; i += 2) {
			sum += Short.toUnsignedInt(header.getShort(i));
		}
		sum = (sum & 0xffff) + (sum >>> 16);
		return (short) ~((sum & 0xffff) + (sum >>> 16));
	}

	private static byte[] version6(byte[] source, byte[] destination, byte[] packet) {
		ByteBuffer datagram = ByteBuffer.allocate(IPV6_HEADER + packet.length);
		datagram.putInt(0x60000000).putShort((short) packet.length).put((byte) SCTP).put((byte) TTL);
		return datagram.put(source).put(destination).put(packet).array();
	}

}
