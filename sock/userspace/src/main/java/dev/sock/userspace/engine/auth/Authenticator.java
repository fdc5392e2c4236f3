package dev.sock.userspace.engine.auth;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;

import javax.crypto.Mac;

import dev.sock.userspace.engine.packet.AuthChunk;
import dev.sock.userspace.engine.packet.ChunkListParameter;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.packet.PacketSigner;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks the digests of one association (RFC 4895 §6.2, §6.3).
 */
public final class Authenticator implements PacketSigner {

	private final BitSet requiredByPeer;

	private final HmacAlgorithm algorithm;

	private final Mac signing;

	private final byte[] digest;

	private final byte[] zeros = new byte[HmacAlgorithm.SHA_256.length()];

	private final byte[] key;

	/** Made when the peer first uses the algorithm. */
	private final Map<HmacAlgorithm, Mac> checking = new EnumMap<>(HmacAlgorithm.class);

	/**
	 * Creates it.
	 * @param local what this side offered
	 * @param peer what the peer offered, valid
	 */
	public Authenticator(AuthOffer local, AuthOffer peer) {
		this.key = AssociationKey.of(local.keyVector(), peer.keyVector());
		HmacAlgorithm wanted = HmacAlgorithm.firstOf(peer.algorithms().identifiers());
		this.algorithm = (wanted != null) ? wanted : HmacAlgorithm.SHA_1;
		this.signing = this.algorithm.mac(this.key);
		this.digest = new byte[this.algorithm.length()];
		this.requiredByPeer = types(peer.chunks());
	}

	private static BitSet types(@Nullable ChunkListParameter listed) {
		BitSet types = new BitSet(ChunkType.AUTH + 1);
		if (listed != null) {
			listed.chunkTypes().forEach(types::set);
		}
		// §3.2: these never are, whatever a peer lists
		types.clear(ChunkType.INIT);
		types.clear(ChunkType.INIT_ACK);
		types.clear(ChunkType.SHUTDOWN_COMPLETE);
		types.clear(ChunkType.AUTH);
		// RFC 5061 §4.1.1, §4.1.2: these always are
		types.set(ChunkType.ASCONF);
		types.set(ChunkType.ASCONF_ACK);
		return types;
	}

	@Override
	public boolean requires(int chunkType) {
		return this.requiredByPeer.get(chunkType);
	}

	@Override
	public int hmacId() {
		return this.algorithm.identifier();
	}

	@Override
	public int hmacLength() {
		return this.algorithm.length();
	}

	@Override
	public void sign(ByteBuffer bytes, int at) {
		int position = bytes.position();
		this.signing.update(bytes);
		bytes.position(position);
		finish(this.signing, this.digest);
		bytes.put(at, this.digest);
	}

	private static void finish(Mac mac, byte[] target) {
		try {
			mac.doFinal(target, 0);
		}
		catch (GeneralSecurityException ex) {
			// The array has the length of the digest.
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Checks the AUTH chunk at hand against what follows it.
	 * @param packet the packet, at AUTH
	 * @return what is to be thought of what follows
	 */
	public Verdict check(PacketReader packet) {
		int length = packet.length() - AuthChunk.HEADER_SIZE;
		if (length < 0) {
			return Verdict.WRONG;
		}
		HmacAlgorithm used = HmacAlgorithm.of(packet.valueUnsignedShort(2));
		if (used == null) {
			return Verdict.UNSUPPORTED;
		}
		if (packet.valueUnsignedShort(0) != 0 || length != used.length()) {
			return Verdict.WRONG; // there is no key but the one with identifier 0
		}
		byte[] received = new byte[length];
		packet.buffer().get(packet.chunkOffset() + AuthChunk.HEADER_SIZE, received);
		return MessageDigest.isEqual(received, digestOf(packet, used)) ? Verdict.RIGHT : Verdict.WRONG;
	}

	/** The packet may be shared or read-only, so the zeros come from elsewhere. */
	private byte[] digestOf(PacketReader packet, HmacAlgorithm used) {
		Mac mac = this.checking.computeIfAbsent(used, (name) -> name.mac(this.key));
		ByteBuffer buffer = packet.buffer();
		int position = buffer.position();
		int limit = buffer.limit();
		int hmac = packet.chunkOffset() + AuthChunk.HEADER_SIZE;
		buffer.limit(hmac).position(packet.chunkOffset());
		mac.update(buffer);
		mac.update(this.zeros, 0, used.length());
		buffer.limit(packet.packetEnd()).position(hmac + used.length());
		mac.update(buffer);
		buffer.limit(limit).position(position);
		byte[] result = new byte[used.length()];
		finish(mac, result);
		return result;
	}

	/**
	 * What an AUTH chunk says of what follows it.
	 */
	public enum Verdict {

		/** It was sent by the peer. */
		RIGHT,

		/** It is to be discarded. */
		WRONG,

		/** It is to be discarded and the peer told that the algorithm was not offered. */
		UNSUPPORTED

	}

}
