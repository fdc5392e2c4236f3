/**
 * The actuator endpoint {@code sock} and health.
 */
@NullMarked
package dev.sock.spring.actuate;

import org.jspecify.annotations.NullMarked;
