/**
 * Auto-configuration of meters.
 */
@NullMarked
package dev.sock.spring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
