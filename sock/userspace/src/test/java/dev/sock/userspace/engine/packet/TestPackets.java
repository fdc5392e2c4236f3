package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * Makes packets for tests and reads them to the end.
 */
final class TestPackets {

	private TestPackets() {
	}

	static byte[] hex(String hex) {
		return HexFormat.of().parseHex(hex.replace(" ", ""));
	}

	/**
	 * A packet of raw chunk bytes, with a right checksum.
	 */
	static byte[] packet(byte[]... chunks) {
		int length = PacketReader.COMMON_HEADER_SIZE + Arrays.stream(chunks).mapToInt((chunk) -> chunk.length).sum();
		ByteBuffer packet = ByteBuffer.allocate(length);
		packet.putShort((short) 5001).putShort((short) 5002).putInt(0x1a2b3c4d).putInt(0);
		for (byte[] chunk : chunks) {
			packet.put(chunk);
		}
		return withChecksum(packet.array());
	}

	static byte[] withChecksum(byte[] packet) {
		Arrays.fill(packet, 8, 12, (byte) 0);
		CRC32C crc = new CRC32C();
		crc.update(packet);
		ByteBuffer.wrap(packet).putInt(8, Integer.reverseBytes((int) crc.getValue()));
		return packet;
	}

	static byte[] written(Consumer<PacketWriter> chunks) {
		ByteBuffer target = ByteBuffer.allocate(70_000);
		PacketWriter writer = new PacketWriter();
		writer.begin(target, 5001, 5002, 0x1a2b3c4d, 70_000);
		chunks.accept(writer);
		return Arrays.copyOf(target.array(), writer.finish());
	}

	/**
	 * A reader at the first chunk of a packet.
	 */
	static PacketReader readerAt(byte[] packet) {
		PacketReader reader = new PacketReader();
		if (reader.wrap(ByteBuffer.wrap(packet)) != PacketReader.Status.OK || !reader.next()) {
			throw new AssertionError("No chunk in " + HexFormat.of().formatHex(packet));
		}
		return reader;
	}

	static @Nullable Chunk decode(PacketReader reader) {
		return switch (reader.type()) {
			case ChunkType.INIT -> InitChunk.decode(reader);
			case ChunkType.INIT_ACK -> InitAckChunk.decode(reader);
			case ChunkType.HEARTBEAT -> HeartbeatChunk.decode(reader);
			case ChunkType.HEARTBEAT_ACK -> HeartbeatAckChunk.decode(reader);
			case ChunkType.ABORT -> AbortChunk.decode(reader);
			case ChunkType.SHUTDOWN -> ShutdownChunk.decode(reader);
			case ChunkType.SHUTDOWN_ACK -> ShutdownAckChunk.decode(reader);
			case ChunkType.ERROR -> ErrorChunk.decode(reader);
			case ChunkType.COOKIE_ECHO -> CookieEchoChunk.decode(reader);
			case ChunkType.COOKIE_ACK -> CookieAckChunk.decode(reader);
			case ChunkType.FORWARD_TSN -> ForwardTsnChunk.decode(reader);
			case ChunkType.RE_CONFIG -> ReConfigChunk.decode(reader);
			case ChunkType.SHUTDOWN_COMPLETE -> ShutdownCompleteChunk.decode(reader);
			case ChunkType.AUTH -> AuthChunk.decode(reader);
			case ChunkType.ASCONF -> AsconfChunk.decode(reader);
			case ChunkType.ASCONF_ACK -> AsconfAckChunk.decode(reader);
			default -> null;
		};
	}

	/**
	 * Read all that can be read of a packet, in every way there is.
	 * @return what was read, as lines of text that can be compared
	 */
	static List<String> drain(PacketReader reader, ByteBuffer packet) {
		List<String> seen = new ArrayList<>();
		int position = packet.position();
		int limit = packet.limit();
		seen.add(reader.wrap(packet) + " " + reader.sourcePort() + " " + reader.destinationPort() + " "
				+ reader.verificationTag() + " " + reader.packetLength());
		seen.add(reader.firstType() + " " + reader.chunkCount() + " " + reader.contains(ChunkType.ABORT) + " "
				+ reader.secondType());
		DataChunkView data = new DataChunkView();
		SackChunkView sack = new SackChunkView();
		int steps = 0;
		while (reader.next()) {
			if (++steps > (limit - position) / 4) {
				throw new AssertionError("More chunks than the packet can hold");
			}
			HexFormat hex = HexFormat.of();
			seen.add(reader.type() + " " + reader.flags() + " " + hex.formatHex(reader.valueBytes()));
			if (data.wrap(reader)) {
				byte[] payload = new byte[data.payloadLength()];
				data.copyPayload(payload, 0);
				seen.add(data.tsn() + " " + data.streamId() + " " + hex.formatHex(payload));
			}
			if (sack.wrap(reader)) {
				StringBuilder text = new StringBuilder("sack");
				for (int i = 0; i < sack.gapBlockCount(); i++) {
					text.append(' ').append(sack.gapStart(i)).append('-').append(sack.gapEnd(i));
				}
				for (int i = 0; i < sack.duplicateCount(); i++) {
					text.append(' ').append(sack.duplicate(i));
				}
				seen.add(text.toString());
			}
			Chunk chunk = decode(reader);
			if (chunk != null) {
				seen.add(encoded(chunk));
			}
		}
		seen.add(String.valueOf(reader.truncated()));
		seen.add(PacketText.describe(packet));
		if (packet.position() != position || packet.limit() != limit) {
			throw new AssertionError("The buffer was moved");
		}
		return seen;
	}

	private static String encoded(Chunk chunk) {
		ByteBuffer target = ByteBuffer.allocate((chunk.encodedLength() + 3) & ~3);
		chunk.encode(target);
		if (target.hasRemaining()) {
			throw new AssertionError("Padding is missing in " + chunk);
		}
		return HexFormat.of().formatHex(target.array());
	}

}
