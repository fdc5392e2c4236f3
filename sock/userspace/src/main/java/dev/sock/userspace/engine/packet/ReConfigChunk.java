package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Requests to reset or add streams, and answers to them (RFC 6525 §3.1).
 *
 * @param parameters requests and responses; of a peer, unknown and malformed ones, too
 */
public record ReConfigChunk(List<Parameter> parameters) implements Chunk {

	private static final int MAX_STREAMS_IN_TEXT = 4;

	/**
	 * Copies the list.
	 */
	public ReConfigChunk {
		parameters = List.copyOf(parameters);
	}

	/**
	 * Decode the reader's current chunk.
	 * @param reader the reader at a chunk of this type
	 * @return the chunk, or {@code null} if its framing is broken
	 */
	public static @Nullable ReConfigChunk decode(PacketReader reader) {
		if (reader.type() != ChunkType.RE_CONFIG) {
			return null;
		}
		List<Parameter> parameters = new ArrayList<>(2);
		TypeLengthValue item = new TypeLengthValue(reader, 0);
		while (item.next()) {
			parameters.add(isWellFormed(item) ? decode(item) : new MalformedParameter(item.type(), item.bytes()));
		}
		return item.broken() ? null : new ReConfigChunk(parameters);
	}

	private static boolean isWellFormed(TypeLengthValue item) {
		int length = item.valueLength();
		return switch (item.type()) {
			case OutgoingSsnResetParameter.TYPE ->
				length >= OutgoingSsnResetParameter.FIXED_LENGTH && (length & 1) == 0;
			case IncomingSsnResetParameter.TYPE ->
				length >= IncomingSsnResetParameter.FIXED_LENGTH && (length & 1) == 0;
			case SsnTsnResetParameter.TYPE -> length == 4;
			case ReconfigurationResponseParameter.TYPE -> length == ReconfigurationResponseParameter.SHORT_LENGTH
					|| length == ReconfigurationResponseParameter.LONG_LENGTH;
			case AddOutgoingStreamsParameter.TYPE, AddIncomingStreamsParameter.TYPE -> length == 8;
			default -> true;
		};
	}

	private static Parameter decode(TypeLengthValue item) {
		return switch (item.type()) {
			case OutgoingSsnResetParameter.TYPE -> OutgoingSsnResetParameter.decode(item);
			case IncomingSsnResetParameter.TYPE -> IncomingSsnResetParameter.decode(item);
			case SsnTsnResetParameter.TYPE -> new SsnTsnResetParameter(item.valueInt(0));
			case ReconfigurationResponseParameter.TYPE -> ReconfigurationResponseParameter.decode(item);
			case AddOutgoingStreamsParameter.TYPE ->
				new AddOutgoingStreamsParameter(item.valueInt(0), item.valueUnsignedShort(4));
			case AddIncomingStreamsParameter.TYPE ->
				new AddIncomingStreamsParameter(item.valueInt(0), item.valueUnsignedShort(4));
			default -> new UnknownParameter(item.type(), item.bytes());
		};
	}

	/** A few of the streams as text. */
	static String text(List<Integer> streams) {
		if (streams.isEmpty()) {
			return "[all]";
		}
		return (streams.size() <= MAX_STREAMS_IN_TEXT) ? streams.toString()
				: streams.subList(0, MAX_STREAMS_IN_TEXT) + " and " + (streams.size() - MAX_STREAMS_IN_TEXT) + " more";
	}

	@Override
	public int type() {
		return ChunkType.RE_CONFIG;
	}

	@Override
	public int encodedLength() {
		return PacketReader.CHUNK_HEADER_SIZE + ParameterCodec.length(this.parameters);
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putChunkHeader(target, ChunkType.RE_CONFIG, 0, encodedLength());
		ParameterCodec.encode(this.parameters, target);
	}

}
