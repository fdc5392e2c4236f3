package dev.sock.spring.actuate;

import java.util.List;

import dev.sock.AssociationState;
import org.jspecify.annotations.Nullable;

/**
 * An association in short.
 *
 * @param state its state
 * @param reason why it is down, or {@code null} if it is not
 * @param peerAddresses addresses of the peer
 * @param peerPort SCTP port of the peer
 */
public record AssociationSummaryDescriptor(AssociationState state, @Nullable String reason, List<String> peerAddresses,
		int peerPort) {
}
