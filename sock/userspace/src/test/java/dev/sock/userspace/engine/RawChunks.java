package dev.sock.userspace.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.ChunkType;

/**
 * Builds chunks byte by byte, so that tests can send what the engine itself would never
 * write.
 */
final class RawChunks {

	static final int FLAG_T = 1;

	static final int WHOLE_MESSAGE = 3;

	static final int IPV4_ADDRESS = 5;

	static final int STATE_COOKIE = 7;

	static final int HOST_NAME = 11;

	static final int FORWARD_TSN_SUPPORTED = 0xC000;

	static final long WINDOW = 100_000;

	private RawChunks() {
	}

	/**
	 * A packet with a right checksum.
	 */
	static byte[] packet(int sourcePort, int destinationPort, int tag, byte[]... chunks) {
		ByteBuffer packet = ByteBuffer.allocate(12 + Arrays.stream(chunks).mapToInt((chunk) -> chunk.length).sum());
		packet.putShort((short) sourcePort).putShort((short) destinationPort).putInt(tag).putInt(0);
		for (byte[] chunk : chunks) {
			packet.put(chunk);
		}
		return withChecksum(packet.array());
	}

	/**
	 * The same bytes with the checksum made right, if there is one.
	 */
	static byte[] withChecksum(byte[] packet) {
		if (packet.length >= 12) {
			Arrays.fill(packet, 8, 12, (byte) 0);
			CRC32C crc = new CRC32C();
			crc.update(packet);
			ByteBuffer.wrap(packet).putInt(8, Integer.reverseBytes((int) crc.getValue()));
		}
		return packet;
	}

	/**
	 * A chunk with its padding.
	 */
	static byte[] chunk(int type, int flags, byte... value) {
		ByteBuffer chunk = ByteBuffer.allocate((value.length + 7) & ~3);
		chunk.put((byte) type).put((byte) flags).putShort((short) (value.length + 4)).put(value);
		return chunk.array();
	}

	/**
	 * A parameter or an error cause with its padding.
	 */
	static byte[] parameter(int type, byte... value) {
		ByteBuffer parameter = ByteBuffer.allocate((value.length + 7) & ~3);
		parameter.putShort((short) type).putShort((short) (value.length + 4)).put(value);
		return parameter.array();
	}

	static byte[] address(SctpAddress address) {
		return parameter(IPV4_ADDRESS, address.toBytes());
	}

	static byte[] bytes(int... words) {
		ByteBuffer bytes = ByteBuffer.allocate(4 * words.length);
		for (int word : words) {
			bytes.putInt(word);
		}
		return bytes.array();
	}

	static byte[] join(byte[]... parts) {
		ByteBuffer joined = ByteBuffer.allocate(Arrays.stream(parts).mapToInt((part) -> part.length).sum());
		for (byte[] part : parts) {
			joined.put(part);
		}
		return joined.array();
	}

	static byte[] data(int tsn, int streamId, int ssn, int flags, int length) {
		ByteBuffer value = ByteBuffer.allocate(12 + length);
		value.putInt(tsn).putShort((short) streamId).putShort((short) ssn).putInt(0);
		return chunk(ChunkType.DATA, flags, value.array());
	}

	static byte[] init(int type, int initiateTag, long window, int outbound, int inbound, int tsn,
			byte[]... parameters) {
		byte[] fixed = bytes(initiateTag, (int) window, outbound << 16 | inbound, tsn);
		return chunk(type, 0, join(fixed, join(parameters)));
	}

	static byte[] init(int initiateTag, int tsn, byte[]... parameters) {
		return init(ChunkType.INIT, initiateTag, WINDOW, 10, 10, tsn, parameters);
	}

	static byte[] initAck(int initiateTag, int tsn, byte[]... parameters) {
		return init(ChunkType.INIT_ACK, initiateTag, WINDOW, 10, 10, tsn, parameters);
	}

	/**
	 * A SACK; the gap blocks are given as start and end in turn.
	 */
	static byte[] sack(int cumulative, long window, int... gaps) {
		ByteBuffer value = ByteBuffer.allocate(12 + 2 * gaps.length);
		value.putInt(cumulative).putInt((int) window).putShort((short) (gaps.length / 2)).putShort((short) 0);
		for (int gap : gaps) {
			value.putShort((short) gap);
		}
		return chunk(ChunkType.SACK, 0, value.array());
	}

	/**
	 * A FORWARD TSN; the streams are given as stream and stream sequence number in turn.
	 */
	static byte[] forwardTsn(int newCumulativeTsn, int... skipped) {
		ByteBuffer value = ByteBuffer.allocate(4 + 2 * skipped.length);
		value.putInt(newCumulativeTsn);
		for (int number : skipped) {
			value.putShort((short) number);
		}
		return chunk(ChunkType.FORWARD_TSN, 0, value.array());
	}

	static byte[] heartbeat(byte... info) {
		return chunk(ChunkType.HEARTBEAT, 0, parameter(1, info));
	}

	static byte[] heartbeatAck(byte... info) {
		return chunk(ChunkType.HEARTBEAT_ACK, 0, parameter(1, info));
	}

	static byte[] shutdown(int cumulative) {
		return chunk(ChunkType.SHUTDOWN, 0, bytes(cumulative));
	}

	static byte[] error(byte[]... causes) {
		return chunk(ChunkType.ERROR, 0, join(causes));
	}

	static byte[] cookieEcho(byte... cookie) {
		return chunk(ChunkType.COOKIE_ECHO, 0, cookie);
	}

	static byte[] withFlags(byte[] chunk, int flags) {
		byte[] changed = chunk.clone();
		changed[1] |= (byte) flags;
		return changed;
	}

	static byte[] withLength(byte[] chunk, int length) {
		byte[] changed = chunk.clone();
		ByteBuffer.wrap(changed).putShort(2, (short) length);
		return changed;
	}

	static int length(byte[] chunk) {
		return ByteBuffer.wrap(chunk).getShort(2) & 0xffff;
	}

}
