package dev.sock.userspace.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.packet.ChunkType;

/**
 * A packet that the engine has sent.
 *
 * @param nowNanos when
 * @param source address that it leaves from
 * @param destination address that it goes to
 * @param remoteUdpPort UDP port that it goes to
 * @param tag verification tag
 * @param size bytes
 * @param chunks its chunks
 * @param bytes all of it
 */
record SentPacket(long nowNanos, SctpAddress source, SctpAddress destination, int remoteUdpPort, int tag, int size,
		List<SentChunk> chunks, byte[] bytes) {

	static SentPacket parse(long nowNanos, SctpAddress source, SctpAddress destination, int remoteUdpPort,
			byte[] packet) {
		ByteBuffer in = ByteBuffer.wrap(packet);
		int tag = in.getInt(4);
		List<SentChunk> chunks = new ArrayList<>();
		int at = 12;
		while (at < packet.length) {
			int length = in.getShort(at + 2) & 0xffff;
			chunks.add(new SentChunk(in.get(at) & 0xff, in.get(at + 1) & 0xff,
					Arrays.copyOfRange(packet, at + 4, at + length)));
			at += (length + 3) & ~3;
		}
		if (at != packet.length || (packet.length & 3) != 0) {
			throw new AssertionError("Padding is missing");
		}
		for (SentChunk chunk : chunks) {
			boolean single = chunk.type == ChunkType.INIT || chunk.type == ChunkType.INIT_ACK
					|| chunk.type == ChunkType.SHUTDOWN_COMPLETE;
			if (single && chunks.size() > 1) {
				throw new AssertionError(chunk + " is never bundled (RFC 9260 §6.10)");
			}
		}
		return new SentPacket(nowNanos, source, destination, remoteUdpPort, tag, packet.length, chunks, packet);
	}

	static List<SentChunk> chunks(List<SentPacket> packets) {
		return packets.stream().flatMap((packet) -> packet.chunks.stream()).toList();
	}

	/**
	 * The first chunk of a type in all packets.
	 */
	static SentChunk only(List<SentPacket> packets, int type) {
		List<SentChunk> found = chunks(packets).stream().filter((chunk) -> chunk.type == type).toList();
		if (found.size() != 1) {
			throw new AssertionError("One " + ChunkType.name(type) + " was expected, not " + packets);
		}
		return found.get(0);
	}

	boolean has(int type) {
		return this.chunks.stream().anyMatch((chunk) -> chunk.type == type);
	}

	/**
	 * A chunk of it.
	 *
	 * @param type type
	 * @param flags flags
	 * @param value value without padding
	 */
	record SentChunk(int type, int flags, byte[] value) {

		int intAt(int offset) {
			return ByteBuffer.wrap(this.value).getInt(offset);
		}

		int shortAt(int offset) {
			return ByteBuffer.wrap(this.value).getShort(offset) & 0xffff;
		}

		/** Bytes of the chunk with its header and without padding. */
		int length() {
			return this.value.length + 4;
		}

		/** Codes of the error causes of an ABORT or ERROR. */
		List<Integer> causes() {
			List<Integer> codes = new ArrayList<>();
			for (int at = 0; at + 4 <= this.value.length; at += (shortAt(at + 2) + 3) & ~3) {
				codes.add(shortAt(at));
			}
			return codes;
		}

		/** The value of a parameter behind the fixed part of INIT or INIT ACK. */
		byte[] parameter(int wanted) {
			for (int at = 16; at + 4 <= this.value.length; at += (shortAt(at + 2) + 3) & ~3) {
				if (shortAt(at) == wanted) {
					return Arrays.copyOfRange(this.value, at + 4, at + shortAt(at + 2));
				}
			}
			throw new AssertionError("No parameter " + wanted + " in " + this);
		}

		/** The gap blocks of a SACK, as the scenarios write them. */
		String gaps() {
			StringBuilder text = new StringBuilder();
			for (int i = 0; i < shortAt(8); i++) {
				text.append((i > 0) ? ", " : "").append(shortAt(12 + 4 * i)).append('-').append(shortAt(14 + 4 * i));
			}
			return "[" + text + "]";
		}

		@Override
		public String toString() {
			boolean withCauses = this.type == ChunkType.ABORT || this.type == ChunkType.ERROR;
			return ChunkType.name(this.type) + (((this.flags & 1) != 0) ? "(1)" : "") + (withCauses ? causes() : "");
		}

	}

}
