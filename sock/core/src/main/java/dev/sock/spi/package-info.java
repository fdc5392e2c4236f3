/**
 * What a transport implements. {@link dev.sock.spi.TransportProvider} is found through
 * {@link java.util.ServiceLoader} and opens a {@link dev.sock.spi.Transport}; the
 * transport opens {@linkplain dev.sock.spi.TransportEndpoint endpoints} and
 * {@linkplain dev.sock.spi.TransportAssociation associations} and tells what happens
 * through {@link dev.sock.spi.EndpointListener} and
 * {@link dev.sock.spi.AssociationListener}, which the core implements.
 *
 * <p>
 * The core does what both transports need alike: names, handlers and executors, pull
 * queues, the send buffer's limit, blocking and time-outs. A transport does SCTP. Not for
 * applications.
 */
@NullMarked
package dev.sock.spi;

import org.jspecify.annotations.NullMarked;
