/**
 * SCTP events as application events.
 */
@NullMarked
package dev.sock.spring.event;

import org.jspecify.annotations.NullMarked;
