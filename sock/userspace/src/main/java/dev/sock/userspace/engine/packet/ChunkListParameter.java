package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The chunk types that its sender takes only authenticated, CHUNKS (RFC 4895 §3.2).
 *
 * @param chunkTypes chunk types, 0 to 255
 */
public record ChunkListParameter(List<Integer> chunkTypes) implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 0x8003;

	/**
	 * The most chunk types that it may list.
	 */
	static final int MAX_TYPES = 256;

	public ChunkListParameter {
		chunkTypes = List.copyOf(chunkTypes);
	}

	@Override
	public int type() {
		return TYPE;
	}

	@Override
	public int encodedLength() {
		return TypeLengthValue.HEADER_SIZE + this.chunkTypes.size();
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putHeader(target, TYPE, encodedLength());
		for (int chunkType : this.chunkTypes) {
			target.put((byte) chunkType);
		}
		TypeLengthValue.putPadding(target, encodedLength());
	}

}
