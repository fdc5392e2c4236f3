package dev.sock.spring.actuate;

import java.util.List;

import dev.sock.AssociationState;
import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import org.jspecify.annotations.Nullable;

/**
 * An association in short.
 *
 * @param state its state
 * @param phase how far it is if it is kept open from here, {@code null} if its peer or
 * code opened it
 * @param reason why it is down, or {@code null} if it is not
 * @param peerAddresses addresses of the peer
 * @param peerPort SCTP port of the peer
 */
public record AssociationSummaryDescriptor(AssociationState state, @Nullable Phase phase, @Nullable String reason,
		List<String> peerAddresses, int peerPort) {
}
