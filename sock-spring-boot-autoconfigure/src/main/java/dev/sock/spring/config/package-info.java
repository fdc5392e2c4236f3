/**
 * Finds classes and methods with {@link dev.sock.spring.annotation.SctpListener} and
 * {@link dev.sock.spring.annotation.SctpEventListener}:
 * {@link dev.sock.spring.config.SctpListenerBeanPostProcessor} looks at each bean,
 * {@link dev.sock.spring.config.SctpListenerRegistry} knows the container of each
 * listener and the {@link dev.sock.spring.listener.EndpointListeners} of each endpoint.
 */
@NullMarked
package dev.sock.spring.config;

import org.jspecify.annotations.NullMarked;
