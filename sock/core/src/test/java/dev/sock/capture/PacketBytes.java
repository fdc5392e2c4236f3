package dev.sock.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Makes packets by their layout (RFC 9260 §3).
 */
final class PacketBytes {

	private PacketBytes() {
	}

	/** A packet with a right checksum. */
	static byte[] packet(byte[]... chunks) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(ByteBuffer.allocate(12).putInt(2905 << 16 | 2906).putInt(0xcafe).putInt(0).array());
		for (byte[] chunk : chunks) {
			out.writeBytes(chunk);
		}
		byte[] packet = out.toByteArray();
		ByteBuffer.wrap(packet).putInt(8, checksum(packet));
		return packet;
	}

	/** What the checksum has to be. */
	static int checksum(byte[] packet) {
		byte[] copy = packet.clone();
		Arrays.fill(copy, 8, 12, (byte) 0);
		CRC32C crc = new CRC32C();
		crc.update(copy);
		return Integer.reverseBytes((int) crc.getValue());
	}

	static byte[] data(byte[] payload) {
		return chunk(0, ByteBuffer.allocate(12 + payload.length).putInt(1).putInt(2).putInt(46).put(payload).array());
	}

	/** A chunk with its padding. */
	static byte[] chunk(int type, byte[] value) {
		ByteBuffer chunk = ByteBuffer.allocate((4 + value.length + 3) & ~3);
		return chunk.put((byte) type).put((byte) 3).putShort((short) (4 + value.length)).put(value).array();
	}

	static byte[] filled(int length, int content) {
		byte[] bytes = new byte[length];
		Arrays.fill(bytes, (byte) content);
		return bytes;
	}

}
