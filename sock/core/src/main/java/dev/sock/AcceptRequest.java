package dev.sock;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A peer that asks for an association.
 *
 * @param endpointName name of the endpoint that is asked
 * @param peerAddress address that the request came from
 * @param peerPort the peer's SCTP port
 * @param peerAddresses every address that the peer listed, the one it came from included
 * @param outboundStreams streams that could be sent on
 * @param inboundStreams streams that could be received on
 * @param adaptationIndication the peer's adaptation layer indication, or {@code null} if
 * it gave none
 * @param currentAssociations the endpoint's associations now, those being opened included
 */
public record AcceptRequest(String endpointName, SctpAddress peerAddress, int peerPort, List<SctpAddress> peerAddresses,
		int outboundStreams, int inboundStreams, @Nullable Long adaptationIndication,
		List<SctpAssociation> currentAssociations) {
}
