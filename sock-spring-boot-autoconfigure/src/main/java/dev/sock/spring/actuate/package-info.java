/**
 * {@link dev.sock.spring.actuate.SockEndpoint}, the actuator endpoint {@code sock} with
 * three levels (all endpoints, one, one association), its descriptors with the names of
 * RFC 3873, and {@link dev.sock.spring.actuate.SockHealthIndicator}.
 */
@NullMarked
package dev.sock.spring.actuate;

import org.jspecify.annotations.NullMarked;
