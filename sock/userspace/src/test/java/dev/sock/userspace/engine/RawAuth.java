package dev.sock.userspace.engine;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.sock.userspace.engine.SentPacket.SentChunk;
import org.jspecify.annotations.Nullable;

/**
 * Authentication as a peer does it (RFC 4895), apart from the engine's own.
 *
 * @param random its random number
 * @param chunks what it takes only authenticated, or {@code null} not to say
 * @param hmacs the identifiers that it offers
 */
record RawAuth(byte[] random, byte @Nullable [] chunks, int... hmacs) {

	static final int AUTH = 15;

	static final int RANDOM = 0x8002;

	static final int CHUNKS = 0x8003;

	static final int HMAC_ALGO = 0x8004;

	static final int SUPPORTED_EXTENSIONS = 0x8008;

	static final int SHA_1 = 1;

	static final int SHA_256 = 3;

	/** A peer that has ASCONF and ASCONF-ACK authenticated. */
	static RawAuth usual() {
		return listing(0xc1, 0x80);
	}

	static RawAuth listing(int... types) {
		byte[] random = new byte[32];
		Arrays.fill(random, (byte) 0x5a);
		byte[] chunks = new byte[types.length];
		for (int i = 0; i < types.length; i++) {
			chunks[i] = (byte) types[i];
		}
		return new RawAuth(random, chunks, SHA_1);
	}

	RawAuth withHmacs(int... identifiers) {
		return new RawAuth(this.random, this.chunks, identifiers);
	}

	/** What the engine said in INIT or INIT ACK. */
	static RawAuth of(SentChunk init) {
		byte[] list = init.parameter(HMAC_ALGO);
		int[] identifiers = new int[list.length / 2];
		for (int i = 0; i < identifiers.length; i++) {
			identifiers[i] = ByteBuffer.wrap(list).getShort(2 * i);
		}
		return new RawAuth(init.parameter(RANDOM), init.parameter(CHUNKS), identifiers);
	}

	/** The parameters of INIT or INIT ACK, in the order that usrsctp has. */
	byte[] parameters() {
		byte[] list = this.chunks;
		return RawChunks.join(RawChunks.parameter(RANDOM, this.random), RawChunks.parameter(HMAC_ALGO, algorithms()),
				(list != null) ? RawChunks.parameter(CHUNKS, list) : new byte[0]);
	}

	private byte[] algorithms() {
		ByteBuffer list = ByteBuffer.allocate(2 * this.hmacs.length);
		for (int hmac : this.hmacs) {
			list.putShort((short) hmac);
		}
		return list.array();
	}

	private byte[] keyVector() {
		byte[] list = this.chunks;
		return RawChunks.join(unpadded(RANDOM, this.random), (list != null) ? unpadded(CHUNKS, list) : new byte[0],
				unpadded(HMAC_ALGO, algorithms()));
	}

	private static byte[] unpadded(int type, byte[] value) {
		return Arrays.copyOf(RawChunks.parameter(type, value), 4 + value.length);
	}

	/**
	 * The key of an association; every vector begins with 0x80, so the longer is larger.
	 */
	static byte[] key(RawAuth one, RawAuth other) {
		byte[] first = one.keyVector();
		byte[] second = other.keyVector();
		boolean swap = (first.length != second.length) ? first.length > second.length
				: Arrays.compareUnsigned(first, second) > 0;
		return swap ? RawChunks.join(second, first) : RawChunks.join(first, second);
	}

	/** AUTH before chunks, and the chunks. */
	static byte[] signed(byte[] key, int hmac, byte[]... chunks) {
		byte[] covered = RawChunks.join(chunks);
		byte[] auth = RawChunks.chunk(AUTH, 0,
				RawChunks.join(new byte[] { 0, 0, (byte) (hmac >> 8), (byte) hmac }, new byte[length(hmac)]));
		byte[] digest = digest(key, hmac, RawChunks.join(auth, covered));
		System.arraycopy(digest, 0, auth, 8, digest.length);
		return RawChunks.join(auth, covered);
	}

	private static int length(int hmac) {
		return (hmac == SHA_256) ? 32 : 20;
	}

	private static byte[] digest(byte[] key, int hmac, byte[] bytes) {
		try {
			Mac mac = Mac.getInstance((hmac == SHA_256) ? "HmacSHA256" : "HmacSHA1");
			mac.init(new SecretKeySpec(key, "HMAC"));
			return mac.doFinal(bytes);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Fails unless the chunks of a packet from AUTH on are what its digest says. */
	static void check(SentPacket packet, byte[] key) {
		int at = 12;
		for (SentChunk chunk : packet.chunks()) {
			if (chunk.type() == AUTH) {
				byte[] covered = Arrays.copyOfRange(packet.bytes(), at, packet.size());
				int hmac = chunk.shortAt(2);
				byte[] sent = Arrays.copyOfRange(covered, 8, 8 + length(hmac));
				Arrays.fill(covered, 8, 8 + length(hmac), (byte) 0);
				if (chunk.length() != 8 + length(hmac) || chunk.shortAt(0) != 0 || chunk.flags() != 0
						|| !Arrays.equals(sent, digest(key, hmac, covered))) {
					throw new AssertionError("A wrong digest in " + packet.chunks());
				}
			}
			at += (chunk.length() + 3) & ~3;
		}
	}

}
