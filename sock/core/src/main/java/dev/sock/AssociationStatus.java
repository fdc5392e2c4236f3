package dev.sock;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Snapshot of an association ({@code sctp_status}, RFC 6458 §8.2.1). A value that the
 * transport cannot know is {@code null}.
 *
 * @param state state of the association
 * @param inboundStreams streams that can be received on, 0 before they are negotiated
 * @param outboundStreams streams that can be sent on, 0 before they are negotiated
 * @param peerRwnd receive window that the peer has left, in bytes
 * @param localRwnd receive window that is offered to the peer, in bytes
 * @param unacknowledgedChunks DATA chunks sent and not acknowledged
 * @param pendingBytes bytes accepted for sending and not yet sent
 * @param sendBufferUsed bytes of the send buffer in use
 * @param receiveBufferUsed bytes received and not yet consumed
 * @param fragmentationPoint longest message in bytes that is sent in one piece
 * @param overallErrorCount transmissions in a row without an acknowledgement, over all
 * paths
 * @param paths every path, the primary one marked
 * @param extensions extensions that both sides support, none before that is known
 * @param statistics what was counted
 */
public record AssociationStatus(AssociationState state, int inboundStreams, int outboundStreams,
		@Nullable Long peerRwnd, @Nullable Long localRwnd, @Nullable Long unacknowledgedChunks,
		@Nullable Long pendingBytes, @Nullable Long sendBufferUsed, @Nullable Long receiveBufferUsed,
		@Nullable Integer fragmentationPoint, @Nullable Integer overallErrorCount, List<PathStatus> paths,
		Set<SctpExtension> extensions, AssociationStatistics statistics) {

	/**
	 * Returns the primary path.
	 * @return its status, or {@code null} if there is none
	 */
	public @Nullable PathStatus primary() {
		for (PathStatus path : this.paths) {
			if (path.primary()) {
				return path;
			}
		}
		return null;
	}

}
