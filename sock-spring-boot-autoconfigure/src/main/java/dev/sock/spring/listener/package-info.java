/**
 * Calls listeners for messages.
 *
 * <p>
 * {@link dev.sock.spring.listener.EndpointListeners} has the listeners of an endpoint and
 * gives each message to the one whose {@link dev.sock.spring.listener.ListenerCriteria}
 * match best. Its {@link dev.sock.spring.listener.SctpListenerContainer} keeps the order,
 * delivers, and keeps messages while it is stopped or paused, so that receive windows
 * close. Containers come from a
 * {@link dev.sock.spring.listener.SctpListenerContainerFactory}; what has failed goes to
 * a {@link dev.sock.spring.listener.SctpListenerErrorHandler}.
 *
 * <p>
 * A listener method is a {@code MethodSctpListener}, a class with several a
 * {@code ClassSctpListener}: arguments come from {@code SctpArgumentResolver} and the
 * resolvers of spring-messaging, what is returned leaves by {@code ReplySender}.
 */
@NullMarked
package dev.sock.spring.listener;

import org.jspecify.annotations.NullMarked;
