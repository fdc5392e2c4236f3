package dev.sock.userspace.engine.association;

import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import dev.sock.userspace.engine.auth.AuthOffer;
import dev.sock.userspace.engine.auth.AuthOffers;
import dev.sock.userspace.engine.auth.Authenticator;
import dev.sock.userspace.engine.packet.Chunk;
import dev.sock.userspace.engine.packet.ChunkType;
import dev.sock.userspace.engine.packet.ErrorChunk;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.packet.PacketSigner;
import dev.sock.userspace.engine.packet.UnsupportedHmacIdentifierCause;
import org.jspecify.annotations.Nullable;

/**
 * Authentication of an association (RFC 4895): its keys once both sides have made an
 * offer, and what that means for each chunk.
 */
final class Authentication {

	private final Association association;

	private @Nullable AuthOffer offer;

	private @Nullable Authenticator authenticator;

	Authentication(Association association) {
		this.association = association;
	}

	/** An offer of this side: changes of addresses are taken only authenticated. */
	static AuthOffer draw(RandomGenerator random) {
		return AuthOffer.draw(random, List.of(ChunkType.ASCONF, ChunkType.ASCONF_ACK));
	}

	/** What INIT says, and each repetition of it, and an INIT ACK meanwhile (§6.1). */
	AuthOffer offer() {
		AuthOffer known = this.offer;
		if (known == null) {
			known = draw(this.association.context.random());
			this.offer = known;
		}
		return known;
	}

	/**
	 * Both sides have made an offer, or one of them has not.
	 * @param offers the offers; {@code null} for no authentication
	 */
	void negotiated(@Nullable AuthOffers offers) {
		this.offer = (offers != null) ? offers.local() : this.offer;
		Authenticator agreed = keysOf(offers);
		this.authenticator = agreed;
		this.association.paths.reserve((agreed != null && agreed.requires(ChunkType.DATA)) ? agreed.chunkSize() : 0);
	}

	/** The keys that offers stand for. */
	static @Nullable Authenticator keysOf(@Nullable AuthOffers offers) {
		return (offers != null) ? new Authenticator(offers.local(), offers.peer()) : null;
	}

	/** The keys, or {@code null} without authentication. */
	@Nullable Authenticator keys() {
		return this.authenticator;
	}

	/** What is to authenticate control chunks, if the peer asks for one of them. */
	@Nullable PacketSigner signerOf(List<Chunk> chunks) {
		Authenticator known = this.authenticator;
		if (known != null) {
			for (Chunk chunk : chunks) {
				if (known.requires(chunk.type())) {
					return known;
				}
			}
		}
		return null;
	}

	/** What is to authenticate chunks of a type, or {@code null}. */
	@Nullable PacketSigner signerOf(int chunkType) {
		Authenticator known = this.authenticator;
		return (known != null && known.requires(chunkType)) ? known : null;
	}

	/** Room that AUTH takes in a packet, as far as it may be needed. */
	int room() {
		Authenticator known = this.authenticator;
		return (known != null) ? known.chunkSize() : 0;
	}

	/** Whether AUTH is known here; otherwise it is an unknown chunk. */
	boolean isKnown() {
		return this.authenticator != null;
	}

	/**
	 * Handles AUTH (§6.3).
	 * @param packet the packet, at AUTH
	 * @param replies takes the answer
	 * @return whether what follows is to be read
	 */
	boolean receive(PacketReader packet, Consumer<Chunk> replies) {
		Authenticator known = this.authenticator;
		if (known == null || packet.isAuthenticated()) {
			return false; // §5.1: there is no second one in a packet
		}
		return switch (known.check(packet)) {
			case RIGHT -> {
				packet.setAuthenticated();
				yield true;
			}
			case WRONG -> false;
			case UNSUPPORTED -> {
				if (this.association.peerTag() != 0) {
					replies.accept(
							new ErrorChunk(List.of(new UnsupportedHmacIdentifierCause(packet.valueUnsignedShort(2)))));
				}
				yield false;
			}
		};
	}

}
