/**
 * Meters of endpoints, associations and paths.
 */
@NullMarked
package dev.sock.spring.metrics;

import org.jspecify.annotations.NullMarked;
