package dev.sock.userspace.engine.auth;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import dev.sock.userspace.engine.packet.ChunkListParameter;
import dev.sock.userspace.engine.packet.HmacAlgorithmsParameter;
import dev.sock.userspace.engine.packet.Parameter;
import dev.sock.userspace.engine.packet.RandomParameter;
import org.jspecify.annotations.Nullable;

/**
 * What a side says in INIT or INIT ACK of authentication: RANDOM, CHUNKS and HMAC-ALGO
 * (RFC 4895 §3, §6.1).
 *
 * @param random its random number
 * @param chunks the chunk types that it takes only authenticated, or {@code null} if it
 * did not send the parameter
 * @param algorithms the algorithms that it takes
 */
public record AuthOffer(RandomParameter random, @Nullable ChunkListParameter chunks,
		HmacAlgorithmsParameter algorithms) {

	/**
	 * The length of a random number.
	 */
	public static final int RANDOM_LENGTH = 32;

	/**
	 * Makes an offer of this side.
	 * @param random source of the random number
	 * @param chunkTypes the chunk types that are taken only authenticated
	 * @return the offer
	 */
	public static AuthOffer draw(RandomGenerator random, List<Integer> chunkTypes) {
		byte[] number = new byte[RANDOM_LENGTH];
		random.nextBytes(number);
		return new AuthOffer(new RandomParameter(number), new ChunkListParameter(chunkTypes),
				new HmacAlgorithmsParameter(Stream.of(HmacAlgorithm.values()).map(HmacAlgorithm::identifier).toList()));
	}

	/**
	 * Returns whether a peer's offer is one that RFC 4895 allows.
	 * @return whether its random number has the right length and it takes SHA-1 (§3.3,
	 * §6.1)
	 */
	public boolean isValid() {
		return this.random.number().length == RANDOM_LENGTH
				&& this.algorithms.identifiers().contains(HmacAlgorithm.SHA_1.identifier());
	}

	/**
	 * Returns the parameters.
	 * @return the parameters of INIT or INIT ACK
	 */
	public List<Parameter> parameters() {
		List<Parameter> parameters = new ArrayList<>(3);
		parameters.add(this.random);
		if (this.chunks != null) {
			parameters.add(this.chunks);
		}
		parameters.add(this.algorithms);
		return parameters;
	}

	/**
	 * Returns the key vector: the parameters one after the other, whatever their order
	 * was, without padding (§6.1).
	 * @return a new array
	 */
	byte[] keyVector() {
		ByteBuffer vector = ByteBuffer.allocate(encodedLength() + 8);
		for (Parameter parameter : parameters()) {
			int start = vector.position();
			parameter.encode(vector);
			vector.position(start + parameter.encodedLength());
		}
		return Arrays.copyOf(vector.array(), vector.position());
	}

	/**
	 * Returns the size of what {@link #encode} writes.
	 * @return bytes
	 */
	public int encodedLength() {
		int length = 0;
		for (Parameter parameter : parameters()) {
			length += parameter.encodedLength();
		}
		return length + 3;
	}

	/**
	 * Writes it, for a state cookie.
	 * @param target a buffer with room for it
	 */
	public void encode(ByteBuffer target) {
		target.put(this.random.number());
		ChunkListParameter listed = this.chunks;
		// 256 types at most, and none is not the same as an empty list
		target.putShort((short) ((listed != null) ? listed.chunkTypes().size() : -1));
		if (listed != null) {
			listed.chunkTypes().forEach((type) -> target.put(type.byteValue()));
		}
		target.put((byte) this.algorithms.identifiers().size());
		this.algorithms.identifiers().forEach((identifier) -> target.putShort(identifier.shortValue()));
	}

	/**
	 * Reads what {@link #encode} wrote; only of a cookie whose MAC was found right.
	 * @param source a buffer at the first byte
	 * @return the offer
	 */
	public static AuthOffer decode(ByteBuffer source) {
		byte[] number = new byte[RANDOM_LENGTH];
		source.get(number);
		int types = source.getShort();
		ChunkListParameter chunks = null;
		if (types >= 0) {
			List<Integer> list = new ArrayList<>(types);
			for (int i = 0; i < types; i++) {
				list.add(source.get() & 0xff);
			}
			chunks = new ChunkListParameter(list);
		}
		int count = source.get();
		List<Integer> identifiers = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			identifiers.add(source.getShort() & 0xffff);
		}
		return new AuthOffer(new RandomParameter(number), chunks, new HmacAlgorithmsParameter(identifiers));
	}

}
