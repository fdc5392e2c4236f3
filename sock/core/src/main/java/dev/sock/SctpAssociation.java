package dev.sock;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * An association with one peer (RFC 9260 §1.3). Safe for use by several threads. Messages
 * that one thread sends on one stream leave in that order.
 *
 * <p>
 * An acknowledged message has reached the peer's SCTP, which is not to say that the
 * peer's application has read it.
 */
public interface SctpAssociation {

	/**
	 * Returns the number of the association, unique within its {@link Sock}.
	 * @return the number
	 */
	long id();

	/**
	 * Returns the name: the one given when it was opened, or one made from the peer's
	 * address and port that is the same each time this peer comes.
	 * @return the name, which needs no escaping in a URL
	 */
	String name();

	/**
	 * Returns the endpoint.
	 * @return the endpoint
	 */
	SctpEndpoint endpoint();

	/**
	 * Returns the state.
	 * @return the state
	 */
	AssociationState state();

	/**
	 * Returns the number of streams that can be sent on.
	 * @return 1 to 65535, or 0 before it is negotiated
	 */
	int outboundStreams();

	/**
	 * Returns the number of streams that can be received on.
	 * @return 1 to 65535, or 0 before it is negotiated
	 */
	int inboundStreams();

	/**
	 * Returns the local addresses that the peer was told of. They change as
	 * {@link SctpEndpoint#addLocalAddress} says.
	 * @return the addresses
	 */
	List<SctpAddress> localAddresses();

	/**
	 * Asks the peer to send to one of the local addresses rather than to others
	 * ({@code SCTP_SET_PEER_PRIMARY_ADDR}, RFC 5061 §5.4), if both sides have
	 * {@link SctpOptions#dynamicAddresses()}. It is advice: the peer sends elsewhere if
	 * the path fails. Which path this side uses is chosen by
	 * {@link SctpPath#makePrimary()}.
	 * @param localAddress one of {@link #localAddresses()}
	 * @return completed, on a thread of the transport, once the peer has agreed, or was
	 * asked where the transport cannot tell; failed with {@link SctpAddressException}
	 */
	CompletableFuture<Void> requestPeerPrimary(SctpAddress localAddress);

	/**
	 * Returns the peer's SCTP port.
	 * @return 1 to 65535
	 */
	int peerPort();

	/**
	 * Returns the peer's addresses, one for each path. A change is told by
	 * {@link SctpEvent.PathChanged}.
	 * @return the addresses
	 */
	List<SctpAddress> peerAddresses();

	/**
	 * Returns the paths.
	 * @return the paths; none once the association has ended
	 */
	List<SctpPath> paths();

	/**
	 * Returns a snapshot of the state, paths and statistics. Once the association has
	 * ended it is the last one.
	 * @return the status
	 */
	AssociationStatus status();

	/**
	 * Returns the options that are in force, as the transport tells them: it may have
	 * granted less than was asked for, or have rounded a time. May wait a moment for the
	 * event loop.
	 * @return the options; the last ones if the association has ended
	 */
	SctpOptions options();

	/**
	 * Changes options, either all that the function sets or, if one is refused, none.
	 *
	 * <pre class="code">
	 * association.setOptions((options) -&gt; options.noDelay(false).sackDelay(Duration.ofMillis(50)));
	 * </pre>
	 * @param change gets a builder with the options in force and changes some
	 * @throws SctpOptionException if a value cannot be used, or the option cannot be
	 * changed any more
	 * @throws SctpClosedException if the association has ended
	 */
	void setOptions(UnaryOperator<SctpOptionsBuilder> change);

	/**
	 * Returns how messages are sent for which nothing is said.
	 * @return {@link SctpOptions#defaultSend()} of this association
	 */
	SendOptions defaultSend();

	/**
	 * Sends a message as {@link #defaultSend()} says, and waits for room in the send
	 * buffer if there is none.
	 * @param payload the payload; not copied
	 * @throws SctpSendException if it was not accepted
	 */
	default void send(byte[] payload) {
		send(payload, defaultSend());
	}

	/**
	 * Sends a copy of a buffer's remaining bytes as {@link #defaultSend()} says, and
	 * waits for room in the send buffer if there is none.
	 * @param payload the payload, from position to limit
	 * @throws SctpSendException if it was not accepted
	 */
	default void send(ByteBuffer payload) {
		send(payload, defaultSend());
	}

	/**
	 * Sends a message as {@link #defaultSend()} says if there is room for it now, and
	 * never waits.
	 * @param payload the payload; not copied
	 * @return {@code false} if the send buffer is full ("would block")
	 * @throws SctpSendException if it was not accepted for another reason
	 */
	default boolean trySend(byte[] payload) {
		return trySend(payload, defaultSend());
	}

	/**
	 * Sends a message as {@link #defaultSend()} says, and tells when it was acknowledged.
	 * @param payload the payload; not copied
	 * @return as for {@link #sendAsync(byte[], SendOptions)}
	 */
	default CompletableFuture<Void> sendAsync(byte[] payload) {
		return sendAsync(payload, defaultSend());
	}

	/**
	 * Sends a message and waits for room in the send buffer if there is none.
	 * @param payload the payload, 1 byte up to the send buffer's size; not copied, so the
	 * array must not be changed any more
	 * @param options how to send it
	 * @throws SctpSendException if it was not accepted; see
	 * {@link SctpSendException#reason()}
	 */
	void send(byte[] payload, SendOptions options);

	/**
	 * Sends a message and waits for room in the send buffer for some time.
	 * @param payload the payload, as for {@link #send(byte[], SendOptions)}
	 * @param options how to send it
	 * @param timeout how long to wait at most; zero does not wait
	 * @throws SctpSendException if it was not accepted, with
	 * {@link SctpSendException.Reason#TIMED_OUT} if there was no room in time
	 */
	void send(byte[] payload, SendOptions options, Duration timeout);

	/**
	 * Sends a copy of a buffer's remaining bytes and waits for room in the send buffer if
	 * there is none.
	 * @param payload the payload, from position to limit; the position is moved to the
	 * limit
	 * @param options how to send it
	 * @throws SctpSendException if it was not accepted
	 */
	void send(ByteBuffer payload, SendOptions options);

	/**
	 * Sends a message if there is room for it now, and never waits.
	 * @param payload the payload; not copied
	 * @param options how to send it
	 * @return {@code false} if the send buffer is full ("would block")
	 * @throws SctpSendException if it was not accepted for another reason
	 */
	boolean trySend(byte[] payload, SendOptions options);

	/**
	 * Sends a message and tells when it was acknowledged. Never waits: without room in
	 * the send buffer the future fails with {@link SctpSendException.Reason#WOULD_BLOCK}.
	 * @param payload the payload; not copied
	 * @param options how to send it
	 * @return completed once the peer's SCTP has the whole message, or failed with
	 * {@link SctpSendException}. It completes on an event loop: continue with an
	 * {@code …Async} method for anything that may block
	 */
	CompletableFuture<Void> sendAsync(byte[] payload, SendOptions options);

	/**
	 * Waits until the send buffer has room again for the message that was refused last,
	 * or for any if none was, or until the association ends.
	 * @param timeout how long to wait at most
	 * @return whether there is room
	 * @throws SctpSendException if the thread was interrupted, or is an event loop and
	 * would have had to wait
	 */
	boolean awaitWritable(Duration timeout);

	/**
	 * Takes the next message, waiting for it. Only for an association whose messages are
	 * not pushed to a handler.
	 * @param timeout how long to wait at most; zero does not wait
	 * @return the message, or {@code null} if none came
	 * @throws SctpClosedException if the association has ended and every message was
	 * taken
	 * @throws SctpInterruptedException if the thread was interrupted while it waited
	 * @throws IllegalStateException if messages are pushed to a handler, or the thread is
	 * an event loop and would have to wait
	 */
	@Nullable SctpMessage receive(Duration timeout);

	/**
	 * Says that an {@link SctpRetainingHandler} is done with a message, whose bytes no
	 * longer count against the receive window. Once for each message that it has
	 * retained, from any thread; also when the association has ended meanwhile.
	 * @param message a message of this association
	 * @throws IllegalArgumentException if the message is another association's
	 * @throws IllegalStateException if more is released than is retained
	 */
	void release(SctpMessage message);

	/**
	 * Pushes this association's messages and events to a handler of its own from now on,
	 * those not yet taken included. It runs where the endpoint's handler runs; without an
	 * executor the messages not yet taken are handed over by the calling thread. Events
	 * of a time without a handler are not kept.
	 * @param handler the handler, or {@code null} to use the endpoint's again, or to pull
	 * if the association was peeled off
	 */
	void setHandler(@Nullable SctpHandler handler);

	/**
	 * Returns how many more messages its handler is to get.
	 * @return the demand
	 */
	Demand demand();

	/**
	 * Says how many more messages its handler is to get, whatever was said before.
	 * Without an executor messages that wait are handed over by the calling thread.
	 * @param demand how many
	 */
	void setDemand(Demand demand);

	/**
	 * Asks for more messages, or fewer: adds to what is left of the demand. An unlimited
	 * demand counts as none. If nothing is left, {@link SctpEvent.DemandExhausted} tells
	 * so. Without an executor messages that wait are handed over by the calling thread.
	 * @param messages how many, -32768 to 32767
	 * @throws SctpOptionException if the sum is larger than 32767, or {@code messages} is
	 * out of its range; the demand is unchanged then
	 */
	void addDemand(int messages);

	/**
	 * Takes the association out of its endpoint, to live on its own: the endpoint lists
	 * it no more, does not count it when it accepts, gives none of its messages to
	 * {@link SctpEndpoint#receive}, and does not end it when it closes, though its SCTP
	 * port stays taken as long. The handler that it has is now its own, and
	 * {@link #receive} takes messages that came before. {@link Sock#findAssociation}
	 * finds it and {@link Sock#close()} ends it as before. Harmless when repeated.
	 * @throws SctpClosedException if it is not established yet or has ended
	 */
	void peelOff();

	/**
	 * Returns whether the association was taken out of its endpoint.
	 * @return whether {@link #peelOff()} was called
	 */
	boolean isPeeledOff();

	/**
	 * Lets the stream sequence numbers of streams that this side sends on start at 0
	 * again (RFC 6525 §5.1.2). What was sent before still has the old numbers; what is
	 * sent on them later waits until the peer has answered. Nothing is lost by it, and
	 * other streams go on. {@link SctpEvent.StreamsReset} tells both sides.
	 *
	 * <p>
	 * One request can be under way at a time. For this and the methods below,
	 * {@link SctpOptions#streamReconfiguration()} of either side has to allow it.
	 * @param outboundStreams stream numbers, each counted once, 200 at most unless it is
	 * all there are; none stands for all streams
	 * @return completed once the peer has done it, or failed with
	 * {@link SctpReconfigurationException}. It completes on an event loop: continue with
	 * an {@code …Async} method for anything that may block
	 * @throws SctpOptionException if there is no such stream, or too many are named
	 */
	CompletableFuture<Void> resetStreams(int... outboundStreams);

	/**
	 * Asks the peer to let the stream sequence numbers of streams that it sends on start
	 * at 0 again (RFC 6525 §5.1.3).
	 * @param inboundStreams stream numbers, each counted once, 200 at most unless it is
	 * all there are; none stands for all streams
	 * @return completed once the peer has agreed, or failed with
	 * {@link SctpReconfigurationException}; {@link SctpEvent.StreamsReset} tells when it
	 * has happened, which may be a little later
	 * @throws SctpOptionException if there is no such stream, or too many are named
	 */
	CompletableFuture<Void> requestStreamReset(int... inboundStreams);

	/**
	 * Lets all stream sequence numbers of both sides start at 0 again, and the
	 * transmission sequence numbers elsewhere (RFC 6525 §5.1.4). What was sent before is
	 * delivered first; what is sent later waits until the peer has answered.
	 * {@link SctpEvent.AssociationReset} tells both sides. At most once in 30 seconds.
	 * @return completed once the peer has done it, or failed with
	 * {@link SctpReconfigurationException}
	 */
	CompletableFuture<Void> resetAssociation();

	/**
	 * Adds streams (RFC 6525 §5.1.5, §5.1.6). {@link SctpEvent.StreamsAdded} tells both
	 * sides; {@link #outboundStreams()} and {@link #inboundStreams()} then have the new
	 * numbers.
	 * @param outbound how many more to send on; up to 65535 in all, as far as the peer
	 * allows
	 * @param inbound how many more the peer is to send on
	 * @return completed once the peer has agreed, or failed with
	 * {@link SctpReconfigurationException}. Inbound streams may be there a little later
	 * @throws SctpOptionException if both numbers are 0, one is negative, or there would
	 * be more than 65535 streams
	 */
	CompletableFuture<Void> addStreams(int outbound, int inbound);

	/**
	 * Shuts down gracefully: sends what was accepted, then closes (RFC 9260 §9.2). New
	 * messages are refused.
	 * @return completed once the association has ended, in whatever way
	 */
	CompletableFuture<Void> shutdown();

	/**
	 * Ends the association at once without sending what was accepted (RFC 9260 §9.1).
	 * @param reason text for the peer, up to 256 characters; empty for none
	 */
	void abort(String reason);

	/**
	 * Returns a future that tells when the association has ended.
	 * @return completed with the final event
	 */
	CompletableFuture<SctpEvent.AssociationChanged> closed();

}
