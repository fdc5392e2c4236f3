package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Authenticates the chunks after it in its packet (RFC 4895 §5.1). A packet that is sent
 * gets it by {@link PacketWriter#auth}, since the digest is made of the finished packet.
 *
 * @param keyId which endpoint pair key was used, 0 to 65535
 * @param hmacId which algorithm was used, 0 to 65535
 * @param hmac the digest
 */
public record AuthChunk(int keyId, int hmacId, byte[] hmac) implements Chunk {

	/**
	 * The size of the chunk without the digest.
	 */
	public static final int HEADER_SIZE = PacketReader.CHUNK_HEADER_SIZE + 4;

	/**
	 * Decode the reader's current chunk.
	 * @param reader the reader at a chunk of this type
	 * @return the chunk, or {@code null} if it is malformed
	 */
	public static @Nullable AuthChunk decode(PacketReader reader) {
		int hmacLength = reader.length() - HEADER_SIZE;
		if (reader.type() != ChunkType.AUTH || hmacLength < 0) {
			return null;
		}
		return new AuthChunk(reader.valueUnsignedShort(0), reader.valueUnsignedShort(2),
				reader.valueBytes(4, hmacLength));
	}

	@Override
	public int type() {
		return ChunkType.AUTH;
	}

	@Override
	public int encodedLength() {
		return HEADER_SIZE + this.hmac.length;
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putChunkHeader(target, ChunkType.AUTH, 0, encodedLength());
		target.putShort((short) this.keyId).putShort((short) this.hmacId);
		target.put(this.hmac);
		TypeLengthValue.putPadding(target, this.hmac.length);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof AuthChunk that && this.keyId == that.keyId && this.hmacId == that.hmacId
				&& Arrays.equals(this.hmac, that.hmac);
	}

	@Override
	public int hashCode() {
		return 31 * (31 * this.keyId + this.hmacId) + Arrays.hashCode(this.hmac);
	}

}
