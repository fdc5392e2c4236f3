package dev.sock.kernel.transport;

import dev.sock.spi.AssociationListener;

/**
 * What an association has once somebody listens to it.
 *
 * @param listener the core
 * @param outbox messages on their way to the kernel
 * @param intake messages on their way from it
 * @param changes resets and additions of streams
 */
record AssociationParts(AssociationListener listener, Outbox outbox, Intake intake, StreamChanges changes) {
}
