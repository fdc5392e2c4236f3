/**
 * Auto-configuration and properties.
 */
@NullMarked
package dev.sock.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
