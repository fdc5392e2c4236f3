package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The chunk types of extensions that its sender understands (RFC 5061 §4.2.7).
 *
 * @param chunkTypes chunk types, 0 to 255
 */
public record SupportedExtensionsParameter(List<Integer> chunkTypes) implements Parameter {

	/**
	 * The parameter type.
	 */
	public static final int TYPE = 0x8008;

	public SupportedExtensionsParameter {
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
