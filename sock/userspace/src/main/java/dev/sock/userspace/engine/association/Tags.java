package dev.sock.userspace.engine.association;

import java.util.random.RandomGenerator;

/**
 * The numbers that tell an association from others: verification tags (RFC 9260 §8.5),
 * the tie-tags that let it recognise a peer that starts anew (§5.2.2), and its first TSN.
 */
final class Tags {

	private final RandomGenerator random;

	private int local;

	private int peer;

	private int localTie;

	private int peerTie;

	private int localInitialTsn;

	Tags(int local, int localInitialTsn, RandomGenerator random) {
		this.random = random;
		this.local = local;
		this.localInitialTsn = localInitialTsn;
		drawTieTags();
	}

	/** The tag that the peer's packets bear. */
	int local() {
		return this.local;
	}

	/** The tag that packets to the peer bear, 0 while it is unknown. */
	int peer() {
		return this.peer;
	}

	void set(int newLocal, int newPeer) {
		this.local = newLocal;
		this.peer = newPeer;
	}

	int localTie() {
		return this.localTie;
	}

	int peerTie() {
		return this.peerTie;
	}

	/**
	 * New tie-tags: random instead of the tags themselves, so that cookies tell nothing.
	 */
	void drawTieTags() {
		this.localTie = this.random.nextInt() | 1;
		this.peerTie = this.random.nextInt() | 1;
	}

	int localInitialTsn() {
		return this.localInitialTsn;
	}

	void setLocalInitialTsn(int tsn) {
		this.localInitialTsn = tsn;
	}

}
