/**
 * The {@code userspace} transport: SCTP written in Java, carried in UDP (RFC 6951). Found
 * by the core through {@link dev.sock.spi.TransportProvider}; nothing here is for
 * applications.
 */
@NullMarked
package dev.sock.userspace;

import org.jspecify.annotations.NullMarked;
