package dev.sock.spi;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.sock.AssociationStatus;
import dev.sock.PathParameters;
import dev.sock.SctpAddress;
import dev.sock.SctpAddressException;
import dev.sock.SctpOptions;
import dev.sock.SctpExtension;
import dev.sock.SctpReconfigurationException;

/**
 * An association of a transport. Safe for use by several threads; no call waits but
 * {@link #status()} and those that read or change options.
 */
public interface TransportAssociation {

	/**
	 * Sends a message that the core has found acceptable. Messages of one thread keep
	 * their order. It ends with {@link OutboundMessage#acknowledged()}, with
	 * {@link AssociationListener#sendFailed} or with
	 * {@link AssociationListener#abandoned}, exactly once.
	 * @param message the message, which the transport takes over
	 */
	void send(OutboundMessage message);

	/**
	 * Gives a message up to make room, if it has not ended. Only for one that was
	 * {@linkplain Expendable#condemn() condemned}, and only if both sides support
	 * {@link SctpExtension#PARTIAL_RELIABILITY}.
	 * @param message a message that was sent
	 */
	void abandon(OutboundMessage message);

	/**
	 * Returns the extensions that both sides support.
	 * @return the extensions, none before it is established
	 */
	Set<SctpExtension> extensions();

	/**
	 * Returns the longest message that can be sent, whatever the send buffer of the core
	 * takes.
	 * @return a limit, which says how to raise it
	 */
	default MessageLimit messageLimit() {
		return MessageLimit.NONE;
	}

	/**
	 * Asks the peer to reset or add streams. Only if both sides support
	 * {@link SctpExtension#STREAM_RECONFIGURATION} and this one's options allow it.
	 * @param request what to ask for, of streams that there are
	 * @param answer completed, once, when the peer has answered; or failed with
	 * {@link SctpReconfigurationException}, whose message is the end of a sentence. At
	 * the latest when the association ends. On the event loop
	 */
	void reconfigure(Reconfiguration request, CompletableFuture<Void> answer);

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
	 * Asks the peer to send to one of the local addresses rather than to others.
	 * @param localAddress a local address
	 * @return as for {@link dev.sock.SctpAssociation#requestPeerPrimary}
	 */
	default CompletableFuture<Void> requestPeerPrimary(SctpAddress localAddress) {
		return CompletableFuture.failedFuture(new SctpAddressException(SctpAddressException.Reason.NOT_SUPPORTED,
				"This transport does not ask peers for another primary address", null));
	}

	/**
	 * Returns the options in force. May wait a moment for the event loop. Those that only
	 * the core looks at need not be right.
	 * @return the options; the last ones if the association has ended
	 */
	SctpOptions options();

	/**
	 * Changes options, all or none. Waits for the event loop.
	 * @param change what to change; nothing that can never be changed, which the core
	 * refuses
	 * @throws dev.sock.SctpOptionException if one of them cannot be set, so that none was
	 * @throws dev.sock.SctpClosedException if the association has ended
	 */
	void change(OptionChange change);

	/**
	 * Returns the parameters of a path. Waits for the event loop.
	 * @param address an address of the peer
	 * @return the parameters, none {@code null}
	 * @throws dev.sock.SctpClosedException if there is no such path or the association
	 * has ended
	 */
	PathParameters pathParameters(SctpAddress address);

	/**
	 * Changes the parameters of a path, all or none. Waits for the event loop.
	 * @param address an address of the peer
	 * @param parameters what to change
	 * @throws dev.sock.SctpOptionException if one of them cannot be set
	 * @throws dev.sock.SctpClosedException if there is no such path or the association
	 * has ended
	 */
	void setPathParameters(SctpAddress address, PathParameters parameters);

	/**
	 * Sends a heartbeat. Waits for the event loop.
	 * @param address an address of the peer
	 * @throws dev.sock.SctpClosedException if there is no such path, or the association
	 * is not established or has ended
	 */
	void requestHeartbeat(SctpAddress address);

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

	/**
	 * How long a message may be.
	 *
	 * @param bytes most payload bytes
	 * @param remedy what to do about it, as the end of a sentence
	 */
	record MessageLimit(int bytes, String remedy) {

		/** No limit but the send buffer. */
		public static final MessageLimit NONE = new MessageLimit(Integer.MAX_VALUE, "");

	}

}
