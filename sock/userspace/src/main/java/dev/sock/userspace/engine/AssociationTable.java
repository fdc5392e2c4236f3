package dev.sock.userspace.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.association.Association;
import dev.sock.userspace.engine.path.Path;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's associations: by the tag that their packets bear, and by each address of
 * their peers. Addresses that a peer merely says to have are kept apart until it has
 * shown that it does (RFC 9260 §5.4): nobody is to be shut out by who claims to be him
 * (RFC 5062 §2).
 */
final class AssociationTable {

	private final TagTable tags = new TagTable();

	private final Map<PeerKey, Association> peers = new HashMap<>();

	private final Map<PeerKey, List<Association>> claims = new HashMap<>();

	private final Set<Association> associations = new LinkedHashSet<>();

	void add(Association association) {
		this.associations.add(association);
	}

	void remove(Association association) {
		unregister(association);
		this.associations.remove(association);
	}

	void register(Association association) {
		this.tags.put(association.localTag(), association);
		for (Path path : association.allPaths()) {
			PeerKey key = new PeerKey(path.address(), association.peerPort());
			if (path.isConfirmed()) {
				this.peers.putIfAbsent(key, association);
			}
			else {
				this.claims.computeIfAbsent(key, (claimed) -> new ArrayList<>(1)).add(association);
			}
		}
	}

	void unregister(Association association) {
		this.tags.remove(association.localTag(), association);
		for (SctpAddress address : association.peerAddresses()) {
			PeerKey key = new PeerKey(address, association.peerPort());
			this.peers.remove(key, association);
			List<Association> claiming = this.claims.get(key);
			if (claiming != null && claiming.remove(association) && claiming.isEmpty()) {
				this.claims.remove(key);
			}
		}
	}

	@Nullable Association byTag(int tag) {
		return this.tags.get(tag);
	}

	/** The association whose peer has shown that an address is its own. */
	@Nullable Association byPeer(SctpAddress address, int port) {
		return this.peers.get(new PeerKey(address, port));
	}

	/**
	 * The association that a packet with the peer's tag is about (RFC 9260 §8.5.1 B, C).
	 * It may come from who is falsely claimed to be the peer, and so end the claim.
	 */
	@Nullable Association byPeerTag(SctpAddress address, int port, int tag) {
		PeerKey key = new PeerKey(address, port);
		Association known = this.peers.get(key);
		if (known == null || known.peerTag() != tag) {
			for (Association claiming : this.claims.getOrDefault(key, List.of())) {
				if (claiming.peerTag() == tag) {
					return claiming;
				}
			}
		}
		return known;
	}

	Collection<Association> all() {
		return Collections.unmodifiableSet(this.associations);
	}

	List<Association> copy() {
		return List.copyOf(this.associations);
	}

	private record PeerKey(SctpAddress address, int port) {
	}

}
