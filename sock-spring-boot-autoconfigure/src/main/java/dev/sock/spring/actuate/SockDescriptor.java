package dev.sock.spring.actuate;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All endpoints.
 *
 * @param endpoints what there is to say of each in short, by name
 * @param hostStatistics counters that the operating system keeps for all that use its
 * SCTP, other processes included, by transport; empty if there are none
 */
public record SockDescriptor(Map<String, EndpointSummaryDescriptor> endpoints,
		Map<String, Map<String, Long>> hostStatistics) implements OperationResponseBody {
}
