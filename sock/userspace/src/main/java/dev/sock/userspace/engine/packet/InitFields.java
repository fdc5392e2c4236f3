package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The value that INIT and INIT ACK have in common (RFC 9260 §3.3.3).
 */
record InitFields(int initiateTag, long advertisedReceiverWindow, int outboundStreams, int inboundStreams,
		int initialTsn, List<Parameter> parameters) {

	private static final int FIXED_SIZE = 16;

	/**
	 * The size of the chunk without parameters.
	 */
	static final int CHUNK_SIZE = PacketReader.CHUNK_HEADER_SIZE + FIXED_SIZE;

	static @Nullable InitFields decode(PacketReader reader, int chunkType) {
		if (reader.type() != chunkType || reader.valueLength() < FIXED_SIZE) {
			return null;
		}
		List<Parameter> parameters = ParameterCodec.decode(reader, FIXED_SIZE);
		if (parameters == null) {
			return null;
		}
		return new InitFields(reader.valueInt(0), Integer.toUnsignedLong(reader.valueInt(4)),
				reader.valueUnsignedShort(8), reader.valueUnsignedShort(10), reader.valueInt(12), parameters);
	}

	void encode(ByteBuffer target) {
		target.putInt(this.initiateTag);
		target.putInt((int) this.advertisedReceiverWindow);
		target.putShort((short) this.outboundStreams);
		target.putShort((short) this.inboundStreams);
		target.putInt(this.initialTsn);
		ParameterCodec.encode(this.parameters, target);
	}

}
