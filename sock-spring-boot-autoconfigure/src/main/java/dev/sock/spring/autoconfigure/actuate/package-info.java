/**
 * Auto-configuration of the actuator endpoint and of health.
 */
@NullMarked
package dev.sock.spring.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
