package dev.sock;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an association, its streams or one of its paths (the
 * notifications of RFC 6458 §6.1 and RFC 6525 §6.1).
 */
public sealed interface SctpEvent {

	/**
	 * Returns the association concerned.
	 * @return the association
	 */
	SctpAssociation association();

	/**
	 * Returns the kind, by which events are subscribed to.
	 * @return the kind
	 */
	default Kind kind() {
		for (Kind kind : Kind.values()) {
			if (kind.type.isInstance(this)) {
				return kind;
			}
		}
		throw new IllegalStateException("An event of no kind: " + getClass());
	}

	/**
	 * Kinds of events ({@code SCTP_EVENT}, RFC 6458 §6.2.2).
	 */
	enum Kind {

		/** {@link SctpEvent.AssociationChanged}. */
		ASSOCIATION_CHANGED(AssociationChanged.class),

		/** {@link SctpEvent.PathChanged}. */
		PATH_CHANGED(PathChanged.class),

		/** {@link SctpEvent.SendFailed}. */
		SEND_FAILED(SendFailed.class),

		/** {@link SctpEvent.RemoteError}. */
		REMOTE_ERROR(RemoteError.class),

		/** {@link SctpEvent.ShutdownReceived}. */
		SHUTDOWN_RECEIVED(ShutdownReceived.class),

		/** {@link SctpEvent.SenderDry}. */
		SENDER_DRY(SenderDry.class),

		/** {@link SctpEvent.Writable}. */
		WRITABLE(Writable.class),

		/** {@link SctpEvent.PartialDeliveryAborted}. */
		PARTIAL_DELIVERY_ABORTED(PartialDeliveryAborted.class),

		/** {@link SctpEvent.AdaptationIndicated}. */
		ADAPTATION_INDICATED(AdaptationIndicated.class),

		/** {@link SctpEvent.DemandExhausted}. */
		DEMAND_EXHAUSTED(DemandExhausted.class),

		/** {@link SctpEvent.StreamsReset}. */
		STREAMS_RESET(StreamsReset.class),

		/** {@link SctpEvent.AssociationReset}. */
		ASSOCIATION_RESET(AssociationReset.class),

		/** {@link SctpEvent.StreamsAdded}. */
		STREAMS_ADDED(StreamsAdded.class);

		private final Class<? extends SctpEvent> type;

		Kind(Class<? extends SctpEvent> type) {
			this.type = type;
		}

	}

	/**
	 * An association came up, went away or started anew ({@code SCTP_ASSOC_CHANGE}).
	 *
	 * @param association the association
	 * @param change what happened
	 * @param outboundStreams streams that can be sent on; 0 if it never was established
	 * @param inboundStreams streams that can be received on; 0 if it never was
	 * established
	 * @param errorCode cause code of the peer's ABORT (RFC 9260 §3.3.10), or 0
	 * @param reason why, in words
	 */
	record AssociationChanged(SctpAssociation association, AssociationChange change, int outboundStreams,
			int inboundStreams, int errorCode, String reason) implements SctpEvent {
	}

	/**
	 * What happened to an association.
	 */
	enum AssociationChange {

		/** Established. */
		COMM_UP,

		/** Lost: aborted by either side, or the peer was not heard of for too long. */
		COMM_LOST,

		/** The peer started anew; what was not acknowledged has failed. */
		RESTART,

		/** Gracefully shut down. */
		SHUTDOWN_COMPLETE,

		/** Could not be established. */
		CANNOT_ESTABLISH

	}

	/**
	 * A path changed ({@code SCTP_PEER_ADDR_CHANGE}).
	 *
	 * @param association the association
	 * @param address the peer's address
	 * @param change what happened
	 * @param errorCount transmissions in a row to the path without an acknowledgement, or
	 * {@code null} if the transport cannot know
	 */
	record PathChanged(SctpAssociation association, SctpAddress address, PathChange change,
			@Nullable Integer errorCount) implements SctpEvent {
	}

	/**
	 * What happened to a path.
	 */
	enum PathChange {

		/** Works again. */
		AVAILABLE,

		/** Has become inactive. */
		UNREACHABLE,

		/** Removed from the association. */
		REMOVED,

		/** Added to the association. */
		ADDED,

		/** Has become the primary path. */
		MADE_PRIMARY,

		/** Shown by a heartbeat to belong to the peer. */
		CONFIRMED,

		/** Another path is preferred for now (RFC 7829). */
		POTENTIALLY_FAILED

	}

	/**
	 * A message that had been accepted was not delivered
	 * ({@code SCTP_SEND_FAILED_EVENT}).
	 *
	 * @param association the association
	 * @param payload the whole payload
	 * @param options the options it was sent with
	 * @param sent whether any part of it was put on the wire, so that the peer may have
	 * it
	 * @param reason why, in words
	 */
	record SendFailed(SctpAssociation association, byte[] payload, SendOptions options, boolean sent,
			String reason) implements SctpEvent {
	}

	/**
	 * The peer reported an error ({@code SCTP_REMOTE_ERROR}).
	 *
	 * @param association the association
	 * @param errorCode cause code (RFC 9260 §3.3.10)
	 * @param description the cause in words
	 */
	record RemoteError(SctpAssociation association, int errorCode, String description) implements SctpEvent {
	}

	/**
	 * The peer sends no more and asked to shut down ({@code SCTP_SHUTDOWN_EVENT}).
	 *
	 * @param association the association
	 */
	record ShutdownReceived(SctpAssociation association) implements SctpEvent {
	}

	/**
	 * Everything that was sent has been acknowledged or given up
	 * ({@code SCTP_SENDER_DRY_EVENT}).
	 *
	 * @param association the association
	 */
	record SenderDry(SctpAssociation association) implements SctpEvent {
	}

	/**
	 * There is room in the send buffer again: a message was refused for want of room, and
	 * what is in use has fallen to {@link SctpOptions#sendLowWatermark()} since. Told
	 * once for all that were refused meanwhile; a message may still be too long for what
	 * is free now.
	 *
	 * @param association the association
	 */
	record Writable(SctpAssociation association) implements SctpEvent {
	}

	/**
	 * The rest of a message that was handed over in part will not come
	 * ({@code SCTP_PARTIAL_DELIVERY_EVENT}): the peer has given it up, has started anew
	 * or is lost.
	 *
	 * @param association the association
	 * @param streamId stream of the message
	 * @param streamSequenceNumber its number within the stream, without meaning if it is
	 * unordered
	 */
	record PartialDeliveryAborted(SctpAssociation association, int streamId,
			int streamSequenceNumber) implements SctpEvent {
	}

	/**
	 * The peer indicated its adaptation layer ({@code SCTP_ADAPTATION_INDICATION}).
	 *
	 * @param association the association
	 * @param indication the value that the peer's upper layer gave, an unsigned 32-bit
	 * number
	 */
	record AdaptationIndicated(SctpAssociation association, long indication) implements SctpEvent {
	}

	/**
	 * The handler has got as many messages as it asked for; more wait for
	 * {@link SctpAssociation#addDemand} or {@link SctpAssociation#setDemand}.
	 *
	 * @param association the association
	 */
	record DemandExhausted(SctpAssociation association) implements SctpEvent {
	}

	/**
	 * The stream sequence numbers of streams have started at 0 again, whichever side
	 * asked for it ({@code SCTP_STREAM_RESET_EVENT}, RFC 6525 §6.1.1). Inbound messages
	 * before the event have the old numbers, those after it the new ones. Of a request
	 * that came to nothing its future tells.
	 *
	 * @param association the association
	 * @param direction whose streams
	 * @param streams the streams; none stands for all
	 */
	record StreamsReset(SctpAssociation association, StreamDirection direction,
			List<Integer> streams) implements SctpEvent {

		/**
		 * Copies the list.
		 */
		public StreamsReset {
			streams = List.copyOf(streams);
		}

	}

	/**
	 * All stream sequence numbers have started at 0 again, and the transmission sequence
	 * numbers elsewhere, whichever side asked for it ({@code SCTP_ASSOC_RESET_EVENT}, RFC
	 * 6525 §6.1.2).
	 *
	 * @param association the association
	 * @param localTsn the next one of this side, an unsigned 32-bit number
	 * @param peerTsn the next one of the peer, an unsigned 32-bit number
	 */
	record AssociationReset(SctpAssociation association, long localTsn, long peerTsn) implements SctpEvent {
	}

	/**
	 * Streams were added, whichever side asked for it ({@code SCTP_STREAM_CHANGE_EVENT},
	 * RFC 6525 §6.1.3).
	 *
	 * @param association the association
	 * @param outboundStreams how many there are to send on now
	 * @param inboundStreams how many there are to receive on now
	 */
	record StreamsAdded(SctpAssociation association, int outboundStreams, int inboundStreams) implements SctpEvent {
	}

}
