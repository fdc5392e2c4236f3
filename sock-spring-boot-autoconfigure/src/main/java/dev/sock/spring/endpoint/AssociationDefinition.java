package dev.sock.spring.endpoint;

import dev.sock.ConnectOptions;

/**
 * An association to open and to keep open.
 *
 * @param name its name, unique within the endpoint
 * @param connect whom to connect to
 * @param reconnect when to connect again
 */
public record AssociationDefinition(String name, ConnectOptions connect, ReconnectPolicy reconnect) {
}
