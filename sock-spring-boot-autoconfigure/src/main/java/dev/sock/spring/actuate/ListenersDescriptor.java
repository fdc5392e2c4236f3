package dev.sock.spring.actuate;

import java.util.Map;

import dev.sock.spring.listener.SctpListenerState;

/**
 * What the listeners of an endpoint did.
 *
 * @param running whether messages are let in
 * @param unmatched messages that no listener matched
 * @param failures calls that have failed
 * @param discarded messages that were dropped because the endpoint closed
 * @param waiting messages that are kept for listeners
 * @param states state of each listener, by its id
 */
public record ListenersDescriptor(boolean running, long unmatched, long failures, long discarded, int waiting,
		Map<String, SctpListenerState> states) {
}
