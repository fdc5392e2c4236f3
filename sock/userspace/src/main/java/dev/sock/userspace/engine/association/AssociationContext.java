package dev.sock.userspace.engine.association;

import java.util.List;
import java.util.random.RandomGenerator;

import dev.sock.SctpAddress;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.userspace.engine.path.SourceAddressSelector;
import dev.sock.userspace.engine.rx.FragmentPool;
import org.jspecify.annotations.Nullable;

/**
 * What an association has from its endpoint, and tells it.
 */
public interface AssociationContext {

	/**
	 * Returns the endpoint's SCTP port.
	 * @return the port
	 */
	int localPort();

	/**
	 * Returns the local addresses.
	 * @return the addresses
	 */
	List<SctpAddress> localAddresses();

	/**
	 * Returns whether local addresses are told to peers.
	 * @return whether INIT and INIT ACK list them
	 */
	boolean listAddresses();

	/**
	 * Returns how to choose a local address.
	 * @return the selector
	 */
	SourceAddressSelector sources();

	/**
	 * Returns the source of randomness.
	 * @return the source
	 */
	RandomGenerator random();

	/**
	 * Returns the most that is offered to a peer.
	 * @return bytes
	 */
	int maxReceiveWindow();

	/**
	 * Returns arrays for fragments.
	 * @return the pool
	 */
	FragmentPool fragmentPool();

	/**
	 * Draws a verification tag that no association of the endpoint has.
	 * @return the tag, not 0
	 */
	int newTag();

	/**
	 * Draws the first TSN of an association.
	 * @return the TSN
	 */
	int newInitialTsn();

	/**
	 * Returns the stream sequence number that streams begin with.
	 * @return 0, but in tests of the wrap
	 */
	int firstSsn();

	/**
	 * Sends a packet of control chunks.
	 * @param reply the packet
	 */
	void send(Reply reply);

	/**
	 * Sends the answer to a packet that belongs to no association, which must not crowd
	 * out packets of those that exist.
	 * @param reply the packet
	 */
	void answer(Reply reply);

	/**
	 * Finds an association by an address that its peer has shown to be its own.
	 * @param address an address
	 * @param port an SCTP port
	 * @return the association, or {@code null}
	 */
	@Nullable Association find(SctpAddress address, int port);

	/**
	 * Finds an association by the tag that its peer's packets bear.
	 * @param localTag the tag
	 * @return the association, or {@code null}
	 */
	@Nullable Association find(int localTag);

	/**
	 * The association may have packets to send, or another deadline.
	 * @param association the association
	 */
	void changed(Association association);

	/**
	 * A SACK is due that must not wait for the end of the batch: while data is missing,
	 * each packet is acknowledged by itself, since the peer counts the reports (RFC 9260
	 * §7.2.4); and a large batch is acknowledged more than once, since a SACK may be
	 * lost.
	 */
	void flushUrgent();

	/**
	 * The association is established.
	 * @param association the association
	 * @param active whether this side asked for it
	 */
	void established(Association association, boolean active);

	/**
	 * The peer has started anew.
	 * @param association the association
	 */
	void restarted(Association association);

	/**
	 * The association is about to be found by another tag or by other addresses.
	 * @param association the association, still with what it had
	 */
	void unregister(Association association);

	/**
	 * The association is to be found by its tag and addresses.
	 * @param association the association
	 */
	void register(Association association);

	/**
	 * The association has ended.
	 * @param association the association
	 * @param change how
	 * @param wasEstablished whether it was ever established
	 */
	void ended(Association association, AssociationChange change, boolean wasEstablished);

}
