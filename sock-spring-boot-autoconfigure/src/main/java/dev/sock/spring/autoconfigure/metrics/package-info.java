/**
 * Auto-configuration of meters: applies only with Micrometer and a registry.
 */
@NullMarked
package dev.sock.spring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
