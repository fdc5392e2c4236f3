/**
 * Calls listeners for messages.
 *
 * <p>
 * A {@link dev.sock.spring.listener.SctpListenerContainer} has the listeners of an
 * endpoint and gives each message to the one whose
 * {@link dev.sock.spring.listener.ListenerCriteria} match best. Stopped, it keeps
 * messages back, so that receive windows close ({@code PausableExecutor},
 * {@code DeliveryGate}). A listener method is a {@code MethodSctpListener}: arguments
 * come from {@code SctpArgumentResolver} and the resolvers of spring-messaging, what it
 * returns goes back through {@code ReplySender}.
 */
@NullMarked
package dev.sock.spring.listener;

import org.jspecify.annotations.NullMarked;
