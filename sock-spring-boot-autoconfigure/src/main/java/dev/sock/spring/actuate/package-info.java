/**
 * The actuator endpoints {@code sock} (all endpoints, one, one association) and
 * {@code socklisteners}, their descriptors with the names of RFC 3873, and the health of
 * each endpoint. They know nothing of HTTP, so that they can be asked over JMX: what is a
 * status code there is in their web extensions.
 */
@NullMarked
package dev.sock.spring.actuate;

import org.jspecify.annotations.NullMarked;
