package dev.sock.spring.actuate;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All endpoints.
 *
 * @param endpoints what there is to say of each in short, by name
 */
public record SockDescriptor(Map<String, EndpointSummaryDescriptor> endpoints) implements OperationResponseBody {
}
