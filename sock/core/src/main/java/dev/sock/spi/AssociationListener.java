package dev.sock.spi;

import java.util.List;

import dev.sock.AssociationState;
import dev.sock.AssociationStatus;
import dev.sock.SctpAddress;
import dev.sock.SctpEvent.AssociationChange;
import dev.sock.SctpEvent.PathChange;
import dev.sock.StreamDirection;
import org.jspecify.annotations.Nullable;

/**
 * Hears what happens to an association. Implemented by the core. Called on the event
 * loop, one call after the other; must not block, must not throw, and what it calls on
 * the {@link TransportAssociation} takes effect after it has returned.
 */
public interface AssociationListener {

	/**
	 * The state changed. {@code CLOSED} comes before what fails because of it, so that
	 * room which comes free then is not taken for room to send.
	 * @param state the new state
	 */
	void stateChanged(AssociationState state);

	/**
	 * Established: messages can be sent.
	 * @param outboundStreams streams that can be sent on
	 * @param inboundStreams streams that can be received on
	 * @param peerAddresses the peer's addresses
	 */
	void established(int outboundStreams, int inboundStreams, List<SctpAddress> peerAddresses);

	/**
	 * The peer started anew. What it had not acknowledged was reported as failed before.
	 * @param outboundStreams streams that can be sent on
	 * @param inboundStreams streams that can be received on
	 */
	void restarted(int outboundStreams, int inboundStreams);

	/**
	 * A whole message came. Its bytes count against the receive window until
	 * {@link TransportAssociation#consumed(int, int)} is called.
	 * @param streamId stream number
	 * @param streamSequenceNumber number within the stream
	 * @param payloadProtocolId payload protocol identifier, unsigned
	 * @param tsn transmission sequence number of the first fragment, unsigned
	 * @param unordered whether it was sent unordered
	 * @param payload the payload, which the listener takes over
	 */
	void message(int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn, boolean unordered,
			byte[] payload);

	/**
	 * A part of a message came, as the option {@code partial-delivery-point} allows. Its
	 * bytes count as those of a message do.
	 * @param streamId stream number
	 * @param streamSequenceNumber number within the stream
	 * @param payloadProtocolId payload protocol identifier, unsigned
	 * @param tsn transmission sequence number of the message's first fragment, unsigned
	 * @param unordered whether it was sent unordered
	 * @param payload the payload, which the listener takes over
	 * @param first whether the message begins with this part
	 * @param last whether it ends with this part
	 */
	void messagePart(int streamId, int streamSequenceNumber, int payloadProtocolId, int tsn, boolean unordered,
			byte[] payload, boolean first, boolean last);

	/**
	 * The rest of the message whose last part was handed over will not come.
	 * @param streamId stream number
	 * @param streamSequenceNumber number within the stream
	 */
	void partialDeliveryAborted(int streamId, int streamSequenceNumber);

	/**
	 * Room came free in the send buffer, because messages were acknowledged or have
	 * failed.
	 * @param bytes payload bytes
	 */
	void released(long bytes);

	/**
	 * A message will not be delivered. Its bytes are part of a {@link #released} of their
	 * own.
	 * @param message the message
	 * @param sent whether any part of it was put on the wire
	 * @param reason why, in words
	 */
	void sendFailed(OutboundMessage message, boolean sent, String reason);

	/**
	 * A message was given up, as its {@link dev.sock.Reliability} says. Its bytes are
	 * part of a {@link #released} of their own.
	 * @param message the message
	 * @param sent whether any part of it was put on the wire
	 * @param reason why, in words
	 */
	void abandoned(OutboundMessage message, boolean sent, String reason);

	/**
	 * Everything that was sent has been acknowledged or given up.
	 */
	void senderDry();

	/**
	 * A path changed.
	 * @param address the peer's address
	 * @param change what happened
	 * @param errorCount its error count, or {@code null} if it cannot be known
	 */
	void pathChanged(SctpAddress address, PathChange change, @Nullable Integer errorCount);

	/**
	 * The peer knows other local addresses than before.
	 * @param addresses those that it knows
	 */
	void localAddressesChanged(List<SctpAddress> addresses);

	/**
	 * The peer reported an error.
	 * @param errorCode cause code
	 * @param description the cause in words
	 */
	void remoteError(int errorCode, String description);

	/**
	 * The peer asked to shut down.
	 */
	void shutdownReceived();

	/**
	 * The peer indicated its adaptation layer.
	 * @param indication the value, unsigned 32 bits
	 */
	void adaptationIndicated(long indication);

	/**
	 * Stream sequence numbers have started anew. Messages that were told of before have
	 * the old numbers.
	 * @param direction whose streams
	 * @param streams the streams; none stands for all
	 */
	void streamsReset(StreamDirection direction, List<Integer> streams);

	/**
	 * All sequence numbers have started anew.
	 * @param localTsn the next one of this side, unsigned 32 bits
	 * @param peerTsn the next one of the peer, unsigned 32 bits
	 */
	void associationReset(long localTsn, long peerTsn);

	/**
	 * Streams were added.
	 * @param outboundStreams streams that can be sent on now
	 * @param inboundStreams streams that can be received on now
	 */
	void streamsAdded(int outboundStreams, int inboundStreams);

	/**
	 * The association has ended; the last call, but for {@link #sendFailed} of messages
	 * that were handed over while it ended. What was not acknowledged was reported as
	 * failed before.
	 * @param change {@code COMM_LOST}, {@code SHUTDOWN_COMPLETE} or
	 * {@code CANNOT_ESTABLISH}
	 * @param errorCode cause code of the ABORT, or 0
	 * @param refused whether the peer answered with ABORT before it was established
	 * @param reason why, in words
	 * @param lastStatus the last snapshot
	 */
	void terminated(AssociationChange change, int errorCode, boolean refused, String reason,
			AssociationStatus lastStatus);

}
