package dev.sock;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * An SCTP endpoint: a set of local addresses with one SCTP port, and the associations
 * opened or accepted on it (RFC 9260 §1.3). Safe for use by several threads.
 */
public interface SctpEndpoint extends AutoCloseable {

	/** Time that {@link #close()} waits if {@link SctpOptions#linger()} says nothing. */
	Duration DEFAULT_LINGER = Duration.ofSeconds(2);

	/**
	 * Returns the name.
	 * @return the name, unique within its {@link Sock}
	 */
	String name();

	/**
	 * Returns the name of the transport that carries it.
	 * @return {@code userspace} or {@code kernel}
	 */
	String transport();

	/**
	 * Returns the local addresses.
	 * @return the addresses; for a wildcard those that are in use now
	 */
	List<SctpAddress> localAddresses();

	/**
	 * Returns the SCTP port.
	 * @return 1 to 65535
	 */
	int localPort();

	/**
	 * Returns the local UDP port (RFC 6951).
	 * @return 1 to 65535, or empty if SCTP runs on IP
	 */
	OptionalInt udpPort();

	/**
	 * Returns the options that new associations start with, as the transport tells them:
	 * it may have granted less than was asked for, or have rounded a time.
	 * @return the options
	 */
	SctpOptions options();

	/**
	 * Changes the options that new associations start with, either all that the function
	 * sets or, if one is refused, none. Associations that exist keep theirs.
	 * @param change gets a builder with the options in force and changes some
	 * @throws SctpOptionException if a value cannot be used, or the option cannot be
	 * changed once the endpoint is open
	 * @throws SctpClosedException if the endpoint is closed
	 */
	void setOptions(UnaryOperator<SctpOptionsBuilder> change);

	/**
	 * Adds a local address while the endpoint is open ({@code sctp_bindx}). Associations
	 * to come have it. Associations that are up tell their peers of it, if both sides
	 * have {@link SctpOptions#dynamicAddresses()} (RFC 5061): once a peer has agreed it
	 * can send there, {@link SctpAssociation#localAddresses()} has the address, and
	 * packets can leave from it. Other associations go on without it. An address that the
	 * endpoint has is told to those that were not told of it.
	 * @param address an address of this host, not a wildcard
	 * @return completed, on a thread of the transport, once the address is bound and no
	 * peer's answer is awaited any more, where the transport can tell. Failed with
	 * {@link SctpBindException} if it cannot be bound, with {@link SctpAddressException}
	 * if the endpoint is closed, the transport does not support it, or a peer refused;
	 * the address is bound all the same then
	 */
	CompletableFuture<Void> addLocalAddress(SctpAddress address);

	/**
	 * Removes a local address while the endpoint is open ({@code sctp_bindx}). Peers are
	 * told as for {@link #addLocalAddress}; while a peer has not answered, packets to the
	 * address are still taken, but none leaves from it. Associations whose peers cannot
	 * be told use another address.
	 * @param address an address that the endpoint was given by name
	 * @return completed, on a thread of the transport, once it is no longer bound. Failed
	 * with {@link SctpAddressException} if it is the last one, none that the endpoint was
	 * given, or a peer refused; in that last case it is no longer bound all the same
	 */
	CompletableFuture<Void> removeLocalAddress(SctpAddress address);

	/**
	 * Replaces the accept policy, for peers that ask from now on.
	 * @param policy the policy; {@link AcceptPolicy#none()} stops accepting
	 */
	void accept(AcceptPolicy policy);

	/**
	 * Opens an association and waits until it is established.
	 * @param options whom to connect to
	 * @return the established association
	 * @throws SctpConnectException if it could not be established
	 */
	SctpAssociation connect(ConnectOptions options);

	/**
	 * Opens an association without waiting. The outcome also comes as
	 * {@link SctpEvent.AssociationChanged}.
	 * @param options whom to connect to
	 * @return completed with the established association, or failed with
	 * {@link SctpConnectException}; on an event loop
	 */
	CompletableFuture<SctpAssociation> connectAsync(ConnectOptions options);

	/**
	 * Returns the associations, those being opened or shut down included.
	 * @return the associations
	 */
	List<SctpAssociation> associations();

	/**
	 * Finds an association by its name.
	 * @param name the name
	 * @return the association
	 */
	Optional<SctpAssociation> association(String name);

	/**
	 * Finds an association by any address of its peer.
	 * @param peerAddress an address of the peer
	 * @param peerPort the peer's SCTP port
	 * @return the association
	 */
	Optional<SctpAssociation> association(SctpAddress peerAddress, int peerPort);

	/**
	 * Takes the next message of any association, waiting for it; associations take turns.
	 * Only for an endpoint without a handler.
	 * @param timeout how long to wait at most; zero does not wait
	 * @return the message, or {@code null} if none came
	 * @throws SctpClosedException if the endpoint is closed, also while waiting
	 * @throws SctpInterruptedException if the thread was interrupted while it waited
	 * @throws IllegalStateException if messages are pushed to a handler, or the thread is
	 * an event loop and would have to wait
	 */
	@Nullable SctpMessage receive(Duration timeout);

	/**
	 * Pushes messages and events to a handler from now on, messages not yet taken
	 * included. Events of a time without a handler are not kept.
	 * @param handler the handler, or {@code null} to pull with {@link #receive}
	 */
	void setHandler(@Nullable SctpHandler handler);

	/**
	 * Sets who sees the packets of this endpoint from now on.
	 * @param tap sees them on the event loop, or {@code null} for nobody
	 * @throws UnsupportedOperationException if the transport does not see packets itself,
	 * as {@code kernel} does not; the message says what to use instead
	 * @see dev.sock.capture.PacketLog
	 */
	void setPacketTap(@Nullable SctpPacketTap tap);

	/**
	 * Returns what was counted.
	 * @return a snapshot; once closed, the last one
	 */
	EndpointStatistics statistics();

	/**
	 * Returns whether the endpoint is open.
	 * @return {@code false} once closing has begun
	 */
	boolean isOpen();

	/**
	 * Shuts every association down gracefully, aborts those that have not ended within
	 * the time given, and closes. Harmless when repeated.
	 * @param linger how long to wait for associations to end; zero aborts them at once,
	 * and so does any other time on an event loop
	 */
	void close(Duration linger);

	/**
	 * Closes with the linger time of the {@linkplain SctpOptions#linger() options}.
	 */
	@Override
	default void close() {
		Duration linger = options().linger();
		close((linger != null) ? linger : DEFAULT_LINGER);
	}

}
