/**
 * Endpoints and associations on the kernel's SCTP sockets.
 *
 * <p>
 * A {@link dev.sock.kernel.transport.KernelEndpoint} is a one-to-many socket with an
 * event loop of its own. The socket listens and connects; an association that is up is
 * peeled off into a socket of its own, a
 * {@link dev.sock.kernel.transport.KernelAssociation}, since on a one-to-many socket one
 * peer that stalls makes sends to all others fail, and one that floods starves the rest.
 *
 * <p>
 * The core has an {@link dev.sock.kernel.transport.AssociationHandle}, whose calls wait
 * in a {@link dev.sock.kernel.transport.WorkQueue} for the event loop. There an
 * {@link dev.sock.kernel.transport.AssociationReader} and an
 * {@link dev.sock.kernel.transport.AssociationWriter} do what goes on all the time.
 */
@NullMarked
package dev.sock.kernel.transport;

import org.jspecify.annotations.NullMarked;
