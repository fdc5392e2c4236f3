package dev.sock.spring.actuate;

/**
 * What the listeners of an endpoint did.
 *
 * @param running whether messages are delivered
 * @param unmatched messages that no listener matched
 * @param failures calls that have failed
 */
public record ListenersDescriptor(boolean running, long unmatched, long failures) {
}
