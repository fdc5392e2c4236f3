/**
 * The {@code kernel} transport: the Linux kernel's own SCTP sockets (RFC 6458), through
 * JNA. Found by the core through {@link dev.sock.spi.TransportProvider}; nothing here is
 * for applications.
 *
 * <ul>
 * <li>{@code sys}: libc, memory, event poll; knows nothing of SCTP</li>
 * <li>{@code socket}: SCTP sockets with their options, messages and notifications, as
 * bytes in the kernel's layout</li>
 * <li>{@code transport}: endpoints and associations on event loops</li>
 * </ul>
 */
@NullMarked
package dev.sock.kernel;

import org.jspecify.annotations.NullMarked;
