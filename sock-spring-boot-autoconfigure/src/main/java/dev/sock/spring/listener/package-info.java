/**
 * Calls listener methods for messages.
 */
@NullMarked
package dev.sock.spring.listener;

import org.jspecify.annotations.NullMarked;
