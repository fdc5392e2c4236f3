package dev.sock.capture;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads pcapng by its specification (draft-ietf-opsawg-pcapng), in either byte order, and
 * the IP headers inside. Fails on whatever is not as it has to be.
 */
final class PcapngFile {

	private static final int SECTION = 0x0A0D0D0A;

	private final ByteBuffer file;

	private long unitsPerSecond;

	private final List<Packet> packets = new ArrayList<>();

	private PcapngFile(byte[] bytes) {
		this.file = ByteBuffer.wrap(bytes);
	}

	static List<Packet> read(byte[] bytes) {
		PcapngFile file = new PcapngFile(bytes);
		while (file.file.hasRemaining()) {
			file.block();
		}
		return file.packets;
	}

	private void block() {
		int start = this.file.position();
		int type = this.file.getInt(start);
		if (type == SECTION) {
			boolean big = this.file.order(ByteOrder.BIG_ENDIAN).getInt(start + 8) == 0x1A2B3C4D;
			this.file.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
			check(this.file.getInt(start + 8) == 0x1A2B3C4D, "byte-order magic");
			check(this.file.getShort(start + 12) == 1 && this.file.getShort(start + 14) == 0, "version 1.0");
		}
		int length = this.file.getInt(start + 4);
		check(length % 4 == 0 && length >= 12 && start + length <= this.file.limit(), "length of a block");
		check(this.file.getInt(start + length - 4) == length, "the length at the end of a block");
		ByteBuffer body = this.file.slice(start + 8, length - 12).order(this.file.order());
		if (type == 1) {
			check(body.getShort(0) == 101, "link type raw IP");
			byte[] resolution = options(body.position(8)).get(9);
			this.unitsPerSecond = (resolution != null) ? (long) Math.pow(10, resolution[0]) : 1_000_000;
		}
		else if (type == 6) {
			packet(body);
		}
		else {
			check(type == SECTION, "type of a block");
		}
		this.file.position(start + length);
	}

	private void packet(ByteBuffer body) {
		check(body.getInt() == 0 && this.unitsPerSecond > 0, "the interface was described");
		long time = ((long) body.getInt() << 32) | Integer.toUnsignedLong(body.getInt());
		int captured = body.getInt();
		check(body.getInt() == captured, "the whole packet is there");
		byte[] ip = bytes(body, captured);
		Map<Integer, byte[]> options = options(body);
		int direction = ByteBuffer.wrap(options.get(2)).order(body.order()).getInt() & 3;
		Instant instant = Instant.ofEpochSecond(time / this.unitsPerSecond,
				time % this.unitsPerSecond * (1_000_000_000 / this.unitsPerSecond));
		this.packets.add(Packet.of(instant, direction, new String(options.get(1), StandardCharsets.UTF_8), ip));
	}

	private static Map<Integer, byte[]> options(ByteBuffer from) {
		Map<Integer, byte[]> options = new HashMap<>();
		while (from.hasRemaining()) {
			int code = Short.toUnsignedInt(from.getShort());
			int length = Short.toUnsignedInt(from.getShort());
			if (code == 0) {
				check(length == 0 && !from.hasRemaining(), "the end of options is the end");
				return options;
			}
			options.put(code, bytes(from, length));
		}
		throw new AssertionError("options do not end");
	}

	/** With the padding to 32 bits. */
	private static byte[] bytes(ByteBuffer from, int length) {
		byte[] bytes = new byte[length];
		from.get(bytes).position((from.position() + 3) & ~3);
		return bytes;
	}

	private static void check(boolean right, String what) {
		if (!right) {
			throw new AssertionError("Wrong in the file: " + what);
		}
	}

	/**
	 * A packet.
	 *
	 * @param direction 1 if it came, 2 if it left
	 */
	record Packet(Instant time, int direction, String comment, String source, String destination, byte[] sctp) {

		private static Packet of(Instant time, int direction, String comment, byte[] ip) {
			ByteBuffer header = ByteBuffer.wrap(ip);
			if (ip[0] >>> 4 == 4) {
				check(ip[0] == 0x45 && Short.toUnsignedInt(header.getShort(2)) == ip.length && ip[9] == (byte) 132
						&& ip[8] != 0, "IPv4 header");
				int sum = 0;
				for (int i = 0; i < 20; i += 2) {
					sum += Short.toUnsignedInt(header.getShort(i));
				}
				check((sum & 0xffff) + (sum >>> 16) == 0xffff, "checksum of the IPv4 header");
				return new Packet(time, direction, comment, address(ip, 12, 4), address(ip, 16, 4), rest(ip, 20));
			}
			check(ip[0] >>> 4 == 6 && Short.toUnsignedInt(header.getShort(4)) == ip.length - 40 && ip[6] == (byte) 132
					&& ip[7] != 0, "IPv6 header");
			return new Packet(time, direction, comment, address(ip, 8, 16), address(ip, 24, 16), rest(ip, 40));
		}

		private static String address(byte[] ip, int from, int length) {
			try {
				return InetAddress.getByAddress(Arrays.copyOfRange(ip, from, from + length)).getHostAddress();
			}
			catch (UnknownHostException ex) {
				throw new AssertionError(ex);
			}
		}

		private static byte[] rest(byte[] ip, int from) {
			return Arrays.copyOfRange(ip, from, ip.length);
		}

	}

}
