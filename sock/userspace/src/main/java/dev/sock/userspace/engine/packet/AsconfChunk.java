package dev.sock.userspace.engine.packet;

import java.nio.ByteBuffer;
import java.util.List;

import dev.sock.SctpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Asks for changes of its sender's addresses (RFC 5061 §4.1.1).
 *
 * @param serial sequence number, counted by each side for itself
 * @param address an address of the sender that the receiver knows
 * @param requests what is asked for; of others than {@link AddressRequestParameter} the
 * receiver says that it does not know or cannot use them
 */
public record AsconfChunk(int serial, SctpAddress address, List<Parameter> requests) implements Chunk {

	/**
	 * The size of the chunk without the address and requests.
	 */
	public static final int HEADER_SIZE = PacketReader.CHUNK_HEADER_SIZE + 4;

	public AsconfChunk {
		requests = List.copyOf(requests);
	}

	/**
	 * Decode the reader's current chunk.
	 * @param reader the reader at a chunk of this type
	 * @return the chunk, or {@code null} if it is malformed
	 */
	public static @Nullable AsconfChunk decode(PacketReader reader) {
		if (reader.type() != ChunkType.ASCONF || reader.valueLength() < 4) {
			return null;
		}
		List<Parameter> parameters = ParameterCodec.decode(reader, 4);
		SctpAddress address = (parameters != null && !parameters.isEmpty()) ? AddressParameter.read(parameters.get(0))
				: null;
		if (parameters == null || address == null || parameters.stream().anyMatch(AsconfChunk::isAnonymous)) {
			return null;
		}
		return new AsconfChunk(reader.valueInt(0), address, parameters.subList(1, parameters.size()));
	}

	/** A known request without room for the number that its answer would need. */
	private static boolean isAnonymous(Parameter parameter) {
		return parameter instanceof MalformedParameter malformed && malformed.isAddressRequest()
				&& malformed.parameter().length < AddressRequestParameter.FIXED_SIZE;
	}

	@Override
	public int type() {
		return ChunkType.ASCONF;
	}

	@Override
	public int encodedLength() {
		int length = HEADER_SIZE + AddressParameter.of(this.address).encodedLength();
		return this.requests.isEmpty() ? length : length + ParameterCodec.length(this.requests);
	}

	@Override
	public void encode(ByteBuffer target) {
		TypeLengthValue.putChunkHeader(target, ChunkType.ASCONF, 0, encodedLength());
		target.putInt(this.serial);
		AddressParameter.of(this.address).encode(target);
		ParameterCodec.encode(this.requests, target);
	}

}
