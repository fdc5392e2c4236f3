package dev.sock.spi;

import java.util.List;

import dev.sock.AssociationStatus;
import dev.sock.SctpAddress;

/**
 * An association of a transport. Safe for use by several threads; no call waits but
 * {@link #status()}.
 */
public interface TransportAssociation {

	/**
	 * Sends a message that the core has found acceptable. Messages of one thread keep
	 * their order. It ends with {@link OutboundMessage#acknowledged()} or with
	 * {@link AssociationListener#sendFailed}, exactly once.
	 * @param message the message, which the transport takes over
	 */
	void send(OutboundMessage message);

	/**
	 * Tells that the user is done with received messages, so that the receive window
	 * reopens.
	 * @param bytes their payload bytes
	 * @param messages how many
	 */
	void consumed(int bytes, int messages);

	/**
	 * Shuts down gracefully after what was sent before.
	 */
	void shutdown();

	/**
	 * Aborts.
	 * @param reason text for the peer; empty for none
	 */
	void abort(String reason);

	/**
	 * Makes a path the primary one.
	 * @param address an address of the peer
	 */
	void setPrimary(SctpAddress address);

	/**
	 * Returns a snapshot. May wait a moment for the event loop.
	 * @return the status; the last one if the association has ended
	 */
	AssociationStatus status();

	/**
	 * Returns the local addresses that the peer was told of.
	 * @return the addresses
	 */
	List<SctpAddress> localAddresses();

	/**
	 * Returns whether the calling thread is the association's event loop, where no call
	 * may block.
	 * @return whether this is the event loop
	 */
	boolean inEventLoop();

}
