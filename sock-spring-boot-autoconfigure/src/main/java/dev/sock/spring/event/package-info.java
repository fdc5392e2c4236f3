/**
 * SCTP events as application events: each is published as a
 * {@link dev.sock.spring.event.SctpApplicationEvent} of its own type.
 */
@NullMarked
package dev.sock.spring.event;

import org.jspecify.annotations.NullMarked;
