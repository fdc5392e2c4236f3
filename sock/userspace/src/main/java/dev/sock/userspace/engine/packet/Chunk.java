package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;

/**
 * A control chunk as a value (RFC 9260 §3.3). DATA and SACK are not among them: they are
 * read in place and written from the engine's own memory.
 */
public sealed interface Chunk permits InitChunk, InitAckChunk, HeartbeatChunk, HeartbeatAckChunk, AbortChunk,
		ShutdownChunk, ShutdownAckChunk, ErrorChunk, CookieEchoChunk, CookieAckChunk, ShutdownCompleteChunk,
		ForwardTsnChunk, ReConfigChunk, AuthChunk, AsconfChunk, AsconfAckChunk {

	/**
	 * The chunk type.
	 * @return 0 to 255
	 */
	int type();

	/**
	 * The value of the length field.
	 * @return the number of bytes, header included, without padding
	 */
	int encodedLength();

	/**
	 * Write the chunk and its padding.
	 * @param target a big-endian buffer with room for it
	 */
	void encode(ByteBuffer target);

}
