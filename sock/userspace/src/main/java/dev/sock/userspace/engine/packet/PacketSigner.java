package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

/**
 * Makes the digests of AUTH chunks (RFC 4895 §6.2) of one association.
 */
public interface PacketSigner {

	/**
	 * Returns which of its chunks the peer takes only authenticated.
	 * @param chunkType a chunk type
	 * @return whether AUTH has to come before it
	 */
	boolean requires(int chunkType);

	/**
	 * Returns the algorithm.
	 * @return the HMAC identifier
	 */
	int hmacId();

	/**
	 * Returns the length of a digest.
	 * @return bytes
	 */
	int hmacLength();

	/**
	 * Returns the size of an AUTH chunk.
	 * @return bytes, a multiple of four
	 */
	default int chunkSize() {
		return TypeLengthValue.padded(AuthChunk.HEADER_SIZE + hmacLength());
	}

	/**
	 * Makes a digest of bytes and writes it among them.
	 * @param bytes the packet; position and limit enclose AUTH and what is after it, and
	 * are unchanged afterwards
	 * @param at absolute index of the digest's place, which has zeros
	 */
	void sign(ByteBuffer bytes, int at);

}
