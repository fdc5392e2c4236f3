package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * Writes packets, one at a time, into buffers that are given to it. It is made once and
 * used for packet after packet.
 * <p>
 * {@link #begin} takes a buffer, the chunk methods fill it, {@link #finish()} or
 * {@link #reset()} give it back. A chunk that does not fit is an error of the caller, who
 * asks {@link #remaining()} or {@link #fits(Chunk)} first; nothing is written of it.
 */
public final class PacketWriter {

	private static final int CHECKSUM_OFFSET = 8;

	private final CRC32C crc = new CRC32C();

	private ByteBuffer target = ByteBuffer.allocate(0);

	private ByteOrder order = ByteOrder.BIG_ENDIAN;

	private int start;

	private int maxEnd;

	private @Nullable PacketSigner signer;

	private int authAt;

	/**
	 * Start a packet at the target's position.
	 * @param target where to write; its byte order is set aside until the packet is
	 * finished
	 * @param sourcePort the SCTP port of this side
	 * @param destinationPort the SCTP port of the peer
	 * @param verificationTag the tag that the peer expects
	 * @param maxPacketSize the most that the packet may take, common header included; the
	 * room in the target is a limit too
	 */
	public void begin(ByteBuffer target, int sourcePort, int destinationPort, int verificationTag, int maxPacketSize) {
		this.target = target;
		this.order = target.order();
		this.start = target.position();
		this.signer = null;
		// Chunks end on multiples of four, so an odd rest of the room is of no use.
		this.maxEnd = this.start + (Math.min(maxPacketSize, target.remaining()) & ~3);
		require(PacketReader.COMMON_HEADER_SIZE);
		target.order(ByteOrder.BIG_ENDIAN);
		target.putShort((short) sourcePort);
		target.putShort((short) destinationPort);
		target.putInt(verificationTag);
		target.putInt(0);
	}

	/**
	 * What is left for chunks.
	 * @return a number of bytes, a multiple of four
	 */
	public int remaining() {
		return this.maxEnd - this.target.position();
	}

	/**
	 * The packet's size so far.
	 * @return a number of bytes, the common header included
	 */
	public int size() {
		return this.target.position() - this.start;
	}

	public boolean isEmpty() {
		return size() <= PacketReader.COMMON_HEADER_SIZE || (isAuthLast() && this.authAt == firstChunk());
	}

	private int firstChunk() {
		return this.start + PacketReader.COMMON_HEADER_SIZE;
	}

	/**
	 * Authenticate the chunks from here on (RFC 4895 §6.2). Once is enough for a packet;
	 * with nothing after it AUTH is left out.
	 * @param by makes the digest, once the packet is finished
	 * @return whether they are; {@code false} if there is no room for AUTH
	 */
	public boolean auth(PacketSigner by) {
		if (this.signer != null) {
			return true;
		}
		if (by.chunkSize() > remaining()) {
			return false;
		}
		this.signer = by;
		this.authAt = this.target.position();
		TypeLengthValue.putChunkHeader(this.target, ChunkType.AUTH, 0, AuthChunk.HEADER_SIZE + by.hmacLength());
		this.target.putShort((short) 0).putShort((short) by.hmacId());
		for (int i = AuthChunk.HEADER_SIZE; i < by.chunkSize(); i++) {
			this.target.put((byte) 0);
		}
		return true;
	}

	private boolean isAuthLast() {
		PacketSigner by = this.signer;
		return by != null && this.target.position() == this.authAt + by.chunkSize();
	}

	/**
	 * Whether a chunk fits into what is left.
	 * @param chunk the chunk
	 * @return whether {@link #chunk(Chunk)} will accept it
	 */
	public boolean fits(Chunk chunk) {
		return chunk.encodedLength() <= remaining();
	}

	/**
	 * Write a DATA chunk (RFC 9260 §3.3.1).
	 * @param flags the {@code FLAG_} constants of {@link DataChunkView}
	 * @param tsn the transmission sequence number
	 * @param streamId the stream
	 * @param streamSequenceNumber the number of the message within the stream
	 * @param payloadProtocolId what the application says that the payload is
	 * @param payload the array that holds the payload
	 * @param offset where in it the payload starts
	 * @param length the payload's length
	 */
	public void data(int flags, int tsn, int streamId, int streamSequenceNumber, int payloadProtocolId, byte[] payload,
			int offset, int length) {
		int chunkLength = DataChunkView.HEADER_SIZE + length;
		require(chunkLength);
		TypeLengthValue.putChunkHeader(this.target, ChunkType.DATA, flags, chunkLength);
		this.target.putInt(tsn);
		this.target.putShort((short) streamId);
		this.target.putShort((short) streamSequenceNumber);
		this.target.putInt(payloadProtocolId);
		this.target.put(payload, offset, length);
		TypeLengthValue.putPadding(this.target, length);
	}

	/**
	 * The size of a SACK chunk.
	 * @param gapBlockCount the number of gap ack blocks
	 * @param duplicateCount the number of duplicate TSNs
	 * @return a number of bytes
	 */
	public static int sackSize(int gapBlockCount, int duplicateCount) {
		return SackChunkView.HEADER_SIZE + 4 * (gapBlockCount + duplicateCount);
	}

	/**
	 * Write a SACK chunk (RFC 9260 §3.3.4).
	 * @param cumulativeTsnAck the cumulative TSN ack point
	 * @param advertisedReceiverWindow the room in the receive buffer
	 * @param gapBlocks start and end of each block in turn, counted from the cumulative
	 * TSN ack
	 * @param gapBlockCount the number of blocks, half the number of array elements used
	 * @param duplicateTsns the TSNs that came again
	 * @param duplicateCount the number of array elements used
	 */
	public void sack(int cumulativeTsnAck, long advertisedReceiverWindow, int[] gapBlocks, int gapBlockCount,
			int[] duplicateTsns, int duplicateCount) {
		int chunkLength = sackSize(gapBlockCount, duplicateCount);
		require(chunkLength);
		TypeLengthValue.putChunkHeader(this.target, ChunkType.SACK, 0, chunkLength);
		this.target.putInt(cumulativeTsnAck);
		this.target.putInt((int) advertisedReceiverWindow);
		this.target.putShort((short) gapBlockCount);
		this.target.putShort((short) duplicateCount);
		for (int i = 0; i < 2 * gapBlockCount; i++) {
			this.target.putShort((short) gapBlocks[i]);
		}
		for (int i = 0; i < duplicateCount; i++) {
			this.target.putInt(duplicateTsns[i]);
		}
	}

	/**
	 * Write any other chunk.
	 * @param chunk the chunk
	 */
	public void chunk(Chunk chunk) {
		require(chunk.encodedLength());
		chunk.encode(this.target);
	}

	/**
	 * Write a PAD chunk (RFC 4820). It belongs before DATA: some peers send no SACK for a
	 * packet that ends in padding.
	 * @param totalLength the size of the whole chunk, a multiple of four, at least four
	 */
	public void pad(int totalLength) {
		if (totalLength < PacketReader.CHUNK_HEADER_SIZE || (totalLength & 3) != 0) {
			throw new IllegalArgumentException("A PAD chunk cannot have " + totalLength + " bytes");
		}
		require(totalLength);
		TypeLengthValue.putChunkHeader(this.target, ChunkType.PAD, 0, totalLength);
		for (int i = PacketReader.CHUNK_HEADER_SIZE; i < totalLength; i += 4) {
			this.target.putInt(0);
		}
	}

	/**
	 * Give the packet up: the target is as it was, except for bytes after its position.
	 */
	public void reset() {
		this.target.position(this.start);
		this.target.order(this.order);
	}

	/**
	 * Complete the packet with its checksum. The target's position is then after the
	 * packet.
	 * @return the packet's size
	 */
	public int finish() {
		if (isAuthLast()) {
			this.target.position(this.authAt);
		}
		else if (this.signer != null) {
			sign(this.signer);
		}
		int end = this.target.position();
		int limit = this.target.limit();
		this.crc.reset();
		this.target.limit(end).position(this.start);
		this.crc.update(this.target);
		this.target.limit(limit);
		// RFC 9260 appendix A: the CRC goes out with its lowest byte first.
		this.target.putInt(this.start + CHECKSUM_OFFSET, Integer.reverseBytes((int) this.crc.getValue()));
		this.target.order(this.order);
		return end - this.start;
	}

	private void sign(PacketSigner by) {
		int end = this.target.position();
		int limit = this.target.limit();
		this.target.limit(end).position(this.authAt);
		by.sign(this.target, this.authAt + AuthChunk.HEADER_SIZE);
		this.target.limit(limit).position(end);
	}

	private void require(int bytes) {
		if (bytes > remaining()) {
			throw new IllegalStateException(bytes + " bytes do not fit into the " + remaining() + " left");
		}
	}

}
