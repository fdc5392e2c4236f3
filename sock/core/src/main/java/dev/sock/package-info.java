/**
 * SCTP for Java: the public API.
 *
 * <p>
 * Start at {@link dev.sock.Sock}: it opens {@linkplain dev.sock.SctpEndpoint endpoints},
 * an endpoint holds {@linkplain dev.sock.SctpAssociation associations}, an association
 * has one {@linkplain dev.sock.SctpPath path} for each address of its peer. Messages come
 * as {@link dev.sock.SctpMessage}, either pushed to a {@link dev.sock.SctpHandler} or
 * pulled with {@code receive}; everything else that happens is an
 * {@link dev.sock.SctpEvent}. What goes wrong is an {@link dev.sock.SctpException}.
 *
 * <p>
 * The protocol itself is in a transport, found through {@link dev.sock.spi}. Terms are
 * those of RFC 9260 and RFC 6458.
 *
 * <p>
 * Logger categories: {@code dev.sock.endpoint} (opened, closed, the transport taken,
 * peers refused, failures of handlers), {@code dev.sock.association} (up, down and why,
 * restarts, the peer's errors) and {@code dev.sock.path} (paths that fail and return). No
 * payload is ever logged.
 */
@NullMarked
package dev.sock;

import org.jspecify.annotations.NullMarked;
