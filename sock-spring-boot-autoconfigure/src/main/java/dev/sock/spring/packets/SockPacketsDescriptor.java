package dev.sock.spring.packets;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All packet logs.
 *
 * @param logs the logs, by {@code endpoint} or {@code endpoint/association}
 * @param maxBytes memory that all of them may take together
 */
public record SockPacketsDescriptor(Map<String, PacketLogDescriptor> logs,
		long maxBytes) implements OperationResponseBody {
}
