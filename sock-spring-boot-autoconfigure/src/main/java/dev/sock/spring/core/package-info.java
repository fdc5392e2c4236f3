/**
 * Sending: {@link dev.sock.spring.core.SctpTemplate}, names of payload protocol
 * identifiers, message headers.
 */
@NullMarked
package dev.sock.spring.core;

import org.jspecify.annotations.NullMarked;
