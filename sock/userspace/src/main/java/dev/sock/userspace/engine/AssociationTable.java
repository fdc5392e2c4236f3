package dev.sock.userspace.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sock.SctpAddress;
import dev.sock.userspace.engine.association.Association;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's associations: by the tag that their packets bear, and by each address of
 * their peers.
 */
final class AssociationTable {

	private final TagTable tags = new TagTable();

	private final Map<PeerKey, Association> peers = new HashMap<>();

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
		for (SctpAddress address : association.peerAddresses()) {
			this.peers.put(new PeerKey(address, association.peerPort()), association);
		}
	}

	void unregister(Association association) {
		this.tags.remove(association.localTag(), association);
		for (SctpAddress address : association.peerAddresses()) {
			this.peers.remove(new PeerKey(address, association.peerPort()), association);
		}
	}

	@Nullable Association byTag(int tag) {
		return this.tags.get(tag);
	}

	@Nullable Association byPeer(SctpAddress address, int port) {
		return this.peers.get(new PeerKey(address, port));
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
