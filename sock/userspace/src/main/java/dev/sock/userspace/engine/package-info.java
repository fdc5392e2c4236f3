/**
 * The protocol engine: SCTP (RFC 9260) without I/O, threads, clocks or randomness of its
 * own. {@link dev.sock.userspace.engine.EndpointEngine} finds the association of each
 * packet and answers those that have none;
 * {@link dev.sock.userspace.engine.AssociationEngine} is one association.
 *
 * <p>
 * Packets, commands and the time go in; packets come out through a
 * {@link dev.sock.userspace.engine.packet.PacketSink}, events through
 * {@link dev.sock.spi.AssociationListener}, and {@code nextDeadlineNanos} says when to
 * call again. One thread at a time; a listener must not call the engine back.
 */
@NullMarked
package dev.sock.userspace.engine;

import org.jspecify.annotations.NullMarked;
