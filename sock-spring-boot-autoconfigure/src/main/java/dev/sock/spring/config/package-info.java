/**
 * Finds methods with {@link dev.sock.spring.annotation.SctpListener} and puts them into
 * the container of their endpoint:
 * {@link dev.sock.spring.config.SctpListenerBeanPostProcessor} looks at each bean,
 * {@link dev.sock.spring.config.SctpListenerRegistry} keeps one
 * {@link dev.sock.spring.listener.SctpListenerContainer} for each endpoint.
 */
@NullMarked
package dev.sock.spring.config;

import org.jspecify.annotations.NullMarked;
