package dev.sock.spring.actuate;

import java.util.List;
import java.util.Map;

import dev.sock.EndpointStatistics;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * An endpoint.
 *
 * @param name its name
 * @param transport its transport
 * @param open whether it is open
 * @param localAddresses local addresses
 * @param port SCTP port
 * @param udpPort UDP port, or {@code null} if SCTP runs on IP
 * @param associations its associations by name, those that are to be opened included
 * @param listeners what its listeners did, or {@code null} if it was not opened by
 * properties
 * @param statistics what was counted, or {@code null} if it is not open
 */
public record EndpointDescriptor(String name, @Nullable String transport, boolean open, List<String> localAddresses,
		@Nullable Integer port, @Nullable Integer udpPort, Map<String, AssociationSummaryDescriptor> associations,
		@Nullable ListenersDescriptor listeners,
		@Nullable EndpointStatistics statistics) implements OperationResponseBody {
}
