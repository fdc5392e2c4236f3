/**
 * The actuator endpoints {@code sock} (all endpoints, one, one association) and
 * {@code socklisteners}, their descriptors with the names of RFC 3873, and the health of
 * each endpoint.
 */
@NullMarked
package dev.sock.spring.actuate;

import org.jspecify.annotations.NullMarked;
