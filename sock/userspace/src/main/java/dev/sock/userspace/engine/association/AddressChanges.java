package dev.sock.userspace.engine.association;

import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.SctpAddressException.Reason;
import dev.sock.SctpExtension;
import dev.sock.userspace.engine.packet.AddressRequestParameter.Kind;
import dev.sock.userspace.engine.packet.AsconfAckChunk;
import dev.sock.userspace.engine.packet.PacketReader;
import dev.sock.userspace.engine.path.Path;
import dev.sock.userspace.engine.path.Paths;

/**
 * Changes of addresses while an association is up (RFC 5061): this side's and the peer's.
 */
public final class AddressChanges {

	final OwnAddresses own;

	final AddressRequests requests;

	final PeerAddresses peer;

	private final Association association;

	AddressChanges(Association association) {
		this.association = association;
		this.own = new OwnAddresses(association);
		this.requests = new AddressRequests(association, this.own);
		this.peer = new PeerAddresses(association);
	}

	/**
	 * Returns whether both sides support them.
	 * @return whether they do, as far as is known
	 */
	public boolean arePossible() {
		return this.association.extensions().contains(SctpExtension.DYNAMIC_ADDRESSES);
	}

	/**
	 * INIT and INIT ACK have told both sides what they need.
	 * @param listed the local addresses that this side has listed
	 */
	void start(List<SctpAddress> listed) {
		boolean possible = arePossible();
		this.own.start(possible, listed);
		this.requests.start(this.association.tags.localInitialTsn());
		this.peer.start(this.association.tsns.cumulative() + 1);
		if (!possible) {
			this.requests.fail(Reason.NOT_SUPPORTED, "the peer does not support it");
		}
	}

	/** The peer has started anew, so that what it was asked for it has forgotten. */
	void restart() {
		this.requests.fail(Reason.CLOSED, "the peer started anew");
	}

	/** The association is up: the peer is told of what has changed since INIT. */
	void established() {
		if (!arePossible()) {
			return;
		}
		List<SctpAddress> known = this.own.known();
		List<SctpAddress> wanted = LocalParameters.listed(this.association.paths.primary().address(),
				this.association.context);
		for (SctpAddress address : wanted) {
			if (!known.contains(address)) {
				add(address, (failure) -> {
				});
			}
		}
		for (SctpAddress address : known) {
			if (!this.association.context.localAddresses().contains(address)) {
				remove(address, (failure) -> {
				});
			}
		}
	}

	/** ASCONF came, which is known and was authenticated. */
	boolean ackReceived(PacketReader packet, long nowNanos) {
		AsconfAckChunk ack = AsconfAckChunk.decode(packet);
		if (ack != null && AddressRequests.isPossibleIn(this.association.state())) {
			this.requests.answered(ack, nowNanos);
		}
		return ack != null;
	}

	/**
	 * The peer has reported ASCONF as unknown (§5.1 A9), which it can only know if it was
	 * sent one.
	 */
	void unknownToPeer(long nowNanos) {
		if (arePossible() && this.requests.isOneOutstanding()) {
			this.association.negotiated.withdraw(SctpExtension.DYNAMIC_ADDRESSES);
			this.requests.unknownToPeer();
			this.association.shutdown.progress(nowNanos);
		}
	}

	/** Whether anything but heartbeats may use a path now (§5.3 F1, F4, F14). */
	boolean mayUse(Path path) {
		return path.isConfirmed() && !path.isStranded();
	}

	/**
	 * Returns the local addresses that the peer was told of.
	 * @return the addresses
	 */
	public List<SctpAddress> localAddresses() {
		if (this.own.isTracked()) {
			return this.own.known();
		}
		Paths paths = this.association.paths;
		return (paths.size() > 0) ? LocalParameters.told(paths.primary(), this.association.context) : List.of();
	}

	/**
	 * The host's addresses have changed: paths whose local address has gone leave from
	 * another one, if one can reach the peer.
	 */
	public void localAddressesChanged() {
		AssociationContext context = this.association.context;
		List<SctpAddress> known = this.own.isTracked() ? this.own.sources() : List.of();
		this.association.paths.localAddressesChanged(known.isEmpty() ? context.localAddresses() : known,
				context.sources());
	}

	/**
	 * Tells the peer of a local address.
	 * @param address a local address with a socket
	 * @param outcome hears whether the peer sends to it
	 */
	public void add(SctpAddress address, AddressOutcome outcome) {
		this.requests.request(Kind.ADD, address, outcome);
	}

	/**
	 * Tells the peer to forget a local address.
	 * @param address a local address
	 * @param outcome hears whether the peer has forgotten it
	 */
	public void remove(SctpAddress address, AddressOutcome outcome) {
		this.requests.request(Kind.DELETE, address, outcome);
	}

	/**
	 * Asks the peer to send to one of the local addresses rather than to others.
	 * @param address a local address that the peer knows
	 * @param outcome hears whether the peer does
	 */
	public void makePrimary(SctpAddress address, AddressOutcome outcome) {
		this.requests.request(Kind.SET_PRIMARY, address, outcome);
	}

}
