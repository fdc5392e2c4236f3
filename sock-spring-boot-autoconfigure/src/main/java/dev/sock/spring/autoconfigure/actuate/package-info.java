/**
 * Auto-configuration of the actuator endpoint and of health, each only where its jar is
 * on the class path.
 */
@NullMarked
package dev.sock.spring.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
