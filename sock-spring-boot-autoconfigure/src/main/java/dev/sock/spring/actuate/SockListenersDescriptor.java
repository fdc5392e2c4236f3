package dev.sock.spring.actuate;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All listeners.
 *
 * @param listeners the listeners by their ids
 */
public record SockListenersDescriptor(Map<String, ListenerDescriptor> listeners) implements OperationResponseBody {
}
