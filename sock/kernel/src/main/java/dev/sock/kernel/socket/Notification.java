package dev.sock.kernel.socket;

import java.util.List;

import dev.sock.SctpAddress;
import dev.sock.SctpEvent;

/**
 * What the kernel tells beside messages (RFC 6458 §6.1).
 */
public sealed interface Notification {

	/**
	 * Returns the association concerned.
	 * @return its number within the socket, or 0 if it is not known
	 */
	int association();

	/**
	 * An association came up, ended or started anew ({@code SCTP_ASSOC_CHANGE}).
	 *
	 * @param association the association
	 * @param change what happened
	 * @param outboundStreams streams that can be sent on
	 * @param inboundStreams streams that can be received on
	 * @param cause first cause of the peer's ABORT; none if it sent none, or no ABORT
	 */
	record AssociationChanged(int association, SctpEvent.AssociationChange change, int outboundStreams,
			int inboundStreams, ErrorCause cause) implements Notification {
	}

	/**
	 * A path changed ({@code SCTP_PEER_ADDR_CHANGE}).
	 *
	 * @param association the association
	 * @param address the peer's address
	 * @param change what happened
	 */
	record PathChanged(int association, SctpAddress address, SctpEvent.PathChange change) implements Notification {
	}

	/**
	 * A message, or a fragment of one, was not delivered
	 * ({@code SCTP_SEND_FAILED_EVENT}).
	 *
	 * @param association the association
	 * @param context the number that the message was sent with
	 * @param sent whether it was put on the wire
	 * @param error cause code, or 0
	 */
	record SendFailed(int association, int context, boolean sent, int error) implements Notification {
	}

	/**
	 * The peer reported an error ({@code SCTP_REMOTE_ERROR}).
	 *
	 * @param association the association
	 * @param cause the cause
	 */
	record RemoteError(int association, ErrorCause cause) implements Notification {
	}

	/**
	 * The peer asked to shut down ({@code SCTP_SHUTDOWN_EVENT}).
	 *
	 * @param association the association
	 */
	record ShutdownReceived(int association) implements Notification {
	}

	/**
	 * The rest of a message that was received in part will not come
	 * ({@code SCTP_PARTIAL_DELIVERY_EVENT}).
	 *
	 * @param association the association
	 */
	record PartialDeliveryAborted(int association) implements Notification {
	}

	/**
	 * The peer indicated its adaptation layer ({@code SCTP_ADAPTATION_INDICATION}).
	 *
	 * @param association the association
	 * @param indication unsigned 32 bits
	 */
	record AdaptationIndicated(int association, long indication) implements Notification {
	}

	/**
	 * Everything sent was acknowledged at some moment ({@code SCTP_SENDER_DRY_EVENT}).
	 *
	 * @param association the association
	 */
	record SenderDry(int association) implements Notification {
	}

	/**
	 * Streams were reset, are about to be, or were not ({@code SCTP_STREAM_RESET_EVENT}).
	 *
	 * @param association the association
	 * @param outcome what became of it
	 * @param inbound whether the flag of inbound streams is set
	 * @param outbound whether the flag of outbound streams is set
	 * @param streams the streams; none stands for all
	 */
	record StreamsReset(int association, ChangeOutcome outcome, boolean inbound, boolean outbound,
			List<Integer> streams) implements Notification {
	}

	/**
	 * All sequence numbers have started anew, or not ({@code SCTP_ASSOC_RESET_EVENT}).
	 * What the kernel calls local is what it receives.
	 *
	 * @param association the association
	 * @param outcome what became of it
	 * @param localTsn the next TSN that is sent, unsigned 32 bits
	 * @param peerTsn the next TSN that is received, unsigned 32 bits
	 */
	record AssociationReset(int association, ChangeOutcome outcome, long localTsn,
			long peerTsn) implements Notification {
	}

	/**
	 * Streams were added, or not ({@code SCTP_STREAM_CHANGE_EVENT}).
	 *
	 * @param association the association
	 * @param outcome what became of it
	 * @param outbound how many to send on
	 * @param inbound how many to receive on
	 */
	record StreamsAdded(int association, ChangeOutcome outcome, int outbound, int inbound) implements Notification {
	}

	/**
	 * What became of a change of streams.
	 */
	enum ChangeOutcome {

		/** It was done. */
		DONE,

		/** The peer does not want it. */
		DENIED,

		/** It failed otherwise. */
		FAILED

	}

	/**
	 * One that is not known.
	 *
	 * @param type its type
	 */
	record Unknown(int type) implements Notification {

		@Override
		public int association() {
			return SctpSocket.NO_ASSOCIATION;
		}

	}

}
