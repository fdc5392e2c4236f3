package dev.sock.userspace.engine.auth;

import java.nio.ByteBuffer;

/**
 * What both sides say of authentication in a handshake.
 *
 * @param local this side's offer
 * @param peer the peer's offer, valid
 */
public record AuthOffers(AuthOffer local, AuthOffer peer) {

	/**
	 * Returns the size of what {@link #encode} writes.
	 * @return bytes
	 */
	public int encodedLength() {
		return this.local.encodedLength() + this.peer.encodedLength();
	}

	/**
	 * Writes them, for a state cookie.
	 * @param target a buffer with room for them
	 */
	public void encode(ByteBuffer target) {
		this.local.encode(target);
		this.peer.encode(target);
	}

	/**
	 * Reads what {@link #encode} wrote; only of a cookie whose MAC was found right.
	 * @param source a buffer at the first byte
	 * @return the offers
	 */
	public static AuthOffers decode(ByteBuffer source) {
		return new AuthOffers(AuthOffer.decode(source), AuthOffer.decode(source));
	}

}
