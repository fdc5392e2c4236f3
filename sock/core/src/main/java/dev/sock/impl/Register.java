package dev.sock.impl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.sock.SctpAddress;
import dev.sock.SctpConnectException;
import dev.sock.SctpConnectException.Reason;
import dev.sock.SctpOptionException;
import org.jspecify.annotations.Nullable;

/**
 * The associations of an endpoint, by name and by each address of their peers, from the
 * attempt to open them until they have ended. Looking up takes no lock. Those that were
 * peeled off are found by address only.
 */
final class Register {

	private final DefaultEndpoint endpoint;

	private final Map<String, DefaultAssociation> byName = new ConcurrentHashMap<>();

	private final Map<TransportAddress, DefaultAssociation> byPeer = new ConcurrentHashMap<>();

	private final Set<DefaultAssociation> peeledOff = ConcurrentHashMap.newKeySet();

	/** In the order they came; replaced, never changed. */
	private volatile List<DefaultAssociation> ordered = List.of();

	Register(DefaultEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Adds an association that this side opens.
	 */
	synchronized DefaultAssociation addOutgoing(@Nullable String name, List<SctpAddress> addresses, int port,
			Function<String, DefaultAssociation> maker) {
		for (SctpAddress address : addresses) {
			DefaultAssociation other = this.byPeer.get(new TransportAddress(address, port));
			if (other != null) {
				throw new SctpConnectException(Reason.ALREADY_CONNECTED,
						"Endpoint '" + this.endpoint.name() + "' already has association '" + other.name()
								+ "' with the peer " + Names.text(List.of(address), port) + ", in state "
								+ other.state()
								+ "; two endpoints have one association at a time: use that one, or end it first",
						null);
			}
		}
		if (name != null && this.byName.containsKey(name)) {
			throw new SctpOptionException("name", "'" + name + "'", "is taken by another association of endpoint '"
					+ this.endpoint.name() + "'; give each association a name of its own");
		}
		String chosen = (name != null) ? name
				: Names.unique(Names.of(addresses.get(0), port), this.byName::containsKey);
		return add(maker.apply(chosen));
	}

	/**
	 * Adds an association that a peer opens.
	 */
	synchronized DefaultAssociation addIncoming(String name, Function<String, DefaultAssociation> maker) {
		return add(maker.apply(Names.unique(name, this.byName::containsKey)));
	}

	private DefaultAssociation add(DefaultAssociation association) {
		this.byName.put(association.name(), association);
		List<DefaultAssociation> list = new ArrayList<>(this.ordered.size() + 1);
		list.addAll(this.ordered);
		list.add(association);
		this.ordered = Collections.unmodifiableList(list);
		addressesChanged(association);
		return association;
	}

	/**
	 * Files an association that is here under the addresses that its peer has now.
	 */
	synchronized void addressesChanged(DefaultAssociation association) {
		if (this.byName.get(association.name()) != association && !this.peeledOff.contains(association)) {
			return;
		}
		Set<TransportAddress> gone = new HashSet<>(association.filedUnder());
		Set<TransportAddress> filed = new HashSet<>();
		for (SctpAddress address : association.peerAddresses()) {
			TransportAddress key = new TransportAddress(address, association.peerPort());
			gone.remove(key);
			// Peers behind one address with one port can only be told apart by tag: the
			// first is found.
			DefaultAssociation other = this.byPeer.putIfAbsent(key, association);
			if (other == null || other == association) {
				filed.add(key);
			}
		}
		gone.forEach((key) -> this.byPeer.remove(key, association));
		association.filedUnder(Set.copyOf(filed));
	}

	/**
	 * Moves an association to those that were peeled off.
	 * @return {@code false} if it is not here any more
	 */
	synchronized boolean peelOff(DefaultAssociation association) {
		boolean here = unlist(association);
		if (here) {
			this.peeledOff.add(association);
		}
		return here;
	}

	private boolean unlist(DefaultAssociation association) {
		if (!this.byName.remove(association.name(), association)) {
			return false;
		}
		List<DefaultAssociation> list = new ArrayList<>(this.ordered);
		list.remove(association);
		this.ordered = Collections.unmodifiableList(list);
		return true;
	}

	synchronized void remove(DefaultAssociation association) {
		unlist(association);
		this.peeledOff.remove(association);
		association.filedUnder().forEach((key) -> this.byPeer.remove(key, association));
		association.filedUnder(Set.of());
	}

	@Nullable DefaultAssociation find(String name) {
		return this.byName.get(name);
	}

	@Nullable DefaultAssociation find(SctpAddress peerAddress, int peerPort) {
		return this.byPeer.get(new TransportAddress(peerAddress, peerPort));
	}

	/**
	 * Returns the associations in the order they came, as they are now.
	 */
	List<DefaultAssociation> list() {
		return this.ordered;
	}

	/**
	 * Returns the associations that were peeled off, as they are now.
	 */
	List<DefaultAssociation> peeledOff() {
		return List.copyOf(this.peeledOff);
	}

}
