package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The only parameter of HEARTBEAT and HEARTBEAT ACK (RFC 9260 §3.3.5).
 */
final class HeartbeatInfo {

	private static final int TYPE = 1;

	private HeartbeatInfo() {
	}

	static byte @Nullable [] decode(PacketReader reader, int chunkType) {
		if (reader.type() != chunkType) {
			return null;
		}
		TypeLengthValue item = new TypeLengthValue(reader, 0);
		if (!item.next() || item.type() != TYPE) {
			return null;
		}
		byte[] info = item.value();
		while (item.next()) {
			// Nothing else is defined here; that it is well-formed is all there is to
			// see.
		}
		return item.broken() ? null : info;
	}

	static int chunkLength(byte[] info) {
		return PacketReader.CHUNK_HEADER_SIZE + TypeLengthValue.HEADER_SIZE + info.length;
	}

	static void encode(ByteBuffer target, int chunkType, byte[] info) {
		TypeLengthValue.putChunkHeader(target, chunkType, 0, chunkLength(info));
		TypeLengthValue.putBytes(target, TYPE, info);
	}

}
