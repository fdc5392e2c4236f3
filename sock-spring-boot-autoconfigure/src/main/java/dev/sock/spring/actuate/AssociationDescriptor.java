package dev.sock.spring.actuate;

import java.util.List;
import java.util.Set;

import dev.sock.AssociationState;
import dev.sock.AssociationStatistics;
import dev.sock.SctpExtension;
import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * An association. What its transport cannot know is {@code null}.
 *
 * @param name its name
 * @param endpoint name of its endpoint
 * @param state its state
 * @param phase how far it is if it is kept open from here, {@code null} if its peer or
 * code opened it
 * @param reason why it is down, or {@code null} if it is not
 * @param localAddresses local addresses that the peer was told of
 * @param peerAddresses addresses of the peer
 * @param peerPort SCTP port of the peer
 * @param inboundStreams streams that can be received on
 * @param outboundStreams streams that can be sent on
 * @param peerRwnd receive window that the peer has left, in bytes
 * @param localRwnd receive window that is offered to the peer, in bytes
 * @param unacknowledgedChunks DATA chunks sent and not acknowledged
 * @param pendingBytes bytes accepted for sending and not yet sent
 * @param sendBufferUsed bytes of the send buffer in use
 * @param receiveBufferUsed bytes received and not yet consumed
 * @param fragmentationPoint longest message in bytes that is sent in one piece
 * @param overallErrorCount errors in a row over all paths
 * @param extensions extensions that both sides support
 * @param paths the paths
 * @param statistics what was counted, or {@code null} if it is down
 */
public record AssociationDescriptor(String name, String endpoint, AssociationState state, @Nullable Phase phase,
		@Nullable String reason, List<String> localAddresses, List<String> peerAddresses, int peerPort,
		int inboundStreams, int outboundStreams, @Nullable Long peerRwnd, @Nullable Long localRwnd,
		@Nullable Long unacknowledgedChunks, @Nullable Long pendingBytes, @Nullable Long sendBufferUsed,
		@Nullable Long receiveBufferUsed, @Nullable Integer fragmentationPoint, @Nullable Integer overallErrorCount,
		Set<SctpExtension> extensions, List<PathDescriptor> paths,
		@Nullable AssociationStatistics statistics) implements OperationResponseBody {
}
