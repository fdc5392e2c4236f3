package dev.sock.spi;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

import dev.sock.EndpointStatistics;
import dev.sock.SctpAddress;
import dev.sock.SctpAddressException;
import dev.sock.SctpOptions;
import dev.sock.SctpPacketTap;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of a transport. Safe for use by several threads.
 */
public interface TransportEndpoint {

	/**
	 * Returns the addresses that are bound; for a wildcard those in use now.
	 * @return the addresses
	 */
	List<SctpAddress> localAddresses();

	/**
	 * Returns the SCTP port.
	 * @return 1 to 65535
	 */
	int localPort();

	/**
	 * Returns the UDP port.
	 * @return 1 to 65535, or empty if SCTP runs on IP
	 */
	OptionalInt udpPort();

	/**
	 * Adds a local address, and tells the peers that support it.
	 * @param address an address, no wildcard, that no other endpoint has with this port
	 * @return as for {@link dev.sock.SctpEndpoint#addLocalAddress}
	 */
	default CompletableFuture<Void> addLocalAddress(SctpAddress address) {
		return CompletableFuture.failedFuture(unchangeable());
	}

	/**
	 * Removes a local address, and tells the peers that support it.
	 * @param address an address
	 * @return as for {@link dev.sock.SctpEndpoint#removeLocalAddress}
	 */
	default CompletableFuture<Void> removeLocalAddress(SctpAddress address) {
		return CompletableFuture.failedFuture(unchangeable());
	}

	private static SctpAddressException unchangeable() {
		return new SctpAddressException(SctpAddressException.Reason.NOT_SUPPORTED,
				"This transport does not change the addresses of an endpoint that is open", null);
	}

	/**
	 * Begins to open an association. Does not wait: the listener hears of the outcome,
	 * perhaps before this method has returned. The listener is told of
	 * {@code COOKIE_WAIT} once INIT could be sent to any address of the peer; an attempt
	 * that ends before counts as unreachable, one that ends after it without an answer as
	 * timed out.
	 * @param target whom to connect to
	 * @param listener hears what happens to the association
	 * @return the association, not established yet
	 */
	TransportAssociation connect(ConnectTarget target, AssociationListener listener);

	/**
	 * Tells whether anybody may be accepted. A transport may refuse peers by itself while
	 * nobody may, and must ask {@link EndpointListener#accept} while somebody may. Peers
	 * that ask after this has returned find it so. Harmless once closed.
	 * @param listening {@code false} if every peer will be refused
	 */
	default void listen(boolean listening) {
	}

	/**
	 * Returns whether the calling thread is an event loop of this endpoint, where no call
	 * may block.
	 * @return whether this is an event loop; {@code false} if the transport cannot tell
	 */
	default boolean inEventLoop() {
		return false;
	}

	/**
	 * Sets who sees the packets of this endpoint from now on. Harmless once closed.
	 * @param tap sees them on the event loop, or {@code null} for nobody
	 * @throws UnsupportedOperationException if the transport does not see them itself;
	 * the message says what to use instead
	 */
	default void tap(@Nullable SctpPacketTap tap) {
		throw new UnsupportedOperationException(
				"This transport does not see packets itself: the operating system can show them, by tcpdump for example");
	}

	/**
	 * Returns the options that new associations start with. May wait a moment for the
	 * event loop. Those that only the core looks at need not be right.
	 * @return the options; the last ones if it is closed
	 */
	SctpOptions options();

	/**
	 * Changes the options that new associations start with, all or none. Waits for the
	 * event loop.
	 * @param change what to change; nothing that belongs to a bound address, which the
	 * core refuses
	 * @throws dev.sock.SctpOptionException if one of them cannot be set, so that none was
	 * @throws dev.sock.SctpClosedException if the endpoint is closed
	 */
	void change(OptionChange change);

	/**
	 * Returns what was counted.
	 * @return a snapshot
	 */
	EndpointStatistics statistics();

	/**
	 * Aborts the associations that are left and frees the ports. Harmless when repeated.
	 * @return completed once nothing of the endpoint is left, not failed
	 */
	CompletableFuture<Void> close();

}
