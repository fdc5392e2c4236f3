/**
 * Auto-configuration of actuator endpoints, of the page and of health, each only where
 * its jar is on the class path.
 */
@NullMarked
package dev.sock.spring.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
