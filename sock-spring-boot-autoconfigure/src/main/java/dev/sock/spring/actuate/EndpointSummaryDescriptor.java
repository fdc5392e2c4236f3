package dev.sock.spring.actuate;

import java.util.List;
import java.util.Map;

import dev.sock.AssociationState;
import dev.sock.spring.endpoint.ManagedAssociation.Phase;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint in short.
 *
 * @param transport its transport
 * @param open whether it is open
 * @param localAddresses local addresses
 * @param port SCTP port
 * @param udpPort UDP port, or {@code null} if SCTP runs on IP
 * @param associations states of its associations by name, those that are to be opened
 * included
 * @param phases how far those are that are kept open from here, by name
 */
public record EndpointSummaryDescriptor(@Nullable String transport, boolean open, List<String> localAddresses,
		@Nullable Integer port, @Nullable Integer udpPort, Map<String, AssociationState> associations,
		Map<String, Phase> phases) {
}
