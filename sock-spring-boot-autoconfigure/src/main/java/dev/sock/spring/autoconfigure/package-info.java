/**
 * Properties and auto-configuration.
 *
 * <p>
 * {@link dev.sock.spring.autoconfigure.SockProperties} is bound by Spring Boot;
 * {@code EndpointDefinitions} and {@code AssociationDefinitions} lay the overrides over
 * it, check each value and make the definitions of {@code dev.sock.spring.endpoint}. A
 * value that cannot be used is a {@code SockPropertyException}, which a failure analyzer
 * turns into a message with the property, the value and the remedy.
 * {@link dev.sock.spring.autoconfigure.SockAutoConfiguration} is the place to start; most
 * of its beans give way to one of the application's own.
 */
@NullMarked
package dev.sock.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
