package dev.sock.spring.endpoint;

import java.util.Map;
import java.util.TreeSet;

import dev.sock.AcceptPolicy;
import dev.sock.AcceptRequest;
import dev.sock.SctpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Knows peers by the address that they ask from. The other addresses that a peer lists do
 * not count: nobody has shown that they are its own.
 *
 * @param names names of peers by their addresses
 */
public record PeerTable(Map<SctpAddress, String> names) {

	/**
	 * Copies the map.
	 */
	public PeerTable {
		names = Map.copyOf(names);
	}

	/**
	 * Gives an accepted association the name of its peer.
	 * @param request who asks
	 * @return the name, or {@code null} if the peer is not known
	 */
	public @Nullable String nameFor(AcceptRequest request) {
		return this.names.get(request.peerAddress());
	}

	/**
	 * Returns a policy that refuses peers that are not known.
	 * @param policy decides about those that are
	 * @return the policy
	 */
	public AcceptPolicy only(AcceptPolicy policy) {
		return new KnownPeers(this, policy);
	}

	private record KnownPeers(PeerTable peers, AcceptPolicy policy) implements AcceptPolicy {

		@Override
		public boolean accept(AcceptRequest request) {
			return this.peers.names.containsKey(request.peerAddress()) && this.policy.accept(request);
		}

		@Override
		public String toString() {
			return this.policy + " of the peers " + new TreeSet<>(this.peers.names.values());
		}

	}

}
